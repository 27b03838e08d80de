"""People of whom a record is kept where they live or elsewhere, drawn by dice: files written by hand, for one pull."""

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

import pandas

from config.clock import TIMEZONE
from tests.connectors.health_files import packed, person, record, records
from tests.warehouse.health_crowds import CROWDS, PLACES

SEED = 3
# Some before the month and some in it, so that a unit is small on some of its days alone.
DAYS = tuple(date(2026, *on) for on in ((10, 20), (10, 30), (11, 2), (11, 5), (11, 8)))
BIRTHS = (date(2025, 2, 1), date(2025, 3, 1), date(1980, 5, 1))
SHARE_THAT_SENDS, SHARE_FROM_ELSEWHERE, SHARE_THAT_MOVES = 0.3, 0.3, 0.15


@dataclass(frozen=True)
class Kept:
    """A record as a facility tells it on a day."""

    person: str
    facility_code: str
    commune_code: str
    birth_date: date
    day: date


@lru_cache(maxsize=1)
def kept() -> tuple[Kept, ...]:
    """All that is told, in order."""
    chance, found = random.Random(SEED), list[Kept]()
    communes = [era.code for era in PLACES.of_level("commune") if era.last > DAYS[-1]]
    for day in DAYS:
        for facility, home in _homes():
            if chance.random() < SHARE_THAT_SENDS:
                commune = chance.choice(communes) if chance.random() < SHARE_FROM_ELSEWHERE else home
                for _ in range(chance.choice(CROWDS)):
                    known = chance.choice(found) if found and chance.random() < SHARE_THAT_MOVES else None
                    who = known.person if known and known.day < day else f"09917{len(found):07}"
                    born = known.birth_date if known else chance.choice(BIRTHS)
                    found.append(Kept(who, facility, commune, born, day))
    return tuple({(one.person, one.day): one for one in found}.values())


def messages() -> pandas.DataFrame:
    """The records as the sandbox tells them."""
    return pandas.DataFrame(
        [
            {
                "person": one.person, "facility_code": one.facility_code, "commune_code": one.commune_code,
                "birth_date": one.birth_date, "sent_at": _sent(one.day), "fault": None,
            }
            for one in kept()
        ]
    )  # fmt: skip


def write_records(drop: Path) -> None:
    """A file of each station and day, with a message of each of its facilities."""
    stations = {era.code: PLACES.station(era) for era in PLACES.of_level("facility") if era.last > DAYS[-1]}
    files: dict[tuple[str, date], dict[str, list[str]]] = {}
    for one in kept():
        members = files.setdefault((stations[one.facility_code], one.day), {})
        told = record(person(one.person, one.commune_code, f"{one.birth_date:%d/%m/%Y}"))
        members.setdefault(one.facility_code, []).append(told)
    for (station, day), members in files.items():
        sent = f"{_sent(day):%d/%m/%Y %H:%M:%S}"
        content = packed(**{code: records(*told, sender=code, sent=sent) for code, told in members.items()})
        path = drop / "hssk" / station / f"{day:%Y%m%d}.zip"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (_sent(day).timestamp(),) * 2)


def _homes() -> Iterator[tuple[str, str]]:
    """Each facility of today with its commune."""
    for facility in (era for era in PLACES.of_level("facility") if era.last > DAYS[-1]):
        for home in (era for era in PLACES.reached(facility) if era.level == "commune"):
            yield facility.code, home.code


def _sent(day: date) -> datetime:
    return datetime.combine(day, time(21), TIMEZONE)
