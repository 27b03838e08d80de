"""Pupils, marks and books planted as if they had been judged and staged, and the marts and indicators made of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from duckdb import DuckDBPyConnection

from connectors.kit.candidates import TYPES
from connectors.kit.registry import source, sources
from warehouse.cache import bring
from warehouse.checks import check_mart, finding_queries
from warehouse.graph import HERE, Model, read_models
from warehouse.horizon import Inputs
from warehouse.indicator_files import read_indicators
from warehouse.landed import make_rows, open_build
from warehouse.outcome_rows import OUTCOME
from warehouse.steps import configuration_steps
from warehouse.values import compute_indicators

THCS, OTHER_THCS, PRIMARY = "51524501", "51524502", "51524401"
MARKED = ("TOAN", "NGUVAN", "NGOAINGU", "KHTN", "LSDL", "GDCD", "CONGNGHE", "TINHOC")
JUDGED = ("GDTC", "NGHETHUAT", "HDTNHN", "GDDP")
# Grade 9 of 2023-2024, by the programme of 2006.
OLD_MARKED = (
    "TOAN", "VATLI", "HOAHOC", "SINHHOC", "NGUVAN", "LICHSU", "DIALI", "NGOAINGU", "GDCD", "CONGNGHE",
)  # fmt: skip
OLD_JUDGED = ("GDTC", "AMNHAC", "MITHUAT")
WHO = ("school_code", "school_year", "term", "pupil_hash")
OF_SUBJECT = {path.stem for path in (HERE / "marts" / "education").glob("*.sql")}
MADE = OF_SUBJECT | {"unit", "unit_lineage", "school", "period", "calendar_day", "night_delivery"}
Row = dict[str, Any]


@dataclass
class Planted:
    """Rows of staging tables to be; every row has a number of its own."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, table: str, **cells: Any) -> None:
        """A row of `staging.smas__<table>`."""
        rows = self.rows.setdefault(table, [])
        rows.append(
            {"batch": "batch-1", "page": 1, "row": len(rows) + 1, "sheet": 1, "sheet_row": len(rows) + 8} | cells
        )

    def pupil(self, name: str, *, grade: int = 8, school: str = THCS, **cells: Any) -> Row:
        """A pupil of a class list; what names one row of a pupil is returned."""
        who = {"school_code": school, "school_year": "2025-2026", "term": "term_1", "pupil_hash": name}
        placed = who | {"class_name": f"{grade}A", "grade": grade}
        self.add("pupil", **placed | {"enrolment": "studying"} | cells)
        return who | {name: cells[name] for name in who if name in cells}

    def average(self, who: Mapping[str, Any], subject: str, worth: str, **cells: Any) -> None:
        """Marks that give exactly this average: all of them are it."""
        marks = {"regular": [{"mark": worth}] * 3, "midterm": worth, "final": worth, "average": worth}
        self.add("mark", **who, subject_code=subject, **marks | cells)

    def judgement(self, who: Mapping[str, Any], subject: str, assessment: str | None = "D") -> None:
        """A subject that is judged by comment."""
        self.add("mark", **who, subject_code=subject, assessment=assessment)

    def lower_secondary(self, name: str, averages: Sequence[str], failed: int = 0, **cells: Any) -> Row:
        """A pupil with the averages of the eight marked subjects, and so many of the others not reached."""
        return self._brings(self.pupil(name, **cells), zip(MARKED, averages, strict=True), JUDGED, failed)

    def ninth_of_old(self, name: str, averages: Sequence[str], failed: int = 0, **cells: Any) -> Row:
        """A pupil of grade 9 in 2023-2024 with the averages of the ten subjects that had marks then."""
        who = self.pupil(name, grade=9, school_year="2023-2024", **cells)
        return self._brings(who, zip(OLD_MARKED, averages, strict=True), OLD_JUDGED, failed)

    def without(self, name: str, subject: str) -> None:
        """Forget what is told of a pupil in a subject."""
        of_pupil = (name, subject)
        self.rows["mark"] = [row for row in self.rows["mark"] if (row["pupil_hash"], row["subject_code"]) != of_pupil]

    def _brings(self, who: Row, marks: Iterable[tuple[str, str]], judged: Sequence[str], failed: int) -> Row:
        for subject, average in marks:
            self.average(who, subject, average)
        for place, subject in enumerate(judged):
            self.judgement(who, subject, "CD" if place < failed else "D")
        return who


@lru_cache(maxsize=1)
def _models() -> tuple[Model, ...]:
    return read_models(sources().values())


@contextmanager
def school_build(planted: Planted, today: date = date(2026, 11, 23)) -> Iterator[DuckDBPyConnection]:
    """The marts of education in memory, each with its checks passed."""
    models = _models()
    with open_build(":memory:", threads=1) as connection:
        bring(connection, configuration_steps(Inputs({}, {}, today), models))
        _stage(connection, models, planted)
        make_rows(connection, "landed.pull", OUTCOME, ())
        for model in models:
            if model.schema == "marts" and model.name in MADE:
                connection.execute(f"CREATE TABLE {model.table} AS {model.sql}")
                check_mart(connection, model)
        yield connection


def _stage(connection: DuckDBPyConnection, models: Sequence[Model], planted: Planted) -> None:
    for table in source("smas").tables.values():
        columns = ", ".join(f'"{column.name}" {TYPES[column.type]}' for column in table.landed_columns)
        place = "is_behind BOOLEAN, landed_at TIMESTAMPTZ, _batch VARCHAR, _page INTEGER, _row INTEGER, _exit VARCHAR"
        for ending in ("", "_version"):
            connection.execute(f"CREATE TABLE accepted.smas__{table.name}{ending} ({columns}, {place})")
    for model in (each for each in models if each.table.startswith("staging.smas__")):
        connection.execute(f"CREATE TABLE {model.table} AS {model.sql}")
        _fill(connection, model, planted.rows.get(model.name.removeprefix("smas__"), []))


def _fill(connection: DuckDBPyConnection, model: Model, rows: Sequence[Row]) -> None:
    """All rows at once, through Arrow: one by one a school takes a minute."""
    if not rows:
        return

    names = dict.fromkeys(name for row in rows for name in row)
    connection.register("planted_rows", pa.Table.from_pylist([{name: row.get(name) for name in names} for row in rows]))
    connection.execute(f"INSERT INTO {model.table} BY NAME FROM planted_rows")
    connection.unregister("planted_rows")


def indicator_values(connection: DuckDBPyConnection, *ids: str) -> dict[tuple[str, str, str], Row]:
    """{(indicator, unit, last day of the term): its row} as read after the reform."""
    compute_indicators(connection, [each for each in read_indicators() if each.id in ids])
    found = connection.execute("FROM marts.indicator_value WHERE basis = 'successor'").to_arrow_table().to_pylist()
    return {(row["indicator"], row["unit_code"], row["period_end"].isoformat()): row for row in found}


def findings(connection: DuckDBPyConnection, name: str) -> list[tuple[str, str, str]]:
    """(code, key, sentence) of what the checks of a mart list."""
    model = next(each for each in _models() if each.table == f"marts.{name}")
    found = [row for query in finding_queries(model) for row in connection.execute(query).fetchall()]
    return [(row[3], row[2], row[4]) for row in found]


def learning(build: DuckDBPyConnection, column: str = "learning", term: str = "term_1") -> dict[str, str | None]:
    """{pupil: what a column of marts.pupil_term says of a term}."""
    query = f"SELECT pupil_hash, {column} FROM marts.pupil_term WHERE term = ?"
    return dict(build.execute(query, [term]).fetchall())
