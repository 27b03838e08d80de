"""A file that comes late to a week that was told: what was hidden stays hidden, from files to published figures."""

import os
from collections.abc import Iterator
from datetime import date, datetime
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

WEEK, INDICATOR = date(2026, 11, 9), "dengue_persons_week"
BEGAN, MIDNIGHT, NIGHT, DAWN, LATE = (
    datetime(2026, 11, *at, tzinfo=TIMEZONE) for at in ((8, 12), (16, 0), (16, 1), (16, 5), (18, 1))
)
# A station of each commune, and how many of it have dengue in the week.
SEEN = {("51231", "21040"): 9, ("51232", "21061"): 14, ("51235", "21109"): 30}


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """Facilities that were connected before the week."""
    with installed(tmp_path / "ioc") as one:
        one.patch.setenv("IOC_HEALTH_RECORD__URL", str(tmp_path / "drop"))
        asked = [each for each in read_indicators() if each.id == INDICATOR]
        one.patch.setattr(build_module, "read_indicators", lambda: tuple(asked))
        one.set_clock(BEGAN)
        put(tmp_path, "51235", "20261107", visited("1", "51235", "202611070800", "21109"), sent="202611072100")
        pull("health_record")
        yield one


def put(folder: Path, station: str, day: str, *told: str, sent: str = "202611102100") -> None:
    path = folder / "drop" / "kcb" / station / f"{day}.xml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sent_by(station, *told, sent=sent))
    # Long still by the time of any pull.
    os.utime(path, (BEGAN.timestamp(), BEGAN.timestamp() - 100_000 + int(sent) % 100_000))


def patient(
    station: str, commune: str, number: int, day: str = "20261110", main: str = "A90", admitted: str = ""
) -> str:
    identity, told = f"09918{station}{number:02}", f"{admitted or day}0800"
    return visited(f"{station}{day}{number}", station, told, commune, main=main, identity=identity)


def published() -> dict[str, dict[str, Any]]:
    """{commune: row} of the week, from the build."""
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as built:
        rows = built.execute(
            "FROM marts.indicator_value WHERE indicator = ? AND period_start = ? AND basis = 'successor' "
            "AND unit_kind = 'commune'", [INDICATOR, WEEK]
        ).to_arrow_table().to_pylist()  # fmt: skip
    return {row["unit_code"]: row for row in rows}


def told(commune: str) -> tuple[str, int | None]:
    row = published()[commune]
    return row["state"], row["numerator"]


def test_a_week_that_was_hidden_stays_hidden(installation: Installation, tmp_path: Path) -> None:
    """It is told at midnight; what is sent again is not late, nor who was known of it already."""
    (first, commune), *others = SEEN
    for (station, home), number in SEEN.items():
        put(tmp_path, station, "20261110", *(patient(station, home, each) for each in range(number)))
    installation.set_clock(BEGAN.replace(day=15))
    pull("health_record")
    installation.set_clock(MIDNIGHT)
    build_module.build()
    before = published()
    assert [told(home) for _, home in SEEN] == [("below_10", None), ("suppressed", None), ("shown", 30)]
    installation.set_clock(NIGHT)
    put(tmp_path, first, "20261112", patient(first, commune, 60, "20261112", main="J00"), sent="202611152100")
    pull("health_record")
    installation.set_clock(DAWN)
    again = [patient(first, commune, each, main="A97") for each in range(3)]
    put(tmp_path, first, "20261110_2", *again, sent="202611162100")
    put(tmp_path, first, "20261109", patient(first, commune, 0, "20261109"), sent="202611162101")
    pull("health_record")
    build_module.build()
    assert published() == before
    installation.set_clock(DAWN.replace(hour=8))
    put(tmp_path, first, "20261112", patient(first, commune, 60, "20261112"), sent="202611162200")
    for station, home in others:
        put(tmp_path, station, "20261115", patient(station, home, 50, "20261115"), sent="202611162200")
    pull("health_record")
    build_module.build()
    assert [told(home) for _, home in SEEN] == [("suppressed", None), ("suppressed", None), ("shown", 31)]


def test_who_comes_by_a_correction_is_known_since_then(installation: Installation, tmp_path: Path) -> None:
    station, other, day = "51231", "21109", "20261110"
    put(
        *(tmp_path, station, day),
        patient(station, other, 1), patient(station, "21040", 2, admitted="20261103"),
        patient(station, "21040", 3, "20261102", "A90"), patient(station, "21040", 4), patient(station, "21040", 5),
    )  # fmt: skip
    put(tmp_path, station, "20261111", patient(station, "21040", 3, "20261111"), sent="202611112100")
    installation.set_clock(NIGHT)
    pull("health_record")
    installation.set_clock(LATE)
    # Another commune, another week, an earlier visit that was none; and what changes nothing of where they count.
    put(
        *(tmp_path, station, f"{day}_2"),
        patient(station, "21040", 1), patient(station, "21040", 2),
        patient(station, "21040", 3, "20261102", "J00"), patient(station, "21040", 4, main="A97"),
        sent="202611162200",
    )  # fmt: skip
    pull("health_record")
    build_module.build()
    with duckdb.connect(str(places().build / "build.duckdb"), read_only=True) as built:
        known = built.execute(
            "SELECT first_date, landed_at, count(*) FROM marts.disease_first_visit GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    assert known == [(date(2026, 11, 10), NIGHT, 2), (date(2026, 11, 10), LATE, 2), (date(2026, 11, 11), LATE, 1)]
