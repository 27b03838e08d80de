"""What tests look up in the landing zone, and a quick way to land batches in it."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from config.places import places
from connectors.kit.batch import Coverage, Writing, open_batch
from connectors.kit.contract import Source
from connectors.kit.key_file import read_keys
from connectors.kit.landing import Manifest, manifests
from connectors.kit.pages import RawPage, connector
from connectors.kit.registry import source
from tests.connectors.district import START, Record, dossier


def landed(home: Path) -> list[Manifest]:
    """All batches of the one-stop, in order of landing."""
    return manifests(home / "landing", "one_stop")


def batches(home: Path, stream: str, kind: str | None = None) -> list[Manifest]:
    found = manifests(home / "landing", "one_stop")
    return [one for one in found if one.stream == stream and kind in (None, one.kind)]


def rows(home: Path, table: str = "dossier") -> list[dict[str, Any]]:
    """All rows of a table, in the order in which they landed."""
    landed = manifests(home / "landing", "one_stop")
    return [row for one in landed if table in one.rows for row in read(one, table)]


def read(manifest: Manifest, table: str) -> list[dict[str, Any]]:
    """The rows of one batch, also where they lie in a block with others."""
    found: list[dict[str, Any]] = pq.read_table(manifest.rows_file(table)).to_pylist()
    return [row for row in found if row["_batch"] == manifest.batch]


def known_dossier(number: int, hours_ago: float = 0) -> Record:
    """A dossier that no rule of the build holds; the fewer hours ago it was changed, the newer its version."""
    changed = START - timedelta(hours=2 + hours_ago)
    return dossier(number, START - timedelta(days=30), changed) | {
        "code": f"H48.151-261024-{number:04d}",
        "agency": {"code": "H48.151"},
    }


def land(
    *batches_of_records: Sequence[Record], stream: str = "dossier", contract: Source | None = None
) -> list[Manifest]:
    """Land batches of one page each, as a pull would; catalogues and keys have their own streams."""
    contract = contract or source("one_stop")
    writing = Writing(contract, connector("one_stop"), read_keys(), places().landing, is_invented=False)
    landed = manifests(places().landing, "one_stop")[-1:]
    for records in batches_of_records:
        page = RawPage(json.dumps({"content": list(records), "last": True}, ensure_ascii=False).encode())
        with open_batch(writing, stream, "incremental", landed[-1] if landed else None) as batch:
            batch.add(page)
            landed.append(batch.land(batch.close_rows(), Coverage()))
    return landed[-len(batches_of_records) :]


def latest(found: Iterable[dict[str, Any]]) -> set[tuple[str, str]]:
    """(code, updated_at) of the newest version of each dossier."""
    newest: dict[str, str] = {}
    for row in found:
        newest[row["code"]] = max(newest.get(row["code"], ""), row["updated_at"])
    return set(newest.items())
