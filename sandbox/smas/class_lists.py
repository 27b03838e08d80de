"""The class list of a school: names, birthdays, ethnicity and numbers, none of which may land, and who has left."""

import pandas as pd

from sandbox.smas.conduct import is_gone
from sandbox.smas.habits import Habit
from sandbox.smas.headed import Page, headed, heads
from sandbox.smas.paper import Cell, Paper
from sandbox.smas.slips import repeated_in_list, unlisted
from sandbox.smas.terms import Term

PRINTED = ("code", "ministry_code", "full_name", "sex", "ethnicity", "identity_number", "class_name")
STATUS = {"": "Đang học", "left": "Bỏ học", "transferred": "Chuyển đi"}


def class_list(habit: Habit, term: Term, pupils: pd.DataFrame) -> Paper:
    """The sheet, one line a pupil of the school, class by class."""
    words = habit.words
    columns = heads(
        "STT",
        words["code"],
        "Mã định danh Bộ GD&ĐT",
        words["name"],
        words["born"],
        "Giới tính",
        "Dân tộc",
        "Số định danh cá nhân",
        words["class"],
        words["status"],
        "Ngày thôi học",
    )
    lines = _lines(habit, term, pupils)
    lines = [line for index, line in enumerate(lines) if index not in unlisted(habit.school, term)]
    lines += [lines[index] for index in repeated_in_list(habit.school, term)]
    numbered = [(number, *line) for number, line in enumerate(lines, 1)]
    return headed(habit, term, Page("Danh sách", "DANH SÁCH HỌC SINH"), columns, numbered)


def born(habit: Habit, day: pd.Timestamp) -> Cell:
    """A birthday as the school writes it: as text, or as the number of a day."""
    return day.date() if habit.dates == "serial" else f"{day:%d/%m/%Y}"


def _lines(habit: Habit, term: Term, pupils: pd.DataFrame) -> list[tuple[Cell, ...]]:
    gone = is_gone(pupils, term).tolist()
    status = [STATUS[leaving if is_away else ""] for leaving, is_away in zip(pupils["leaving"], gone, strict=True)]
    left = [f"{day:%d/%m/%Y}" if is_away else None for day, is_away in zip(pupils["left_date"], gone, strict=True)]
    days = [born(habit, day) for day in pupils["birth_date"]]
    texts = {name: pupils[name].to_list() for name in PRINTED}
    before, after = (texts[name] for name in PRINTED[:3]), (texts[name] for name in PRINTED[3:])
    return list(zip(*before, days, *after, status, left, strict=True))
