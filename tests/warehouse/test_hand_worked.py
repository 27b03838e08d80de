"""Dossiers worked out by hand (cases/hand_worked.toml), planted in a build in memory and found again in the marts."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from connectors.kit.registry import sources
from tests.installation import installed
from tests.warehouse.planted import Cells, Landing, dossier, empty_build
from warehouse.horizon import Inputs
from warehouse.indicator_files import read_indicators
from warehouse.steps import steps

Case = Mapping[str, Any]
TODAY = date(2026, 11, 23)
# What an empty build and its judged landing already hold.
PLANTED = ("config", "landed.batch", "accepted.one_stop__")
CASES: list[Case] = tomllib.loads((Path(__file__).parent / "cases" / "hand_worked.toml").read_text("utf-8"))["case"]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LEAVES = ("c2", "c3", "c4", "c6", "c7", "c8", "c10", "c11")


def cases_with(*expectations: str) -> pytest.MarkDecorator:
    """The cases that expect something of this kind, one test each."""
    chosen = [case for case in CASES if case.keys() >= set(expectations)]
    return pytest.mark.parametrize("case", chosen, ids=[str(case["story"])[:60] for case in chosen])


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    with installed(tmp_path_factory.mktemp("hand_worked")):
        made = empty_build()
        landing = Landing(made)
        landing.land([_row(case) for case in CASES])
        landing.land([_row(case) | _wire(case["newer"]) for case in CASES if "newer" in case])
        landing.judge()
        for step in steps(Inputs(dict.fromkeys(sources(), ()), {}, TODAY), read_indicators()):
            if not step.name.startswith(PLANTED):
                step.make(made)
        yield made


def _row(case: Case) -> Cells:
    own = {"code": _code(case), "source_id": f"id-{CASES.index(case)}", "field_code": _field(case)}
    return dossier() | own | _wire(case["landed"])


def _code(case: Case) -> str:
    return str(case["landed"].get("code", f"H48.151-260105-{CASES.index(case) + 1:04d}"))


def _field(case: Case) -> str:
    """A field of its own: in a row of the form for it, no other case counts."""
    tens, ones = divmod(CASES.index(case), len(LETTERS))
    return f"Z{LETTERS[tens]}{LETTERS[ones]}"


def _wire(changes: Mapping[str, Any]) -> Cells:
    """Cells as they land: instants in UTC as the source writes them, lists as JSON, nothing for an empty text."""
    return {column: _cell(value) or None for column, value in changes.items()}


def _cell(value: Any) -> str:
    return json.dumps(value, default=_instant) if isinstance(value, list) else _instant(value)


def _instant(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    return str(value)


def _ask(build: DuckDBPyConnection, query: str, *parameters: object) -> list[dict[str, Any]]:
    answer = build.execute(query, list(parameters))
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _in_place(build: DuckDBPyConnection, table: str, place: str, column: str, value: str) -> list[dict[str, Any]]:
    """The rows of a table for "unit basis grain first-day" and one value of another column."""
    where = f"unit_code = ? AND basis = ? AND grain = ? AND period_start = ?::DATE AND {column} = ?"
    return _ask(build, f"SELECT * FROM {table} WHERE {where}", *place.split(), value)


def test_there_are_forty_cases_and_each_expects_something() -> None:
    assert len(CASES) >= 40 and len({case["story"] for case in CASES}) == len(CASES)
    assert all({"dossier", "held", "indicators"} & case.keys() for case in CASES)


@cases_with("story")
def test_a_dossier_is_loaded_with_its_findings_or_held(build: DuckDBPyConnection, case: Case) -> None:
    held = _ask(build, "SELECT code FROM quality.held_row WHERE key = ?", _code(case))
    assert [row["code"] for row in held] == ([case["held"]] if "held" in case else [])
    loaded = _ask(build, "SELECT dossier_code FROM marts.dossier WHERE dossier_code = ?", _code(case))
    assert len(loaded) == ("held" not in case or "newer" in case)
    found = _ask(build, "SELECT code FROM quality.finding WHERE key = ? ORDER BY code", _code(case))
    assert [row["code"] for row in found] == case.get("findings", [])


@cases_with("dossier")
def test_a_dossier_went_as_the_story_says(build: DuckDBPyConnection, case: Case) -> None:
    (row,) = _ask(build, "SELECT * FROM marts.dossier WHERE dossier_code = ?", _code(case))
    assert {column: "-" if row[column] is None else row[column] for column in case["dossier"]} == case["dossier"]
    for state in ("open", "overdue"):
        expected = case.get(f"{state}_on", [])
        days = [*expected, *case.get(f"not_{state}_on", [])]
        assert [day for day in days if _is_within(row, state, day)] == expected, state


def _is_within(row: Mapping[str, Any], state: str, day: date) -> bool:
    first, until = row[f"{state}_from_date"], row[f"{state}_until_date"]
    return first is not None and first <= day and (until is None or day < until)


@cases_with("form")
def test_a_dossier_counts_in_these_columns_of_the_form(build: DuckDBPyConnection, case: Case) -> None:
    for line in case["form"]:
        place, _, named = line.partition(":")
        (row,) = _in_place(build, "marts.form_06a", place, "field_code", _field(case)) or [_columns("")]
        assert {column: row[column] for column in _columns("")} == _columns(named), line


def _columns(named: str) -> dict[str, int]:
    cells = {leaf: int(leaf in named.split()) for leaf in LEAVES}
    return cells | {
        "c1": cells["c2"] + cells["c3"] + cells["c4"],
        "c5": cells["c6"] + cells["c7"] + cells["c8"],
        "c9": cells["c10"] + cells["c11"],
    }


@cases_with("absent")
def test_no_row_stands_where_a_unit_is_not_valid(build: DuckDBPyConnection, case: Case) -> None:
    for place in case["absent"]:
        assert _in_place(build, "marts.form_06a", place, "field_code", "TOTAL") == [], place
        assert _in_place(build, "marts.indicator_value", place, "indicator", "dossiers_received") == [], place


@cases_with("indicators")
def test_a_dossier_counts_in_these_indicators(build: DuckDBPyConnection, case: Case) -> None:
    for line in case["indicators"]:
        where, _, expected = line.partition(": ")
        name, _, place = where.partition(" ")
        (row,) = _in_place(build, "marts.indicator_value", place, "indicator", name)
        published = "/".join("-" if row[part] is None else str(row[part]) for part in ("numerator", "denominator"))
        assert published == expected, line


@cases_with("points")
def test_dossiers_score_these_points_of_the_service_index(build: DuckDBPyConnection, case: Case) -> None:
    for line in case["points"]:
        where, _, expected = line.partition(": ")
        *place, part = [*where.split(), ""][:5]
        if part:
            (row,) = _in_place(build, "marts.indicator_part_value", " ".join(place), "part", part)
            published = f"{row['numerator']}/{row['denominator']} {row['points'].normalize():f}"
        else:
            (row,) = _in_place(build, "marts.indicator_value", where, "indicator", "service_index_766")
            published = f"{row['value'].normalize():f}"
        assert published == expected, line
    (area,) = _ask(build, "SELECT count(*) FROM marts.indicator_part_value WHERE unit_kind <> 'commune'")
    assert list(area.values()) == [0], "a cluster is never scored"
