"""What primary pupils reached, subject by subject, and what the end of the year decided (TT 27/2020)."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sandbox.smas.children import PRIMARY
from sandbox.smas.roster import Roster, roster
from sandbox.smas.terms import Term
from sandbox.working_time import Floats, Integers

RESULTS = 0x62
SUBJECTS = (
    "TOAN", "TIENGVIET", "DAODUC", "TNXH", "KHOAHOC", "LSDL", "NGOAINGU", "TINHOC", "CONGNGHE", "AMNHAC", "MITHUAT",
    "HDTN", "GDTC",
)  # fmt: skip
ALL_GRADES = range(1, 6)
GRADES = {
    "TNXH": range(1, 4), "KHOAHOC": range(4, 6), "LSDL": range(4, 6), "NGOAINGU": range(3, 6), "TINHOC": range(3, 6),
    "CONGNGHE": range(3, 6),
}  # fmt: skip
# Subjects with a paper at the end of a semester; in mid-term only two of them, in the upper grades.
PAPERS = ("TOAN", "TIENGVIET", "KHOAHOC", "LSDL", "NGOAINGU", "TINHOC", "CONGNGHE")
MID_TERM_PAPERS, MID_TERM_GRADES = ("TOAN", "TIENGVIET"), range(4, 6)
QUALITIES = (
    "TUCHU", "GIAOTIEP", "GIAIQUYET", "NGONNGU", "TINHTOAN", "KHOAHOC", "THAMMI", "THECHAT", "YEUNUOC", "NHANAI",
    "CHAMCHI", "TRUNGTHUC", "TRACHNHIEM",
)  # fmt: skip
LEVELS, QUALITY_LEVELS = np.array(["C", "H", "T"]), np.array(["C", "Đ", "T"])
NOT_DONE, DONE, WELL_DONE = range(3)
CLASSES = np.array(["Chưa hoàn thành", "Hoàn thành", "Hoàn thành tốt", "Hoàn thành xuất sắc"])
WELL_FROM, DONE_FROM = -0.35, -3.6
LEAST_PASS, LEAST_GOOD, LEAST_EXCELLENT = 5, 7, 9
# Xã Bình Chương has too few teachers of the upper grades.
WEAKER, WEAKNESS = "21100", 0.45


@dataclass(frozen=True)
class PrimaryResults:
    """A term's results: rows as `row` in `roster.pupils`; -1 where a pupil has no such subject or paper.

    `level` and `mark` have a column a subject of SUBJECTS, `quality` one a quality of QUALITIES, `classes` 0 to 3.
    """

    roster: Roster
    row: Integers
    level: Integers
    mark: Integers
    quality: Integers
    classes: Integers


@lru_cache(maxsize=8)
def primary_results(seed: int, scale: float, term: Term) -> PrimaryResults:
    """What the books of one term say about all primary pupils."""
    whole = roster(seed, scale, term.year)
    row = np.flatnonzero((whole.pupils["kind"] == PRIMARY).to_numpy())
    pupils = whole.pupils.iloc[row]
    grade = pupils["grade"].to_numpy()
    bent = pupils["gift"].to_numpy() - WEAKNESS * (pupils["commune"] == WEAKER).to_numpy()
    noise = _noise(seed, term, grade)
    reached = bent[:, None] + 0.65 * noise[:, : len(SUBJECTS)]
    level = np.select([reached >= WELL_FROM, reached >= DONE_FROM], [WELL_DONE, DONE], NOT_DONE)
    mark = np.clip(np.rint(7.9 + 1.05 * reached), 1, 10).astype(np.int64)
    # A paper and a level agree: nobody who is done has less than five, nobody who is not has more than four.
    mark = np.where(level == NOT_DONE, np.minimum(mark, LEAST_PASS - 1), np.maximum(mark, LEAST_PASS))
    for column, subject in enumerate(SUBJECTS):
        taught = np.isin(grade, GRADES.get(subject, ALL_GRADES))
        level[~taught, column] = -1
        mark[~(taught & _has_paper(subject, term, grade)), column] = -1
    shown = bent[:, None] + 0.6 * noise[:, len(SUBJECTS) :]
    quality = np.select([shown >= WELL_FROM - 0.4, shown >= DONE_FROM - 0.3], [2, 1], 0)
    return PrimaryResults(whole, row, level, mark, quality, _classes(level, mark, quality))


def _noise(seed: int, term: Term, grade: Integers) -> Floats:
    noise = np.empty((len(grade), len(SUBJECTS) + len(QUALITIES)))
    for number in np.unique(grade).tolist():
        draw = np.random.default_rng([seed, RESULTS, term.year, *term.term.encode(), number])
        here = grade == number
        noise[here] = draw.normal(0, 1, (int(here.sum()), noise.shape[1]))
    return noise


def _has_paper(subject: str, term: Term, grade: Integers) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    if term.term.startswith("mid_term"):
        return np.isin(grade, MID_TERM_GRADES) & (subject in MID_TERM_PAPERS)
    return np.full(len(grade), subject in PAPERS)


def _classes(level: Integers, mark: Integers, quality: Integers) -> Integers:
    lowest_level = np.where(level < 0, WELL_DONE, level).min(axis=1)
    lowest_mark = np.where(mark < 0, 10, mark).min(axis=1)
    lowest_quality = quality.min(axis=1)
    steps = [
        (lowest_level == WELL_DONE) & (lowest_quality == 2) & (lowest_mark >= LEAST_EXCELLENT),
        (lowest_level == WELL_DONE) & (lowest_quality == 2) & (lowest_mark >= LEAST_GOOD),
        (lowest_level >= DONE) & (lowest_quality >= 1) & (lowest_mark >= LEAST_PASS),
    ]
    return np.select(steps, [3, 2, 1], 0)
