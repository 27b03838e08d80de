"""Every published cell of indicators 40 to 43, counted a second time from the raw presses and the raw dossiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas
import pytest

from config import settings as settings_module
from config.settings import PROJECT
from connectors.kit.runner import pull
from sandbox.one_stop import District, events
from sandbox.one_stop.layers import DEFAULT
from sandbox.satisfaction import DeviceDatabase
from sandbox.satisfaction import events as presses
from sandbox.satisfaction.devices import devices
from tests.installation import Installation, installed, served
from tests.oracle.satisfaction import (
    INDICATORS,
    Device,
    cells,
    differences,
    expected,
    facts,
    handed_out,
    held_for,
    judged,
)
from tests.oracle.units import Units
from tests.oracle.working_days import WorkingDays
from warehouse import reader
from warehouse.build import build

CONFIGURATION = PROJECT / "config"
FIRST_DAY = date(2025, 1, 1)
GRAINS = {"day", "week", "month", "quarter", "year", "report_month", "report_quarter", "report_year"}


@dataclass(frozen=True)
class World:
    """A district of (seed, scale), pulled once at an instant of Vietnamese time."""

    seed: int
    scale: float
    at: str

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(f"{self.at}+07:00")


WORLDS = [World(1, 0.012, "2026-11-23T07:30")]
MORE_WORLDS = [
    World(1, 0.15, "2026-11-23T07:30"),
    World(5, 0.03, "2025-06-30T23:50"),
    World(6, 0.03, "2025-07-10T07:30"),
    World(7, 0.03, "2026-02-18T10:00"),
    World(8, 0.03, "2026-12-14T23:30"),
]


@dataclass(frozen=True)
class Truth:
    """What was published, and what the second count says of the same presses."""

    values: dict[str, pandas.DataFrame]
    wanted: dict[str, pandas.DataFrame]
    rejections: tuple[dict[int, str], dict[int, str]]
    held: tuple[dict[str, int], dict[str, int]]
    columns: frozenset[str]


@pytest.fixture(
    scope="module",
    params=[*WORLDS, *(pytest.param(world, marks=pytest.mark.slow) for world in MORE_WORLDS)],
    ids=lambda world: f"{world.at} scale {world.scale}",
)
def truth(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Truth]:
    world: World = request.param
    folder = tmp_path_factory.mktemp("world")
    with installed(folder, seed=world.seed, scale=world.scale) as installation:
        installation.set_clock(world.instant)
        installation.count_only("satisfaction")
        publish(installation, world, folder)
        yield told(world)


def publish(installation: Installation, world: World, folder: Path) -> None:
    """Pull both sources of the world, and build."""
    database = DeviceDatabase(District(world.seed, world.scale, layers=DEFAULT), folder / "devices.sqlite")
    database.bring_to(world.instant)
    installation.patch.setenv("IOC_SATISFACTION__URL", database.settings()["url"])
    settings_module.settings.cache_clear()
    with served(installation, with_story=True, only=["one_stop"]):
        pull("one_stop")
    pull("satisfaction")
    build()


def told(world: World) -> Truth:
    known = {device.code: Device(device.scale, device.agency_code) for device in devices().rows}
    raw = presses(world.seed, world.scale, world.instant)
    units = Units(CONFIGURATION / "units.csv", CONFIGURATION / "agencies.csv")
    working_days = WorkingDays(CONFIGURATION / "calendar.csv")
    pressed = judged(raw, known, working_days)
    results = handed_out(
        events(world.seed, world.scale, world.instant, layers=DEFAULT), world.instant, units, working_days
    )
    counted = facts(pressed, results, units, FIRST_DAY)
    grid = cells(counted, CONFIGURATION, FIRST_DAY, world.instant.date())
    published = reader.sql("SELECT * FROM marts.indicator_value")
    rejected = reader.sql("SELECT rating_id, rejection FROM marts.rating WHERE rejection IS NOT NULL")
    held = reader.sql("SELECT code, count(*) AS n FROM quality.held_row WHERE source = 'satisfaction' GROUP BY code")
    why = pandas.Series([held_for(row, known) for row in raw.itertuples()], dtype=object).dropna()
    ours = pressed.dropna(subset="rejection")
    return Truth(
        values={name: published[published["indicator"] == name] for name in INDICATORS},
        wanted={name: expected(counted, grid, units, name) for name in INDICATORS},
        rejections=(
            dict(zip(rejected["rating_id"], rejected["rejection"], strict=True)),
            dict(zip(ours["rating_id"], ours["rejection"], strict=True)),
        ),
        held=(
            dict(zip(held["code"], held["n"], strict=True)),
            {str(code): int(n) for code, n in why.value_counts().items()},
        ),
        columns=frozenset(reader.sql("SELECT * FROM marts.rating LIMIT 0").columns),
    )


def test_the_same_presses_are_rejected_for_the_same_reasons(truth: Truth) -> None:
    published, counted = truth.rejections
    assert published == counted


def test_as_many_presses_are_held_for_each_reason(truth: Truth) -> None:
    published, counted = truth.held
    assert published == counted


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_unit_and_period_is_as_counted(truth: Truth, indicator: str) -> None:
    wrong = differences(truth.values[indicator], truth.wanted[indicator])
    assert wrong.empty, f"{len(wrong)} cells\n{wrong.head(5).T.to_string()}"


@pytest.mark.parametrize("truth", WORLDS, indirect=True)
def test_the_world_holds_an_example_of_everything(truth: Truth) -> None:
    assert set(truth.rejections[1].values()) >= {"burst", "outside_hours", "double_tap"} and truth.held[1]
    clocks = [reason for reason in truth.rejections[1].values() if reason == "clock"]
    assert len(clocks) == truth.held[1].get("device_clock_wrong", 0)
    for rows in truth.wanted.values():
        assert set(rows["grain"]) >= GRAINS and set(rows["unit_kind"]) == {"area", "commune", "agency"}
        assert set(rows["basis"]) == {"own", "successor"} and rows["numerator"].gt(0).sum() > 50
    assert set(truth.wanted["satisfied_share"]["state"]) == {"shown", "below_minimum", "no_events"}


@pytest.mark.parametrize("truth", WORLDS, indirect=True)
@pytest.mark.parametrize("field", ["numerator", "denominator", "n", "low", "high"])
def test_one_wrong_number_is_noticed(truth: Truth, field: str) -> None:
    rows = truth.values["satisfied_share"].copy()
    place = rows.index[rows["denominator"] > 5][0]
    rows[field] = rows[field] + (rows.index == place) * (1 if field in ("numerator", "denominator", "n") else -0.00001)
    assert len(differences(rows, truth.wanted["satisfied_share"])) == 1
    assert len(differences(truth.values["satisfied_share"].drop(place), truth.wanted["satisfied_share"])) == 1


def test_no_officer_is_published(truth: Truth) -> None:
    assert "officer_hash" not in truth.columns and not [name for name in truth.columns if "officer" in name]
