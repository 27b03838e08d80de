"""Landed text as typed values, cast once and kept beside the build file: casting takes longer than all that follows.

Landed files never change, so what was cast stays true for every later build, and for those of what was known earlier.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa  # type: ignore[import-untyped]
from duckdb import DuckDBPyConnection

from config.files import sync_folder
from config.places import places
from connectors.kit.candidates import typed_columns
from connectors.kit.contract import Table
from connectors.kit.landing import Manifest
from warehouse.disk import is_full
from warehouse.errors import CheckFailed

# Small files are cast in runs: long enough that there are few of them, short enough that the last one, which grows with
# every batch, is soon cast again.
RUN_BYTES = 4_000_000
RUN_FILES = 100
PLACE = "_batch, _page, _row"
FILE_OF_BATCH = pa.schema([("batch", pa.string()), ("file", pa.string()), ("landed_at", pa.timestamp("us", "UTC"))])


@dataclass(frozen=True)
class Landed:
    """A landed Parquet file. `name` is its path below the landing zone."""

    path: Path
    name: str
    size: int
    changed_ns: int

    @classmethod
    def at(cls, path: Path) -> "Landed":
        """The file as it lies there."""
        state = path.stat()
        return cls(path, str(path.relative_to(places().landing)), state.st_size, state.st_mtime_ns)


def make_typed(connection: DuckDBPyConnection, name: str, table: Table, batches: Sequence[Manifest]) -> tuple[str, ...]:
    """Make the view `landed.<name>` of all valid rows of `batches`, and name the cached files that it reads.

    A row counts where its batch names the file it lies in: a block also holds rows that were replayed since.
    """
    place = [
        {"batch": each.batch, "file": _below_landing(each.rows_file(table.name)), "landed_at": each.landed_at}
        for each in batches
    ]
    connection.register("file_of_batch", pa.Table.from_pylist(place, FILE_OF_BATCH))
    connection.execute(f"CREATE TABLE landed.{name}__file AS FROM file_of_batch")
    connection.unregister("file_of_batch")
    paths = dict.fromkeys(each.rows_file(table.name) for each in batches)
    with _blaming(name):
        cast = [_cast(connection, name, table, run) for run in _runs(map(Landed.at, paths))]
    rows = f"read_parquet({_listed(cast)})" if cast else f"({_nothing(table)})"
    connection.execute(f"""
        CREATE VIEW landed.{name} AS
        SELECT rows.* EXCLUDE (_file), place.landed_at
        FROM {rows} AS rows
        INNER JOIN landed.{name}__file AS place ON place.batch = rows._batch AND place.file = rows._file
    """)
    return tuple(map(str, cast))


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    """A landed file that is gone or torn is its source's fault: it is held at its horizon, and the others go on."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        if is_full(error):
            raise
        raise CheckFailed(
            f"Bảng {name}: một tệp dòng trong landing bị mất hoặc hỏng ({type(error).__name__}); hãy khôi phục thư mục "
            "landing của nguồn từ bản sao lưu, hoặc kéo lại khoảng ngày đó.",
            name.partition("__")[0],
        ) from error


def forget_others(used: Iterable[str]) -> None:
    """Remove what was cast and is read by no view any more. Only while holding the build's lock."""
    kept = {Path(path).parent for path in used}
    for folder in (places().build / "typed").glob("*"):
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _runs(files: Iterable[Landed]) -> Iterator[list[Landed]]:
    """The files in their order, cut so that a run is the same again when more land after it."""
    run: list[Landed] = []
    for file in files:
        run.append(file)
        if len(run) == RUN_FILES or sum(each.size for each in run) >= RUN_BYTES:
            yield run
            run = []
    if run:
        yield run


def _cast(connection: DuckDBPyConnection, name: str, table: Table, run: list[Landed]) -> Path:
    paths = [each.path for each in run]
    # Batches of an older contract lack newer columns, and still hold columns that were given up since.
    present = connection.read_parquet(list(map(str, paths)), union_by_name=True).columns
    query = f"""
        SELECT {typed_columns(table, present)}, {PLACE}, substr(filename, {len(str(places().landing)) + 2}) AS _file
        FROM read_parquet({_listed(paths)}, union_by_name = true, filename = true) AS landed
    """
    identity = json.dumps([query, *([each.name, each.size, each.changed_ns] for each in run)])
    cast = places().build / "typed" / hashlib.sha256(identity.encode()).hexdigest()[:32] / f"{name}.parquet"
    if not cast.exists():
        _write(connection, query, cast)
    return cast


def _write(connection: DuckDBPyConnection, query: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}")
    connection.execute(f"COPY ({query}) TO {_quoted(unfinished)} (FORMAT parquet, COMPRESSION zstd)")
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_folder(path.parent)


def _nothing(table: Table) -> str:
    """A SELECT of no rows in the form of the cached files."""
    place = "''::VARCHAR AS _batch, 0::INTEGER AS _page, 0::INTEGER AS _row, ''::VARCHAR AS _file"
    columns = ", ".join(f'NULL::VARCHAR AS "{column.name}"' for column in table.landed_columns)
    return f"SELECT {typed_columns(table)}, {place} FROM (SELECT {columns}) AS landed WHERE false"


def _below_landing(path: Path) -> str:
    return str(path.relative_to(places().landing))


def _listed(paths: Iterable[Path]) -> str:
    return f"[{', '.join(map(_quoted, paths))}]"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
