"""Small invented workbooks for tests and for connectors/smas/sample: grids of cells, as .xlsx or as .xls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]

from connectors.smas.book import read_book

SCHOOL = "51524512"
PUPILS = ("HS5250001", "HS5250002", "HS5250003")
NAMES = ("Lê Mẫu Gieo", "Phạm Mẫu Trồng", "Võ Mẫu Hái")
ETHNICITY, IDENTITY = "Dân Tộc Mẫu", "099312000777"
LIST_HEAD = ("STT", "Mã học sinh", "Họ và tên", "Ngày sinh", "Dân tộc", "Số định danh cá nhân", "Lớp", "Trạng thái")
MARK_HEAD = ("STT", "Tên lớp", "Mã học sinh", "Họ và tên", "TX1", "TX2", "ĐĐGgk", "ĐĐGck", "ĐTBmhkI")


@dataclass
class Grid:
    """One sheet: rows of cells from A1; `merges` are (top, left, bottom, right) from 0, whose text stands top left."""

    name: str
    rows: list[Sequence[Any]]
    merges: Sequence[tuple[int, int, int, int]] = ()
    is_hidden: bool = False
    formulas: Mapping[tuple[int, int], tuple[str, Any]] = field(default_factory=dict)


def titles(
    title: str = "BẢNG ĐIỂM HỌC KỲ I", *, year: str = "2025-2026", authority: str = "UBND xã Đông Sơn"
) -> list[Any]:
    """The four lines above a table."""
    return [(authority, None, None, title), ("Trường THCS Mẫu 12", None, None, f"Năm học {year}"), (), ()]


def class_list(**changes: Any) -> Grid:
    """The class list of three pupils of 6A; `changes` replace the rows of the pupils by their number from 0."""
    people = [
        (number, code, name, "01/02/2014", ETHNICITY, IDENTITY, "6A", "Đang học")
        for number, (code, name) in enumerate(zip(PUPILS, NAMES, strict=True), 1)
    ]
    rows = [changes.get(f"row{index}", person) for index, person in enumerate(people)]
    return Grid("Danh sách", [*titles("DANH SÁCH HỌC SINH HỌC KỲ I"), LIST_HEAD, *rows])


def mark_sheet(*marks: Sequence[Any], subject: str = "Toán", head: Sequence[str] = MARK_HEAD) -> Grid:
    """A subject's sheet: for each pupil its two regular marks, midterm, final and average, in row 6 and after."""
    given = marks or (("8", "7,5", 8, 7.5, 7.7),) * len(PUPILS)
    rows = [
        (number, "6A", code, name, *cells)
        for number, (code, name, cells) in enumerate(zip(PUPILS, NAMES, given, strict=False), 1)
    ]
    above = titles()
    above[2] = (None, None, None, f"Môn học: {subject}")
    return Grid(subject, [*above, head, *rows])


def xlsx(*grids: Grid) -> bytes:
    """The grids as an .xlsx file."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day_format = book.add_format({"num_format": "dd/mm/yyyy"})
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for top, left, bottom, right in grid.merges:
                sheet.merge_range(top, left, bottom, right, "")
            for row, cells in enumerate(grid.rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day_format)
                    elif cell is not None:
                        sheet.write(row, column, cell)
            for (row, column), (formula, value) in grid.formulas.items():
                sheet.write_formula(row, column, formula, None, value)
            if grid.is_hidden:
                sheet.hide()
    return content.getvalue()


def xls(*grids: Grid) -> bytes:
    """The grids as an .xls file."""
    book = xlwt.Workbook()
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        sheet.visibility = int(grid.is_hidden)
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
        for top, left, bottom, right in grid.merges:
            sheet.merge(top, bottom, left, right)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


NAME = f"{SCHOOL}_2025-2026_HK1.xlsx"
Book = Mapping[str, Sequence[Mapping[str, Any]]]


def read(*grids: Grid, name: str | None = NAME) -> Book:
    """What the reader makes of a file of this name that was put there on 15/01/2026 at 09:00."""
    return read_book(xlsx(*grids), name, "2026-01-15T09:00:00+07:00")


def marks(book: Book, *fields: str) -> list[tuple[Any, ...]]:
    """These fields of all records of marks."""
    return [tuple(record.get(field) for field in fields) for record in book["mark"]]


def regular(record: Mapping[str, Any]) -> list[str]:
    """The regular marks of one record."""
    return [each["mark"] for each in record["regular"]]


def samples() -> dict[str, bytes]:
    """{file name: content} of connectors/smas/sample: a book with traps, a primary school's, and one that is none."""
    trapped = mark_sheet(("8", "7,5", 8, "tám", 7.7), (9, 9, 9, 11.5, 9), ("Đ", 7, 7, 7, 7))
    gone = class_list(row2=(3, PUPILS[2], NAMES[2], date(2014, 5, 6), ETHNICITY, IDENTITY, "6A", "Bỏ học"))
    hidden = Grid("DanhMuc", [MARK_HEAD, (1, "6A", PUPILS[0], NAMES[0], 1, 1, 1, 1, 1)], is_hidden=True)
    return {
        f"{SCHOOL}_2025-2026_HK1.xlsx": xlsx(gone, trapped, hidden),
        "51524401_2025-2026_CN.xls": xls(primary()),
        "51524513_2025-2026_HK1.xlsx": b"<html>\n",
    }


def primary() -> Grid:
    """A primary school's sheet of the year: three levels of headers."""
    head = [
        (
            "STT",
            "Mã lớp",
            "Mã học sinh",
            "Họ tên",
            "Môn học",
            None,
            None,
            "Phẩm chất",
            None,
            "Hoàn thành CTLH",
            "Xếp loại",
        ),
        (None, None, None, None, "Toán", None, "Đạo đức", "Yêu nước", "Nhân ái", None, None),
        (None, None, None, None, "Mức đạt được", "Điểm KTĐK", "Mức đạt được", None, None, None, None),
    ]
    merges = [
        *((4, column, 6, column) for column in (0, 1, 2, 3, 9, 10)),
        *((4, 4, 4, 6), (4, 7, 4, 8), (5, 4, 5, 5), (5, 7, 6, 7), (5, 8, 6, 8)),
    ]
    rows = [
        (1, "1A", "HS5250011", "Lê Mẫu Một", "T", 10, "T", "T", "T", "x", "Hoàn thành xuất sắc"),
        (2, "1A", "HS5250012", "Lê Mẫu Hai", "C", 4, "H", "Đ", "Đ", None, "Chưa hoàn thành"),
        (3, "1A", "HS5250013", "Lê Mẫu Ba", "H", 12, "H", "Đ", "Đ", "x", "Hoàn thành"),
    ]
    return Grid("Kết quả", [*titles("KẾT QUẢ CẢ NĂM"), *head, *rows], merges)


if __name__ == "__main__":
    for name, written in samples().items():
        (Path(__file__).parents[2] / "connectors/smas/sample" / name).write_bytes(written)
