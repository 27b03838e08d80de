"""The sheet of a primary school's workbook: the template of TT 27/2020, three levels of headers, some 40 columns."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sandbox.smas import slips
from sandbox.smas.class_lists import born
from sandbox.smas.conduct import absences, is_gone
from sandbox.smas.habits import TERM_TITLES, Habit
from sandbox.smas.headed import Head, Page, headed, heads
from sandbox.smas.paper import Cell, Paper
from sandbox.smas.primary import CLASSES, LEVELS, PAPERS, QUALITY_LEVELS, SUBJECTS, PrimaryResults
from sandbox.smas.terms import Term

SUBJECT_GROUP = "Môn học và hoạt động giáo dục"
LEVEL, PAPER = "Mức đạt được", "Điểm KTĐK"
QUALITY_HEADS = (
    *(("Năng lực cốt lõi", "Năng lực chung", name) for name in ("Tự chủ và tự học", "Giao tiếp và hợp tác", "GQVĐ")),
    *(
        ("Năng lực cốt lõi", "Năng lực đặc thù", name)
        for name in ("Ngôn ngữ", "Tính toán", "Khoa học", "Thẩm mĩ", "Thể chất")
    ),
    *(("Phẩm chất chủ yếu", name) for name in ("Yêu nước", "Nhân ái", "Chăm chỉ", "Trung thực", "Trách nhiệm")),
)
MINORITY_LANGUAGE = "Tiếng dân tộc"


def sheets(habit: Habit, term: Term, results: PrimaryResults) -> Iterator[Paper]:
    """The results of one school: in schools of an even number one sheet, in the others one a grade."""
    everybody = results.roster.pupils.iloc[results.row]
    own = (everybody["school_code"] == habit.school.code).to_numpy() & ~is_gone(everybody, term)
    place = np.flatnonzero(own)
    pupils = everybody.iloc[place]
    rows = _rows(habit, term, results, pupils, place)
    title = f"TỔNG HỢP KẾT QUẢ GIÁO DỤC {TERM_TITLES[term.term]}"
    columns = _columns(habit)
    if habit.school.number % 2 == 0:
        yield headed(habit, term, Page("Kết quả", title), columns, rows)
        return
    for grade in dict.fromkeys(pupils["grade"]):
        here = np.flatnonzero((pupils["grade"] == grade).to_numpy()).tolist()
        yield headed(habit, term, Page(f"Khối {grade}", title), columns, [rows[index] for index in here])


def _columns(habit: Habit) -> list[Head]:
    words = habit.words
    found = heads("STT", "Mã lớp", words["code"], words["name"], words["born"])
    for subject in SUBJECTS:
        name = habit.subject(subject)
        found.append(Head((SUBJECT_GROUP, name, LEVEL)))
        if subject in PAPERS:
            found.append(Head((SUBJECT_GROUP, name, PAPER)))
        if subject == "NGOAINGU":
            found.append(Head((SUBJECT_GROUP, MINORITY_LANGUAGE, LEVEL)))
    found += [Head(texts) for texts in QUALITY_HEADS]
    return found + heads("Hoàn thành CTLH", "Lên lớp", "Xếp loại", words["permitted"], words["unpermitted"])


def _rows(
    habit: Habit,
    term: Term,
    results: PrimaryResults,
    pupils: pd.DataFrame,
    place: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> list[tuple[Cell, ...]]:
    wrong = slips.primary_cells(habit.school, term)
    level, mark = results.level[place].tolist(), results.mark[place].tolist()
    quality = QUALITY_LEVELS[results.quality[place]].tolist()
    classes = results.classes[place].tolist()
    missed = zip(*(part.tolist() for part in absences(pupils, term)), strict=True)
    people = zip(*(pupils[key].to_list() for key in ("class_name", "code", "full_name", "birth_date")), strict=True)
    rows: list[tuple[Cell, ...]] = []
    for index, ((name, code, full_name, birth), absent) in enumerate(zip(people, missed, strict=True)):
        own = {subject: cell for (line, subject), cell in wrong.items() if line == index}
        shown = _subject_cells(level[index], mark[index], own)
        decided = _decided(classes[index]) if term.term == "year" else (None, None, None)
        person = (index + 1, name, code, full_name, born(habit, birth))
        rows.append((*person, *shown, *quality[index], *decided, *absent))
    return rows


def _subject_cells(level: list[int], mark: list[int], wrong: dict[str, Cell]) -> list[Cell]:
    found: list[Cell] = []
    for subject, reached, paper in zip(SUBJECTS, level, mark, strict=True):
        found.append(wrong.get(subject, LEVELS[reached] if reached >= 0 else None))
        if subject in PAPERS:
            found.append(paper if paper >= 0 else None)
        if subject == "NGOAINGU":
            found.append(None)
    return [str(cell) if isinstance(cell, np.str_) else cell for cell in found]


def _decided(decision: int) -> tuple[Cell, ...]:
    done = "x" if decision > 0 else None
    return done, done, str(CLASSES[decision])
