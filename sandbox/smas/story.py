"""What the demo's story asks of the marks: a subject that fails at four schools, and marks that were lifted at one."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sandbox.smas import levels
from sandbox.smas.children import MARKED

if TYPE_CHECKING:
    from sandbox.smas.marks import Marks, Semester
    from sandbox.working_time import Integers

YEAR = 2025
# D11: mathematics of grade 8, semester II: the share below 5.0 at these schools, and elsewhere.
FAILING_SCHOOLS = ("51524503", "51524507", "51524511", "51524515")
SUBJECT, GRADE, FAILING, ELSEWHERE = MARKED.index("TOAN"), 8, 0.23, 0.09
# D10: at this school nine pupils' averages of the year were lifted, 31 in all, so that their level is Khá and not Đạt.
LIFTING_SCHOOL, LIFTED = "51524512", (4, 4, 4, 4, 3, 3, 3, 3, 3)
FAIR_MARK, ENOUGH, LOW = 65, 70, 58
PASS = 50


def one_subject_fails(
    halves: "tuple[Semester, Semester]", pupils: pd.DataFrame, year: int
) -> "tuple[Semester, Semester]":
    """D11: semester II as the story wants it; every other semester as it is."""
    if year != YEAR:
        return halves
    second = _copied(halves[1])
    at_school = pupils["school_code"].isin(FAILING_SCHOOLS).to_numpy()
    of_grade = (pupils["grade"] == GRADE).to_numpy()
    for rows, share in ((of_grade & at_school, FAILING), (of_grade & ~at_school, ELSEWHERE)):
        _set_share_below(second, np.flatnonzero(rows), share)
    return halves[0], second


def marks_lifted(marks: "Marks", pupils: pd.DataFrame, year: int) -> "Marks":
    """D10: the averages of the year that one school's books state, lifted by one to three tenths."""
    if year != YEAR:
        return marks
    stays = (pupils["school_code"] == LIFTING_SCHOOL).to_numpy() & (marks.left_half == 0)
    plain = levels.learning(marks.year_average(), marks.semesters[1].failed)
    chosen = np.flatnonzero(stays & (plain == levels.REACHED))[: len(LIFTED)]
    if len(chosen) < len(LIFTED):
        others = np.flatnonzero(stays & (plain != levels.REACHED))
        chosen = np.concatenate([chosen, others])[: len(LIFTED)]
    lifts: list[tuple[int, int, int]] = []
    second = _copied(marks.semesters[1])
    for pupil, count in zip(chosen.tolist(), LIFTED, strict=False):
        wanted, lifted = _wanted(count, pupil)
        _set_year_average(marks, second, pupil, wanted)
        lifts += [(pupil, subject, FAIR_MARK) for subject in lifted]
    told = replace(marks, semesters=(marks.semesters[0], second))
    stated = told.year_average()
    for pupil, subject, tenths in lifts:
        stated[pupil, subject] = tenths
    return replace(told, stated_year=stated)


def _wanted(count: int, pupil: int) -> "tuple[Integers, list[int]]":
    """The true averages of the year of one pupil: `count` just short of 6.5, without which six would be enough."""
    subjects = len(MARKED)
    wanted = np.full(subjects, LOW)
    wanted[count : count + 6 - count] = ENOUGH
    for subject in range(count):
        wanted[subject] = FAIR_MARK - 1 - (pupil + subject) % 3
    return wanted, list(range(count))


def _set_year_average(marks: "Marks", second: "Semester", pupil: int, wanted: "Integers") -> None:
    """Make the year's averages `wanted`, whatever semester I was; nobody failed by comment."""
    first = marks.semesters[0].average[pupil].tolist()
    for subject, year in enumerate(wanted.tolist()):
        set_average(second, pupil, subject, min(100, max(0, (3 * year - first[subject] + 1) // 2)))
    second.failed[pupil] = False


def set_average(semester: "Semester", pupil: int, subject: int, tenths: int) -> None:
    """Move a pupil's marks of a subject, the final one first, so that their average is `tenths`."""
    regular = semester.regular[pupil, subject]
    given = np.flatnonzero(regular >= 0).tolist()
    divisor = len(given) + 5
    cells = [(semester.final[pupil], subject, 3), (semester.midterm[pupil], subject, 2)]
    for row, place, weight in [*cells, *((regular, each, 1) for each in given)]:
        total = (
            int(regular[given].sum())
            + 2 * int(semester.midterm[pupil, subject])
            + 3 * int(semester.final[pupil, subject])
        )
        missing = tenths * divisor - total
        if abs(2 * missing) < divisor:
            return
        row[place] = min(100, max(0, int(row[place]) + round(missing / weight)))


def _copied(semester: "Semester") -> "Semester":
    return replace(
        semester,
        regular=semester.regular.copy(),
        midterm=semester.midterm.copy(),
        final=semester.final.copy(),
        failed=semester.failed.copy(),
    )


def _set_share_below(semester: "Semester", rows: "Integers", share: float) -> None:
    """The weakest `share` of `rows` below 5.0 and nobody else, each moved by no more than is needed."""
    average = semester.average[rows, SUBJECT]
    count = round(share * len(rows))
    for rank, place in enumerate(np.argsort(average, kind="stable").tolist()):
        if rank < count and average[place] >= PASS:
            set_average(semester, int(rows[place]), SUBJECT, PASS - 1 - rank % 4)
        elif rank >= count and average[place] < PASS:
            set_average(semester, int(rows[place]), SUBJECT, PASS + rank % 6)
