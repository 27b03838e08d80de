"""Every way of writing a mark book that was seen or is to be expected, by small workbooks made by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from connectors.kit.contract import HIDDEN
from connectors.smas.book import read_book
from tests.connectors.workbooks import (
    LIST_HEAD,
    MARK_HEAD,
    NAMES,
    PUPILS,
    SCHOOL,
    Grid,
    class_list,
    mark_sheet,
    primary,
    titles,
    xls,
    xlsx,
)

NAME = f"{SCHOOL}_2025-2026_HK1.xlsx"
Book = Mapping[str, Sequence[Mapping[str, Any]]]


def read(*grids: Grid, name: str | None = NAME) -> Book:
    return read_book(xlsx(*grids), name, "2026-01-15T09:00:00+07:00")


def marks(book: Book, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(record.get(field) for field in fields) for record in book["mark"]]


def regular(record: Mapping[str, Any]) -> list[str]:
    return [each["mark"] for each in record["regular"]]


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


def test_headers_of_two_levels_numbers_below_and_totals_at_the_end() -> None:
    sheet = mark_sheet()
    group = ("STT", "Tên lớp", "Mã học sinh", "Họ và tên", "ĐĐGtx", None, "ĐĐGgk", "ĐĐGck", "ĐTBmhkI")
    below = (None, None, None, None, 1, 2, None, None, None)
    numbers = tuple(range(1, 10))
    ending = [
        (None, None, "Tổng cộng: 3", None),
        (None, None, "Tỉ lệ trên 5,0", "100%"),
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


def test_a_years_book_holds_semester_two_and_both_averages() -> None:
    head = (*MARK_HEAD[:4], "TX1", "GK", "CK", "ĐTBmhkII", "ĐTBmhkI", "ĐTBmcn")
    sheet = mark_sheet(("8", 7, 9, "8,1", "7,5", "7,9"), head=head)
    sheet.rows[0] = (None, None, None, "BẢNG ĐIỂM CẢ NĂM")
    first = mark_sheet(subject="Ngữ văn")
    book = read(sheet, first, name=f"{SCHOOL}_2025-2026_CN.xlsx")
    assert marks(book, "subject_code", "final", "average", "average_term_1", "average_year") == [
        ("TOAN", "9", "8.1", "7.5", "7.9")
    ], "the sheet of semester I landed with its own book"


def test_a_summary_gives_levels_absences_and_what_no_other_sheet_says() -> None:
    head = [
        ("STT", "Lớp", "Mã HS", "Họ tên", "Toán", "Tin học", "Kết quả học tập", None, None, "Rèn luyện", "Danh hiệu",
         "Nghỉ CP", "Nghỉ KP", "Lên lớp"),
        (None, None, None, None, None, None, "HK I", "HK II", "CN", None, None, None, None, None),
    ]  # fmt: skip
    merges = [*((4, each, 5, each) for each in (0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13)), (4, 6, 4, 8)]
    rows = [
        (1, "6A", PUPILS[0], NAMES[0], 8.1, "7,5", "Đạt", "Khá", "K", "Tốt", "Học sinh Giỏi", 3, "1", "x"),
        (2, "6A", PUPILS[1], NAMES[1], 3.1, 4, "CĐ", "CĐ", "Chưa đạt", "Đ", None, None, "-", None),
    ]
    above = titles("BẢNG TỔNG KẾT CẢ NĂM")
    year = mark_sheet(("8", 8, 8, 8, "8,2"), head=(*MARK_HEAD[:4], "TX1", "GK", "CK", "ĐTBmhkII", "ĐTBmcn"))
    year.rows[0] = above[0]
    book = read(
        class_list(), year, Grid("Tổng kết", [*above, *head, *rows], merges), name=f"{SCHOOL}_2025-2026_CN.xlsx"
    )
    fields = (
        "learning",
        "learning_term_1",
        "conduct",
        "title",
        "absent_permitted",
        "absent_unpermitted",
        "is_promoted",
    )
    assert [tuple(one.get(field) for field in fields) for one in book["result"]] == [
        ("KHA", "DAT", "TOT", "GIOI", 3, 1, True),
        ("CHUADAT", "CHUADAT", "DAT", None, None, None, False),
    ]
    assert marks(book, "pupil_code", "subject_code", "average_year") == [
        (PUPILS[0], "TOAN", "8.2"),
        (PUPILS[0], "TINHOC", "7.5"),
        (PUPILS[1], "TOAN", "3.1"),
        (PUPILS[1], "TINHOC", "4"),
    ]


def test_a_mid_terms_summary_gives_papers_and_absences() -> None:
    head = ("STT", "Lớp", "Mã HS", "Họ tên", "Toán", "Tiếng Anh", "Vắng CP", "Vắng KP")
    rows = [(1, "6A", PUPILS[0], NAMES[0], "7,5", 8, 2, 0)]
    grid = Grid("Tổng hợp", [*titles("TỔNG HỢP ĐIỂM GIỮA HỌC KỲ I"), head, *rows])
    book = read(class_list(), grid, name=f"{SCHOOL}_2025-2026_GK1.xlsx")
    assert marks(book, "subject_code", "midterm", "average") == [("TOAN", "7.5", None), ("NGOAINGU", "8", None)]
    assert [(one["absent_permitted"], one["absent_unpermitted"]) for one in book["result"]] == [(2, 0)]


def test_a_primary_schools_template() -> None:
    book = read_book(xlsx(primary()), "51524401_2025-2026_CN.xlsx", None)
    first, second, third = book["primary_result"]
    assert first["marks"] == [
        {"subject": "TOAN", "level": "T", "mark": 10},
        {"subject": "DAODUC", "level": "T", "mark": None},
    ]
    assert first["qualities"] == [{"code": "YEUNUOC", "level": "T"}, {"code": "NHANAI", "level": "T"}]
    assert [(one["is_completed"], one["classification"]) for one in (first, second)] == [
        (True, "XUATSAC"),
        (False, "CHUAHOANTHANH"),
    ]
    assert (third["faulty_cell"], third["faulty_mark"], book["mark"]) == ("F10", "12", [])
    assert book["pupil"][0]["enrolment"] == "studying" and not book["workbook"][0]["has_class_list"]


def test_what_a_year_decides_is_not_read_from_a_mid_terms_template() -> None:
    sheet = primary()
    sheet.rows[0] = (None, None, None, "KẾT QUẢ GIỮA HỌC KỲ I")
    first = read_book(xlsx(sheet), "51524401_2025-2026_GK1.xlsx", None)["primary_result"][0]
    assert "is_completed" not in first and "classification" not in first and first["marks"]


@pytest.mark.parametrize(
    ("cell", "cell_name", "shown"),
    [
        ("tám", "F6", "tám"),
        (11.5, "F6", "11,5"),
        ("-1", "F6", "-1"),
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


def test_states_and_dates_of_pupils() -> None:
    head = (*LIST_HEAD, "Ngày thôi học")
    rows = [
        (1, PUPILS[0], NAMES[0], date(2014, 5, 6), "Kinh", "", "Lớp 6 A", "Bỏ học", "5/3/2026"),
        (2, PUPILS[1], NAMES[1], 41765, "Hrê", "", "6A", "Chuyển đi", 46086),
        (3, PUPILS[2], NAMES[2], "06.05.2014", "Kinh", "", "6/1", "nghỉ dưỡng", None),
    ]
    book = read(Grid("DS", [*titles("DANH SÁCH HỌC SINH HỌC KỲ I"), head, *rows]), mark_sheet())
    assert [(one["class_name"], one["enrolment"], one["left_date"]) for one in book["pupil"]] == [
        ("6A", "left", "2026-03-05"),
        ("6A", "transferred", "2026-03-05"),
        ("6/1", "nghỉ dưỡng", None),
    ], "an unknown state goes on as it is, for the contract to hold it"


def test_exempt_empty_and_dashes_are_no_marks() -> None:
    book = read(class_list(), mark_sheet(("-", None, 8, "Miễn", None), ("", "", "", "", ""), (0, 10, 10, 10, 10)))
    assert [(one["pupil_code"], one.get("midterm"), one.get("final")) for one in book["mark"]] == [
        (PUPILS[0], "8", None),
        (PUPILS[2], "10", "10"),
    ]
    assert regular(book["mark"][1]) == ["0", "10"]
