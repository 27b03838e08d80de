"""The sheets of a lower secondary school's workbook: marks by subject or by class, and the summary of the term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandbox.smas import levels, slips
from sandbox.smas.children import MARKED
from sandbox.smas.class_lists import born
from sandbox.smas.conduct import MOST_ABSENCES, absences, conduct, is_gone
from sandbox.smas.habits import TERM_TITLES, Habit
from sandbox.smas.headed import Head, Page, headed, heads
from sandbox.smas.marks import COMMENTED, GYMNASTICS, MOST_REGULAR, Marks, Semester
from sandbox.smas.paper import Cell, Paper
from sandbox.smas.terms import Term
from sandbox.working_time import Integers

# The subjects of which all schools sit one common paper in mid-term: those are reported.
COMMON = ("TOAN", "NGUVAN", "NGOAINGU")
PASSED, FAILED, EXEMPT = "Đ", "CĐ", "M"
EXCELLENT_FROM, EXCELLENT_SUBJECTS = 90, 6
WORDS = {"T": "Tốt", "K": "Khá", "Đ": "Đạt", "CĐ": "Chưa đạt"}


@dataclass(frozen=True)
class SchoolTerm:
    """The pupils of one school who were there at the term's end, and their marks, in the same order."""

    seed: int
    scale: float
    habit: Habit
    term: Term
    marks: Marks
    pupils: pd.DataFrame

    @property
    def is_year(self) -> bool:
        """Whether the book closes a school year."""
        return self.term.term == "year"

    @property
    def semester(self) -> Semester:
        """The semester whose marks the book holds."""
        return self.marks.semesters[self.term.half - 1]


def school_term(seed: int, scale: float, habit: Habit, term: Term, marks: Marks) -> SchoolTerm:
    """What a book of one school and term is about."""
    everybody = marks.roster.pupils.iloc[marks.row]
    own = (everybody["school_code"] == habit.school.code).to_numpy() & ~is_gone(everybody, term)
    place = np.flatnonzero(own)
    return SchoolTerm(seed, scale, habit, term, marks.of(place), everybody.iloc[place])


def sheets(book: SchoolTerm) -> Iterator[Paper]:
    """All sheets but the class list: a mid-term has a summary only."""
    if book.term.term.startswith("mid_term"):
        yield _mid_term(book)
    elif book.habit.layout == "class":
        yield from _class_sheets(book)
        yield _summary(book)
    else:
        yield from _subject_sheets(book)
        yield _summary(book)


def _base(habit: Habit) -> list[str]:
    return ["STT", habit.words["class"], habit.words["code"], habit.words["name"], habit.words["born"]]


def _people(book: SchoolTerm) -> list[tuple[Cell, ...]]:
    columns = (book.pupils[name].to_list() for name in ("class_name", "code", "full_name", "birth_date"))
    return [
        (number, name, code, full_name, born(book.habit, birth))
        for number, (name, code, full_name, birth) in enumerate(zip(*columns, strict=True), 1)
    ]


def _subject_sheets(book: SchoolTerm) -> Iterator[Paper]:
    """A sheet a subject, all classes one after the other."""
    people = _people(book)
    title = f"BẢNG ĐIỂM {TERM_TITLES[book.term.term]}"
    for column, subject in enumerate(MARKED):
        name = book.habit.subject(subject)
        columns = heads(*_base(book.habit)) + _mark_heads(book, MOST_REGULAR)
        rows = [(*person, *cells) for person, cells in zip(people, _mark_cells(book, column), strict=True)]
        yield headed(book.habit, book.term, Page(name, title, of_subject=name), columns, rows)
    for column, subject in enumerate(COMMENTED):
        name = book.habit.subject(subject)
        said = comments(book, book.term.half)[:, column].tolist()
        half = "I" if book.term.half == 1 else "II"
        heading = book.habit.words["year"] if book.is_year else book.habit.words["average"].format(half)
        columns = heads(*_base(book.habit), heading)
        rows = [(*person, word) for person, word in zip(people, said, strict=True)]
        yield headed(book.habit, book.term, Page(name[:30], title, of_subject=name), columns, rows)


