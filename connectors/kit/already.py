"""Tells whether rows that just came have all landed before, so that a quiet quarter of an hour leaves no batch."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from connectors.kit.contract import Table
from connectors.kit.landing import Manifest
from connectors.kit.projection import Row

# More rows than this are never all old, and need not be compared.
MOST_ROWS_TO_COMPARE = 20_000


def brings_nothing_new(fresh: Path, table: Table, landed: Sequence[Manifest], row_count: int) -> bool:
    """Whether every row of the Parquet file `fresh` stands identically in one of the batches `landed`."""
    if row_count > MOST_ROWS_TO_COMPARE:
        return False
    unseen = set(_rows(fresh, table, None))
    keys = sorted({row[0] for row in unseen if row[0] is not None})
    for path, batches in _files(table, landed).items():
        if not unseen:
            break
        unseen -= set(_rows(path, table, [(table.key[0], "in", keys), ("_batch", "in", batches)]))
    return not unseen


def _files(table: Table, landed: Sequence[Manifest]) -> dict[Path, list[str]]:
    """{file: the batches whose valid rows it holds}, newest first: compacted batches share one."""
    found: dict[Path, list[str]] = {}
    for manifest in reversed(landed):
        if table.name in manifest.rows:
            found.setdefault(manifest.rows_file(table.name), []).append(manifest.batch)
    return found


def _rows(path: Path, table: Table, wanted: list[tuple[str, str, list[str]]] | None) -> Iterable[Row]:
    """Rows of a file, the first key column first, without the columns that say where the row lies."""
    names = [table.key[0], *(column.name for column in table.landed_columns)]
    if not set(names) <= set(pq.read_schema(path).names):
        # It landed before the contract had one of these columns: no row of it says the same.
        return []
    found = pq.read_table(path, columns=list(dict.fromkeys(names)), filters=wanted)
    return zip(*(found.column(name).to_pylist() for name in names), strict=True)
