"""Drawings without JavaScript: a little SVG as an image, over which the page lays its own text.

An image cannot see the custom properties of the page, so colours are given; and it holds no text, so that every word
stays text: selectable, read aloud, and in the page's font.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby

from dashboards.geometry import Ring

SVG = "data:image/svg+xml;base64,"


@dataclass(frozen=True)
class Path:
    """A line or an area: where it goes, and its other attributes as `element` takes them."""

    d: str
    look: Mapping[str, str | float]


def line(d: str, colour: str, width: float, **look: str | float) -> Path:
    """A line `width` CSS pixels wide, however its drawing is stretched."""
    fixed: dict[str, str | float] = {"fill": "none", "stroke": colour, "stroke_width": width}
    return Path(d, {**fixed, "vector_effect": "non-scaling-stroke", **look})


def paths(drawn: Iterable[Path]) -> Iterator[str]:
    """Their elements, one for all neighbours of one look: each costs a browser about a kilobyte."""
    for look, alike in groupby(drawn, key=lambda each: each.look):
        yield element("path", d="".join(each.d for each in alike), **look)


def element(name: str, *content: str, **attributes: str | float) -> str:
    """An SVG element; stroke_width=2 is written stroke-width="2"."""
    given = "".join(f' {key.replace("_", "-")}="{_said(value)}"' for key, value in attributes.items())
    return f"<{name}{given}>{''.join(content)}</{name}>"


def rings_path(rings: Iterable[Ring], factor: float) -> str:
    """The `d` of a path around closed rings, coordinates times `factor`, rounded to a tenth."""
    return "".join(f"M{'L'.join(f'{_said(x * factor)} {_said(y * factor)}' for x, y in ring[:-1])}Z" for ring in rings)


def image(width: float, height: float, content: Iterable[str], *, is_stretched: bool = False) -> str:
    """The `src` of an image with the axes 0 to `width` and 0 to `height`; stretched, it fills any box."""
    fitting = {"preserveAspectRatio": "none"} if is_stretched else {}
    box = f"0 0 {_said(width)} {_said(height)}"
    svg = element("svg", *content, xmlns="http://www.w3.org/2000/svg", viewBox=box, **fitting)
    return source(svg)


def source(svg: str) -> str:
    """The `src` of an SVG."""
    return f"{SVG}{b64encode(svg.encode()).decode()}"


def drawn(source: str) -> str | None:
    """The SVG that a `src` holds; None where it holds anything else."""
    return b64decode(source.removeprefix(SVG)).decode() if source.startswith(SVG) else None


def _said(value: str | float) -> str:
    return escape(value) if isinstance(value, str) else f"{value:.1f}".rstrip("0").rstrip(".")
