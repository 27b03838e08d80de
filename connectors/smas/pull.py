"""Reads the schools' workbooks. The kit brings whatever is new in the drop folder."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from connectors.kit.pages import RawPage
from connectors.smas.book import read_book

SOURCE = "smas"
PARSER_VERSION = "4"


def parse(table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
    """The records of one table in a workbook; a file that is none gives one record of `workbook` with its flaw."""
    yield from _book(page).get(table, ())


def identity(record: Mapping[str, Any]) -> object:
    """A line of a sheet."""
    return (record.get("school_code"), record.get("term"), record.get("sheet"), record.get("sheet_row"))


# One workbook feeds five tables, which are asked for one after the other.
@lru_cache(maxsize=1)
def _book(page: RawPage) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    received_at = page.changed_at.isoformat() if page.changed_at else None
    return read_book(page.content, page.file_name, received_at)
