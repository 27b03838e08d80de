"""What a viewer would read in a tree of Dash components: its words, its links, its measured numbers."""

from collections.abc import Iterator
from typing import Any

from dash.development.base_component import Component


def walk(node: Any) -> Iterator[Component]:
    """Every component of a tree, parents first."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from walk(child)
    elif isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))


def attributes_of(component: Component) -> dict[str, Any]:
    """What a component was given, by the name it has in the browser."""
    given: dict[str, Any] = component.to_plotly_json()["props"]  # type: ignore[no-untyped-call]
    return given


def text(node: Any) -> str:
    """All words of a tree, in order."""
    if isinstance(node, str):
        return node
    if isinstance(node, list | tuple):
        return " ".join(filter(None, map(text, node)))
    return text(node.children) if isinstance(node, Component) and getattr(node, "children", None) else ""


def links(node: Any) -> list[str]:
    """The addresses that a tree leads to."""
    return [attributes_of(each)["href"] for each in walk(node) if getattr(each, "href", None)]


def numbers(node: Any) -> dict[tuple[str, str], str]:
    """{(indicator, unit): value in full} of all measured numbers; twice the same must be the same value."""
    found: dict[tuple[str, str], str] = {}
    for each in walk(node):
        given = attributes_of(each)
        if "data-indicator" in given:
            key = (given["data-indicator"], given["data-unit"])
            assert found.setdefault(key, given["data-value"]) == given["data-value"], key
    return found
