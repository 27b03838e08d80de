"""What a build is made of: the batches of each source up to its horizon, and the digest that names the result."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import duckdb

from config.places import places
from config.settings import PROJECT
from connectors.kit import candidates, contract, exit_sql, landing
from connectors.kit.landing import Manifest, manifests, standing
from connectors.kit.registry import sources
from warehouse.graph import HERE


@dataclass(frozen=True)
class Inputs:
    """Everything a build depends on: batches by source in order of landing, those left out, and the date of `today`."""

    batches: Mapping[str, tuple[Manifest, ...]]
    held: Mapping[str, tuple[str, ...]]
    today: date

    @property
    def known_at(self) -> datetime | None:
        """When the newest of the batches landed; None where there is none."""
        return max((each[-1].landed_at for each in self.batches.values() if each), default=None)

    def digest(self) -> str:
        """A name for the result: over manifests, SQL, TOML, configuration, the builder itself and the date."""
        parts = hashlib.sha256(f"{self.today.isoformat()} {duckdb.__version__}".encode())
        for manifest in (each for batches in self.batches.values() for each in batches):
            parts.update(json.dumps(identity(manifest)).encode())
        for path in _definitions():
            parts.update("/".join(path.parts[-3:]).encode() + b"\0" + path.read_bytes())
        return parts.hexdigest()

    def without_newest(self, source_id: str, last_good: str | None) -> "Inputs":
        """These inputs with one source back at its last good batch (None: without any of it)."""
        batches = self.batches[source_id]
        kept = tuple(each for each in batches if last_good is not None and each.batch <= last_good)
        left_out = tuple(each.batch for each in batches[len(kept) :])
        return replace(self, batches={**self.batches, source_id: kept}, held={**self.held, source_id: left_out})


def collect(today: date, as_known_at: datetime | None = None) -> Inputs:
    """The inputs of a build on `today`, or as they were known at an earlier instant."""
    return Inputs({source_id: _known(source_id, as_known_at) for source_id in sources()}, {}, today)


def _known(source_id: str, at: datetime | None) -> tuple[Manifest, ...]:
    known = (each for each in manifests(places().landing, source_id) if at is None or each.landed_at <= at)
    # A file taken back after `at` still counted then.
    landed = standing(known)
    # Invented and real rows never meet: once the real system has been pulled, the sandbox's batches are passed over.
    return tuple(each for each in landed if each.invented == landed[-1].invented)


def identity(manifest: Manifest) -> list[object]:
    """What tells a batch's rows from any others. Not where they lie: a block holds the rows that its batches held."""
    named = [manifest.source, manifest.stream, manifest.batch, manifest.kind, str(manifest.window), manifest.invented]
    written = [manifest.rows_folder, manifest.contract_version, manifest.parser_version, manifest.content_sha256]
    return [*named, *written, dict(manifest.rows), len(manifest.pages), manifest.landed_at.isoformat()]


def _definitions() -> Iterator[Path]:
    yield from sorted((PROJECT / "config").glob("*.csv"))
    yield from sorted((PROJECT / "config" / "indicators").glob("*.toml"))
    for source in sources().values():
        yield source.folder / "source.toml"
        yield from sorted(source.folder.glob("staging/*.sql"))
    yield from sorted(path for path in HERE.rglob("*") if path.suffix in (".sql", ".toml", ".py"))
    yield from (Path(str(module.__file__)) for module in (candidates, contract, exit_sql, landing))