def _class_sheets(book: SchoolTerm) -> Iterator[Paper]:
    """A sheet a class, three levels of headers: subject, kind of mark, number."""
    people = _people(book)
    by_subject = [_mark_cells(book, column) for column in range(len(MARKED))]
    said = comments(book, book.term.half).tolist()
    columns = heads("STT", *_base(book.habit)[2:])
    for subject in MARKED:
        columns += [Head((book.habit.subject(subject), *head.texts)) for head in _mark_heads(book, MOST_REGULAR)]
    columns += heads(*(book.habit.subject(subject) for subject in COMMENTED))
    for name in dict.fromkeys(book.pupils["class_name"]):
        here = np.flatnonzero((book.pupils["class_name"] == name).to_numpy()).tolist()
        rows = [
            (number, *people[index][2:], *(cell for cells in by_subject for cell in cells[index]), *said[index])
            for number, index in enumerate(here, 1)
        ]
        title = f"BẢNG ĐIỂM {TERM_TITLES[book.term.term]}"
        yield headed(book.habit, book.term, Page(f"Lớp {name}", title, of_class=name), columns, rows)


def _mark_heads(book: SchoolTerm, regular: int) -> list[Head]:
    words, half = book.habit.words, "I" if book.term.half == 1 else "II"
    found = [Head((words["regular"], str(number))) for number in range(1, regular + 1)]
    found += heads(words["midterm"], words["final"], words["average"].format(half))
    return found + heads(words["average"].format("I"), words["year"]) if book.is_year else found


def _mark_cells(book: SchoolTerm, column: int) -> list[tuple[Cell, ...]]:
    """The cells of one subject, a tuple a pupil: regular marks, midterm, final, averages."""
    semester, write = book.semester, book.habit.mark
    parts = [
        *(semester.regular[:, column, number] for number in range(MOST_REGULAR)),
        semester.midterm[:, column],
        semester.final[:, column],
        semester.average[:, column],
    ]
    if book.is_year:
        parts += [book.marks.semesters[0].average[:, column], book.marks.stated_year[:, column]]
    return [tuple(map(write, marks)) for marks in zip(*(part.tolist() for part in parts), strict=True)]


def comments(book: SchoolTerm, half: int) -> "np.ndarray[tuple[int, int], np.dtype[np.str_]]":
    """What the subjects without marks say of each pupil in a semester: columns as COMMENTED."""
    said = np.where(book.marks.semesters[half - 1].failed, FAILED, PASSED)
    said[book.pupils["is_exempt"].to_numpy(), COMMENTED.index(GYMNASTICS)] = EXEMPT
    return said


def _mid_term(book: SchoolTerm) -> Paper:
    """The common papers of mid-term, a column a subject, and absences."""
    habit = book.habit
    columns = heads(*_base(habit), *(habit.subject(subject) for subject in COMMON), *_absence_heads(habit))
    wrong = slips.cells(habit.school, book.term)
    marks = book.semester.midterm[:, [MARKED.index(subject) for subject in COMMON]].tolist()
    missed = zip(*(part.tolist() for part in absences(book.pupils, book.term)), strict=True)
    rows: list[Sequence[Cell]] = []
    for index, (person, own, absent) in enumerate(zip(_people(book), marks, missed, strict=True)):
        cells = [wrong.get((index, subject), habit.mark(mark)) for subject, mark in zip(COMMON, own, strict=True)]
        rows.append((*person, *cells, *absent))
    title = f"TỔNG HỢP ĐIỂM {TERM_TITLES[book.term.term]}"
    return headed(habit, book.term, Page("Tổng hợp giữa kỳ", title), columns, rows)


