"""Erases one record for good where the law asks for it, as if it had never landed.

Its rows go out of every batch and block that holds them, the raw pages of these batches go as a whole, since their key
opens all of them, and a tombstone stays that names the record by a keyed hash only.
"""

import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from config.places import places
from connectors.kit import tombstones
from connectors.kit.batch import appear_rows, name_rows, vanish
from connectors.kit.blocks import Counts, Merge, appear_block, current, retire, write_rows
from connectors.kit.contract import Source, Table
from connectors.kit.landing import BLOCKS, PARTIAL, ROWS, Block, Manifest, blocks, manifests, streams
from connectors.kit.privacy import Keys
from connectors.kit.retention import drop_raw

# Between the columns of a key, as quality.held_row shows it.
BETWEEN_COLUMNS = " · "
Where = Mapping[str, Mapping[str, str]]


class RecordUnknown(LookupError):
    """No row of the source has the key that was named."""


@dataclass(frozen=True)
class Erasing:
    """One erasure under way. `where` says by {table: {column: text}} which rows are of the record."""

    contract: Source
    landing: Path
    where: Where
    rows_folder: str

    def keep(self, table: str, rows: pa.Table) -> pa.Table:
        """The rows that are not of the record."""
        is_of_it = _is_of_record(rows, self.where.get(table))
        return rows if is_of_it is None else rows.filter(pc.invert(is_of_it))


def erase_record(contract: Source, landing: Path, keys: Keys, key: str, reason: str) -> list[tuple[str, int]]:
    """Erase the record whose key is `key` (several columns: joined by " · "); (batch, rows erased) of each batch.

    Only while holding the locks of the source and of the build. Interrupted at any instant, the same call completes it.
    Raises `RecordUnknown` where no row has such a key.
    """
    plain = unicodedata.normalize("NFC", key).strip()
    where = rows_of_record(contract, plain, keys)
    key_hash = keys.erased_hash(contract.id, plain)
    retire(landing, contract.id)
    found = dict(_holding(contract, landing, where))
    tombstone = _tombstone(contract, landing, found, key_hash, reason)
    erasing = Erasing(contract, landing, where, f"{ROWS}@erased-{tombstone.id}")
    drop_raw(tombstones.folders(landing, tombstone))
    _erase_from_blocks(erasing)
    _erase_from_batches(erasing)
    retire(landing, contract.id)
    # The builder keeps what it cast and judged; without its files it begins at the landing zone.
    shutil.rmtree(places().build, ignore_errors=True)
    tombstones.finish(landing, tombstone)
    return [(one.batch, sum(one.rows.values())) for one in tombstone.batches]


def rows_of_record(contract: Source, key: str, keys: Keys) -> Where:
    """Which rows are of the record: those with this key, and those of other tables of the same stream whose longer key
    begins with it. Raises `RecordUnknown` where no table has a key of so many columns.
    """
    parts = key.split(BETWEEN_COLUMNS)
    whole = [table for table in contract.tables.values() if len(table.key) == len(parts)]
    if not whole or not all(parts):
        raise RecordUnknown(f"Không có bảng nào của nguồn {contract.id} có khóa gồm {len(parts)} cột")
    shared = {table.stream for table in whole}
    longer = (each for each in contract.tables.values() if each.stream in shared and len(each.key) > len(parts))
    return {table.name: _cells(table, parts, keys) for table in (*whole, *longer)}


def _cells(table: Table, parts: list[str], keys: Keys) -> dict[str, str]:
    columns = [table.columns[name] for name in table.key]
    return {
        column.name: keys.identifier_hash(part) if column.pii == "hash" else part
        for column, part in zip(columns, parts, strict=False)
    }


def _tombstone(
    contract: Source, landing: Path, found: dict[str, tombstones.Buried], key_hash: str, reason: str
) -> tombstones.Tombstone:
    """A new tombstone, or the one of the same record that was not finished, with what is found now added to it."""
    earlier = [one for one in tombstones.tombstones(landing, contract.id) if one.key_hash == key_hash]
    unfinished = next((one for one in earlier if one.finished_at is None), None)
    if unfinished:
        named = {one.batch for one in unfinished.batches}
        more = (one for batch, one in found.items() if batch not in named)
        again = replace(unfinished, batches=(*unfinished.batches, *more))
        tombstones.write(landing, again)
        return again
    if not found:
        done = f"; bản ghi có khóa này đã được xóa ngày {earlier[-1].started_at:%d/%m/%Y}" if earlier else ""
        raise RecordUnknown(f"Không có dòng nào của nguồn {contract.id} mang khóa đã nêu{done}")
    return tombstones.begin(landing, contract.id, "record", reason, list(found.values()), key_hash)


