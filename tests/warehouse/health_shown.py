"""What is published of the covers of health, beside what a second count says is told."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas
import pytest

from config.settings import PROJECT
from tests.installation import CLOCK
from tests.oracle.health_covers import spans
from tests.oracle.health_hidden import Told
from tests.oracle.health_places import Places
from tests.oracle.health_shares import Covers
from tests.warehouse.health_world import built_rows, periods

CONFIG = PROJECT / "config"
UNITS, FACILITIES = CONFIG / "units.csv", CONFIG / "facilities.csv"
LISTS: Mapping[str, Path] = {name: CONFIG / f"{name}.csv" for name in ("population", "prevalence")}
Rows = dict[tuple[str, str, date], dict[str, Any]]


def counted(told: Mapping[str, pandas.DataFrame]) -> Covers:
    """Everybody counted in a cover, by the second count of messages, injections, checkups and visits."""
    places = Places(UNITS, FACILITIES)
    return Covers(spans(told, places, UNITS, LISTS), places, CLOCK.date())


def published(cover: str, grains: Iterable[str] = ("month",)) -> dict[tuple[date, date], Rows]:
    """{first and last day of every period from the first of its grain on that is published: the rows of all units by
    basis, code and first day}."""
    query = "SELECT * FROM marts.indicator_value WHERE indicator = ? AND grain = ?"
    found: dict[tuple[date, date], Rows] = {}
    for grain in grains:
        rows = built_rows(query, cover, grain)
        begun = min(row["period_start"] for row in rows)
        found |= {each: {} for each in periods(grain) if each[0] >= begun}
        for row in rows:
            found[row["period_start"], row["period_end"]][row["basis"], row["unit_code"], row["unit_from"]] = row
    return found


def states(covers: Iterable[str]) -> Counter[tuple[str, bool]]:
    """How often each state is published of some covers, in tens or not."""
    rows = built_rows("SELECT * FROM marts.indicator_value WHERE list_contains(?, indicator)", list(covers))
    return Counter((row["state"], row["is_rounded"]) for row in rows)


def differences(covers: Covers, cover: str, grains: Iterable[str]) -> list[object]:
    """Each unit and period, by both readings, of which something else is published than what is told."""
    found: list[object] = []
    for period, rows in published(cover, grains).items():
        told = {(unit.basis, unit.era.code, unit.era.first): each for unit, each in covers.told(cover, *period).items()}
        # Where nobody ever counted nothing is published.
        counted = {unit for unit, each in told.items() if each.state not in ("no_source", "no_events")}
        for unit in rows.keys() | counted:
            said = _told(rows[unit]) if unit in rows else None
            if said != told.get(unit):
                found.append((cover, period, unit, said, told.get(unit)))
    return found


def _told(row: Mapping[str, Any]) -> Told:
    """What is published of a row; a share follows from both of its numbers."""
    numerator, denominator = row["numerator"], row["denominator"]
    if row["state"] == "shown":
        assert float(row["value"]) == pytest.approx(numerator / denominator, abs=1e-6)
    else:
        assert row["value"] is None and row["n"] == denominator
    return Told(row["state"], numerator, denominator, row["is_rounded"])
