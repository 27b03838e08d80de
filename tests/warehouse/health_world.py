"""The invented health facilities of one district, pulled and built once: last year's packages, and the newest weeks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas

from config.places import places
from connectors.kit.runner import pull
from sandbox.health import Events, events
from sandbox.health.deliveries import Writer
from sandbox.health.folder import REACHED, write
from tests.installation import CLOCK, Installation, installed
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators

SEED, SCALE = 1, 0.05
# Packages until then, and nightly files from the story's week 41 on; those between are not written, which is quicker.
PACKAGES_UNTIL = datetime.fromisoformat("2026-01-01T12:00:00+07:00")
NIGHTS_FROM = datetime.fromisoformat("2026-10-05T12:00:00+07:00")


@dataclass(frozen=True)
class HealthWorld:
    """An installation whose sources are the facilities' files below `drop`; `told` is what was written there."""

    installation: Installation
    drop: Path
    told: Events

    def rows(self, query: str, *given: object) -> list[dict[str, Any]]:
        """The rows of a query to the build, those of single persons included."""
        return built_rows(query, *given)

    def build(self) -> None:
        """Bring what lies in the folder into the snapshot."""
        pull("health_record")
        build_module.build()


def built_rows(query: str, *given: object) -> list[dict[str, Any]]:
    """The rows of a query to what was built last."""
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as built:
        return list(built.execute(query, list(given)).to_arrow_table().to_pylist())


def periods(grain: str) -> list[tuple[date, date]]:
    """First and last day of every period that has begun, also of one of which nothing is published."""
    query = "SELECT period_start, period_end FROM marts.period WHERE grain = ?"
    return [(row["period_start"], row["period_end"]) for row in built_rows(query, grain)]


@contextmanager
def health_world(folder: Path) -> Iterator[HealthWorld]:
    """The world in a folder, with the indicators of health and those of deliveries alone."""
    asked = [each for each in read_indicators() if each.subject == "health" or each.id == "sources_on_time_share"]
    with installed(folder / "ioc", seed=SEED, scale=SCALE) as installation:
        installation.patch.setenv("IOC_HEALTH_RECORD__URL", str(folder / "drop"))
        installation.patch.setattr(build_module, "read_indicators", lambda: tuple(asked))
        yield HealthWorld(installation, folder / "drop", told())


def make_health_world(folder: Path) -> None:
    """Write the world's files into a folder, pull and build them."""
    writer = Writer(SEED, SCALE)
    write(writer, folder, int(PACKAGES_UNTIL.timestamp()))
    (folder / REACHED).write_text(str(int(NIGHTS_FROM.timestamp())))
    write(writer, folder, int(CLOCK.timestamp()))
    with health_world(folder) as made:
        made.build()


@lru_cache(maxsize=1)
def told() -> Events:
    """All that was written of the world."""
    parts = (events(SEED, SCALE, PACKAGES_UNTIL), events(SEED, SCALE, CLOCK, since=NIGHTS_FROM))
    return Events(
        **{name: pandas.concat([getattr(each, name) for each in parts]) for name in Events.__dataclass_fields__}
    )
