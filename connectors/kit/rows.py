"""Writes the rows of pages as text Parquet, a table a file, in row groups so that memory stays flat."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from connectors.kit.contract import Source, Table
from connectors.kit.errors import ContractBroken
from connectors.kit.pages import RawPage
from connectors.kit.projection import Row, projector
from connectors.kit.readings import Reader, Reading, Unreadable

ROW_GROUP_ROWS = 10_000
# Below this a column that is missing everywhere may be chance.
ENOUGH_ROWS_TO_JUDGE = 20
PLACE_COLUMNS = (("_batch", pa.string()), ("_page", pa.int32()), ("_row", pa.int32()))


@dataclass(frozen=True)
class Added:
    """What one page brought: the source's identity of each record, and the key of each row (without empty ones)."""

    identities: tuple[object, ...]
    keys: tuple[Row, ...]


def records(connector: Reader, contract: Source, stream: str, table: str, page: RawPage) -> list[Mapping[str, Any]]:
    """The records of one table in a page. Raises `ContractBroken` where the page is not of the agreed form."""
    try:
        return list(connector.parse(table, page))
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, Unreadable) as error:
        sentence = (
            f"{contract.title_vi} gửi một trang không theo cấu trúc đã thỏa thuận; đợt này không được lưu. "
            "Hãy xem lại giao diện của hệ thống và tệp pull.py"
        )
        raise ContractBroken(sentence, source=contract.id, stream=stream, table=table) from error


class RowsWriter:
    """The rows of one batch. `close` or `abandon` must follow."""

    def __init__(self, read: Reading, stream: str, identifier_hash: Callable[[str], str], batch: str) -> None:
        self._contract = read.contract
        self._stream = stream
        self._connector = read.reader
        self._hash = identifier_hash
        self._batch = batch
        self._files: list[_TableFile] = []

    def open(self, folder: Path) -> None:
        """Begin the files of the stream's tables in `folder`, which is made."""
        folder.mkdir(parents=True)
        tables = [self._contract.tables[name] for name in self._contract.streams[self._stream].tables]
        self._files = [_TableFile(folder, table, self._hash, self._batch) for table in tables]

    def add(self, number: int, page: RawPage) -> Added:
        """Parse and write page `number` (from 1). Raises `ContractBroken` where the page is not of the agreed form."""
        identities: list[object] = []
        keys: list[Row] = []
        for file in self._files:
            found = records(self._connector, self._contract, self._stream, file.table.name, page)
            for row, record in enumerate(found, 1):
                keys.append(file.add(number, row, record))
                identities.append(self._connector.identity(record))
        known = (identity for identity in identities if identity is not None)
        return Added(tuple(known), tuple(key for key in keys if None not in key))

    def close(self) -> Mapping[str, int]:
        """Finish and sync the files; {table: rows}. Raises `ContractBroken` where a required column is absent."""
        for file in self._files:
            file.close()
        for file in self._files:
            self._judge(file)
        return {file.table.name: file.row_count for file in self._files}

    def abandon(self) -> None:
        """Let go of the files as they are."""
        for file in self._files:
            file.abandon()

    def _judge(self, file: "_TableFile") -> None:
        absent = [
            column.name for column in file.table.landed_columns if column.required and not file.present[column.name]
        ]
        if not absent or file.row_count < ENOUGH_ROWS_TO_JUDGE:
            return
        sentence = (
            f"Cột bắt buộc {', '.join(absent)} không có trong cả {file.row_count} dòng; đợt này không được lưu. "
            f"Hãy sửa đường dẫn (path) của cột trong {self._contract.id}/source.toml"
        )
        raise ContractBroken(sentence, source=self._contract.id, stream=self._stream, table=file.table.name)


class _TableFile:
    """One Parquet file being written. `present` counts the cells of each column that hold something."""

    def __init__(self, folder: Path, table: Table, identifier_hash: Callable[[str], str], batch: str) -> None:
        names = [column.name for column in table.landed_columns]
        self.table = table
        self.row_count = 0
        self.present = dict.fromkeys(names, 0)
        self._path = folder / f"{table.name}.parquet"
        self._project = projector(table, identifier_hash)
        self._key_places = tuple(names.index(name) for name in table.key)
        self._batch = batch
        self._rows: list[tuple[Any, ...]] = []
        self._schema = pa.schema([*((name, pa.string()) for name in names), *PLACE_COLUMNS])
        self._writer = pq.ParquetWriter(self._path, self._schema, compression="zstd")

    def add(self, page: int, row: int, record: Mapping[str, Any]) -> Row:
        """Write one record; its key."""
        projected = self._project(record)
        self._rows.append((*projected, self._batch, page, row))
        if len(self._rows) >= ROW_GROUP_ROWS:
            self._flush()
        return tuple([projected[place] for place in self._key_places])

    def abandon(self) -> None:
        self._writer.close()

    def close(self) -> None:
        self._flush()
        self._writer.close()
        with self._path.open("rb") as file:
            os.fsync(file.fileno())

    def _flush(self) -> None:
        if not self._rows:
            return
        cells = zip(*self._rows, strict=True)
        columns = [pa.array(values, field.type) for values, field in zip(cells, self._schema, strict=True)]
        for name, column in zip(self.present, columns, strict=False):
            self.present[name] += len(column) - column.null_count
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        self.row_count += len(self._rows)
        self._rows = []
