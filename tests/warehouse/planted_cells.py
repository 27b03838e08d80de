"""Small worlds side by side in one build: an area each, with communes, facilities, and communes of before a reform."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from duckdb import DuckDBPyConnection

from warehouse.indicator_files import FOLDER, read_indicators
from warehouse.landed import open_build
from warehouse.values import compute_indicators

REFORM, ALWAYS, FOREVER = date(2025, 7, 1), date(1, 1, 1), date(9999, 12, 31)
BEFORE = date(2020, 2, 1)
# When something landed: long ago, on the last day of a week, twice in the night after it, and later.
_AT = ("2024-01-01T12:00", "2026-10-25T23:00", "2026-10-26T01:00", "2026-10-26T05:00", "2026-11-04T01:00")
LANDINGS = tuple(datetime.fromisoformat(f"{each}+07:00") for each in _AT)
LANDED = LANDINGS[0]
WORLDS = 40
HEAD = """
id = "{id}"
name = {{ vi = "Trồng thử", en = "Planted" }}
unit_vi = "người"
subject = "planted"
grains = ["{grain}"]
levels = ["area", "commune", "facility"]
levels_from = {{ facility = 2026-01-01 }}
direction = "down"
minimum_n = 0
deadline = "08:00"
owner = "Trạm Y tế xã"
guards = []
{kind}
[[definition]]
valid_from = 2020-01-01
mart = "marts.planted"
unit_by = ["unit_code", "unit_from"]
known_from = "opened_date"
text_vi = "Trồng thử"
"""
COVER = """
opened = "opened_date"
closed = "closed_date"
where = "NOT is_seen"
numerator = [{ where = "is_counted", value = "person_count" }]
denominator = [{ where = "NOT is_counted", value = "person_count" }]
"""
SEEN = """
date = "opened_date"
landed_at = "landed_at"
where = "is_seen"
numerator = [{{ where = "{0}", value = "person_count" }}]
{1}"""
BAND = '[band]\nkind = "value"\namber = ">= 1"\nred = ">= 3/4 tuần/xã"\n'
DISEASES = ("a", "b")
DISEASE_ROWS = [f"disease = '{name}'" for name in DISEASES]


def communes(world: int) -> list[str]:
    return [f"C{world}.{number}" for number in range(3)]


def facilities(world: int) -> list[str]:
    return [f"F{commune[1:]}.{number}" for commune in communes(world) for number in range(3)]


def old_communes(world: int) -> list[str]:
    return [f"O{commune[1:]}.{number}" for commune in communes(world) for number in range(2)]


def place(unit: str) -> str:
    """Where whoever counts in `unit` is put; those of a whole who are at none of its parts are named with a star."""
    return unit.removesuffix("*")


def above(unit: str) -> list[str]:
    """The wholes that somebody counted in `unit` counts in as well."""
    commune, area = f"C{'.'.join(unit[1:].split('.')[:2])}".removesuffix("*"), f"A{unit[1:].split('.')[0]}"
    return [area.removesuffix("*")] if unit.startswith("A") else [commune, area]


def _lineage(world: int) -> Iterator[dict[str, Any]]:
    """Rows of marts.unit_lineage of a world: where each place counts, on both bases."""
    area, old = f"A{world}", f"OA{world}"
    now = [
        (area, "area"),
        *((each, "commune") for each in communes(world)),
        *((each, "facility") for each in facilities(world)),
    ]
    for code, kind in now:
        commune = f"C{'.'.join(code[1:].split('.')[:2])}"
        chain = {"area": [(code, kind)], "commune": [(code, kind), (area, "area")]}
        for (above, of), basis in product(
            chain.get(kind, [(code, kind), (commune, "commune"), (area, "area")]), ("own", "successor")
        ):
            yield _row((code, REFORM), basis, of, (above, REFORM), REFORM if basis == "own" else ALWAYS, FOREVER)
    for code in [old, *old_communes(world)]:
        follows = [(area, "area")] if code == old else [(f"C{code[1:].rpartition('.')[0]}", "commune"), (area, "area")]
        own = [(old, "area")] if code == old else [(code, "commune"), (old, "area")]
        for above, of in own:
            yield _row((code, BEFORE), "own", of, (above, BEFORE), BEFORE, date(2025, 6, 30))
        for (above, of), basis in product(follows, ("own", "successor")):
            yield _row((code, BEFORE), basis, of, (above, REFORM), REFORM if basis == "own" else ALWAYS, FOREVER)


def _row(
    unit: tuple[str, date], basis: str, kind: str, above: tuple[str, date], first: date, last: date
) -> dict[str, Any]:
    names = ("unit_code", "unit_from", "basis", "unit_kind", "in_code", "in_from", "valid_from", "valid_to")
    return dict(zip(names, (*unit, basis, kind, *above, first, last), strict=True))


@contextmanager
def worlds() -> Iterator[DuckDBPyConnection]:
    """A build in memory with `WORLDS` worlds of units, and nobody in them yet."""
    with open_build(":memory:", threads=2) as build:
        build.execute("CREATE TABLE config.source AS SELECT 'planted' AS source, DATE '2024-01-01' AS first_day")
        table(build, "marts.unit_lineage", [row for world in range(WORLDS) for row in _lineage(world)])
        build.execute(
            "CREATE TABLE marts.planted (unit_code VARCHAR, unit_from DATE, is_seen BOOLEAN, is_counted BOOLEAN, "
            "disease VARCHAR, opened_date DATE, closed_date DATE, landed_at TIMESTAMPTZ, person_count BIGINT)"
        )
        yield build


def table(build: DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    build.register("planted_rows", pa.Table.from_pylist(rows))
    build.execute(f"CREATE OR REPLACE TABLE {name} AS FROM planted_rows")
    build.unregister("planted_rows")


def add(build: DuckDBPyConnection, rows: list[dict[str, Any]]) -> None:
    """Persons from a day on; one of before the first period, so that none begins before anything was known."""
    empty = {"is_seen": False, "is_counted": False, "disease": "", "closed_date": FOREVER, "landed_at": LANDED}
    first = {"unit_code": "A0", "unit_from": REFORM, "opened_date": date(2024, 1, 1), "person_count": 0}
    build.execute("DELETE FROM marts.planted")
    build.register("planted_rows", pa.Table.from_pylist([empty | row for row in [first, *rows]]))
    build.execute("INSERT INTO marts.planted BY NAME FROM planted_rows")
    build.unregister("planted_rows")


def persons(unit: str, first: date, opened: date, counted: int, of: int) -> list[dict[str, Any]]:
    """So many from a day on, and so many of them counted."""
    placed = {"unit_code": unit, "unit_from": first, "opened_date": opened}
    numbers = ((True, counted), (False, of))
    return [placed | {"is_counted": side, "person_count": number} for side, number in numbers if number]


def published(
    build: DuckDBPyConnection, folder: Path, kind: str, start: date, end: date, night: date
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """{(indicator, unit, basis): row} of one period as told on a night; `kind`: cover, records, seen or disease."""
    found = published_periods(build, folder, kind, [(start, end)], night)
    return {(row["indicator"], row["unit_code"], row["basis"]): row for row in found}


def published_periods(
    build: DuckDBPyConnection, folder: Path, kind: str, periods: Sequence[tuple[date, date]], night: date
) -> list[dict[str, Any]]:
    """The rows of some periods as published on a night."""
    grain = "week" if kind in ("seen", "disease") else "month"
    table(
        build,
        "marts.period",
        [
            {
                "grain": grain,
                "period_start": start,
                "period_end": end,
                "cutoff_date": min(end, night),
                "is_open": night <= end,
            }
            for start, end in periods
        ],
    )
    for path in folder.glob("*.toml"):
        path.unlink()
    for name, text in _declared(kind):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    compute_indicators(build, read_indicators(folder))
    return list(build.execute("FROM marts.indicator_value").to_arrow_table().to_pylist())


def _declared(kind: str) -> Iterator[tuple[str, str]]:
    if kind == "cover":
        yield "cover", HEAD.format(id="cover", grain="month", kind='kind = "ratio"\ncells = "H10"') + COVER
        return
    if kind == "records":
        yield from ((name, _planted(name)) for name in ("health_record_cover", "health_record_renewed"))
        return
    head = 'kind = "count"\ncells = "B10"'
    diseases = [
        (name, HEAD.format(id=name, grain="week", kind=head) + SEEN.format(where, "") + BAND)
        for name, where in zip(DISEASES, DISEASE_ROWS, strict=True)
    ]
    if kind == "disease":
        yield diseases[0]
        return
    yield from diseases
    parted = f"parted = {DISEASE_ROWS}\n"
    yield "all", HEAD.format(id="all", grain="week", kind=head) + SEEN.format("true", parted) + BAND


def _planted(name: str) -> str:
    """The product's own declaration, over the planted mart, whose column `disease` holds the indicator."""
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    for own, planted in (("marts.health_cover", "marts.planted"), ("known_date", "opened_date")):
        text = text.replace(own, planted)
    return re.sub(r"\bindicator (=|IN)", r"disease \1", text)
