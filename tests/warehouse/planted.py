"""Landed rows planted straight into a build in memory, and the exits that they are given."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from duckdb import DuckDBPyConnection

from connectors.kit.candidates import typed_columns
from connectors.kit.registry import source, sources
from warehouse.cache import bring
from warehouse.exits import give_exits, in_order
from warehouse.graph import read_models
from warehouse.horizon import Inputs
from warehouse.landed import make_batches, open_build
from warehouse.steps import configuration_steps

Cells = dict[str, str | None]
FIRST_LANDING = datetime.fromisoformat("2026-11-20T01:00:00+07:00")
CODE = "H48.151-260105-0001"


def empty_build() -> DuckDBPyConnection:
    """A build in memory that knows the configuration and has one_stop's landed rows as text, of which there are none.

    They are cast where they lie; nothing is kept beside a build in memory.
    """
    connection = open_build(":memory:", threads=1)
    inputs = Inputs({}, {}, date(2026, 11, 23))
    bring(connection, configuration_steps(inputs, read_models(sources().values())))
    make_batches(connection, ())
    connection.execute("CREATE SCHEMA text")
    for table in source("one_stop").tables.values():
        columns = ", ".join(f'"{column.name}" VARCHAR' for column in table.landed_columns)
        place = "landed_at TIMESTAMPTZ, _batch VARCHAR, _page INTEGER, _row INTEGER"
        connection.execute(f"CREATE TABLE text.one_stop__{table.name} ({columns}, {place})")
        connection.execute(f"""
            CREATE VIEW landed.one_stop__{table.name} AS
            SELECT {typed_columns(table)}, landed_at, _batch, _page, _row FROM text.one_stop__{table.name} AS landed
        """)
    return connection


def dossier(**changes: str | None) -> Cells:
    """A dossier that no rule minds, with `changes`."""
    good: Cells = {
        "source_id": "id-1",
        "code": CODE,
        "procedure_code": "1.000001",
        "field_code": "DD",
        "agency_code": "H48.151",
        "competence": "OWN",
        "status_code": "4",
        "applied_at": "2026-01-05T01:00:00.000+0000",
        "accepted_at": "2026-01-05T02:00:00.000+0000",
        "due_at": "2026-01-20T09:00:00.000+0000",
        "updated_at": "2026-01-05T02:00:00.000+0000",
    }
    return good | changes


@dataclass
class Landing:
    """A growing landing of one_stop within one transaction; rows have numbers from 1 within their batch."""

    connection: DuckDBPyConnection
    batches: list[str] = field(default_factory=list)

    def land(self, rows: Sequence[Cells], table: str = "dossier", *, window: tuple[date, date] | None = None) -> str:
        """Land a batch; one with a `window` is the reconciliation of its dates."""
        number = len(self.batches) + 1
        name, landed_at = f"batch-{number:03d}", FIRST_LANDING + timedelta(minutes=number)
        kind = "reconciliation" if window else "incremental"
        batch = ["one_stop", table, name, kind, *(window or (None, None)), landed_at]
        self.connection.execute("INSERT INTO landed.batch VALUES (?, ?, ?, ?, ?, ?, ?)", batch)
        told = ["one_stop", name, table, landed_at, 1, len(rows), True]
        self.connection.execute("INSERT INTO quality.provenance VALUES (?, ?, ?, ?, ?, ?, ?)", told)
        for row, cells in enumerate(rows, 1):
            whole = {**cells, "landed_at": landed_at, "_batch": name, "_page": 1, "_row": row}
            named = ", ".join(f"? AS {column}" for column in whole)
            self.connection.execute(f"INSERT INTO text.one_stop__{table} BY NAME SELECT {named}", list(whole.values()))
        self.batches.append(name)
        return name

    def judge(self, table: str = "dossier") -> list[str]:
        """Give all rows their exits; those of `table` in the order of landing."""
        for each in in_order(source("one_stop")):
            ((count,),) = self.rows(f"SELECT count(*) FROM text.one_stop__{each.name}")
            give_exits(self.connection, source("one_stop"), each, int(str(count)))
        return [
            str(row[0])
            for row in self.rows(f"SELECT exit FROM candidate.one_stop__{table}_verdict ORDER BY _batch, _row")
        ]

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """All rows of a query."""
        return [tuple(row) for row in self.connection.execute(query).fetchall()]

    def held(self) -> list[tuple[object, ...]]:
        """Code, sentence and mender of each held row, in the order of landing."""
        return self.rows("SELECT code, message_vi, mended_by FROM part.held_row__one_stop__dossier ORDER BY batch, row")

    def findings(self) -> dict[str, str]:
        """The sentence of each finding by its rule."""
        found = self.rows("SELECT code, message_vi FROM part.finding__one_stop__dossier")
        return {str(code): str(said) for code, said in found}


@contextmanager
def landing(connection: DuckDBPyConnection) -> Iterator[Landing]:
    """An empty landing; whatever is planted and judged is undone at the end."""
    connection.begin()
    try:
        yield Landing(connection)
    finally:
        connection.rollback()
