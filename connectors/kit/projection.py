"""Turns a record in the source's own shape into the row that lands, as the contract's columns say.

Everything lands as text, as the source wrote it; what is not of its column's type lands hidden, identifiers land as
keyed hashes, and dropped columns are not even looked at.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from connectors.kit.contract import HIDDEN, Column, Table
from connectors.kit.guards import (
    Guard,
    code_guard,
    looks_harmless,
    looks_like_boolean,
    looks_like_instant,
    looks_like_number,
    looks_like_plain_text,
)
from connectors.kit.paths import compile_path, compile_paths

Row = tuple[str | None, ...]
# Values come back: marks, classes, states, the same person's code in many rows. What one lands as is worked out once.
KEPT_VALUES = 8192
CellReader = Callable[[Mapping[str, Any]], str | None]


def projector(table: Table, identifier_hash: Callable[[str], str]) -> Callable[[Mapping[str, Any]], Row]:
    """A function from one record to its row: one text or None for each of `table.landed_columns`, in their order."""
    readers = tuple(_cell_reader(column, identifier_hash) for column in table.landed_columns)

    def project(record: Mapping[str, Any]) -> Row:
        return tuple([read(record) for read in readers])

    return project


def scalar_text(value: object) -> str | None:
    """A JSON scalar as text: true and false, integers without a fraction; blank text counts as nothing."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _cell_reader(column: Column, identifier_hash: Callable[[str], str]) -> CellReader:
    if column.type == "list":
        return _list_reader(column)
    find = compile_paths(column.paths)
    landed = _hashed(identifier_hash) if column.pii == "hash" else _guarded(_guard(column))
    kept = lru_cache(maxsize=KEPT_VALUES, typed=True)(landed)
    return lambda record: kept(find(record))


def _hashed(identifier_hash: Callable[[str], str]) -> Callable[[object], str | None]:
    def hashed(value: object) -> str | None:
        text = scalar_text(value)
        return None if text is None else identifier_hash(text)

    return hashed


def _guarded(may_land: Guard) -> Callable[[object], str | None]:
    def guarded(value: object) -> str | None:
        text = scalar_text(value)
        return text if text is None or may_land(text) else HIDDEN

    return guarded


def _guard(column: Column) -> Guard:
    guards: dict[str, Guard] = {
        "text": looks_like_plain_text,
        "integer": looks_like_number,
        "decimal": looks_like_number,
        "instant": looks_like_instant,
        "date": looks_like_instant,
        "boolean": looks_like_boolean,
    }
    return guards[column.type] if column.type in guards else code_guard(column.pattern)


def _list_reader(column: Column) -> CellReader:
    find = tuple(compile_path(path) for path in column.paths)
    fields = tuple((name, compile_path(name)) for name in column.fields)
    kept = lru_cache(maxsize=KEPT_VALUES, typed=True)(lambda value: _harmless(value, column.words))

    def shown(value: object) -> object:
        return HIDDEN if isinstance(value, dict | list) else kept(value)

    def read_list(record: Mapping[str, Any]) -> str | None:
        value = next((found for read in find if (found := read(record)) is not None), None)
        if value is None:
            return None
        if not isinstance(value, list):
            return orjson.dumps(HIDDEN).decode()
        found = [{name: shown(read(item)) for name, read in fields} for item in value]
        return orjson.dumps(found).decode()

    return read_list


def _harmless(value: object, words: frozenset[str]) -> object:
    """One field of a list's element: itself if it is a number, boolean, date, code or agreed word, else hidden."""
    if value is None or isinstance(value, bool):
        return value
    text = scalar_text(value)
    if text is None:
        return None
    if isinstance(value, str):
        return value if value in words or looks_harmless(value) else HIDDEN
    return value if looks_like_number(text) else HIDDEN
