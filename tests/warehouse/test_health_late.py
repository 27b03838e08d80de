"""A file that comes late to a week that was told: what was hidden stays hidden, from files to published figures."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from config.clock import TIMEZONE
from config.places import places
from connectors.kit.runner import pull
from tests.connectors.health_files import sent_by, visited
from tests.installation import Installation, installed
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators

WEEK, INDICATOR = "20261109", "dengue_persons_week"
BEGAN, MORNING, AGAIN, LATE = (datetime(2026, 11, day, 12, tzinfo=TIMEZONE) for day in (8, 16, 17, 18))
# A station of each commune, and how many of it have dengue in the week.
SEEN = {("51231", "21040"): 9, ("51232", "21061"): 14, ("51235", "21109"): 30}


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Facilities that were connected before the week, and of which the week is told."""
    with installed(tmp_path / "ioc") as one:
        one.patch.setenv("IOC_HEALTH_RECORD__URL", str(tmp_path / "drop"))
        asked = [each for each in read_indicators() if each.id == INDICATOR]
        one.patch.setattr(build_module, "read_indicators", lambda: tuple(asked))
        one.set_clock(BEGAN)
        put(tmp_path, "51235", "20261107", visited("1", "51235", "202611070800", "21109"), sent="202611072100")
        pull("health_record")
        one.set_clock(MORNING)
        for (station, commune), number in SEEN.items():
            put(tmp_path, station, "20261110", *(patient(station, commune, each) for each in range(number)))
        pull("health_record")
        build_module.build()
        yield one


def put(folder: Path, station: str, day: str, *told: str, sent: str = "202611102100") -> None:
    path = folder / "drop" / "kcb" / station / f"{day}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sent_by(station, *told, sent=sent))
    # Long still by the time of any pull.
    os.utime(path, (BEGAN.timestamp(), BEGAN.timestamp() + int(sent) % 1000))


def patient(station: str, commune: str, number: int, day: str = "20261110", main: str = "A90") -> str:
    identity = f"09918{station}{number:02}"
    return visited(f"{station}{day}{number}", station, f"{day}0800", commune, main=main, identity=identity)


def published() -> dict[str, dict[str, Any]]:
    """{commune: row} of the week, from the build."""
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as built:
        rows = built.execute(
            "FROM marts.indicator_value WHERE indicator = ? AND period_start = ? AND basis = 'successor' "
            "AND unit_kind = 'commune'", [INDICATOR, datetime.strptime(WEEK, "%Y%m%d").date()]
        ).to_arrow_table().to_pylist()  # fmt: skip
    return {row["unit_code"]: row for row in rows}


def told(commune: str) -> tuple[str, int | None]:
    row = published()[commune]
    return row["state"], row["numerator"]


def test_a_week_that_was_hidden_stays_hidden(installation: Installation, tmp_path: Path) -> None:
    """What is sent again is not late, nor who was known of that week already; who has the diagnosis since then is."""
    before = published()
    assert [told(commune) for _, commune in SEEN] == [("below_10", None), ("suppressed", None), ("shown", 30)]
    (first, commune), *others = SEEN
    installation.set_clock(AGAIN)
    again = [patient(first, commune, each, main="A97") for each in range(3)]
    put(tmp_path, first, "20261110_2", *again, sent="202611162100")
    put(tmp_path, first, "20261109", patient(first, commune, 0, "20261109"), sent="202611162101")
    put(tmp_path, first, "20261112", patient(first, commune, 60, "20261112", main="J00"), sent="202611162102")
    pull("health_record")
    build_module.build()
    assert published() == before
    installation.set_clock(LATE)
    put(tmp_path, first, "20261112", patient(first, commune, 60, "20261112"), sent="202611172100")
    for station, home in others:
        put(tmp_path, station, "20261115", patient(station, home, 50, "20261115"), sent="202611172100")
    pull("health_record")
    build_module.build()
    assert [told(commune) for _, commune in SEEN] == [("suppressed", None), ("suppressed", None), ("shown", 31)]
