"""A landing zone several times as large as one that was pulled: the same batches, with their rows again and again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from connectors.kit.landing import MANIFEST, Manifest, manifests

MULTIPLIED = ("dossier", "dossier_key")
# Copies of a page are told apart by its number, which no pull reaches.
PAGES_A_COPY = 1_000_000


def multiply(landing: Path, times: int) -> int:
    """Let each dossier of one_stop be `times` dossiers, with codes and ids of their own; how many rows there are then.

    A batch stays one batch, so that a list of all keys still lists them all.
    """
    return sum(
        _multiply(manifest, times) for manifest in manifests(landing, "one_stop") if manifest.stream in MULTIPLIED
    )


def _multiply(manifest: Manifest, times: int) -> int:
    for table in manifest.rows:
        path = manifest.rows_file(table)
        rows, beside = pq.read_table(path), path.with_suffix(".new")
        with pq.ParquetWriter(beside, rows.schema, compression="zstd") as writer:
            for copy in _copies(rows, times):
                writer.write_table(copy, row_group_size=100_000)
        beside.replace(path)
    content = json.loads((manifest.folder / MANIFEST).read_text(encoding="utf-8"))
    content["rows"] = {table: count * times for table, count in manifest.rows.items()}
    content["content_sha256"] = f"{times} x {manifest.content_sha256}"
    (manifest.folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    return sum(content["rows"].values())


def _copies(rows: pa.Table, times: int) -> Iterator[pa.Table]:
    yield rows
    for number in range(1, times):
        copy = rows
        for name in ("code", "source_id"):
            if name in rows.column_names:
                copy = _replaced(copy, name, pc.binary_join_element_wise(rows[name], f"{number:02d}", ""))
        yield _replaced(copy, "_page", pc.add(rows["_page"], pa.scalar(number * PAGES_A_COPY, pa.int32())))


def _replaced(rows: pa.Table, name: str, values: pa.ChunkedArray) -> pa.Table:
    place = rows.column_names.index(name)
    return rows.set_column(place, rows.schema.field(name), values)
