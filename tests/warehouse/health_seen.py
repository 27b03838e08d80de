"""What is published of the persons seen in a week, beside what a second count says is told."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tests.oracle.health import DISEASES
from tests.oracle.health_hidden import Told
from tests.oracle.health_places import Unit
from tests.oracle.health_weeks import Weeks, told_together
from tests.warehouse.health_world import built_rows, periods

TOGETHER = "notifiable_cases_week"
Row = tuple[str, str, date]


def differences(weeks: Mapping[str, Weeks]) -> list[object]:
    """Each unit and week, by both readings, of which something else is published than what is told."""
    found: list[object] = []
    for disease in DISEASES:
        found += _differing(f"{disease}_persons_week", weeks[disease].told)
    return found + _differing(TOGETHER, lambda monday: told_together(list(weeks.values()), monday))


def states() -> Counter[tuple[str, bool]]:
    """How often each state is published of the diseases, in tens or not."""
    rows = built_rows("SELECT * FROM marts.indicator_value WHERE indicator LIKE '%_persons_week'")
    return Counter((row["state"], row["is_rounded"]) for row in rows)


def _differing(indicator: str, told: Callable[[date], Mapping[Unit, Told]]) -> list[object]:
    rows = built_rows("SELECT * FROM marts.indicator_value WHERE indicator = ? AND grain = 'week'", indicator)
    begun = min(row["period_start"] for row in rows)
    weeks: dict[date, dict[Row, Told]] = {each: {} for each, _sunday in periods("week") if each >= begun}
    for row in rows:
        weeks[row["period_start"]][row["basis"], row["unit_code"], row["unit_from"]] = _told(row)
    found, published = list[object](), {row for said in weeks.values() for row in said}
    for monday, said in weeks.items():
        expected = {_row(unit): each for unit, each in told(monday).items()}
        # Of a unit in which nobody was ever seen nothing is published, not even that nobody was.
        counted = {
            row
            for row, each in expected.items()
            if each.state not in ("not_received", "to_come") and (each.numerator != 0 or row in published)
        }
        for unit in said.keys() | counted:
            if said.get(unit) != expected.get(unit):
                found.append((indicator, monday, unit, said.get(unit), expected.get(unit)))
    return found


def _told(row: Mapping[str, Any]) -> Told:
    assert row["value"] == row["numerator"] == row["n"]
    return Told(row["state"], row["numerator"], row["denominator"], row["is_rounded"])


def _row(unit: Unit) -> Row:
    return unit.basis, unit.era.code, unit.era.first
