"""One commune's first quarter of 2026 in a build in memory, and one indicator counted over a few planted rows."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from duckdb import DuckDBPyConnection

from warehouse.indicator_files import read_indicators
from warehouse.landed import open_build
from warehouse.values import compute_indicators

HEAD = """
id = "planted"
name = {{ vi = "Trồng thử", en = "Planted" }}
unit_vi = "hồ sơ"
subject = "planted"
kind = "{kind}"
grains = {grains}
levels = ["commune"]
direction = "up"
cells = "A"
minimum_n = {minimum_n}
deadline = "08:00"
owner = "UBND xã"
guards = []
{more}

[[definition]]
valid_from = 2020-01-01
mart = "marts.planted"
unit_by = ["unit_code", "unit_from"]
known_from = "day"
text_vi = "Trồng thử"
"""
PERIODS = [
    ("month", date(2026, 1, 1), date(2026, 1, 31)),
    ("month", date(2026, 2, 1), date(2026, 2, 28)),
    ("month", date(2026, 3, 1), date(2026, 3, 31)),
    ("quarter", date(2026, 1, 1), date(2026, 3, 31)),
]
Row = tuple[date, int | None, str | None]


@contextmanager
def planted_build() -> Iterator[DuckDBPyConnection]:
    """A build in memory with one commune, the first quarter of 2026, and no rows yet."""
    with open_build(":memory:", threads=1) as connection:
        connection.execute(
            "CREATE TABLE marts.period "
            "(grain VARCHAR, period_start DATE, period_end DATE, is_open BOOLEAN, cutoff_date DATE)"
        )
        connection.execute("CREATE TABLE config.source AS SELECT 'planted' AS source, DATE '2024-01-01' AS first_day")
        for grain, start, end in PERIODS:
            connection.execute("INSERT INTO marts.period VALUES (?, ?, ?, false, ?)", [grain, start, end, end])
        connection.execute(
            """
            CREATE TABLE marts.unit_lineage AS
            SELECT 'A' AS unit_code, DATE '2025-07-01' AS unit_from, 'own' AS basis, 'commune' AS unit_kind,
                'A' AS in_code, DATE '2025-07-01' AS in_from, DATE '2025-07-01' AS valid_from,
                DATE '9999-12-31' AS valid_to
            """
        )
        connection.execute(
            "CREATE TABLE marts.planted (unit_code VARCHAR, unit_from DATE, day DATE, days INTEGER, person VARCHAR)"
        )
        # Something was known before the first period, so that none of them begins too early.
        plant(connection, [(date(2025, 12, 31), None, None)])
        yield connection


def plant(build: DuckDBPyConnection, rows: Sequence[Row]) -> None:
    build.executemany("INSERT INTO marts.planted VALUES ('A', DATE '2025-07-01', ?, ?, ?)", rows)


def values(
    build: DuckDBPyConnection,
    folder: Path,
    kind: str,
    rest: str,
    *,
    more: str = "",
    minimum_n: int = 0,
    grains: str = '["month", "quarter"]',
) -> dict[tuple[str, date], dict[str, object]]:
    """The rows of marts.indicator_value by grain and first day."""
    head = HEAD.format(kind=kind, minimum_n=minimum_n, more=more, grains=grains)
    (folder / "planted.toml").write_text(head + rest, encoding="utf-8")
    compute_indicators(build, read_indicators(folder))
    found = build.execute("SELECT * FROM marts.indicator_value ORDER BY period_start").to_arrow_table().to_pylist()
    return {(row["grain"], row["period_start"]): row for row in found}


def quarter(found: dict[tuple[str, date], dict[str, object]]) -> dict[str, object]:
    return found["quarter", date(2026, 1, 1)]


def months(found: dict[tuple[str, date], dict[str, object]]) -> list[dict[str, object]]:
    return [row for (grain, _), row in found.items() if grain == "month"]
