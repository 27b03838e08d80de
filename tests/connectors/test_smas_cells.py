"""What stands in single cells and rows: marks that are none, names where none belong, repeats, states, dates."""

from typing import Any

import pytest

from connectors.kit.contract import HIDDEN
from tests.connectors.workbooks import (
    MARK_HEAD,
    NAMES,
    PUPILS,
    class_list,
    mark_sheet,
    marks,
    read,
    regular,
)


@pytest.mark.parametrize(
    ("cell", "cell_name", "shown"),
    [
        ("tám", "F6", "tám"),
        (11.5, "F6", "11,5"),
        ("-1", "F6", "-1"),
        ("-0,04", "F6", "-0,04"),
        (10.04, "F6", "10,04"),
        ("75", "F6", "75"),
        ("tám rưỡi lắm", "F6", HIDDEN),
    ],
)
def test_a_cell_that_is_no_mark_is_named_and_quoted_where_it_may_be(cell: Any, cell_name: str, shown: str) -> None:
    sheet = mark_sheet(*[(8, 8, 8, 8, 8)] * 3)
    sheet.rows[5] = (1, "6A", PUPILS[0], NAMES[0], 8, cell, 8, 8, 8)
    first = read(class_list(), sheet)["mark"][0]
    assert (first["faulty_cell"], first["faulty_mark"], regular(first)) == (cell_name, shown, ["8"])


def test_a_name_in_a_column_of_marks_is_never_quoted() -> None:
    moved = mark_sheet(*((given, 8, 8, 8, 8) for given in ("Lan", "Hoa", "Mai")))
    assert {one["faulty_mark"] for one in read(class_list(), moved)["mark"]} == {HIDDEN}


def test_a_moved_name_column_moves_nothing_else() -> None:
    head = ("Họ và tên", "STT", "Mã học sinh", "Tên lớp", *MARK_HEAD[4:])
    sheet = mark_sheet(head=head)
    sheet.rows[5:] = [(NAMES[0], 1, PUPILS[0], "6A", 8, 7, 8, 9, 8)]
    assert marks(read(class_list(), sheet), "pupil_code", "class_name", "final") == [(PUPILS[0], "6A", "9")]


def test_codes_that_are_names_are_no_codes() -> None:
    sheet = mark_sheet()
    sheet.rows[5] = (1, "6A", NAMES[0], PUPILS[0], 8, 8, 8, 8, 8)
    assert [one["pupil_code"] for one in read(class_list(), sheet)["mark"]] == [None, *PUPILS[1:]]
    shifted = mark_sheet()
    shifted.rows[5:] = [(1, "6A", name, code, 8, 8, 8, 8, 8) for name, code in zip(NAMES, PUPILS, strict=True)]
    book = read(class_list(), shifted)
    assert (book["mark"], book["workbook"][0]["unread_sheet_count"]) == ([], 1)


def test_two_sheets_of_one_title_and_a_pupil_listed_twice() -> None:
    again = mark_sheet()
    again.name = "Toán (2)"
    book = read(class_list(row2=(3, PUPILS[0], NAMES[2], "01/02/2014", "Kinh", "", "6A", "")), mark_sheet(), again)
    assert [one.get("repeats_row") for one in book["pupil"]] == [None, None, 6]
    assert [(one.get("repeats_sheet"), one.get("repeats_row")) for one in book["mark"]] == [
        *((None, None) for _ in PUPILS),
        (2, 6),
        (2, 7),
        (2, 8),
    ]


def test_hidden_sheets_are_not_read() -> None:
    secret = mark_sheet((1, 1, 1, 1, 1), subject="Ngữ văn")
    secret.is_hidden = True
    book = read(class_list(), mark_sheet(), secret)
    assert {one["subject_code"] for one in book["mark"]} == {"TOAN"}
    assert book["workbook"][0]["sheet_count"] == 3


def test_formulas_give_what_they_gave_last_and_errors_are_faults() -> None:
    sheet = mark_sheet()
    sheet.formulas = {(5, 8): ("=AVERAGE(E6:H6)", 7.749999999999), (6, 8): ("=1/0", "#DIV/0!")}
    first, second, _ = read(class_list(), sheet)["mark"]
    assert first["average"] == "7.7" and "average" not in second
    assert (second["faulty_cell"], second["faulty_mark"]) == ("I7", "#DIV/0!")


def test_exempt_empty_and_dashes_are_no_marks() -> None:
    book = read(class_list(), mark_sheet(("-", None, 8, "Miễn", None), ("", "", "", "", ""), (0, 10, 10, 10, 10)))
    assert [(one["pupil_code"], one.get("midterm"), one.get("final")) for one in book["mark"]] == [
        (PUPILS[0], "8", None),
        (PUPILS[2], "10", "10"),
    ]
    assert regular(book["mark"][1]) == ["0", "10"]
