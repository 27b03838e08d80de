"""Every way of heading a mark book that was seen or is to be expected, by small workbooks made by hand."""

from collections.abc import Sequence

import pytest

from connectors.smas.book import read_book
from tests.connectors.workbooks import (
    NAME,
    NAMES,
    PUPILS,
    SCHOOL,
    Grid,
    class_list,
    mark_sheet,
    marks,
    read,
    regular,
    titles,
    xls,
    xlsx,
)


def test_a_plain_book_gives_its_pupils_and_marks() -> None:
    book = read(class_list(), mark_sheet())
    (workbook,) = book["workbook"]
    assert (workbook["school_code"], workbook["school_year"], workbook["term"]) == (SCHOOL, "2025-2026", "term_1")
    assert (workbook["managed_by"], workbook["pupil_count"], workbook["sheet_count"]) == ("UBND_XA", 3, 2)
    assert workbook["received_at"] == "2026-01-15T09:00:00+07:00" and "flaw" not in workbook
    assert [(one["pupil_code"], one["class_name"], one["grade"]) for one in book["pupil"]] == [
        (code, "6A", 6) for code in PUPILS
    ]
    first = book["mark"][0]
    assert (regular(first), first["midterm"], first["final"], first["average"]) == (["8", "7.5"], "8", "7.5", "7.7")
    assert (first["subject_code"], first["sheet"], first["sheet_row"]) == ("TOAN", 2, 6)


def test_an_old_xls_reads_as_the_new_kind_does() -> None:
    grids = (class_list(), mark_sheet())
    assert read_book(xls(*grids), NAME, None) == read_book(xlsx(*grids), NAME, None)


@pytest.mark.parametrize(
    "head",
    [
        ("STT", "Lớp", "Mã HS", "Họ tên", "Điểm TX 1", "Điểm TX 2", "Điểm GK", "Điểm CK", "ĐTB HK1"),
        ("stt", "LỚP HỌC", "MÃ HỌC SINH", "HỌ VÀ TÊN", "TX1", "TX2", "GK", "CK", "tbmhk1"),
        ("TT", "Tên lớp", "Mã số HS", "Họ và tên học sinh", "ĐĐGtx1", "ĐĐGtx2", "ĐĐGgk", "ĐĐGck", "ĐTBm hkI"),
        (
            "STT",
            "Lớp",
            "Mã HS",
            "Họ tên",
            "Đánh giá thường xuyên 1",
            "KT 15p",
            "Điểm giữa kỳ",
            "Điểm cuối kỳ",
            "TB môn",
        ),
    ],
)
def test_headers_are_known_by_all_their_names(head: Sequence[str]) -> None:
    book = read(class_list(), mark_sheet(head=head))
    assert [(regular(one), one["midterm"], one["final"], one["average"]) for one in book["mark"]] == [
        (["8", "7.5"], "8", "7.5", "7.7")
    ] * 3


def test_headers_of_two_levels_numbers_below_and_totals_at_the_end() -> None:
    sheet = mark_sheet()
    group = ("STT", "Tên lớp", "Mã học sinh", "Họ và tên", "ĐĐGtx", None, "ĐĐGgk", "ĐĐGck", "ĐTBmhkI")
    below = (None, None, None, None, 1, 2, None, None, None)
    numbers = tuple(range(1, 10))
    ending = [
        (None, None, "Tổng cộng: 3", None),
        (None, None, "T\u1ec9 lệ trên 5,0", "100%"),
        (),
        (None, None, "Hiệu trưởng"),
    ]
    sheet.rows[4:5] = [group, below, numbers]
    sheet.rows += ending
    sheet.merges = [*((4, each, 5, each) for each in (0, 1, 2, 3, 6, 7, 8)), (4, 4, 4, 5)]
    book = read(class_list(), sheet)
    assert [(regular(one), one["average"], one["sheet_row"]) for one in book["mark"]] == [
        (["8", "7.5"], "7.7", row) for row in (8, 9, 10)
    ]


def test_a_sheet_a_class_with_subjects_above_three_levels() -> None:
    head = [
        ("STT", "Mã HS", "Họ tên", "Toán", None, None, None, "Ngữ văn", None, "GDTC"),
        (None, None, None, "TX", None, "GK", "ĐTBmhkI", "CK", "ĐTBmhkI", None),
        (None, None, None, 1, 2, None, None, None, None, None),
    ]
    merges = [
        *((4, each, 6, each) for each in (0, 1, 2, 9)),
        *((5, each, 6, each) for each in (5, 6, 7, 8)),
        *((4, 3, 4, 6), (4, 7, 4, 8), (5, 3, 5, 4)),
    ]
    above = titles()
    above[2] = ("Lớp: 6A", None, None, None)
    rows = [
        (1, PUPILS[0], NAMES[0], 8, 9, 7, 8.1, 6, 6.3, "Đ"),
        (2, PUPILS[1], NAMES[1], 5, None, 4, 4.4, 3, 3.2, "CĐ"),
    ]
    book = read(class_list(), Grid("Lớp 6A", [*above, *head, *rows], merges))
    assert marks(book, "subject_code", "class_name", "midterm", "final", "average", "assessment") == [
        ("TOAN", "6A", "7", None, "8.1", None),
        ("NGUVAN", "6A", None, "6", "6.3", None),
        ("GDTC", "6A", None, None, None, "D"),
        ("TOAN", "6A", "4", None, "4.4", None),
        ("NGUVAN", "6A", None, "3", "3.2", None),
        ("GDTC", "6A", None, None, None, "CD"),
    ]
    assert regular(book["mark"][0]) == ["8", "9"]
