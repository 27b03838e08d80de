"""What the table of dossiers filters by, from the grid's own filter model to the parameters of queries/dossiers.sql."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from dashboards import words

TEXTS = {
    "dossier_code": "code_has",
    "procedure_name_vi": "procedure_has",
    "agency_name_vi": "agency_has",
    "status_name_vi": "status_has",
}
DATES = {"received_date": "received", "due_date": "due", "resolved_date": "resolved"}


def asked_of(model: Mapping[str, Any] | None) -> dict[str, object]:
    """The parameters of a filter model; without one, nothing is filtered.

    Texts are compared without accents. A date filter is a day, a range, or everything before or after a day.
    """
    model = model or {}
    asked: dict[str, object] = {}
    for column, parameter in TEXTS.items():
        text = str(model.get(column, {}).get("filter", ""))
        asked[parameter] = text.strip() if column == "dossier_code" else words.folded(text.strip())
    for column, name in DATES.items():
        asked[f"{name}_from"], asked[f"{name}_to"] = _days(model.get(column))
    return asked


def _days(given: Mapping[str, Any] | None) -> tuple[date | None, date | None]:
    """First and last day of a date filter."""
    if not given or not given.get("dateFrom"):
        return None, None
    first = date.fromisoformat(given["dateFrom"][:10])
    kind = given.get("type")
    if kind == "lessThan":
        return None, first - timedelta(days=1)
    if kind == "greaterThan":
        return first + timedelta(days=1), None
    last = date.fromisoformat(given["dateTo"][:10]) if kind == "inRange" and given.get("dateTo") else first
    return first, last
