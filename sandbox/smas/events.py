"""What the schools know of their pupils, as tables, for tests and for whoever wants to check the warehouse by himself.

Nothing is worked out: averages, levels and shares are for others to find. Asked at T, it tells of the workbooks that
can be opened and had been delivered by T, in the order of delivery.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd

from sandbox.smas import levels, lower_secondary, slips
from sandbox.smas.children import MARKED, PRIMARY, cohort, identity_numbers, ministry_codes, names
from sandbox.smas.conduct import absences, is_gone
from sandbox.smas.habits import habit
from sandbox.smas.marks import COMMENTED, marks
from sandbox.smas.primary import LEVELS, QUALITIES, QUALITY_LEVELS, SUBJECTS, primary_results
from sandbox.smas.roster import roster
from sandbox.smas.terms import Delivery, Term, deliveries, terms

PLACE = ("school_code", "school_year", "term")
FIRST_COHORT, LAST_COHORT = 2017, 2026


@dataclass(frozen=True)
class Told:
    """One table each; all but `books` begin with school_code, school_year, term, class_name, grade, pupil_code.

    `books`: school_code, school_year, term, delivered_at. `pupils`: state (studying, left, transferred), permitted and
    unpermitted (sessions missed), conduct_1, conduct_2 (T, K, Đ, CĐ; lower secondary), is_listed. `marks`, of terms
    that close a semester: subject_code, half, regular (tuple of tenths), midterm, final (tenths), said (Đ, CĐ, or M
    for exempt, where a subject is judged by comment). `primary`: subject_code, level (T, H, C), mark (1 to 10 or
    None). `qualities`: quality, level.
    """

    books: pd.DataFrame
    pupils: pd.DataFrame
    marks: pd.DataFrame
    primary: pd.DataFrame
    qualities: pd.DataFrame


def events(seed: int, scale: float, until: datetime) -> Told:
    """What all workbooks say that had been delivered by `until`."""
    newest: dict[tuple[str, Term], Delivery] = {}
    for term in terms():
        for delivery in deliveries(seed, term):
            if delivery.at <= until and delivery.flaw is None:
                newest[delivery.school.code, term] = delivery
    found = list(newest.values())
    lower = [each for each in found if each.school.kind != PRIMARY and not each.term.term.startswith("mid_term")]
    primary = [each for each in found if each.school.kind == PRIMARY]
    return Told(
        books=pd.DataFrame([(*_place(each), each.at) for each in found], columns=[*PLACE, "delivered_at"]),
        pupils=pd.concat([_pupils(seed, scale, each) for each in found], ignore_index=True),
        marks=pd.DataFrame([row for each in lower for row in _marks(seed, scale, each)]),
        primary=pd.DataFrame([row for each in primary for row in _primary(seed, scale, each)]),
        qualities=pd.DataFrame([row for each in primary for row in _qualities(seed, scale, each)]),
    )


def identifiers(seed: int, scale: float) -> pd.DataFrame:
    """All by which a pupil could be known, a row a child: full_name, pupil_code, ministry_code, identity_number."""
    children = [cohort(seed, scale, year) for year in range(FIRST_COHORT, LAST_COHORT + 1)]
    return pd.DataFrame(
        {
            "full_name": [name for each in children for name in names(each)],
            "pupil_code": [code for each in children for code in each.code.tolist()],
            "ministry_code": [code for each in children for code in ministry_codes(each)],
            "identity_number": [number for each in children for number in identity_numbers(each)],
        }
    )


def _place(delivery: Delivery) -> tuple[str, str, str]:
    return delivery.school.code, delivery.term.school_year, delivery.term.term


def _pupils(seed: int, scale: float, delivery: Delivery) -> pd.DataFrame:
    pupils = roster(seed, scale, delivery.term.year).of(delivery.school.code)
    gone = is_gone(pupils, delivery.term)
    permitted, unpermitted = absences(pupils, delivery.term)
    unlisted = slips.unlisted(delivery.school, delivery.term)
    told = _people(delivery, pupils).assign(
        state=np.where(gone, pupils["leaving"], "studying"),
        permitted=permitted,
        unpermitted=unpermitted,
        is_listed=[index not in unlisted for index in range(len(pupils))],
    )
    if delivery.school.kind == PRIMARY:
        return told
    book = _book(seed, scale, delivery)
    first, second, _ = lower_secondary.conduct_levels(book)
    said = pd.DataFrame(
        {
            "pupil_code": book.pupils["code"],
            "conduct_1": levels.LEVELS[first],
            "conduct_2": levels.LEVELS[second],
        }
    )
    return told.merge(said, on="pupil_code", how="left")


def _people(delivery: Delivery, pupils: pd.DataFrame) -> pd.DataFrame:
    code, year, term = _place(delivery)
    return pd.DataFrame(
        {
            "school_code": code,
            "school_year": year,
            "term": term,
            "class_name": pupils["class_name"].to_numpy(),
            "grade": pupils["grade"].to_numpy(),
            "pupil_code": pupils["code"].to_numpy(),
        }
    )


def _records(delivery: Delivery, pupils: pd.DataFrame) -> list[dict[str, object]]:
    rows = _people(delivery, pupils).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows]


def _book(seed: int, scale: float, delivery: Delivery) -> lower_secondary.SchoolTerm:
    own = habit(seed, delivery.school)
    return lower_secondary.school_term(seed, scale, own, delivery.term, marks(seed, scale, delivery.term.year))


def _marks(seed: int, scale: float, delivery: Delivery) -> Iterator[dict[str, object]]:
    """The marks of both semesters for a year's book, of semester I for its own."""
    book = _book(seed, scale, delivery)
    people = _records(delivery, book.pupils)
    for half in range(1, delivery.term.half + 1):
        semester, comments = book.marks.semesters[half - 1], lower_secondary.comments(book, half).tolist()
        for index, person in enumerate(people):
            for column, subject in enumerate(MARKED):
                given = semester.regular[index, column]
                yield {
                    **person,
                    "half": half,
                    "subject_code": subject,
                    "regular": tuple(given[given >= 0].tolist()),
                    "midterm": int(semester.midterm[index, column]),
                    "final": int(semester.final[index, column]),
                }
            for column, subject in enumerate(COMMENTED):
                yield {**person, "half": half, "subject_code": subject, "said": comments[index][column]}


