"""The grid's own filter model, read: texts without accents, days and ranges of days."""

from datetime import date
from typing import Any

import pytest

from dashboards.screens.procedures.filters import asked_of


def test_without_a_model_nothing_is_filtered() -> None:
    assert not any(asked_of(None).values()) and asked_of(None) == asked_of({})


def test_texts_are_folded_and_codes_are_not() -> None:
    asked = asked_of(
        {
            "agency_name_vi": {"filterType": "text", "type": "contains", "filter": " Đông Sơn "},
            "dossier_code": {"filterType": "text", "type": "contains", "filter": "H48.152"},
        }
    )
    assert (asked["agency_has"], asked["code_has"]) == ("dong son", "H48.152")


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({"type": "equals", "dateFrom": "2026-11-03 00:00:00"}, date(2026, 11, 3), date(2026, 11, 3)),
        ({"type": "lessThan", "dateFrom": "2026-11-03 00:00:00"}, None, date(2026, 11, 2)),
        ({"type": "greaterThan", "dateFrom": "2026-11-03 00:00:00"}, date(2026, 11, 4), None),
        (
            {"type": "inRange", "dateFrom": "2026-11-03 00:00:00", "dateTo": "2026-11-05 00:00:00"},
            date(2026, 11, 3),
            date(2026, 11, 5),
        ),
        ({"type": "inRange", "dateFrom": None, "dateTo": None}, None, None),
    ],
)
def test_days_become_a_first_and_a_last(given: dict[str, Any], first: date | None, last: date | None) -> None:
    asked = asked_of({"due_date": given})
    assert (asked["due_from"], asked["due_to"]) == (first, last)
    assert asked["received_from"] is None
