"""Writes the rows of many batches as one block, and deletes what blocks have made superfluous.

A block appears by one rename, and names the blocks that it replaces: from that instant they no longer count.
"""

import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from config import clock
from connectors.kit.batch import appear_rows, vanish
from connectors.kit.contract import Source
from connectors.kit.errors import ConnectorError
from connectors.kit.landing import (
    BLOCK,
    BLOCKS,
    PARTIAL,
    RAW,
    ROWS,
    Manifest,
    all_blocks,
    blocks,
    manifests,
    streams,
)
from connectors.kit.manifest_json import block_json
from connectors.kit.rows import PLACE_COLUMNS

# Large enough for fast scans, small enough that readers pass over most of a block when they look for few batches.
ROW_GROUP_ROWS = 30_000

Keep = Callable[[str, pa.Table], pa.Table]
Counts = dict[str, Counter[str]]


class LandingDamaged(ConnectorError):
    """Files of the landing zone hold other rows than their manifests say. Nothing is written from them."""


@dataclass(frozen=True)
class Merge:
    """The batches that become one block, in order of landing, and the blocks that it replaces."""

    manifests: tuple[Manifest, ...]
    replaces: tuple[str, ...]


def write_block(contract: Source, landing: Path, merge: Merge) -> str:
    """Write a block; its name. Raises `LandingFull`, and `LandingDamaged` where rows are missing."""

    def write(folder: Path) -> list[Manifest]:
        counted = write_rows(folder / ROWS, merge.manifests, lambda table, rows: rows)
        for manifest in merge.manifests:
            _require_all(manifest, {table: counted[table][manifest.batch] for table in manifest.rows})
        return list(merge.manifests)

    return appear_block(contract, landing, merge, write)


def appear_block(contract: Source, landing: Path, merge: Merge, write: Callable[[Path], Iterable[Manifest]]) -> str:
    """Let `write` fill a block's folder and say which manifests it holds, then make it count; its name."""
    newest = merge.manifests[-1]
    name = f"{newest.batch.rpartition('-')[0]}-{secrets.token_hex(4)}"

    def whole(folder: Path) -> None:
        content = block_json(merge.replaces, write(folder), clock.now())
        with (folder / BLOCK).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    beside = landing / contract.id / PARTIAL / name
    appear_rows(contract, beside, landing / contract.id / newest.stream / BLOCKS / name, whole)
    return name


def write_rows(folder: Path, covered: Sequence[Manifest], keep: Keep) -> Counts:
    """One Parquet file a table with the valid rows of `covered` in their order, as far as `keep` lets them; the rows
    written, {table: {batch: rows}}. Columns of all contracts they landed under are united by name.
    """
    folder.mkdir(parents=True)
    tables = dict.fromkeys(table for manifest in covered for table in manifest.rows)
    return {table: _write_table(folder, table, covered, keep) for table in tables}


def current(covered: Iterable[Manifest], landed: Sequence[Manifest]) -> tuple[Manifest, ...]:
    """Some batches as they stand now, in order of landing."""
    names = {manifest.batch for manifest in covered}
    return tuple(manifest for manifest in landed if manifest.batch in names)


def retire(landing: Path, source_id: str) -> None:
    """Delete replaced blocks, and the folders of batches whose raw pages are gone and whose rows a block holds.

    Only while holding the locks of the source and of the build, which reads them.
    """
    folders = [folder for stream in streams(landing / source_id) for folder in _replaced(stream)]
    folders += [
        manifest.folder
        for manifest in manifests(landing, source_id)
        if manifest.block and manifest.folder.exists() and not (manifest.folder / RAW).exists()
    ]
    for folder in folders:
        vanish(folder, landing, source_id)


def _replaced(stream: Path) -> Iterator[Path]:
    counting = {block.name for block in blocks(stream)}
    return (block.folder for block in all_blocks(stream) if block.name not in counting)


def _write_table(folder: Path, table: str, covered: Sequence[Manifest], keep: Keep) -> Counter[str]:
    holding = [manifest for manifest in covered if table in manifest.rows]
    schema = _united(dict.fromkeys(manifest.rows_file(table) for manifest in holding))
    counted: Counter[str] = Counter()
    path = folder / f"{table}.parquet"
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _in_groups(keep(table, _conformed(piece, schema)) for piece in _pieces(table, holding)):
            counted.update(rows.column("_batch").to_pylist())
            writer.write_table(rows)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return counted


def _pieces(table: str, holding: Sequence[Manifest]) -> Iterator[pa.Table]:
    """The valid rows, batch after batch; neighbours that lie in one block are read together."""
    for path, members in groupby(holding, key=lambda manifest: manifest.rows_file(table)):
        batches = pa.array([manifest.batch for manifest in members])
        with pq.ParquetFile(path) as file:
            for piece in file.iter_batches(ROW_GROUP_ROWS):
                rows = pa.Table.from_batches([piece])
                yield rows.filter(pc.is_in(rows.column("_batch"), batches))


def _in_groups(pieces: Iterator[pa.Table]) -> Iterator[pa.Table]:
    waiting: list[pa.Table] = []
    row_count = 0
    for piece in pieces:
        waiting.append(piece)
        row_count += len(piece)
        if row_count >= ROW_GROUP_ROWS:
            yield pa.concat_tables(waiting)
            waiting, row_count = [], 0
    if waiting:
        yield pa.concat_tables(waiting)


def _united(files: Iterable[Path]) -> pa.Schema:
    """The columns of all files, those that say where a row lies at the end."""
    found = pa.unify_schemas([pq.read_schema(path).remove_metadata() for path in files], promote_options="permissive")
    places = [name for name, _ in PLACE_COLUMNS]
    return pa.schema([*(field for field in found if field.name not in places), *map(found.field, places)])


def _conformed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    if rows.schema.equals(schema):
        return rows
    missing = [field for field in schema if field.name not in rows.column_names]
    for field in missing:
        rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows.select(schema.names).cast(schema)


def _require_all(manifest: Manifest, written: dict[str, int]) -> None:
    if written != dict(manifest.rows):
        sentence = (
            f"Đợt {manifest.batch} ghi là có {sum(manifest.rows.values())} dòng nhưng tệp dòng có "
            f"{sum(written.values())}; không gộp gì. Hãy khôi phục thư mục landing của nguồn từ bản sao lưu"
        )
        raise LandingDamaged(sentence, source=manifest.source, stream=manifest.stream)