def _primary(seed: int, scale: float, delivery: Delivery) -> Iterator[dict[str, object]]:
    wrong = {line for line, _ in slips.primary_cells(delivery.school, delivery.term)}
    for index, (person, level, mark, _) in enumerate(_results(seed, scale, delivery)):
        if index not in wrong:
            for subject, reached, paper in zip(SUBJECTS, level, mark, strict=True):
                if reached >= 0:
                    told = {"level": str(LEVELS[reached]), "mark": paper if paper >= 0 else None}
                    yield {**person, "subject_code": subject, **told}


def _qualities(seed: int, scale: float, delivery: Delivery) -> Iterator[dict[str, object]]:
    for person, _, _, quality in _results(seed, scale, delivery):
        for name, reached in zip(QUALITIES, quality, strict=True):
            yield {**person, "quality": name, "level": str(QUALITY_LEVELS[reached])}


def _results(
    seed: int, scale: float, delivery: Delivery
) -> Iterator[tuple[dict[str, object], list[int], list[int], list[int]]]:
    results = primary_results(seed, scale, delivery.term)
    everybody = results.roster.pupils.iloc[results.row]
    own = (everybody["school_code"] == delivery.school.code).to_numpy() & ~is_gone(everybody, delivery.term)
    place = np.flatnonzero(own)
    people = _records(delivery, everybody.iloc[place])
    parts = (part[place].tolist() for part in (results.level, results.mark, results.quality))
    yield from zip(people, *parts, strict=True)