def _absence_heads(habit: Habit) -> tuple[str, str]:
    return habit.words["permitted"], habit.words["unpermitted"]


def _summary(book: SchoolTerm) -> Paper:
    """Averages, levels of learning and conduct, titles, absences, and who moves up."""
    habit = book.habit
    level_heads, level_cells = _levels(book)
    subjects = [habit.subject(subject) for subject in (*MARKED, *COMMENTED)]
    columns = heads(*_base(habit), *subjects) + level_heads + heads(*_absence_heads(habit))
    averages = book.marks.stated_year if book.is_year else book.semester.average
    missed = np.stack(absences(book.pupils, book.term), axis=1)
    moves_up = _moves_up(book, missed.sum(axis=1)) if book.is_year else [()] * len(book.pupils)
    rows = [
        (*person, *map(habit.mark, marks), *said, *level, *absent, *up)
        for person, marks, said, level, absent, up in zip(
            _people(book),
            averages.tolist(),
            comments(book, book.term.half).tolist(),
            level_cells,
            missed.tolist(),
            moves_up,
            strict=True,
        )
    ]
    columns += heads("Lên lớp") if book.is_year else []
    title = f"BẢNG TỔNG KẾT {TERM_TITLES[book.term.term]}"
    return headed(habit, book.term, Page("Tổng kết", title), columns, rows)


def learning_levels(book: SchoolTerm) -> tuple[Integers, Integers]:
    """The levels of learning that the book states: of semester I, and of its own term (semester or year)."""
    first = levels.learning(book.marks.semesters[0].average, book.marks.semesters[0].failed)
    if not book.is_year:
        return first, first
    return first, levels.learning(book.marks.stated_year, book.semester.failed)


def conduct_levels(book: SchoolTerm) -> tuple[Integers, Integers, Integers]:
    """The levels of conduct of semester I, of semester II and of the year."""
    row = book.marks.row
    first, second = (conduct(book.seed, book.scale, book.term.year, half)[row] for half in (1, 2))
    return first, second, levels.conduct_of_year(first, second)


def _levels(book: SchoolTerm) -> tuple[list[Head], list[tuple[Cell, ...]]]:
    words = book.habit.words
    first, own = learning_levels(book)
    conducts = conduct_levels(book)
    if not book.is_year:
        return heads(words["learning"], words["conduct"]), _said(book, first, conducts[0])
    halves = ("HK I", "HK II", "Cả năm")
    second = levels.learning(book.semester.average, book.semester.failed)
    columns = [Head((words["learning"], half)) for half in halves] + [Head((words["conduct"], half)) for half in halves]
    averages = book.marks.stated_year
    excellent = (averages >= EXCELLENT_FROM).sum(axis=1) >= EXCELLENT_SUBJECTS
    good = (own == levels.GOOD) & (conducts[2] == levels.GOOD)
    titles = np.where(good & excellent, "Học sinh Xuất sắc", np.where(good, "Học sinh Giỏi", "")).tolist()
    cells = _said(book, first, second, own, *conducts)
    return columns + heads("Danh hiệu"), [(*said, title or None) for said, title in zip(cells, titles, strict=True)]


def _said(book: SchoolTerm, *parts: Integers) -> list[tuple[Cell, ...]]:
    """Levels as the school writes them: in letters, or in words."""
    texts = [levels.LEVELS[part].tolist() for part in parts]
    if book.habit.school.number % 2:
        texts = [[WORDS[text] for text in column] for column in texts]
    return list(zip(*texts, strict=True))


def _moves_up(book: SchoolTerm, missed: Integers) -> list[tuple[Cell, ...]]:
    _, own = learning_levels(book)
    enough = (own >= levels.REACHED) & (conduct_levels(book)[2] >= levels.REACHED) & (missed <= MOST_ABSENCES)
    return [("x",) if moves else (None,) for moves in enough.tolist()]
