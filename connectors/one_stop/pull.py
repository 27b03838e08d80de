"""Brings and reads the one-stop system's pages: Spring pages of JSON over HTTP, as docs/interfaces.md 7 pins them."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

from config.clock import TIMEZONE
from connectors.kit.http import SourceClient
from connectors.kit.landing import Window
from connectors.kit.pages import RawPage, unreadable

SOURCE = "one_stop"
PARSER_VERSION = "1"
DOSSIERS = "pa/dossier/search"
PATHS = {"procedure": "bd/procedure", "agency": "ba/agency", "dossier": DOSSIERS, "dossier_key": DOSSIERS}
NEWEST_FIRST = "updatedDate,desc"
# An increment is a few dozen dossiers; what a page holds beyond them has landed before.
INCREMENT_PAGE_SIZE = 100
# The first dossier tells the newest change, unless a few before it are stamped in the future by mistake.
NEWEST_PAGE_SIZE = 5


def fetch(stream: str, window: Window, client: SourceClient) -> Iterator[RawPage]:
    """The pages of a stream, as received. With `window.changed_after`, those that hold a later change, newest first."""
    if isinstance(window.changed_after, datetime):
        return _changes(stream, window, window.changed_after, client)
    parameters: dict[str, str | int] = {"size": client.limits.page_size, **_dates(window)}
    if PATHS[stream] == DOSSIERS:
        parameters |= {"sort": NEWEST_FIRST, "spec": "slice"}
    return _pages(stream, window, parameters, client)


def count(stream: str, window: Window, client: SourceClient) -> int:
    """The source's own number of dossiers applied for in a window."""
    parameters: dict[str, str | int] = {"page": 0, "size": 1, "spec": "page", **_dates(window)}
    return client.get(PATHS[stream], parameters, stream=stream, window=window, read=partial(_total, stream))


def newest(stream: str, client: SourceClient, not_after: datetime) -> datetime | None:
    """The newest `updatedDate` of all dossiers, passing over those stamped after `not_after`."""
    parameters: dict[str, str | int] = {"size": NEWEST_PAGE_SIZE, "spec": "slice", "sort": NEWEST_FIRST}
    for page in _pages(stream, Window(), parameters, client):
        for record in _content(stream, page):
            changed_at = _changed_at(record)
            if changed_at and changed_at <= not_after:
                return changed_at
    return None


def parse(table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
    """The records of a page, in its order: each stream of this source feeds the one table of its own name."""
    yield from _content(table, page)


def identity(record: Mapping[str, Any]) -> object:
    """The system's own id. Two records may bear one code, and its totals count both."""
    return record.get("id") or record.get("code")


def _pages(stream: str, window: Window, parameters: Mapping[str, str | int], client: SourceClient) -> Iterator[RawPage]:
    for number in itertools.count():
        asked = {**parameters, "page": number}
        page = client.get(PATHS[stream], asked, stream=stream, window=window, read=partial(_page, stream))
        is_empty = not _content(stream, page)
        # An empty first page is news of an empty stream; a later one is only the end.
        if number == 0 or not is_empty:
            yield page
        if is_empty or page.document["last"]:
            return


def _changes(stream: str, window: Window, after: datetime, client: SourceClient) -> Iterator[RawPage]:
    size = min(client.limits.page_size, INCREMENT_PAGE_SIZE)
    parameters: dict[str, str | int] = {"size": size, "sort": NEWEST_FIRST, "spec": "slice"}
    for page in _pages(stream, window, parameters, client):
        changes = [change for record in _content(stream, page) if (change := _changed_at(record))]
        if changes and max(changes) > after:
            yield page
        # A page out of order, as a clock that jumps leaves it, tells nothing about the pages behind it.
        if not changes or (changes[-1] <= after and changes == sorted(changes, reverse=True)):
            return


def _page(stream: str, body: bytes) -> RawPage:
    """A body that holds records and says whether more follow. Raises `ContractBroken`."""
    page = RawPage(body)
    _content(stream, page)
    if not isinstance(page.document.get("last"), bool):
        raise unreadable(page, source=SOURCE, stream=stream)
    return page


def _total(stream: str, body: bytes) -> int:
    page = RawPage(body)
    _content(stream, page)
    total = page.document.get("totalElements")
    if isinstance(total, int):
        return total
    raise unreadable(page, source=SOURCE, stream=stream)


def _content(stream: str, page: RawPage) -> list[dict[str, Any]]:
    """The records of a Spring page. Raises `ContractBroken`, without quoting what came instead."""
    try:
        records = page.document["content"]
    except (ValueError, KeyError, TypeError):
        records = None
    if isinstance(records, list) and all(isinstance(record, dict) for record in records):
        return records
    raise unreadable(page, source=SOURCE, stream=stream)


def _changed_at(record: Mapping[str, Any]) -> datetime | None:
    try:
        changed_at = datetime.fromisoformat(record["updatedDate"])
    except (KeyError, TypeError, ValueError):
        return None
    return changed_at if changed_at.tzinfo else changed_at.replace(tzinfo=UTC)


def _dates(window: Window) -> dict[str, str]:
    named = {"applied-from": window.from_date, "applied-to": window.until_date}
    return {name: _midnight(day) for name, day in named.items() if day}


def _midnight(day: date) -> str:
    """The Vietnamese midnight that begins a day, as the system writes instants: 17:00 UTC of the day before."""
    instant = datetime.combine(day, time(), TIMEZONE).astimezone(UTC)
    return instant.strftime("%Y-%m-%dT%H:%M:%S.000+0000")
