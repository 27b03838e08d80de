"""Who has a health record since when, and what is written into it: registers, check-ups and injections, by day.

A message is a record sent anew on a day, with what was added to it. All of it follows from (seed, person) alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from sandbox.health import story
from sandbox.health.inhabitants import Inhabitants, inhabitants, outside
from sandbox.one_stop.volume import FIRST_DAY
from sandbox.people import residences
from sandbox.satisfaction.dice import die, spread
from sandbox.working_time import Booleans, Floats, Integers, epoch_day, working_time

START = epoch_day(FIRST_DAY)
EARLY_UNTIL = epoch_day(date(2024, 12, 28))
NEVER = epoch_day(date(2099, 1, 1))
REGISTERED, PERIODIC, SCREENED, INJECTED = range(4)
COUNTED_MONTH, COUNTED_DAY = 11, 23
# Injections are laid out for children born since then.
CHILDREN_SINCE = epoch_day(date(2023, 1, 1))
REGISTERED_WITHIN = 24
NOWHERE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class Turn:
    """One visit for injections: days after birth at which it falls due, how late it may be, and what is given."""

    due: int
    room: int
    vaccines: tuple[str, ...]
    is_first_year: bool


# The second one against measles is given in the eighteenth month of life [assumed].
TURNS = (
    Turn(0, 2, ("VGB0", "BCG"), True),
    Turn(60, 12, ("5TRONG1", "OPV"), True),
    Turn(91, 12, ("5TRONG1", "OPV"), True),
    Turn(122, 14, ("5TRONG1", "OPV"), True),
    Turn(152, 14, ("IPV",), True),
    Turn(274, 16, ("SOI",), True),
    Turn(518, 14, ("MR", "DPT4"), False),
)
MEASLES_TURN = len(TURNS) - 1


@dataclass(frozen=True)
class Messages:
    """What is sent of records: arrays in order of day and residence. `what` is one of the four numbers above."""

    day: Integers
    person: Integers
    what: Integers

    def between(self, first: int, last: int) -> "Messages":
        """Those of the days from `first` to `last` (epoch days)."""
        start, end = np.searchsorted(self.day, [first, last + 1])
        return Messages(self.day[start:end], self.person[start:end], self.what[start:end])


@dataclass(frozen=True)
class Records:
    """`since` is the day of a person's first record (NEVER: none); `injected` by child and turn, NEVER where missed.

    `children` are the persons of the rows of `injected`; `checkups` are the messages of those, by person and day.
    """

    since: Integers
    children: Integers
    injected: Integers
    messages: Messages
    checkups: Messages
    row_of: dict[int, int]

    def told(
        self, person: int, what: int, day: int
    ) -> tuple[list[tuple[str, int]] | None, list[tuple[int, int]] | None]:
        """The lists of injections and of check-ups in a message of a date (epoch day); None where it has no such list.

        A record is sent once a day at most, so that what was added on one day stands in one message.
        """
        injections = self._injections(person, day)
        is_new = any(on == day for _, on in injections) or (what == REGISTERED and injections)
        checkups = self._checkups_of(person, day) if what in (PERIODIC, SCREENED) else None
        return injections if is_new else None, checkups

    def _injections(self, person: int, until: int) -> list[tuple[str, int]]:
        """(vaccine, day) of what a person had been given by a date (epoch day)."""
        row = self.row_of.get(person)
        if row is None:
            return []
        days = self.injected[row].tolist()
        return [(name, day) for turn, day in zip(TURNS, days, strict=True) if day <= until for name in turn.vaccines]

    def _checkups_of(self, person: int, until: int) -> list[tuple[int, int]]:
        """(day, what) of a person's check-ups by a date (epoch day), oldest first."""
        first, end = np.searchsorted(self.checkups.person, [person, person + 1])
        rows = zip(self.checkups.day[first:end].tolist(), self.checkups.what[first:end].tolist(), strict=True)
        return [(day, what) for day, what in rows if day <= until]


@lru_cache(maxsize=2)
def records(seed: int, scale: float) -> Records:
    """All records of a district, for all the years that it knows."""
    who = inhabitants(seed, scale)
    since = _since(who, seed)
    children = np.flatnonzero((who.birth_day >= CHILDREN_SINCE) & (since < NEVER))
    injected = _injected(who, children, seed)
    parts = [_registered(since), *(_checkups(who, since, year, seed) for year in story.CHECKUP_SHARE)]
    parts += [(injected[:, turn], children, np.full(len(children), INJECTED)) for turn in range(len(TURNS))]
    row_of = dict(zip(children.tolist(), range(len(children)), strict=True))
    messages = _in_order(who, since, parts)
    return Records(since, children, injected, messages, _of_checkups(messages), row_of)


