"""Whose and of when a book is: by the titles above its tables, by its name where they are silent, never by a column."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from connectors.smas.book import read_book
from tests.connectors.workbooks import MARK_HEAD, SCHOOL, Grid, class_list, mark_sheet, xlsx

NAME = f"{SCHOOL}_2025-2026_HK1.xlsx"
RECEIVED = "2026-01-15T09:00:00+07:00"
Book = Mapping[str, Sequence[Mapping[str, Any]]]


def read(*grids: Grid, name: str | None = NAME) -> Book:
    return read_book(xlsx(*grids), name, RECEIVED)


def titled(title: str | None) -> Grid:
    sheet = mark_sheet()
    sheet.rows[0] = (None, None, None, title)
    return sheet


@pytest.mark.parametrize(
    ("authority", "known"),
    [("Phòng GDĐT huyện Bình Sơn", "PHONG_GDDT"), ("ỦY BAN NHÂN DÂN XÃ ĐÔNG SƠN", "UBND_XA"), ("Trường", None)],
)
def test_the_title_says_who_manages_the_school(authority: str, known: str | None) -> None:
    sheet = mark_sheet()
    sheet.rows[0] = (authority, None, None, "BẢNG ĐIỂM HỌC KỲ I")
    assert read(sheet)["workbook"][0]["managed_by"] == known


@pytest.mark.parametrize(
    ("title", "term"),
    [
        ("BẢNG ĐIỂM GIỮA HỌC KỲ I", "mid_term_1"),
        ("TỔNG HỢP GIỮA KÌ II", "mid_term_2"),
        ("BẢNG ĐIỂM HỌC KỲ 1", "term_1"),
        ("SỔ ĐIỂM CUỐI KỲ I", "term_1"),
        ("BẢNG ĐIỂM HỌC KỲ II", "year"),
        ("TỔNG KẾT CẢ NĂM", "year"),
    ],
)
def test_the_title_says_the_term(title: str, term: str) -> None:
    sheet = mark_sheet()
    sheet.rows[0] = (None, None, None, title)
    assert read(sheet, name=f"{SCHOOL}.xlsx")["workbook"][0]["term"] == term


@pytest.mark.parametrize(
    ("name", "term"),
    [("GK1", "mid_term_1"), ("HK1", "term_1"), ("GK2", "mid_term_2"), ("CN", "year"), ("HK2", "year")],
)
def test_where_the_sheets_are_silent_the_files_name_counts(name: str, term: str) -> None:
    silent = Grid("Toán", mark_sheet().rows[4:])
    (workbook,) = read(silent, name=f"2025-2026/{SCHOOL}_2025-2026_{name}.xlsx")["workbook"]
    assert (workbook["school_code"], workbook["school_year"]) == (SCHOOL, "2025-2026")
    assert workbook["term"] == term and "flaw" not in workbook


def test_a_code_in_the_sheets_needs_no_name_and_may_not_differ_from_it() -> None:
    sheet = mark_sheet()
    sheet.rows[2] = ("Mã trường: 51524507", None, None, "Môn học: Toán")
    assert read(sheet, name=None)["workbook"][0]["school_code"] == "51524507"
    assert read(sheet, name=NAME)["workbook"] == [
        {
            "school_code": "51524507",
            "school_year": "2025-2026",
            "term": "term_1",
            "managed_by": "UBND_XA",
            "received_at": "2026-01-15T09:00:00+07:00",
            "sheet_count": 1,
            "flaw": "school_differs",
        }
    ]


@pytest.mark.parametrize(
    ("midterm", "final", "average"),
    [
        ("ĐĐG GK I", "ĐĐG CK I", "ĐTB HK I"),
        ("Điểm giữa kỳ 1", "Điểm cuối kỳ 1", "ĐTB HK1"),
        ("Giữa học kì I", "Cuối học kì I", "ĐTB cả năm"),
    ],
)
def test_a_header_says_nothing_of_the_books_term(midterm: str, final: str, average: str) -> None:
    sheet = mark_sheet(head=(*MARK_HEAD[:6], midterm, final, average))
    for name in (NAME, None):
        assert [one["term"] for one in read(sheet, name=name)["workbook"]] == ["term_1"]


def test_a_lone_title_above_the_header_is_no_header() -> None:
    sheet = titled(None)
    sheet.rows[3] = (None, None, "Học kỳ I")
    assert read(sheet, name=None)["workbook"][0]["term"] == "term_1"


@pytest.mark.parametrize(
    ("title", "name"),
    [("BẢNG ĐIỂM GIỮA HỌC KỲ I", "HK1"), ("BẢNG ĐIỂM HỌC KỲ I", "GK1"), ("TỔNG KẾT CẢ NĂM", "HK1"), ("HỌC KỲ I", "CN")],
)
def test_a_title_and_a_name_of_two_terms_hold_the_book(title: str, name: str) -> None:
    book = read(class_list(), titled(title), name=f"{SCHOOL}_2025-2026_{name}.xlsx")
    assert [one.get("flaw") for one in book["workbook"]] == ["term_differs"] and "mark" not in book


def test_a_mid_terms_class_list_may_speak_of_the_semester() -> None:
    book = read(class_list(), titled("BẢNG ĐIỂM GIỮA HỌC KỲ I"), name=f"{SCHOOL}_2025-2026_GK1 (1).xlsx")
    assert [(one["term"], one.get("flaw")) for one in book["workbook"]] == [("mid_term_1", None)]
