"""The contract of a source as its source.toml declares it: streams, tables, columns, rules, schedule.

Warehouse, dashboards and DAG files may read it too. `connectors.kit.declaration` reads the file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

Pii = Literal["none", "hash", "drop"]
Effect = Literal["hold", "finding"]
Auth = Literal["client_credentials", "none"]  # how a source lets us in: by an OAuth 2 account, or everybody
Kind = Literal["http", "database", "files"]  # over which way a source is reached

COLUMN_TYPES = frozenset({"code", "text", "integer", "decimal", "instant", "date", "boolean", "list"})
# Lands in place of a cell that is not what its column declares, since it may name a person.
HIDDEN = "«giá trị không hiển thị»"


@dataclass(frozen=True)
class Column:
    """One landed column. `paths` are tried in order in the source's record; the first that is a scalar wins.

    `type` "code" lands only what looks like a code; "list" lands the named `fields` of each element as JSON.
    `words` are agreed words that a field of a list may hold, though they are longer than codes may be.
    """

    name: str
    paths: tuple[str, ...]
    type: str
    label_vi: str
    required: bool
    pattern: str | None
    pii: Pii
    fields: tuple[str, ...]
    mended_by: str | None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """A row for which the SQL condition `where` is true is held, or listed as a finding.

    `message_vi` quotes columns, or the named SQL `values`, as {name}.
    """

    id: str
    where: str
    effect: Effect
    message_vi: str
    mended_by: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """One landed table.

    `identity` is the source's own id of a record, where two records may bear one key by mistake. `removed_by` names the
    table of keys whose batches say which records still exist, for the records whose `covered_by` lies in their window.
    `whole` are the columns that name what one page brings whole: records that a newer page of the same lacks are gone.
    `title_vi` is what people call it.
    """

    name: str
    stream: str
    key: tuple[str, ...]
    version: tuple[str, ...]
    mended_by: str
    identity: str | None
    removed_by: str | None
    covered_by: str | None
    columns: Mapping[str, Column]
    rules: tuple[Rule, ...]
    whole: tuple[str, ...] = ()
    title_vi: str = ""

    @property
    def landed_columns(self) -> tuple[Column, ...]:
        """The columns that exist in landed rows: all but those declared `drop`."""
        return tuple(column for column in self.columns.values() if column.pii != "drop")


@dataclass(frozen=True)
class Stream:
    """What is pulled together. `window_days` cuts a backfill.

    `watermark` is the column to go on from: an instant, of which the last `overlap_minutes` are pulled again each time,
    or a growing whole number, of which the last `overlap_ids` are, and the rows whose date lies in the last
    `overlap_minutes`. `files` is the pattern of names in a drop folder; `names` that
    of the paths that are mere codes, whose first group says what the file is of.
    `event` says when things happened; it is the watermark where that is an instant. What is `by_hand` only is never
    pulled: people bring it.
    """

    name: str
    tables: tuple[str, ...]
    window_days: int | None
    watermark: str | None
    overlap_minutes: int
    overlap_ids: int
    files: str | None
    event: str | None
    reconcile: str | None
    by_hand: bool = False
    names: str | None = None


@dataclass(frozen=True)
class Schedule:
    """When a source is pulled (cron, Vietnamese time) and by what time of day its data must have come.

    With the calendar `school_terms` it is judged by the deadlines of config/school_terms.csv instead of by days.
    """

    nightly: str
    office: str | None
    sandbox: str | None
    calendar: Literal["working_days", "every_day", "school_terms"]
    deadline: str

    @property
    def rests(self) -> bool:
        """Whether pulls by day are left out on days off."""
        return self.calendar != "every_day"


@dataclass(frozen=True)
class Limits:
    """What the source's owner allows, and how much one answer may hold."""

    timeout_s: float
    max_bytes: int
    page_size: int = 1
    requests_per_second: float = 10.0
    concurrency: int = 1
    per_day: int = 100_000


@dataclass(frozen=True)
class Source:
    """A whole source.toml. `auth` is how it lets us in; `version` changes whenever the file does."""

    id: str
    title_vi: str
    title_en: str
    owner: str
    kind: Kind
    first_day: str
    settings: tuple[str, ...]
    auth: Auth
    schedule: Schedule
    limits: Limits
    raw_days: int
    streams: Mapping[str, Stream]
    tables: Mapping[str, Table]
    version: str
    folder: Path

    def as_it_stood(self, paths: Mapping[tuple[str, str], tuple[str, ...]]) -> "Source":
        """The contract with other `paths` of the columns named (table, column): another version of it."""
        if not paths:
            return self
        tables = {name: _table_with(table, paths) for name, table in self.tables.items()}
        version = hashlib.sha256(f"{self.version} {sorted(paths.items())}".encode()).hexdigest()[: len(self.version)]
        return replace(self, tables=MappingProxyType(tables), version=version)


def _table_with(table: Table, paths: Mapping[tuple[str, str], tuple[str, ...]]) -> Table:
    columns = {
        name: replace(column, paths=paths.get((table.name, name), column.paths))
        for name, column in table.columns.items()
    }
    return replace(table, columns=MappingProxyType(columns))
