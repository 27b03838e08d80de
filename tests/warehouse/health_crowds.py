"""Weeks in which many were seen with a watched disease, drawn by dice: files written by hand, for three pulls."""

import os
import random
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import pandas

from config.clock import TIMEZONE
from config.settings import PROJECT
from connectors.kit.runner import pull
from tests.connectors.health_files import sent_by, visited
from tests.installation import CLOCK, installed
from tests.oracle.health_places import Era, Places
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators

SEED, CENTRE, OUTSIDE = 0, "51200", "20257"
PLACES = Places(PROJECT / "config" / "units.csv", PROJECT / "config" / "facilities.csv")
# Two before a week is over, or between two weeks.
PULLS = (datetime(2026, 11, 10, 12, tzinfo=TIMEZONE), datetime(2026, 11, 18, 12, tzinfo=TIMEZONE), CLOCK)
# Before the reform and through it, before the stations were joined and through that, and the newest ones.
BEGINNINGS = ((date(2025, 3, 3), 10), (date(2025, 6, 30), 2), (date(2025, 12, 22), 3), (date(2026, 9, 7), 11))
MONDAYS = [first + timedelta(weeks=number) for first, count in BEGINNINGS for number in range(count)]
MAIN = {"measles": "B05", "dengue": "A91", "hand_foot_mouth": "B08.4"}
# How many are seen at one place: now and then so many that room is short.
CROWDS = (1, 2, 4, 8, 9, 9, 9, 9, 10, 11, 14, 25)
SHARE_AT_A_FACILITY, SHARE_IN_A_COMMUNE, SHARE_MENDED = 0.3, 0.25, 0.04


@dataclass(frozen=True)
class Told:
    """A visit as a file tells it in one of the pulls."""

    number: int
    person: str
    facility_code: str
    commune_code: str
    admitted_date: date
    main: str
    pull: int


@lru_cache(maxsize=1)
def told() -> tuple[Told, ...]:
    """All that is told, in no order."""
    chance = random.Random(SEED)
    found: list[Told] = []
    for monday in MONDAYS:
        for main in MAIN.values():
            is_late = chance.random() < 0.5
            for facility, commune, count in _crowds(monday, chance):
                for _ in range(count):
                    day = monday + timedelta(days=chance.randrange(7))
                    first = next(number for number, at in enumerate(PULLS) if day < at.date())
                    number = max(first, chance.choices((0, 1, 2), (6, 1, 1))[0] if is_late else 0)
                    person = f"09918{len(found):07}"
                    found.append(Told(len(found), person, facility, commune, day, main, number))
    return (*found, *_mended(found, chance))


def visits(pulls: int) -> pandas.DataFrame:
    """The visits that so many pulls brought, as the sandbox tells them."""
    rows = [
        {
            "sender": CENTRE, "number": one.number, "person": one.person, "facility_code": one.facility_code,
            "commune_code": one.commune_code, "admitted_date": one.admitted_date, "main": one.main, "other": "",
            "sent_at": PULLS[one.pull], "fault": None,
        }
        for one in told() if one.pull < pulls
    ]  # fmt: skip
    return pandas.DataFrame(rows)


@contextmanager
def crowds(folder: Path, covers: Collection[str], write_more: Callable[[Path], None]) -> Iterator[None]:
    """An installation that pulled all of it, and what else is written, and published the weeks and some covers."""
    asked = [each for each in read_indicators() if each.id.endswith("_week") or each.id in covers]
    with installed(folder / "ioc") as installation:
        installation.patch.setenv("IOC_HEALTH_RECORD__URL", str(folder / "drop"))
        installation.patch.setattr(build_module, "read_indicators", lambda: tuple(asked))
        write_more(folder / "drop")
        for number, at in enumerate(PULLS):
            _write(folder / "drop" / "kcb" / CENTRE, number)
            installation.set_clock(at)
            pull("health_record")
        build_module.build()
        yield


def _crowds(monday: date, chance: random.Random) -> Iterator[tuple[str, str, int]]:
    """(facility, commune of those seen there, how many) in a week."""
    if chance.random() < 0.2:
        return
    for commune in (each for each in PLACES.of_level("commune") if each.first <= monday <= each.last):
        if chance.random() < SHARE_IN_A_COMMUNE:
            yield CENTRE, commune.code, chance.choice(CROWDS)
        for facility in _facilities(commune, monday):
            if chance.random() < SHARE_AT_A_FACILITY:
                yield facility.code, commune.code, chance.choice(CROWDS)
    if chance.random() < SHARE_IN_A_COMMUNE:
        yield CENTRE, OUTSIDE, chance.choice(CROWDS)


def _facilities(commune: Era, day: date) -> list[Era]:
    standing = [each for each in PLACES.of_level("facility") if each.first <= day <= each.last]
    return [each for each in standing if commune in PLACES.reached(each)]


def _mended(found: list[Told], chance: random.Random) -> Iterator[Told]:
    """Some are told once more by the pull after: in another commune, a week earlier, without the disease, or as before;
    and some were seen with it already a week before.
    """
    for one in found:
        if one.pull + 1 < len(PULLS) and chance.random() < SHARE_MENDED:
            earlier = one.admitted_date - timedelta(days=7)
            again = replace(one, pull=one.pull + 1)
            yield chance.choice(
                (
                    replace(again, commune_code=chance.choice(("21040", "21061", "21109"))),
                    replace(again, admitted_date=earlier),
                    replace(again, main="J00"),
                    again,
                    replace(again, number=one.number + 1_000_000, admitted_date=earlier),
                )
            )


def _write(folder: Path, number: int) -> None:
    """The centre's file of a pull, that tells of all facilities."""
    at = PULLS[number]
    parts = [
        visited(
            str(one.number), one.facility_code, f"{one.admitted_date:%Y%m%d}0800", one.commune_code,
            main=one.main, identity=one.person,
        )
        for one in told() if one.pull == number
    ]  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{at - timedelta(days=1):%Y%m%d}.xml"
    path.write_bytes(sent_by(CENTRE, *parts, sent=f"{at - timedelta(hours=12):%Y%m%d%H%M}"))
    os.utime(path, (at.timestamp() - 36_000,) * 2)
