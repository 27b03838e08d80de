"""The contract of a source as its source.toml declares it: streams, tables, columns, rules, schedule.

Read with `tomllib` alone, so that warehouse, dashboards and DAG files may read it too. A declaration that cannot be
meant is refused with file, key and reason when it is read, not when it is used.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from config.errors import ConfigurationInvalid

Pii = Literal["none", "hash", "drop"]
Effect = Literal["hold", "finding"]
Auth = Literal["client_credentials", "none"]  # how a source lets us in: by an OAuth 2 account, or everybody

COLUMN_TYPES = frozenset({"code", "text", "integer", "decimal", "instant", "date", "boolean", "list"})
AUTH_SETTINGS = {"client_credentials": {"token_url", "client_id", "client_secret"}, "none": set()}
VERSION_TAIL = ("_batch", "_page", "_row")
# Lands in place of a cell that is not what its column declares, since it may name a person.
HIDDEN = "«giá trị không hiển thị»"


@dataclass(frozen=True)
class Column:
    """One landed column. `paths` are tried in order in the source's record; the first that is a scalar wins.

    `type` "code" lands only what looks like a code; "list" lands the named `fields` of each element as JSON.
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

    @property
    def landed_columns(self) -> tuple[Column, ...]:
        """The columns that exist in landed rows: all but those declared `drop`."""
        return tuple(column for column in self.columns.values() if column.pii != "drop")


@dataclass(frozen=True)
class Stream:
    """What is pulled together. `window_days` cuts a backfill; `overlap_minutes` is pulled again each time."""

    name: str
    tables: tuple[str, ...]
    window_days: int | None
    watermark: str | None
    overlap_minutes: int
    reconcile: str | None


@dataclass(frozen=True)
class Schedule:
    """When a source is pulled (cron, Vietnamese time) and by what time of day its data must have come."""

    nightly: str
    office: str | None
    sandbox: str | None
    calendar: Literal["working_days", "every_day"]
    deadline: str


@dataclass(frozen=True)
class Limits:
    """What the source's owner allows, and how much one answer may hold."""

    requests_per_second: float
    concurrency: int
    per_day: int
    timeout_s: float
    max_bytes: int
    page_size: int


@dataclass(frozen=True)
class Source:
    """A whole source.toml. `auth` is how it lets us in; `version` changes whenever the file does."""

    id: str
    title_vi: str
    title_en: str
    owner: str
    kind: str
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


def read_source(path: Path) -> Source:
    """The contract in one source.toml. Raises `ConfigurationInvalid` naming file, key and what is wrong."""
    content = path.read_bytes()
    try:
        raw = tomllib.loads(content.decode())
        source = _source(raw, path, hashlib.sha256(content).hexdigest()[:12])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        reason = f"thiếu khóa {error}" if isinstance(error, KeyError) else str(error)
        raise ConfigurationInvalid(f"{path}: {reason}") from error
    return source


def _source(raw: dict[str, Any], path: Path, version: str) -> Source:
    if raw["id"] != path.parent.name:
        raise ValueError(f"id là {raw['id']!r} nhưng thư mục là {path.parent.name!r}; hai tên phải giống nhau")
    streams = {name: _stream(name, entry) for name, entry in raw["stream"].items()}
    tables = {name: _table(name, entry, streams) for name, entry in raw["table"].items()}
    for stream in streams.values():
        _require(set(stream.tables) <= set(tables), f"stream.{stream.name}.tables nêu bảng chưa khai báo")
    return Source(
        id=raw["id"],
        title_vi=raw["title"]["vi"],
        title_en=raw["title"]["en"],
        owner=raw["owner"],
        kind=raw["kind"],
        first_day=raw["first_day"].isoformat(),
        settings=tuple(raw["settings"]),
        auth=_auth(raw),
        schedule=Schedule(**{"office": None, "sandbox": None} | raw["schedule"]),
        limits=Limits(**raw["limits"]),
        raw_days=raw["retention"]["raw_days"],
        streams=MappingProxyType(streams),
        tables=MappingProxyType(tables),
        version=version,
        folder=path.parent,
    )


def _auth(raw: dict[str, Any]) -> Auth:
    auth: Auth = raw.get("access", {}).get("auth", "client_credentials")
    _require(auth in AUTH_SETTINGS, f"access.auth {auth!r} không thuộc {', '.join(AUTH_SETTINGS)}")
    missing = sorted(AUTH_SETTINGS[auth] - set(raw["settings"])) if raw["kind"] == "http" else []
    _require(not missing, f"settings thiếu {', '.join(missing)}, cần cho access.auth {auth!r}")
    return auth


def _stream(name: str, raw: dict[str, Any]) -> Stream:
    return Stream(
        name=name,
        tables=tuple(raw["tables"]),
        window_days=raw.get("window_days"),
        watermark=raw.get("watermark"),
        overlap_minutes=raw.get("overlap_minutes", 0),
        reconcile=raw.get("reconcile"),
    )


def _table(name: str, raw: dict[str, Any], streams: Mapping[str, Stream]) -> Table:
    columns = {key: _column(f"table.{name}.column.{key}", key, entry) for key, entry in raw["column"].items()}
    version = tuple(raw["version"])
    landed = {column.name for column in columns.values() if column.pii != "drop"}
    _require(raw["stream"] in streams, f"table.{name}.stream nêu luồng chưa khai báo: {raw['stream']}")
    _require(version[-3:] == VERSION_TAIL, f"table.{name}.version phải kết thúc bằng {', '.join(VERSION_TAIL)}")
    _require(set(raw["key"]) | set(version[:-3]) <= landed, f"table.{name}: key và version phải là cột được lưu")
    return Table(
        name=name,
        stream=raw["stream"],
        key=tuple(raw["key"]),
        version=version,
        mended_by=raw["mended_by"],
        identity=raw.get("identity"),
        removed_by=raw.get("removed_by"),
        covered_by=raw.get("covered_by"),
        columns=MappingProxyType(columns),
        rules=tuple(_rule(f"table.{name}.rule", entry) for entry in raw.get("rule", ())),
    )


def _column(where: str, name: str, raw: dict[str, Any]) -> Column:
    kind, pii = raw["type"], raw.get("pii", "none")
    _require(kind in COLUMN_TYPES, f"{where}.type {kind!r} không thuộc {', '.join(sorted(COLUMN_TYPES))}")
    _require(pii in ("none", "hash", "drop"), f"{where}.pii {pii!r} không thuộc none, hash, drop")
    _require((kind == "list") == ("fields" in raw), f"{where}: kiểu list cần fields, kiểu khác thì không")
    if "pattern" in raw:
        re.compile(raw["pattern"])
    path = raw["path"]
    return Column(
        name=name,
        paths=(path,) if isinstance(path, str) else tuple(path),
        type=kind,
        label_vi=raw["label_vi"],
        required=raw.get("required", False),
        pattern=raw.get("pattern"),
        pii=pii,
        fields=tuple(raw.get("fields", ())),
        mended_by=raw.get("mended_by"),
    )


def _rule(where: str, raw: dict[str, Any]) -> Rule:
    _require(raw["effect"] in ("hold", "finding"), f"{where}.{raw['id']}.effect là hold hoặc finding")
    return Rule(**{"values": {}} | raw)


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)
