"""Files as offices have them: lists of dossiers and forms, as workbooks and as text, with the faults of real ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

# As the system exports it: letterhead, title and period above the table, names of applicants in it.
HEADERS = (
    *("STT", "Số hồ sơ", "Mã TTHC", "Đơn vị giải quyết", "Tình trạng", "Hình thức nộp", "Ngày nộp hồ sơ"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Chủ hồ sơ", "Số điện thoại", "Thẩm quyền"),
)
APPLICANT, PHONE = "Nguyễn Thị Thử Nghiệm", "0912345678"
TITLE = (
    ("UBND XÃ VẠN TƯỜNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("DANH SÁCH HỒ SƠ",),
    ("Từ ngày 15/9/2026 đến ngày 14/12/2026",),
    (),
)


def line(number: int, **changes: str | None) -> dict[str, str | None]:
    """A dossier that no rule minds, by header, with `changes` by header as given."""
    good: dict[str, str | None] = {
        "STT": str(number),
        "Số hồ sơ": f"H48.152-261012-{number:04d}",
        "Mã TTHC": "1.001612",
        "Đơn vị giải quyết": "UBND xã Vạn Tường",
        "Tình trạng": "Đang xử lý",
        "Hình thức nộp": "Trực tuyến",
        "Ngày nộp hồ sơ": "12/10/2026 08:30",
        "Ngày tiếp nhận": "12/10/2026",
        "Ngày hẹn trả": "19/10/2026",
        "Chủ hồ sơ": APPLICANT,
        "Số điện thoại": PHONE,
        "Thẩm quyền": "Thuộc thẩm quyền của xã",
    }
    return {**good, **changes}


def rows_of(lines: Sequence[Mapping[str, str | None]]) -> list[Sequence[Any]]:
    """Title, headers and lines as the rows of a sheet."""
    return [*TITLE, HEADERS, *([each.get(header) for header in HEADERS] for each in lines)]


def workbook(
    rows: Sequence[Sequence[Any]], *, merged: Sequence[tuple[int, int, int, int, str]] = (), formula: str = ""
) -> bytes:
    """An .xlsx of one sheet; `formula` stands in A1, with a stored value."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2026, 11, 1, tzinfo=UTC)})
        sheet = book.add_worksheet("Danh sách")
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell is not None:
                    sheet.write(number, place, cell)
        for top, left, bottom, right, text in merged:
            sheet.merge_range(top, left, bottom, right, text)
        if formula:
            sheet.write_formula(0, 0, formula, value="stored")
    return written.getvalue()


def text(rows: Sequence[Sequence[Any]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    """The same as .csv."""
    return "\r\n".join(delimiter.join(cell or "" for cell in row) for row in rows).encode(encoding)


def dossier_list(*lines: Mapping[str, str | None]) -> bytes:
    """A list of dossiers as an .xlsx."""
    return workbook(rows_of(lines or (line(1),)))


def plain_list(*lines: Mapping[str, str | None]) -> bytes:
    """The same as .csv."""
    return text(rows_of(lines or (line(1),)))


def form_06a(
    fields: Mapping[str, Sequence[int | str]],
    *,
    unit: str = "UBND xã Vạn Tường",
    period: str = "Từ ngày 15/9/2026 đến ngày 14/12/2026",
) -> bytes:
    """Form II.06a with its three tiers of merged headers, the row that counts the columns, and the sum."""
    rows: list[Sequence[Any]] = [
        (f"Đơn vị báo cáo: {unit}", None, "Biểu số II.06a/VPCP/KSTT"),
        (f"Kỳ báo cáo: Quý IV/2026 ({period})",),
        (),
        (),
        (None, None, None, "Trong kỳ", None, "Từ kỳ trước"),
        (None, None, None, "Trực tuyến", "Trực tiếp, dịch vụ bưu chính"),
        ("(1)", "(2)", *(f"({number})" for number in range(1, 12))),
    ]
    rows += [(str(number), name, *counts) for number, (name, counts) in enumerate(fields.items(), 1)]
    numbers = [[cell if isinstance(cell, int) else 0 for cell in counts] for counts in fields.values()]
    rows.append(("Tổng cộng", None, *map(sum, zip(*numbers, strict=True))))
    return workbook(rows, merged=_tiers("Lĩnh vực, công việc giải quyết theo cấp"))


def by_unit(units: Mapping[str, Sequence[int]], *, period: str = "Từ ngày 15/9/2026 đến ngày 14/12/2026") -> bytes:
    """ "Tổng hợp theo đơn vị": a row for each agency."""
    rows: list[Sequence[Any]] = [
        ("TỔNG HỢP TÌNH HÌNH GIẢI QUYẾT HỒ SƠ THEO ĐƠN VỊ",),
        (period,),
        (),
        (),
        (None, None, None, "Trong kỳ", None, "Kỳ trước chuyển sang"),
        (None, None, None, "Qua mạng", "Trực tiếp"),
    ]
    rows += [(number, name, *counts) for number, (name, counts) in enumerate(units.items(), 1)]
    return workbook(rows, merged=_tiers("Đơn vị"))


def _tiers(named: str) -> list[tuple[int, int, int, int, str]]:
    """The merged cells of the header in rows 4 to 6: groups above, sums and parts below."""
    leaves = {6: "Tổng số", 7: "Trước hạn", 8: "Đúng hạn", 9: "Quá hạn", 10: "Tổng số", 11: "Trong hạn", 12: "Quá hạn"}
    return [
        (3, 0, 5, 0, "STT"),
        (3, 1, 5, 1, named),
        (3, 2, 3, 5, "Số hồ sơ nhận giải quyết"),
        (3, 6, 3, 9, "Số lượng hồ sơ đã giải quyết"),
        (3, 10, 3, 12, "Số lượng hồ sơ đang giải quyết"),
        (4, 2, 5, 2, "Tổng số"),
        *((4, place, 5, place, words) for place, words in leaves.items()),
    ]


def archive(members: Mapping[str, bytes]) -> bytes:
    """A .zip of these files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return written.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A workbook with one more part in it, such as a macro."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return archive({each: book.read(each) for each in book.namelist()} | {name: part})
