"""What the tests of the page of satisfaction read off it, and what the warehouse says of the same."""

from typing import Any

from dash.development.base_component import Component

from dashboards.screens.satisfaction.screen import layout
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.views import followed
from warehouse import reader

OLD = {"unit": "524", "basis": "own", "grain": "quarter", "start": "2025-04-01"}
VAN_TUONG = {"unit": "21061"}
LISTED = 50


def records(query: str) -> list[dict[str, Any]]:
    """The rows of a query of the published snapshot."""
    return [{str(name): value for name, value in row.items()} for row in reader.sql(query).to_dict("records")]


def first(query: str) -> dict[str, Any]:
    """The first of them."""
    return records(query)[0]


def tables(page: Any) -> dict[str, Component]:
    """The tables of a page by their captions."""
    found = (each for each in walk(page) if "data-table" in str(getattr(each, "className", "")).split())
    return {str(attributes_of(each)["aria-label"]): each for each in found}


def rows_of(table: Any) -> list[list[str]]:
    """The cells of a table's rows as they are read, its head left out."""
    found = [[text(cell).strip() for cell in row.children] for row in walk(table) if type(row).__name__ == "Tr"]
    return found[1:]


def tile(page: Any, title: str) -> Component:
    found = (each for each in walk(page) if getattr(each, "className", None) == "kpi" and title in text(each))
    return next(found)


def published(indicator: str, unit: str = "BS5", **more: str) -> dict[str, Any]:
    place = {"basis": "successor", "grain": "report_quarter", "start": "2026-09-15"} | more
    return first(
        f"SELECT * FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND basis = '{place['basis']}' AND grain = '{place['grain']}' AND period_start = DATE '{place['start']}'"
    )


def counted(link: str) -> int:
    """How many rows the list behind a link has; it agrees with its figure, or stands for none."""
    page = layout(**followed(link))
    assert "lệch" not in text(page), link
    count = next(filter(None, (attributes_of(each).get("data-count") for each in walk(page))))
    shown = [row for caption in tables(page).values() for row in rows_of(caption)]
    assert len(shown) == min(int(count), LISTED), link
    return int(count)
