"""The tables of the page of schools, as they are read."""

from typing import Any

from dash.development.base_component import Component

from tests.dashboards.elements import attributes_of, text, walk


def tables(page: Any) -> dict[str, Component]:
    """The tables of a page by their captions."""
    found = (each for each in walk(page) if getattr(each, "className", None) == "data-table")
    return {str(attributes_of(each)["aria-label"]): each for each in found}


def rows_of(page: Any, caption: str) -> list[list[str]]:
    """The cells of the rows of the table whose caption begins so, its head left out."""
    table = next(each for name, each in tables(page).items() if name.startswith(caption))
    return [[text(cell).strip() for cell in row.children] for row in walk(table) if type(row).__name__ == "Tr"][1:]
