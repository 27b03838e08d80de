"""What tests look up in the landing zone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from connectors.kit.landing import Manifest, manifests


def batches(home: Path, stream: str, kind: str | None = None) -> list[Manifest]:
    found = manifests(home / "landing", "one_stop")
    return [one for one in found if one.stream == stream and kind in (None, one.kind)]


def rows(home: Path, table: str = "dossier") -> list[dict[str, Any]]:
    """All rows of a table, in the order in which they landed."""
    landed = manifests(home / "landing", "one_stop")
    return [row for one in landed if table in one.rows for row in read(one, table)]


def read(manifest: Manifest, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(manifest.rows_file(table)).to_pylist()
    return found


def latest(found: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """(code, updated_at) of the newest version of each dossier."""
    newest: dict[str, str] = {}
    for row in found:
        newest[row["code"]] = max(newest.get(row["code"], ""), row["updated_at"])
    return set(newest.items())
