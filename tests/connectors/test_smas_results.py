"""What summaries, year's books, primary schools' sheets and class lists say, by small workbooks made by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

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
    xlsx,
)

NAME = f"{SCHOOL}_2025-2026_HK1.xlsx"
Book = Mapping[str, Sequence[Mapping[str, Any]]]


def read(*grids: Grid, name: str | None = NAME) -> Book:
    return read_book(xlsx(*grids), name, None)


def marks(book: Book, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(record.get(field) for field in fields) for record in book["mark"]]


def test_a_years_book_holds_semester_two_and_both_averages() -> None:
    head = (*MARK_HEAD[:4], "TX1", "GK", "CK", "ĐTBmhkII", "ĐTBmhkI", "ĐTBmcn")
    sheet = mark_sheet(("8", 7, 9, "8,1", "7,5", "7,9"), head=head)
    sheet.rows[0] = (None, None, None, "BẢNG ĐIỂM CẢ NĂM")
    first = mark_sheet(subject="Ngữ văn")
    book = read(sheet, first, name=f"{SCHOOL}_2025-2026_CN.xlsx")
    assert marks(book, "subject_code", "final", "average", "average_term_1", "average_year") == [
        ("TOAN", "9", "8.1", "7.5", "7.9")
    ], "the sheet of semester I landed with its own book"


def summary() -> Grid:
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
    return Grid("Tổng kết", [*titles("BẢNG TỔNG KẾT CẢ NĂM"), *head, *rows], merges)


def test_a_summary_gives_levels_absences_and_what_no_other_sheet_says() -> None:
    year = mark_sheet(("8", 8, 8, 8, "8,2"), head=(*MARK_HEAD[:4], "TX1", "GK", "CK", "ĐTBmhkII", "ĐTBmcn"))
    year.rows[0] = titles("BẢNG TỔNG KẾT CẢ NĂM")[0]
    book = read(class_list(), year, summary(), name=f"{SCHOOL}_2025-2026_CN.xlsx")
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


def test_blank_cells_of_a_primary_school_are_told_and_unknown_words_are_faults() -> None:
    sheet = primary()
    sheet.rows[7] = (1, "1A", "HS5250011", "Lê Mẫu Một", "T", 10, None, "T", None, "x", None)
    sheet.rows[8] = (2, "1A", "HS5250012", "Lê Mẫu Hai", None, None, None, None, "-", None, None)
    sheet.rows[9] = (3, "1A", "HS5250013", "Lê Mẫu Ba", "T", 9, "T", "T", "ừ", "x", None)
    first, second, third = read(sheet, name="51524401_2025-2026_CN.xlsx")["primary_result"]
    assert first["marks"] == [
        {"subject": "TOAN", "level": "T", "mark": 10},
        {"subject": "DAODUC", "level": None, "mark": None},
    ]
    assert first["qualities"] == [{"code": "YEUNUOC", "level": "T"}, {"code": "NHANAI", "level": None}]
    assert {each["level"] for each in (*second["marks"], *second["qualities"])} == {None}
    assert [len(second["marks"]), len(second["qualities"])] == [2, 2] and "faulty_cell" not in second
    assert (third["faulty_cell"], third["faulty_mark"]) == ("I10", "ừ")


def test_the_thirteen_sheets_of_grade_nine_in_2023_are_all_read() -> None:
    """The programme of 2006: sciences, history and geography apart; music and art by comment, each by itself."""
    marked = {
        "Toán": "TOAN", "Vật lí": "VATLI", "Hóa học": "HOAHOC", "Sinh": "SINHHOC", "Ngữ văn": "NGUVAN",
        "Lịch sử": "LICHSU", "Địa lý": "DIALI", "Tiếng Anh": "NGOAINGU", "GDCD": "GDCD", "Công nghệ": "CONGNGHE",
    }  # fmt: skip
    judged = {"Thể dục": "GDTC", "Âm nhạc": "AMNHAC", "Mĩ thuật": "MITHUAT"}
    head = (*MARK_HEAD[:4], "ĐTBmhkI")
    said = (("Đ",), ("CĐ",), ("M",))
    sheets = [mark_sheet(subject=name) for name in marked]
    sheets += [mark_sheet(*said, subject=name, head=head) for name in judged]
    book = read(class_list(), *sheets)
    assert book["workbook"][0]["unread_sheet_count"] == 0
    found = marks(book, "subject_code", "average", "assessment")
    assert found[::3] == [(code, "7.7", None) for code in marked.values()] + [
        (code, None, "D") for code in judged.values()
    ]
    assert [told for _, _, told in found[-3:]] == ["D", "CD", "M"]
    assert not any("faulty_cell" in record for record in book["mark"])


def test_music_and_art_below_one_header_are_told_apart_and_by_comment() -> None:
    head = [
        ("STT", "Mã HS", "Họ tên", "Nghệ thuật", None, "Lịch sử và Địa lí", None, None),
        (None, None, None, "Âm nhạc", "Mĩ thuật", "Lịch sử", "Địa lí", "ĐTBmhkI"),
    ]
    merges = [*((4, each, 5, each) for each in (0, 1, 2)), (4, 3, 4, 4), (4, 5, 4, 7)]
    above = titles()
    above[2] = ("Lớp: 6A", None, None, None)
    rows = [(1, PUPILS[0], NAMES[0], "Đ", "CĐ", None, None, "7,5"), (2, PUPILS[1], NAMES[1], "Đ", "m", 5, 6, 5.5)]
    book = read(class_list(), Grid("Lớp 6A", [*above, *head, *rows], merges))
    assert marks(book, "pupil_code", "subject_code", "average", "assessment", "faulty_cell") == [
        (PUPILS[0], "AMNHAC", None, "D", None),
        (PUPILS[0], "MITHUAT", None, "CD", None),
        # History and geography are parts of one subject, whose average alone counts.
        (PUPILS[0], "LSDL", "7.5", None, None),
        (PUPILS[1], "AMNHAC", None, "D", None),
        (PUPILS[1], "MITHUAT", None, "M", None),
        (PUPILS[1], "LSDL", "5.5", None, None),
    ]


def test_who_is_exempt_of_a_subject_with_marks_is_told_so_where_no_mark_stands() -> None:
    sheet = mark_sheet(("M", None, "M", "Miễn", "m"), ("8", "M", 8, 7.5, 7.7), (None, None, None, None, None))
    book = read(class_list(), sheet)
    assert marks(book, "pupil_code", "assessment", "average") == [(PUPILS[0], "M", None), (PUPILS[1], None, "7.7")]
