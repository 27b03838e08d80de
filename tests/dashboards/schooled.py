"""The tables of the page of schools, and the words of their scene on the wall, as they are read."""

from typing import Any

from dash.development.base_component import Component

from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.walls import component, slots, wall_of

EDUCATION = "education"


def tables(page: Any) -> dict[str, Component]:
    """The tables of a page by their captions."""
    found = (each for each in walk(page) if getattr(each, "className", None) == "data-table")
    return {str(attributes_of(each)["aria-label"]): each for each in found}


def rows_of(page: Any, caption: str) -> list[list[str]]:
    """The cells of the rows of the table whose caption begins so, its head left out."""
    table = next(each for name, each in tables(page).items() if name.startswith(caption))
    return [[text(cell).strip() for cell in row.children] for row in walk(table) if type(row).__name__ == "Tr"][1:]


def said(slot: int, scope: str = "BS5") -> str:
    """The words of a slot of the wall's scene of schools."""
    return " ".join(text(slots(component(wall_of(EDUCATION, scope=scope)))[slot]).split())


# The newest term as it is before its deadline: all that did not come in time is still to come, and nothing is judged.
BEFORE_THE_DEADLINE = """
    UPDATE marts.delivery
    SET is_judged = false, received_at = CASE state WHEN 'on_time' THEN received_at END,
        state = CASE state WHEN 'on_time' THEN state ELSE 'not_due' END
    WHERE source = 'smas' AND period_end = DATE '2026-11-14';
    UPDATE marts.indicator_value
    SET numerator = 0, denominator = 0, n = 0, value = NULL, low = NULL, high = NULL, band = NULL, state = 'no_events'
    WHERE indicator = 'workbook_on_time_share' AND period_end = DATE '2026-11-14'
"""