def _holding(contract: Source, landing: Path, where: Where) -> Iterator[tuple[str, tombstones.Buried]]:
    """The batches that hold the record in any of their files; counted are the rows that were valid."""
    held: Counter[str] = Counter()
    for path in _files(landing / contract.id, where):
        held.update(_count(path, where[path.stem]))
    for manifest in manifests(landing, contract.id):
        if held[manifest.batch]:
            tables = [table for table in manifest.rows if table in where]
            rows = {table: _count(manifest.rows_file(table), where[table])[manifest.batch] for table in tables}
            yield manifest.batch, tombstones.buried(manifest, {table: count for table, count in rows.items() if count})


def _erase_from_blocks(erasing: Erasing) -> None:
    """Write each block that holds the record again without it, the oldest first: where this is interrupted, no older
    version of the record comes to light.
    """
    for stream in streams(erasing.landing / erasing.contract.id):
        for block in blocks(stream):
            if _holds(block.folder, erasing.where):
                _write_block_again(erasing, block)


def _write_block_again(erasing: Erasing, block: Block) -> None:
    landed = manifests(erasing.landing, erasing.contract.id)
    merge = Merge(current(block.manifests, landed), (block.name,))

    def write(folder: Path) -> Iterator[Manifest]:
        counted = write_rows(folder / ROWS, merge.manifests, erasing.keep)
        return (_with_rows(erasing, manifest, counted) for manifest in merge.manifests)

    appear_block(erasing.contract, erasing.landing, merge, write)


def _erase_from_batches(erasing: Erasing) -> None:
    """Write the rows of loose batches again, and delete those that held the record. Covered batches have none of their
    own after this: their raw pages are gone, so that their folders go as well.
    """
    for manifest in manifests(erasing.landing, erasing.contract.id):
        if manifest.block is None and _holds(manifest.folder, erasing.where):
            if manifest.rows_folder != erasing.rows_folder:
                _write_rows_again(erasing, manifest)
            for folder in manifest.folder.glob(f"{ROWS}*"):
                if folder.name != erasing.rows_folder:
                    vanish(folder, erasing.landing, erasing.contract.id)


def _write_rows_again(erasing: Erasing, manifest: Manifest) -> None:
    counted: Counts = {}

    def write(folder: Path) -> None:
        counted.update(write_rows(folder, [manifest], erasing.keep))

    beside = erasing.landing / erasing.contract.id / PARTIAL / manifest.batch
    appear_rows(erasing.contract, beside, manifest.folder / erasing.rows_folder, write)
    name_rows(_with_rows(erasing, manifest, counted))


def _with_rows(erasing: Erasing, manifest: Manifest, counted: Counts) -> Manifest:
    rows = {table: counted[table][manifest.batch] for table in manifest.rows}
    return manifest if rows == manifest.rows else replace(manifest, rows_folder=erasing.rows_folder, rows=rows)


def _holds(folder: Path, where: Where) -> bool:
    files = (path for table in where for path in folder.glob(f"{ROWS}*/{table}.parquet"))
    return any(_count(path, where[path.stem]) for path in files)


def _files(source: Path, where: Where) -> Iterator[Path]:
    for table in where:
        yield from source.glob(f"[!.]*/*/{ROWS}*/{table}.parquet")
        yield from source.glob(f"[!.]*/{BLOCKS}/*/{ROWS}/{table}.parquet")


def _count(path: Path, cells: Mapping[str, str]) -> Counter[str]:
    """The rows of the record in a file, {batch: rows}."""
    with pq.ParquetFile(path) as file:
        names = [name for name in (*cells, "_batch") if name in file.schema_arrow.names]
        rows = file.read(columns=names)
    is_of_it = _is_of_record(rows, cells)
    return Counter() if is_of_it is None else Counter(rows.filter(is_of_it).column("_batch").to_pylist())


def _is_of_record(rows: pa.Table, cells: Mapping[str, str] | None) -> Any:
    """For each row whether it is of the record; None where the table, or this file of it, has no such key."""
    if not cells or not set(cells) <= set(rows.column_names):
        return None
    return pc.fill_null(reduce(pc.and_, (pc.equal(rows.column(name), text) for name, text in cells.items())), False)
