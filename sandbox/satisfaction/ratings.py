"""What people press when a result is handed to them: who rates, where, when, and how satisfied, why not."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandbox.one_stop.catalogue import agencies, catalogue
from sandbox.one_stop.lives import NEVER, Lives, Step, day_of
from sandbox.satisfaction import story
from sandbox.satisfaction.devices import FIRST_DAY, REASONS, REFORM, devices
from sandbox.satisfaction.dice import die, rank_within, spread
from sandbox.working_time import (
    DAY,
    MORNING,
    UTC_OFFSET,
    WORKING_DAY,
    Booleans,
    Floats,
    Integers,
    epoch_day,
    working_time,
)

LONGEST_WAIT_S, APART_S = 240, 20
# Where the story counts ratings, none is pressed in the last minutes of a day, in which its bursts are.
FEW_UNTIL = 16 * 3600 + 45 * 60
SLOW, NO_REASON_SHARE, SLOW_SHARE, SECOND_REASON_SHARE, NEUTRAL_REASON_SHARE = 0, 0.02, 0.72, 0.25, 0.4


@dataclass(frozen=True)
class Results:
    """Results handed out, in the order in which they were; `life` points into the lives, `agency` hands out."""

    life: Integers
    number: Integers
    handed: Integers
    day: Integers
    agency: Integers
    is_new: Booleans

    def of_commune(self, code: str) -> Booleans:
        """Which of them a centre of 2025 hands out."""
        units = np.array([row.unit_code for row in agencies().rows])
        return np.asarray(self.is_new & (units[self.agency] == code))

    def take(self, rows: Booleans) -> "Results":
        """Those of these places."""
        return Results(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def ratings(lives: Lives, seed: int, scale: float, until_day: int) -> pd.DataFrame:
    """The honest ratings up to the end of a date (epoch day): device, rated, score, reasons, life, has_code, is_few.

    `rated` is true time in epoch seconds; rows are in its order, whatever comes later.
    """
    results = _handed_out(lives, until_day)
    results = results.take(_is_rated(results, scale))
    table = pd.DataFrame({"device": _device(lives, results), "life": results.life, "number": results.number})
    table["rated"] = _rated_at(results)
    table["is_few"] = _is_few(results)
    table["has_code"] = die(results.number, "known") < story.CODE_KNOWN_SHARE
    table["is_late"] = _is_late(lives)[results.life]
    satisfied = _is_satisfied(table, _satisfied_share(results, table["is_late"].to_numpy()), results, seed)
    table["score"] = _score(table, satisfied)
    table["reasons"] = _reasons(table, satisfied)
    return _apart(table)


def _handed_out(lives: Lives, until_day: int) -> Results:
    handed = lives.step(Step.HANDED_OUT)
    day = day_of(handed)
    life = np.flatnonzero((handed != NEVER) & (day >= epoch_day(FIRST_DAY)) & (day <= until_day))
    life = life[np.lexsort((lives.number[life], handed[life]))]
    names, receiving = agencies(), lives.receiving[life]
    is_old = np.array([bool(row.valid_to) for row in names.rows])[receiving]
    is_new = day[life] >= epoch_day(REFORM)
    # What an office of before 01/07/2025 took in and nobody fetched in time, the new commune's centre hands out.
    moved = names.centre[names.new_commune[lives.home[life]]]
    agency = np.where(is_new & is_old, moved, receiving)
    return Results(life, lives.number[life], handed[life], day[life], agency, is_new)


def _is_rated(results: Results, scale: float) -> Booleans:
    share = np.full(len(results.life), story.OLD_RATED_SHARE)
    for code in story.commune_codes():
        share = np.where(results.of_commune(code), story.rated_share(code, results.day), share)
    chosen = (die(results.number, "rated") < share) & (devices().count[results.agency] > 0)
    for few in story.FEW:
        of_few = results.of_commune(few.commune_code) & story.in_few(few, results.day)
        chosen[of_few] = _is_among_few(few, results.take(of_few), scale)
    return np.asarray(chosen)


def _is_among_few(few: story.Few, results: Results, scale: float) -> Booleans:
    """As many of each day as the quarter wants, chosen by the die."""
    wanted = story.wanted_by(few, results.day, scale) - story.wanted_by(few, results.day - 1, scale)
    is_late_in_day = (results.handed + UTC_OFFSET) % DAY > FEW_UNTIL
    order = np.lexsort((die(results.number, "rated"), is_late_in_day, results.day))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = rank_within(results.day[order])
    return np.asarray((rank < wanted) & ~is_late_in_day)


def _device(lives: Lives, results: Results) -> Integers:
    stand = devices()
    field = catalogue().field[lives.procedure[results.life]]
    return np.asarray(stand.first[results.agency] + field % np.maximum(stand.count[results.agency], 1))


def _rated_at(results: Results) -> Integers:
    """A while after the result was handed out, before the counter closes."""
    offset = working_time().position(results.handed) % WORKING_DAY
    left = np.where(offset < MORNING, MORNING, WORKING_DAY) - offset - 1
    wait = (10 + (LONGEST_WAIT_S - 10) * die(results.number, "wait")).astype(np.int64)
    return np.asarray(results.handed + np.minimum(wait, left))


def _is_few(results: Results) -> Booleans:
    found = np.zeros(len(results.life), dtype=np.bool_)
    for few in story.FEW:
        found |= results.of_commune(few.commune_code) & story.in_few(few, results.day)
    return found


def _is_late(lives: Lives) -> Booleans:
    completed = day_of(lives.step(Step.COMPLETED))
    return np.asarray((completed != NEVER) & (completed > day_of(lives.due[-1])))


def _satisfied_share(results: Results, is_late: Booleans) -> Floats:
    share = np.full(len(results.life), story.OLD_SATISFIED_SHARE)
    for code, new_share in story.SATISFIED_SHARE.items():
        share[results.of_commune(code)] = new_share
    return np.where(is_late, story.LATE_SATISFIED_SHARE, share)


def _is_satisfied(table: pd.DataFrame, share: Floats, results: Results, seed: int) -> Booleans:
    group = np.where(table["is_few"], 4, table["is_late"] * 2 + table["has_code"])
    satisfied = spread(group, seed) < share
    for few in story.FEW:
        of_few = np.flatnonzero(results.of_commune(few.commune_code) & story.in_few(few, results.day))
        reached = np.floor(np.arange(len(of_few) + 1) * (few.satisfied / few.count) + 0.5 + 1e-9)
        satisfied[of_few] = np.diff(reached) > 0
    return np.asarray(satisfied)


def _score(table: pd.DataFrame, satisfied: Booleans) -> Integers:
    scale, number = devices().scale[table["device"]], table["number"].to_numpy()
    good = np.where(die(number, "very") < story.VERY_SATISFIED_SHARE, scale, scale - 1)
    how_bad = die(number, "bad")
    bad = np.select([how_bad < story.NEUTRAL_SHARE, how_bad < 1 - story.VERY_DISSATISFIED_SHARE], [3, 2], 1)
    return np.where(satisfied, good, np.where(scale == 3, 1, bad))


def _reasons(table: pd.DataFrame, satisfied: Booleans) -> list[str | None]:
    """Codes of reasons joined by commas. The device asks for one, but lets go who waits."""
    number = table["number"].to_numpy()
    codes, others = [code for code, _ in REASONS], len(REASONS) - 1
    is_neutral = ~satisfied & (table["score"].to_numpy() == 3)
    asked = np.where(is_neutral, NEUTRAL_REASON_SHARE, np.where(satisfied, 0.0, 1 - NO_REASON_SHARE))
    is_slow = table["is_late"].to_numpy() & (die(number, "slow") < SLOW_SHARE)
    first = np.where(is_slow, SLOW, 1 + (die(number, "reason") * others).astype(np.int64))
    second = (first + 1 + (die(number, "another") * others).astype(np.int64)) % len(codes)
    has_second = die(number, "second") < SECOND_REASON_SHARE
    given = die(number, "given") < asked
    return [
        (f"{codes[one]},{codes[two]}" if both else codes[one]) if said else None
        for said, one, two, both in zip(given, first.tolist(), second.tolist(), has_second, strict=True)
    ]


def _apart(table: pd.DataFrame) -> pd.DataFrame:
    """One after the other at each device: nobody presses while the person before still stands there."""
    table = table.sort_values(["rated", "number"], kind="stable", ignore_index=True)
    place = rank_within(table["device"].to_numpy()) * APART_S
    pressed = (table["rated"] - place).groupby(table["device"]).cummax() + place
    table["rated"] = pressed.astype(np.int64)
    return table.sort_values(["rated", "number"], kind="stable", ignore_index=True)
