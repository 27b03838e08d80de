"""The visits of one day: who came where, with what. A day follows from (seed, scale, day) alone.

A visit is a row of plain numbers and codes; what the files say of it is written in `messages_xml`.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from sandbox.health import story
from sandbox.health.illness import (
    ACUTE,
    DIABETES,
    HYPERTENSION,
    MILDER,
    OTHERS,
    SEASONS,
    WITHHELD,
    first_seen,
    patients,
    working_number,
)
from sandbox.health.inhabitants import Inhabitants, inhabitants, outside
from sandbox.health.places import NIGHTLY_FROM
from sandbox.people import residences
from sandbox.working_time import Integers, epoch_day

ANSWERS_TO_VISITS = 0x4EA1
# Persons a working day at scale 1: at a station of middling size, and at the centre.
STATION_MEAN, CENTRE_MEAN = 7.0, 74.0
SATURDAY, SUNDAY_OR_HOLIDAY, MONDAY, FRIDAY = 0.28, 0.09, 1.15, 0.88
AT_CENTRE, FOLLOW_UP_DAYS, FOLLOW_UP_SHARE = 0.45, 2, 0.3
WITHHELD_SHARE, STRANGER_SHARE = 0.004, 0.05
OPENS_AT, OPEN_S = 7 * 3600, 9 * 3600
STRANGER = -1


@dataclass(frozen=True)
class Visit:
    """One visit. `place` is a number of `places()`; person -1 lives elsewhere. `second` is the minute it began in."""

    day: int
    place: int
    person: int
    second: int
    main: str
    other: str = ""
    kind: str = "01"
    dice: float = 0.5


# A package of a month asks for each of its days once a sender.
@lru_cache(maxsize=64)
def visits(seed: int, scale: float, day: int) -> tuple[Visit, ...]:
    """All visits of a date (epoch day), in the order of its places and hours."""
    draw = np.random.default_rng([seed, ANSWERS_TO_VISITS, day])
    who = inhabitants(seed, scale)
    found = _acute(who, scale, day, draw) + _chronic(who, seed, scale, day, draw)
    found += _notifiable(who, seed, scale, day) + _measles(who, day)
    again = _notifiable(who, seed, scale, day - FOLLOW_UP_DAYS) + _measles(who, day - FOLLOW_UP_DAYS)
    found += [replace(each, day=day, second=each.second + 600) for each in again if each.dice < FOLLOW_UP_SHARE]
    return tuple(sorted(found, key=lambda each: (each.place, each.second, each.person, each.main)))


def _business(day: int) -> float:
    """How busy a day is, against a plain one."""
    if working_number(day) is None:
        return SATURDAY if (day + 3) % 7 == 5 else SUNDAY_OR_HOLIDAY
    return {0: MONDAY, 4: FRIDAY}.get((day + 3) % 7, 1.0)


def _acute(who: Inhabitants, scale: float, day: int, draw: np.random.Generator) -> list[Visit]:
    sizes = np.diff(who.start).astype(np.float64)
    means = np.append(STATION_MEAN * sizes / sizes.mean(), CENTRE_MEAN) * min(scale, 1.0) * _business(day)
    if day < story.OUTSIDE_CAME_ON:
        means[outside()] = 0.0
    counts = draw.poisson(means)
    place = np.repeat(np.arange(len(counts)), counts)
    home = np.where(place < len(sizes), place, draw.choice(len(sizes), len(place), p=sizes / sizes.sum()))
    alive = np.array([who.born_by(number, day) for number in range(len(sizes))])
    person = who.start[home] + (draw.random(len(place)) * (alive[home] - who.start[home])).astype(np.int64)
    person = np.where((place == len(sizes)) & (draw.random(len(place)) < STRANGER_SHARE), STRANGER, person)
    main, other = _diagnoses(len(place), draw)
    second, dice = _seconds(len(place), draw), draw.random(len(place))
    rows = zip(place.tolist(), person.tolist(), second, main, other, dice.tolist(), strict=True)
    return [Visit(day, at, who_, when, first, more, dice=chance) for at, who_, when, first, more, chance in rows]


def _diagnoses(count: int, draw: np.random.Generator) -> tuple[list[str], list[str]]:
    names = np.array([name for name, _ in ACUTE], dtype=object)
    weights = np.array([weight for _, weight in ACUTE], dtype=np.float64)
    main = names[draw.choice(len(names), count, p=weights / weights.sum())]
    other = np.array(OTHERS, dtype=object)[draw.integers(0, len(OTHERS), count)]
    withheld = draw.random(count)
    main[withheld < WITHHELD_SHARE / 2] = WITHHELD[0][0]
    other[withheld > 1 - WITHHELD_SHARE / 2] = WITHHELD[1][0]
    return main.tolist(), other.tolist()


def _seconds(count: int, draw: np.random.Generator) -> list[int]:
    found: list[int] = (OPENS_AT + (draw.random(count) * OPEN_S / 60).astype(np.int64) * 60).tolist()
    return found


def _chronic(who: Inhabitants, seed: int, scale: float, day: int, draw: np.random.Generator) -> list[Visit]:
    number = working_number(day)
    if number is None:
        return []
    cared = patients(seed, scale)
    come = cared.on(number)
    centre, is_late = len(residences()), day >= story.OUTSIDE_CAME_ON
    rows = zip(
        cared.person[come].tolist(),
        cared.has_hypertension[come].tolist(),
        cared.has_diabetes[come].tolist(),
        cared.at_centre[come].tolist(),
        _seconds(len(come), draw),
        draw.integers(0, 3, len(come)).tolist(),
        strict=True,
    )
    found = []
    for person, high, sugar, goes_far, second, which in rows:
        home = int(who.residence[person])
        place = centre if goes_far or (home == outside() and not is_late) else home
        main = HYPERTENSION[which] if high else DIABETES[which]
        found.append(Visit(day, place, person, second, main, DIABETES[which] if high and sugar else "", "05"))
    return found


def _notifiable(who: Inhabitants, seed: int, scale: float, day: int) -> list[Visit]:
    draw = np.random.default_rng([seed, ANSWERS_TO_VISITS, day, 1])
    month = (date(1970, 1, 1) + timedelta(days=day)).month
    share = min(scale, 1.0) * (MILDER if day >= NIGHTLY_FROM else 1.0)
    found = []
    for season in SEASONS:
        for person in first_seen(who, season, day, month, share, draw).tolist():
            goes_far = bool(draw.random() < AT_CENTRE) or int(who.residence[person]) == outside()
            place = len(residences()) if goes_far else int(who.residence[person])
            code = season.codes[int(draw.integers(0, len(season.codes)))]
            found.append(Visit(day, place, person, _seconds(1, draw)[0], code, dice=float(draw.random())))
    return found


def _measles(who: Inhabitants, day: int) -> list[Visit]:
    """The story's cluster: each person once, on the days of their week one after the other."""
    home = next(number for number, each in enumerate(residences()) if each.old_code == story.MEASLES.home)
    known = _measles_persons(who, home)
    found, number = [], 0
    for monday, count in story.MEASLES.persons:
        for turn in range(count):
            on = epoch_day(monday) + (turn * 6) // count
            if on == day:
                second = OPENS_AT + 1800 + turn * 1500
                found.append(Visit(day, home, int(known[number]), second, "B05.9", dice=(turn % 3) / 3 + 0.1))
            number += 1
    return found


def _measles_persons(who: Inhabitants, home: int) -> Integers:
    """Young people of the place, each another; in a small district older ones too."""
    total = sum(count for _, count in story.MEASLES.persons)
    first, end = who.born_between(home, epoch_day(date(2016, 1, 1)), epoch_day(date(2026, 1, 1)))
    first = min(first, max(int(who.start[home]), end - total))
    step = max(1, (end - first) // total)
    return first + np.arange(total) * step