def _share(who: Inhabitants, by_commune: dict[str, float], by_residence: Mapping[str, float] = NOWHERE) -> Floats:
    """The share of each person: that of the residence, by its old code, where it has one, else of the commune."""
    known = ((home.new_code, home.old_code) for home in residences())
    shares = np.array([by_residence[old] if old in by_residence else by_commune[new] for new, old in known])
    return np.asarray(shares[who.residence])


def _since(who: Inhabitants, seed: int) -> Integers:
    """The day of each person's first record: most at the beginning, some later, children soon after birth."""
    persons, time = np.arange(who.count), working_time()
    is_outside = who.residence == outside()
    share = np.where(is_outside, story.OUTSIDE_SHARE, _share(who, story.RECORD_SHARE))
    dealt = spread(who.residence, seed)
    early_until = np.where(is_outside, story.OUTSIDE_EARLY_SHARE, share * _share(who, story.EARLY_SHARE))
    first, last = int(time.number(np.array(START))), int(time.number(np.array(EARLY_UNTIL)))
    early = time.day(first + (die(persons + 1, "early") * (last - first)).astype(np.int64))
    later = time.day(last + 1 + (die(persons + 1, "later") * 440).astype(np.int64))
    later = np.where(is_outside, story.OUTSIDE_CAME_ON, later)
    since = np.where(dealt < early_until, early, later)
    soon = time.day(
        time.number(who.birth_day.clip(time.first) + (die(persons + 1, "soon") * REGISTERED_WITHIN).astype(np.int64))
    )
    since = np.where(
        who.birth_day >= START - REGISTERED_WITHIN, np.where(is_outside, np.maximum(soon, since), soon), since
    )
    return np.asarray(np.where(dealt < share, since, NEVER))


def _registered(since: Integers) -> tuple[Integers, Integers, Integers]:
    persons = np.flatnonzero(since < NEVER)
    return since[persons], persons, np.full(len(persons), REGISTERED)


def _checkups(who: Inhabitants, since: Integers, year: int, seed: int) -> tuple[Integers, Integers, Integers]:
    """A check-up in the year for as many as the story tells, one after the other over its working days."""
    time, persons = working_time(), np.arange(who.count)
    first, counted, end = (
        int(time.number(np.array(epoch_day(day))))
        for day in (date(year, 1, 1), date(year, COUNTED_MONTH, COUNTED_DAY), date(year + 1, 1, 1))
    )
    turn = die(persons * 8 + year % 8 + 1, f"checkup{seed % 97}") / _share(who, story.CHECKUP_SHARE[year])
    number = first + (turn * (counted - first)).astype(np.int64)
    day = time.day(np.minimum(number, end))
    comes = (number < end) & (since < day)
    screened = die(persons + year, "screen") < story.SCREENING_SHARE
    return day[comes], persons[comes], np.where(screened, SCREENED, PERIODIC)[comes]


def _injected(who: Inhabitants, children: Integers, seed: int) -> Integers:
    """The working day of each child's turns, or NEVER. Shares are dealt evenly in order of birth."""
    time, born = working_time(), who.birth_day[children]
    is_kept = _is_kept(who, children, seed)
    days = np.full((len(children), len(TURNS)), NEVER)
    for number, turn in enumerate(TURNS):
        late = (die(children * 16 + number + 1, "late") * turn.room).astype(np.int64)
        day = time.day(time.number((born + turn.due + late).clip(time.first)))
        days[:, number] = np.where(is_kept[:, number], day, NEVER)
    return days


def _is_kept(who: Inhabitants, children: Integers, seed: int) -> Booleans:
    residence = who.residence[children]
    first_year = _share(who, story.FIRST_YEAR_SHARE)[children]
    second = _share(who, story.SECOND_MEASLES_SHARE, story.SECOND_MEASLES_SHARE_AT)[children]
    dealt = spread(residence, seed)
    kept = np.empty((len(children), len(TURNS)), dtype=np.bool_)
    for number, turn in enumerate(TURNS):
        kept[:, number] = dealt < np.where(turn.is_first_year, np.maximum(first_year, second), second)
    return kept


def _of_checkups(messages: Messages) -> Messages:
    chosen = np.flatnonzero((messages.what == PERIODIC) | (messages.what == SCREENED))
    order = chosen[np.lexsort((messages.day[chosen], messages.person[chosen]))]
    return Messages(messages.day[order], messages.person[order], messages.what[order])


def _in_order(who: Inhabitants, since: Integers, parts: list[tuple[Integers, Integers, Integers]]) -> Messages:
    """One message a person and day at most; nothing is sent of anybody before their register."""
    day, person, what = (np.concatenate([part[column] for part in parts]) for column in range(3))
    sent = (day >= since[person]) & (day < NEVER) & (day >= START)
    day, person, what = day[sent], person[sent], what[sent]
    order = np.lexsort((what, person, who.residence[person], day))
    day, person, what = day[order], person[order], what[order]
    is_first = np.concatenate([[True], (np.diff(day) != 0) | (np.diff(person) != 0)])
    return Messages(day[is_first], person[is_first], what[is_first])
