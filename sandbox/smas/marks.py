"""The marks of lower secondary pupils, in whole tenths so that a half is a half: semester by semester (TT 22/2021)."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from sandbox.smas import story
from sandbox.smas.children import LOWER_SECONDARY, MARKED
from sandbox.smas.roster import Roster, roster
from sandbox.working_time import Floats, Integers

Flags: TypeAlias = "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]"

GYMNASTICS = "GDTC"
COMMENTED = (GYMNASTICS, "NGHETHUAT", "HDTNHN", "GDDP")
MARKS, COMMENTS = 0x5D, 0x5F
MOST_REGULAR = 4
# Subjects of at most 35 lessons a year have two regular marks, up to 70 three, above four.
REGULAR_COUNT = {"GDCD": 2, "TINHOC": 2, "CONGNGHE": 2}
LONGER_TECHNOLOGY = (8, 9)
MEAN = {
    "TOAN": 6.75,
    "NGUVAN": 7.0,
    "NGOAINGU": 6.8,
    "KHTN": 7.05,
    "LSDL": 7.25,
    "GDCD": 7.9,
    "CONGNGHE": 7.8,
    "TINHOC": 7.7,
}
GIFT, SUBJECT_GIFT, SEMESTER, SITTING = 0.98, 0.5, 0.3, 0.7
FAILED_COMMENT = -2.75
TERM, YEAR = "term", "year"


@dataclass(frozen=True)
class Semester:
    """One semester's marks in tenths, rows as `Marks.row`, columns as MARKED; -1 where there is no mark.

    `failed` (columns as COMMENTED): judged Chưa đạt, which nobody is who is exempt. `average` is worked out half up.
    """

    regular: Integers
    midterm: Integers
    final: Integers
    failed: Flags

    def of(self, place: Integers) -> "Semester":
        """The marks of some pupils: `place` are their rows here."""
        return Semester(self.regular[place], self.midterm[place], self.final[place], self.failed[place])

    @property
    def average(self) -> Integers:
        """(sum of regular + 2 midterm + 3 final) / (number of regular + 5)."""
        given = self.regular >= 0
        total = np.where(given, self.regular, 0).sum(axis=2) + 2 * self.midterm + 3 * self.final
        return half_up(total, given.sum(axis=2) + 5)


@dataclass(frozen=True)
class Marks:
    """The marks of a school year. `row` are the places of its pupils in `roster.pupils`; `left_half` is the semester
    in which a pupil went away, 0 for those who stayed. `stated_year` is the year's average as the books state it.
    """

    roster: Roster
    row: Integers
    left_half: Integers
    semesters: tuple[Semester, Semester]
    stated_year: Integers

    def of(self, place: Integers) -> "Marks":
        """The marks of some pupils: `place` are their rows here."""
        first, second = (semester.of(place) for semester in self.semesters)
        stated = self.stated_year[place]
        return Marks(self.roster, self.row[place], self.left_half[place], (first, second), stated)

    def year_average(self) -> Integers:
        """(semester I + 2 semester II) / 3, half up."""
        return half_up(self.semesters[0].average + 2 * self.semesters[1].average, 3)


@lru_cache(maxsize=4)
def marks(seed: int, scale: float, year: int) -> Marks:
    """All marks of the school year that begins in September of `year`, the story's turns among them."""
    whole = roster(seed, scale, year)
    row = np.flatnonzero((whole.pupils["kind"] == LOWER_SECONDARY).to_numpy())
    pupils = whole.pupils.iloc[row]
    halves = (_semester(seed, whole, row, 1), _semester(seed, whole, row, 2))
    halves = story.one_subject_fails(halves, pupils, year)
    january = np.array([day.month in (9, 10, 11, 12) for day in pupils["left_date"]])
    left_half = np.where(pupils["leaving"] == "", 0, np.where(january, 1, 2))
    plain = Marks(whole, row, left_half, halves, np.zeros(0, dtype=np.int64))
    plain = replace(plain, stated_year=plain.year_average())
    return story.marks_lifted(plain, pupils, year)


def half_up(total: Integers, divisor: Integers | int) -> Integers:
    """total / divisor to the nearest whole number, a half upwards."""
    return (2 * total + divisor) // (2 * divisor)


def _semester(seed: int, whole: Roster, row: Integers, half: int) -> Semester:
    pupils = whole.pupils.iloc[row]
    grade = pupils["grade"].to_numpy()
    level = _level(whole, row)
    parts = [_dice(seed, whole.year, half, number, np.flatnonzero(grade == number)) for number in np.unique(grade)]
    order = np.argsort(np.concatenate([place for place, _, _ in parts]))
    noise = np.concatenate([sitting for _, sitting, _ in parts])[order]
    comment = np.concatenate([said for _, _, said in parts])[order]
    level = level + SEMESTER * noise[:, :, 0] + 0.08 * (half - 1)
    sittings = level[:, :, None] + SITTING * noise[:, :, 1:]
    regular = _tenths(sittings[:, :, :MOST_REGULAR], step=5)
    counts = np.array([[_regular_count(subject, number) for subject in MARKED] for number in grade])
    regular[np.arange(MOST_REGULAR)[None, None, :] >= counts[:, :, None]] = -1
    gift = pupils["gift"].to_numpy()
    failed = comment + 0.55 * gift[:, None] < FAILED_COMMENT
    failed[:, COMMENTED.index(GYMNASTICS)] &= ~pupils["is_exempt"].to_numpy()
    return Semester(regular, _tenths(sittings[:, :, 4], step=1), _tenths(sittings[:, :, 5], step=1), failed)


def _level(whole: Roster, row: Integers) -> Floats:
    """What each pupil may expect in each subject: gifts, the subject's own mean, the school's hand."""
    pupils = whole.pupils.iloc[row]
    school = np.array([int(code[-2:]) for code in pupils["school_code"]])
    hand = 0.35 * np.sin(school * 2.4)
    mean = np.array([MEAN[subject] for subject in MARKED])
    gift = pupils["gift"].to_numpy()
    return mean + (GIFT * gift + hand)[:, None] + SUBJECT_GIFT * whole.subject_gift[row]


def _dice(seed: int, year: int, half: int, grade: int, place: Integers) -> tuple[Integers, Floats, Floats]:
    draw = np.random.default_rng([seed, MARKS, year, half, grade])
    said = np.random.default_rng([seed, COMMENTS, year, half, grade])
    sittings = draw.normal(0, 1, (len(place), len(MARKED), 2 + MOST_REGULAR + 1))
    return place, sittings, said.normal(0, 1, (len(place), len(COMMENTED)))


def _tenths(value: Floats, step: int) -> Integers:
    """Marks in tenths, as teachers give them: regular ones in halves, papers in tenths."""
    tenths = np.rint(value * 10 / step).astype(np.int64) * step
    return np.clip(tenths, 0, 100)


def _regular_count(subject: str, grade: int) -> int:
    if subject == "CONGNGHE" and grade in LONGER_TECHNOLOGY:
        return 3
    return REGULAR_COUNT.get(subject, MOST_REGULAR)
