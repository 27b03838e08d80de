"""The invented children of the five communes, by the year in which they began school: who they are for good.

A cohort follows from (seed, year) alone, so a child keeps its code, its schools and its gifts over the years.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd

from sandbox.people import FAMILY, GIVEN, MIDDLE, NEW_SINCE
from sandbox.working_time import Floats, Integers

PUPILS, GRADES = 35_000, 9
CHILDREN = 0x5C
MARKED = ("TOAN", "NGUVAN", "NGOAINGU", "KHTN", "LSDL", "GDCD", "CONGNGHE", "TINHOC")
ETHNICITIES = ("Kinh", "Hrê", "Cor")
SHARES = (0.955, 0.03, 0.015)
# How unlike each other schools are in size: the largest of a commune has about twice the smallest's pupils.
UNLIKENESS = 0.7
PRIMARY, LOWER_SECONDARY = "primary", "lower_secondary"
# Where a grade begins that is taught in a lower secondary school.
FIRST_LOWER_SECONDARY = 6


@dataclass(frozen=True)
class School:
    """One school of today; `number` is its place among those of its kind, from 1."""

    code: str
    name: str
    kind: str
    commune: str
    number: int


@dataclass(frozen=True)
class Cohort:
    """The children who began grade 1 in September of `year`: arrays over children, in a lasting order."""

    year: int
    code: "np.ndarray[tuple[int], np.dtype[np.str_]]"
    schools: Mapping[str, Integers]
    gender: Integers
    family: Integers
    middle: Integers
    given: Integers
    birth_day: Integers
    ethnicity: Integers
    gift: Floats
    subject_gift: Floats
    conduct: Floats
    health: Floats
    seat: Floats
    leaving: Floats
    leaving_day: Floats
    serial: Integers

    def __len__(self) -> int:
        return len(self.code)


@lru_cache(maxsize=1)
def schools() -> tuple[School, ...]:
    """The schools of today, from configuration."""
    with files("config").joinpath("schools.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["valid_to"]]
    counted: dict[str, int] = {}
    found = []
    for row in rows:
        counted[row["kind"]] = counted.get(row["kind"], 0) + 1
        found.append(School(row["code"], row["name_vi"], row["kind"], row["unit_code"], counted[row["kind"]]))
    return tuple(found)


@lru_cache(maxsize=32)
def cohort(seed: int, scale: float, year: int) -> Cohort:
    """The children who began school in `year`; at scale 1 about 3,900."""
    draw = np.random.default_rng([seed, CHILDREN, year])
    commune = np.concatenate([np.full(count, index) for index, count in enumerate(_counts(scale))])
    count = len(commune)
    gender = draw.integers(0, 2, count)
    seat = draw.random(count)
    placed = {kind: _placed(commune, kind, draw) for kind in (PRIMARY, LOWER_SECONDARY)}
    return Cohort(
        year=year,
        code=np.array([f"515{year % 100:02d}{number:07d}" for number in range(1, count + 1)]),
        schools=placed,
        gender=gender,
        family=draw.integers(0, len(FAMILY), count),
        middle=draw.integers(0, len(MIDDLE[0]), count),
        given=draw.integers(0, len(GIVEN[0]), count),
        birth_day=draw.integers(0, 365, count),
        ethnicity=draw.choice(len(ETHNICITIES), count, p=SHARES),
        gift=draw.normal(0, 1, count),
        subject_gift=draw.normal(0, 1, (count, len(MARKED))),
        conduct=draw.normal(0, 1, count),
        health=draw.gamma(1.2, 1 / 1.2, count),
        seat=seat,
        leaving=draw.random((count, GRADES)),
        leaving_day=draw.random((count, GRADES)),
        serial=draw.integers(0, 1_000_000, count),
    )


def names(children: Cohort) -> list[str]:
    """The full names, as the class lists write them."""
    return [
        f"{FAMILY[family]} {MIDDLE[gender][middle]} {GIVEN[gender][given]}"
        for gender, family, middle, given in zip(
            children.gender.tolist(),
            children.family.tolist(),
            children.middle.tolist(),
            children.given.tolist(),
            strict=True,
        )
    ]


def identity_numbers(children: Cohort) -> list[str]:
    """Twelve digits in form; in substance invented, since no province has the prefix 099."""
    born = children.year - 6
    return [
        f"099{2 + 1 - gender}{born % 100:02d}{serial:06d}"
        for gender, serial in zip(children.gender.tolist(), children.serial.tolist(), strict=True)
    ]


def ministry_codes(children: Cohort) -> list[str]:
    """The ministry's own ten digits, which differ from the school system's code."""
    return [f"51{children.year % 100:02d}{serial:06d}" for serial in children.serial.tolist()]


def birth_dates(children: Cohort) -> list[pd.Timestamp]:
    """Six years before the year in which they began school."""
    first = pd.Timestamp(children.year - 6, 1, 1)
    return list(first + pd.to_timedelta(children.birth_day, unit="D"))


def communes() -> tuple[str, ...]:
    """The codes of the five communes, in a lasting order."""
    return tuple(sorted({school.commune for school in schools()}))


def _counts(scale: float) -> list[int]:
    """How many children of one cohort live in each commune, by population; at least one for every school."""
    with files("config").joinpath("population.csv").open(encoding="utf-8") as file:
        heads = {row["unit_code"]: int(row["value"]) for row in csv.DictReader(file) if row["unit_from"] == NEW_SINCE}
    total = sum(heads.values())
    least = {code: sum(school.commune == code for school in schools()) for code in communes()}
    return [max(least[code], round(PUPILS / GRADES * scale * heads[code] / total)) for code in communes()]


def _placed(commune: Integers, kind: str, draw: np.random.Generator) -> Integers:
    """For each child the index in `schools()` of its school of a kind: one of its own commune, each has some."""
    placed = np.zeros(len(commune), dtype=np.int64)
    for number, code in enumerate(communes()):
        own = [index for index, school in enumerate(schools()) if school.kind == kind and school.commune == code]
        here = np.flatnonzero(commune == number)
        weights = np.linspace(1.0, 1.0 + UNLIKENESS, len(own))
        quota = np.floor(weights / weights.sum() * (len(here) - len(own))).astype(int) + 1
        quota[-1] += len(here) - quota.sum()
        placed[draw.permutation(here)] = np.repeat(own, quota)
    return placed
