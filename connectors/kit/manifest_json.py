"""Writes what `connectors.kit.landing` reads: the manifest of a batch, and those of all batches of a block."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

import orjson

from connectors.kit.landing import Manifest, Window


def manifest_json(manifest: Manifest) -> bytes:
    """The content of manifest.json, as docs/interfaces.md 2 lists it."""
    return json.dumps(_content(manifest), ensure_ascii=False, indent=2).encode()


def block_json(replaces: Iterable[str], covered: Iterable[Manifest], made_at: datetime) -> bytes:
    """The content of block.json: the whole manifest of each batch, and the rows folder that was taken from it."""
    content = {
        "made_at": made_at.isoformat(timespec="milliseconds"),
        "replaces": list(replaces),
        "manifests": [{**_content(one), "rows_folder": one.rows_folder} for one in covered],
    }
    return orjson.dumps(content)


def _content(manifest: Manifest) -> dict[str, object]:
    content: dict[str, object] = {
        name: getattr(manifest, name)
        for name in (
            *("source", "stream", "batch", "kind", "contract_version", "parser_version", "invented", "content_sha256"),
        )
    }
    content["window"] = manifest.window and _window_json(manifest.window)
    for name in ("landed_at", "watermark_before", "watermark_after"):
        content[name] = _written(getattr(manifest, name))
    content["pages"] = [
        {name: _written(value) for name, value in asdict(page).items() if value is not None} for page in manifest.pages
    ]
    content["rows"] = dict(manifest.rows)
    content["source_totals"] = [
        {**_dates(total.window), "total": total.total, "distinct_keys": total.distinct_keys}
        for total in manifest.source_totals
    ]
    if manifest.by_hand:
        content["by_hand"] = {name: _written(value) for name, value in asdict(manifest.by_hand).items()}
    return content


def _written(value: object) -> object:
    return value.isoformat(timespec="milliseconds") if isinstance(value, datetime) else value


def _window_json(window: Window) -> dict[str, str | None]:
    if window.from_date is None or window.until_date is None:
        raise ValueError("khoảng ngày của một đợt phải có hai đầu")
    return _dates(window)


def _dates(window: Window) -> dict[str, str | None]:
    """Both null where a total is of the whole stream."""
    named = {"from": window.from_date, "until": window.until_date}
    return {name: day.isoformat() if day else None for name, day in named.items()}
