"""Who sits in which class of which school in a school year, who has left, and how often each was absent."""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import pandas as pd

from sandbox.smas.children import (
    ETHNICITIES,
    FIRST_LOWER_SECONDARY,
    GRADES,
    LOWER_SECONDARY,
    PRIMARY,
    Cohort,
    birth_dates,
    cohort,
    identity_numbers,
    ministry_codes,
    names,
    schools,
)
from sandbox.smas.terms import FIRST_YEAR
from sandbox.working_time import Floats

Here: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.bool_]]"

# Share of pupils who give up school within a year, and who move away.
LEFT_PRIMARY, LEFT_LOWER_SECONDARY, TRANSFERRED = 0.0003, 0.004, 0.004
# Xã Bình Minh lies in the hills: more give up school there, and more stay away.
HILLS, MORE_LEFT, MORE_ABSENT = "21085", 3.0, 1.9
# How many pupils a class may hold; three schools of each kind have fewer rooms than they need.
CLASS_SIZE = {PRIMARY: 34, LOWER_SECONDARY: 43}
SHORT_OF_ROOMS, CROWDED = (5, 16, 27), {PRIMARY: 39, LOWER_SECONDARY: 50}
# Sessions missed in a whole year by an ordinary pupil.
ABSENCES = 2.6
UNPERMITTED = 0.22
# One pupil of so many is exempt of gymnastics for good.
EXEMPT_ONE_OF = 250


@dataclass(frozen=True)
class Roster:
    """One school year. `pupils` has a row a pupil: code, school_code, commune, kind, grade, class_name, full_name,
    birth_date, sex, ethnicity, identity_number, ministry_code, gift, conduct, is_exempt (of gymnastics), leaving
    (None, left or transferred), left_date, absences (of the whole year); `subject_gift` has its rows.
    """

    year: int
    pupils: pd.DataFrame
    subject_gift: Floats

    def of(self, school_code: str) -> pd.DataFrame:
        """The pupils of one school, class by class."""
        found: pd.DataFrame = self.pupils[self.pupils["school_code"] == school_code]
        return found


@lru_cache(maxsize=4)
def roster(seed: int, scale: float, year: int) -> Roster:
    """All pupils of the school year that begins in September of `year`."""
    parts, gifts = [], []
    for grade in range(1, GRADES + 1):
        children = cohort(seed, scale, year - grade + 1)
        part, here = _grade(children, grade, year)
        parts.append(part)
        gifts.append(children.subject_gift[here])
    pupils = pd.concat(parts, ignore_index=True)
    order = pupils.sort_values(["school_code", "grade", "class_name", "code"], kind="stable").index
    return Roster(year, pupils.loc[order].reset_index(drop=True), np.concatenate(gifts)[order])


def _grade(children: Cohort, grade: int, year: int) -> tuple[pd.DataFrame, Here]:
    """One grade's pupils, and which of the cohort's children are still there."""
    kind = LOWER_SECONDARY if grade >= FIRST_LOWER_SECONDARY else PRIMARY
    known = schools()
    place = children.schools[kind]
    leaving = _leaving(children)
    # Nobody left before the first school year that is told of.
    first = max(0, int(FIRST_YEAR[:4]) - children.year)
    here = ~(leaving[:, first : grade - 1] != "").any(axis=1)
    of_year = {
        "school_code": [known[index].code for index in place],
        "commune": [known[index].commune for index in place],
        "kind": kind,
        "grade": grade,
        "class_name": _classes(children, kind, grade),
        "leaving": leaving[:, grade - 1],
        "left_date": _left_dates(children, grade, year),
        "absences": _absences(children, kind, grade),
    }
    return pd.DataFrame({"code": children.code, **_persons(children), **of_year})[here], here


def _persons(children: Cohort) -> dict[str, object]:
    """What stays with a child for good."""
    return {
        "full_name": names(children),
        "birth_date": birth_dates(children),
        "sex": np.where(children.gender == 1, "Nam", "Nữ"),
        "ethnicity": np.array(ETHNICITIES)[children.ethnicity],
        "identity_number": identity_numbers(children),
        "ministry_code": ministry_codes(children),
        "gift": children.gift,
        "conduct": children.conduct,
        "is_exempt": children.serial % EXEMPT_ONE_OF == 0,
    }


def _leaving(children: Cohort) -> "np.ndarray[tuple[int, int], np.dtype[np.str_]]":
    """For each child and grade: "", left or transferred."""
    grades = np.arange(1, GRADES + 1)
    known = schools()
    hills = np.array([known[index].commune == HILLS for index in children.schools[LOWER_SECONDARY]])
    share = np.where(grades >= FIRST_LOWER_SECONDARY, LEFT_LOWER_SECONDARY, LEFT_PRIMARY)
    left = share * np.where(hills, MORE_LEFT, 0.75)[:, None]
    # Who finds learning hard gives it up sooner.
    left = left * np.where(children.gift < -0.5, 2.0, 0.55)[:, None]
    dice = children.leaving
    return np.where(dice < left, "left", np.where(dice > 1 - TRANSFERRED, "transferred", ""))


def _left_dates(children: Cohort, grade: int, year: int) -> list[date]:
    first = date(year, 9, 20)
    return [first + timedelta(days=int(dice * 230)) for dice in children.leaving_day[:, grade - 1].tolist()]


def _classes(children: Cohort, kind: str, grade: int) -> list[str]:
    """6A, 6B …: each school makes as many classes of a grade as its children need."""
    known = schools()
    place = children.schools[kind]
    found = [""] * len(children)
    for index in np.unique(place):
        here = np.flatnonzero(place == index)
        size = CROWDED[kind] if known[index].number in SHORT_OF_ROOMS else CLASS_SIZE[kind]
        count = math.ceil(len(here) / size)
        for rank, child in enumerate(here[np.argsort(children.seat[here], kind="stable")]):
            found[child] = f"{grade}{chr(ord('A') + rank % count)}"
    return found


def _absences(children: Cohort, kind: str, grade: int) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    """Sessions missed in the whole year, before they are cut to whole ones of a term."""
    known = schools()
    hills = np.array([known[index].commune == HILLS for index in children.schools[kind]])
    yearly = 0.6 + 0.8 * children.leaving[:, grade - 1]
    return children.health * ABSENCES * yearly * np.where(hills, MORE_ABSENT, 1.0)
