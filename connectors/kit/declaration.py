"""Reads a source.toml, and refuses one that cannot be meant with file, key and reason: when it is read, not when used.

With `tomllib` alone, so that DAG files may do it too.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.errors import ConfigurationInvalid
from connectors.kit.contract import COLUMN_TYPES, Auth, Column, Kind, Limits, Rule, Schedule, Source, Stream, Table

AUTH_SETTINGS = {"client_credentials": {"token_url", "client_id", "client_secret"}, "none": set()}
KIND_SETTINGS = {"http": {"base_url"}, "database": {"url"}, "files": {"url"}}
VERSION_TAIL = ("_batch", "_page", "_row")


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
    kind = _kind(raw)
    streams = {name: _stream(name, entry, raw["table"]) for name, entry in raw["stream"].items()}
    tables = {name: _table(name, entry, streams) for name, entry in raw["table"].items()}
    _require_agreement(kind, streams, tables)
    return Source(
        id=raw["id"],
        title_vi=raw["title"]["vi"],
        title_en=raw["title"]["en"],
        owner=raw["owner"],
        kind=kind,
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


def _require_agreement(kind: Kind, streams: Mapping[str, Stream], tables: Mapping[str, Table]) -> None:
    """What no stream can tell alone."""
    for stream in streams.values():
        is_folder = kind == "files" and not stream.by_hand
        _require(is_folder == bool(stream.files), f"stream.{stream.name}.files có ở kind files, và chỉ ở đó")
        _require(set(stream.tables) <= set(tables), f"stream.{stream.name}.tables nêu bảng chưa khai báo")


def _kind(raw: dict[str, Any]) -> Kind:
    kind: Kind = raw["kind"]
    _require(kind in KIND_SETTINGS, f"kind {kind!r} không thuộc {', '.join(KIND_SETTINGS)}")
    missing = sorted(KIND_SETTINGS[kind] - set(raw["settings"]))
    _require(not missing, f"settings thiếu {', '.join(missing)}, cần cho kind {kind!r}")
    return kind


def _auth(raw: dict[str, Any]) -> Auth:
    auth: Auth = raw.get("access", {}).get("auth", "client_credentials" if raw["kind"] == "http" else "none")
    _require(auth in AUTH_SETTINGS, f"access.auth {auth!r} không thuộc {', '.join(AUTH_SETTINGS)}")
    missing = sorted(AUTH_SETTINGS[auth] - set(raw["settings"]))
    _require(not missing, f"settings thiếu {', '.join(missing)}, cần cho access.auth {auth!r}")
    return auth


def _stream(name: str, raw: dict[str, Any], tables: Mapping[str, Any]) -> Stream:
    watermark = raw.get("watermark")
    columns = {
        key: column for table in raw["tables"] for key, column in tables.get(table, {}).get("column", {}).items()
    }
    for key in ("watermark", "event"):
        _require(raw.get(key) is None or raw[key] in columns, f"stream.{name}.{key} nêu cột chưa khai báo")
    counts = watermark is not None and columns[watermark]["type"] == "integer"
    return Stream(
        name=name,
        tables=tuple(raw["tables"]),
        window_days=raw.get("window_days"),
        watermark=watermark,
        overlap_minutes=raw.get("overlap_minutes", 0),
        overlap_ids=raw.get("overlap_ids", 0),
        files=raw.get("files"),
        event=raw.get("event", None if counts else watermark),
        reconcile=raw.get("reconcile"),
        by_hand=raw.get("by_hand", False),
        names=_names(name, raw.get("names")),
    )


def _names(stream: str, pattern: str | None) -> str | None:
    _require(pattern is None or re.compile(pattern).groups >= 1, f"stream.{stream}.names cần một nhóm (…)")
    return pattern


def _table(name: str, raw: dict[str, Any], streams: Mapping[str, Stream]) -> Table:
    columns = {key: _column(f"table.{name}.column.{key}", key, entry) for key, entry in raw["column"].items()}
    version = tuple(raw["version"])
    landed = {column.name for column in columns.values() if column.pii != "drop"}
    _require(raw["stream"] in streams, f"table.{name}.stream nêu luồng chưa khai báo: {raw['stream']}")
    _require(version[-3:] == VERSION_TAIL, f"table.{name}.version phải kết thúc bằng {', '.join(VERSION_TAIL)}")
    _require(set(raw["key"]) | set(version[:-3]) <= landed, f"table.{name}: key và version phải là cột được lưu")
    whole = tuple(raw.get("whole", ()))
    _require(set(whole) <= landed, f"table.{name}.whole phải là cột được lưu")
    _require(not (whole and "removed_by" in raw), f"table.{name}: whole và removed_by không đi cùng nhau")
    return Table(
        name=name,
        stream=raw["stream"],
        key=tuple(raw["key"]),
        version=version,
        mended_by=raw["mended_by"],
        identity=raw.get("identity"),
        removed_by=raw.get("removed_by"),
        covered_by=raw.get("covered_by"),
        whole=whole,
        title_vi=raw.get("title_vi", name),
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
        words=frozenset(raw.get("words", ())),
        mended_by=raw.get("mended_by"),
    )


def _rule(where: str, raw: dict[str, Any]) -> Rule:
    _require(raw["effect"] in ("hold", "finding"), f"{where}.{raw['id']}.effect là hold hoặc finding")
    return Rule(**{"values": {}} | raw)


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise ValueError(sentence)
