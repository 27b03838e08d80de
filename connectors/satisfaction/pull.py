"""Brings and reads the tables of the rating devices' central database: ratings by their number, lists as a whole."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from connectors.kit.database import DatabaseClient, Relation, rows_of
from connectors.kit.landing import Window
from connectors.kit.pages import RawPage

PARSER_VERSION = "1"
# Windows are about the server's clock: a day that is over gets no more rows, whatever the devices' clocks say.
RELATIONS = {
    "device": Relation("devices", ("code", "installed_on")),
    "reason": Relation("reasons", ("code",)),
    "evaluation": Relation("evaluations", ("agency_code", "year", "quarter")),
    "rating": Relation("ratings", ("id",), dated="received_at"),
}


def fetch(stream: str, window: Window, client: DatabaseClient) -> Iterator[RawPage]:
    """The pages of a window, by number; with `window.changed_after`, the ratings of higher numbers."""
    return client.pages(RELATIONS[stream], stream=stream, window=window)


def count(stream: str, window: Window, client: DatabaseClient) -> int:
    """The database's own number of rows in a window."""
    return client.count(RELATIONS[stream], stream=stream, window=window)


def newest(stream: str, client: DatabaseClient, not_after: datetime) -> int | None:
    """The newest number: it grows with arrival, so no clock can put it wrong."""
    return client.newest(RELATIONS[stream], stream=stream)


def parse(table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
    """The rows of a page; a rating's reasons, which the database joins by commas, as a list."""
    for row in rows_of(page):
        yield row | {"reasons": _reasons(row["reasons"])} if table == "rating" else row


def identity(record: Mapping[str, Any]) -> object:
    """What the source tells one row by: the key of its table."""
    keys = next(each.key for each in RELATIONS.values() if set(each.key) <= set(record))
    return tuple(record[name] for name in keys)


def _reasons(joined: object) -> list[Mapping[str, str]]:
    return [{"code": code.strip()} for code in str(joined or "").split(",") if code.strip()]
