"""A tree of Dash's html components as HTML text, for what is shown and never worked with.

Dash's renderer keeps a record of each component, and looks through all of them for each one that it draws: four scenes
of the wall took it 6 s of processor where one took 0.6 s. As text the browser has them in milliseconds.

Drawings become elements of the page: of every SVG that it gets as an image Chromium holds on to 7 to 30 kB for good, of
elements to nothing.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboards.components.drawing import drawn

NAMES = {"className": "class", "htmlFor": "for", "colSpan": "colspan", "rowSpan": "rowspan", "tabIndex": "tabindex"}
VOID = frozenset({"img", "br", "hr"})
NOT_IN_THE_PAGE = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp"})
NAME = re.compile(r'(\bid="|\bhref="#|\burl\(#)([^")]+)')


def to_html(node: Any) -> str:
    """The text of a component, of a list of them, or of a text or number, escaped. None is nothing.

    Raises `TypeError` for a component that is no element of HTML.
    """
    return "".join(_parts(node))


def _parts(node: Any) -> Iterator[str]:
    if node is None:
        return
    if isinstance(node, list | tuple):
        for child in node:
            yield from _parts(child)
        return
    if not isinstance(node, Component):
        yield escape(str(node), quote=False)
        return
    told = node.to_plotly_json()  # type: ignore[no-untyped-call]
    if told["namespace"] != "dash_html_components":
        raise TypeError(f"{told['namespace']}.{told['type']} is no element of HTML")
    tag, svg = told["type"].lower(), drawn(str(told["props"].get("src")))
    if svg:
        yield _drawing(svg, told["props"])
        return
    yield f"<{tag}{''.join(_attributes(told['props']))}>"
    if tag not in VOID:
        yield from _parts(told["props"].get("children"))
        yield f"</{tag}>"


def _drawing(svg: str, given: Mapping[str, Any]) -> str:
    """The SVG in an image's place, told by the same words. Names within it are made its own: a page has several."""
    own = sha256(svg.encode()).hexdigest()[:8]
    kept = {name: value for name, value in given.items() if name not in ("src", "alt")}
    told = {"role": "img", "aria-label": given["alt"]} if given.get("alt") else {"aria-hidden": "true"}
    opened = f"<svg{''.join(_attributes(told | kept))}"
    return NAME.sub(rf"\1\2-{own}", svg).replace("<svg", opened, 1)


def _attributes(given: Mapping[str, Any]) -> Iterator[str]:
    """In the order of their names: Dash gives those with a hyphen in another one in each process."""
    for name, value in sorted(given.items()):
        if name in NOT_IN_THE_PAGE or value is None or value is False:
            continue
        text = _style(value) if name == "style" else "" if value is True else str(value)
        yield f' {NAMES.get(name, name.lower())}="{escape(text)}"'


def _style(given: Mapping[str, Any]) -> str:
    """Declarations as CSS writes them: {"minWidth": "5px", "--columns": 3} -> "min-width:5px;--columns:3"."""
    return ";".join(f"{_hyphened(name)}:{value}" for name, value in given.items())


def _hyphened(name: str) -> str:
    if name.startswith("--"):
        return name
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name)
