"""Opens the build file, and brings into it what a build is made of: configuration, date and batches, as they are."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
from duckdb import DuckDBPyConnection

from connectors.kit import candidates, exit_sql
from connectors.kit.landing import Manifest
from warehouse.graph import HERE

SCHEMAS = (
    *("config_file", "config", "landed", "candidate", "accepted", "staging", "marts", "indicator"),
    *("part", "quality", "builder"),
)
# Scale 12 needs no more; a machine that has less keeps a fifth of it for everybody else.
MEMORY_BYTES, SHARE_OF_MACHINE = 1_500_000_000, 0.8
MEMORY_ONLY = ":memory:"
LIGHTLY = "SET GLOBAL disabled_compression_methods = 'fsst'"
INSTANT, TEXT, COUNT = pa.timestamp("us", "UTC"), pa.string(), pa.int64()
BATCH = {
    **dict.fromkeys(("source", "stream", "batch", "kind"), TEXT),
    **{"window_from": pa.date32(), "window_until": pa.date32(), "landed_at": INSTANT},
}
PROVENANCE = {
    **dict.fromkeys(("source", "batch", "stream"), TEXT),
    **{"landed_at": INSTANT, "page_count": pa.int32(), "row_count": COUNT, "invented": pa.bool_()},
}


def open_build(path: str, threads: int = 2) -> DuckDBPyConnection:
    """The build file as the last build left it, or an empty one with its schemas, in Vietnamese time.

    One that DuckDB refuses, or that another version of DuckDB or of the builder wrote, is deleted first. `path` may be
    ":memory:".
    """
    connection = None if path == MEMORY_ONLY else _reopened(path, threads)
    if connection is None:
        discard(path)
        connection = _connected(path, threads)
        for schema in SCHEMAS:
            connection.execute(f"CREATE SCHEMA {schema}")
        connection.execute(exit_sql.SHAPES)
        connection.execute("CREATE TABLE builder.version AS SELECT ? AS version", [builder_version()])
    return connection


def discard(path: str | Path) -> None:
    """Delete a build file with all that DuckDB left beside it; the next build begins at the landing zone."""
    if path != MEMORY_ONLY:
        for leftover in Path(path).parent.glob(f"{Path(path).name}*"):
            leftover.unlink() if leftover.is_file() else shutil.rmtree(leftover)


@lru_cache(maxsize=1)
def builder_version() -> str:
    """What must be equal for tables of an earlier build to stand: DuckDB, every module of this room, and how rows are
    judged."""
    parts = hashlib.sha256(duckdb.__version__.encode())
    for path in (*(Path(str(each.__file__)) for each in (candidates, exit_sql)), *sorted(HERE.rglob("*.py"))):
        parts.update(path.read_bytes())
    return parts.hexdigest()


def make_batches(connection: DuckDBPyConnection, batches: Iterable[Manifest]) -> None:
    """What is known of the batches themselves: landed.batch and quality.provenance."""
    landed = list(batches)
    make_rows(connection, "landed.batch", BATCH, map(_batch, landed))
    make_rows(connection, "quality.provenance", PROVENANCE, map(_provenance, landed))


def make_rows(
    connection: DuckDBPyConnection, table: str, columns: Mapping[str, pa.DataType], rows: Iterable[tuple[object, ...]]
) -> None:
    """A table of these rows; through Arrow, since row by row a year of batches takes a minute."""
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    connection.register("rows_of_python", pa.Table.from_pylist(named, pa.schema(list(columns.items()))))
    connection.execute(f"CREATE TABLE {table} AS FROM rows_of_python")
    connection.unregister("rows_of_python")


def _reopened(path: str, threads: int) -> DuckDBPyConnection | None:
    try:
        connection = _connected(path, threads)
        if connection.execute("SELECT version FROM builder.version").fetchone() == (builder_version(),):
            return connection
        connection.close()
    except duckdb.Error:
        pass
    return None


def _connected(path: str, threads: int) -> DuckDBPyConnection:
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limit = f"{min(MEMORY_BYTES, int(machine * SHARE_OF_MACHINE))}B"
    connection = duckdb.connect(path, config={"threads": threads, "memory_limit": limit})
    # Of every cursor too.
    connection.execute("SET GLOBAL TimeZone = 'Asia/Ho_Chi_Minh'")
    connection.execute(LIGHTLY)
    # Models name what happened first and look things up in it. What DuckDB expects of long chains of joins grows with
    # each to more rows than there can be, and a window over a hundred rows then becomes a thousand parts.
    connection.execute("SET GLOBAL disabled_optimizers = 'join_order'")
    return connection


@contextmanager
def compressed_fully(connection: DuckDBPyConnection) -> Iterator[None]:
    """Meanwhile texts are compressed by what they share, which costs a tenth of a build and saves a file a quarter."""
    connection.execute("RESET GLOBAL disabled_compression_methods")
    try:
        yield
    finally:
        connection.execute(LIGHTLY)


def _batch(manifest: Manifest) -> tuple[object, ...]:
    window = manifest.window
    dates = (window.from_date, window.until_date) if window else (None, None)
    return (manifest.source, manifest.stream, manifest.batch, manifest.kind, *dates, manifest.landed_at)


def _provenance(manifest: Manifest) -> tuple[object, ...]:
    counted = (len(manifest.pages), sum(manifest.rows.values()), manifest.invented)
    return (manifest.source, manifest.batch, manifest.stream, manifest.landed_at, *counted)
