"""Reads the health facilities' nightly files. The kit brings whatever is new; nothing here uses the network."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from connectors.health_record.delivery import read_delivery
from connectors.kit.pages import RawPage

PARSER_VERSION = "3"


def parse(table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
    """The records of one table in a delivery; one that cannot be taken gives one record of `delivery` with its flaw."""
    yield from _delivery(page).get(table, ())


def identity(record: Mapping[str, Any]) -> object:
    """Nothing: a folder is not counted against a total."""
    return None


# One delivery feeds six tables, which are asked for one after the other.
@lru_cache(maxsize=1)
def _delivery(page: RawPage) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    return read_delivery(page.content, page.file_name, page.changed_at)
