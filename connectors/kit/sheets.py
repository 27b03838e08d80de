"""Opens a table that an office exported, whichever of the usual kinds of file it is, as sheets of texts."""

import csv
import io
import unicodedata

from connectors.kit.screening import COMPOUND, UTF16, ZIP
from connectors.kit.workbook import Opened, Sheet, open_workbook

# As many as `workbook_worker` reads of a workbook.
MOST_ROWS, MOST_COLUMNS = 20_000, 200
DELIMITERS, SEPARATOR = ";,\t|", "sep="
# By these lines it is told what parts the cells.
LINES_ASKED = 40

FLAWS_VI = {
    "empty": "Tệp rỗng (0 byte); hãy xuất lại từ phần mềm và nộp lại",
    "password": "Tệp có mật khẩu, không mở được; hãy bỏ mật khẩu và nộp lại",
    "macro": "Tệp có macro, không được nhận; hãy lưu thành .xlsx không có macro và nộp lại",
    "corrupt": "Tệp bị hỏng hoặc bị cắt ngang, không mở được; hãy xuất lại từ phần mềm và nộp lại",
    "not_a_workbook": "Tệp không phải bảng tính .xlsx, .xls hoặc .csv; hãy lưu thành .xlsx và nộp lại",
    "too_many_rows": "Tệp có trên 20.000 dòng; hãy chia thành nhiều tệp, ví dụ theo tháng, và xóa dòng trống thừa",
    "too_large": "Tệp quá lớn để đọc; hãy chia thành nhiều tệp, ví dụ theo tháng, và xóa dòng, cột trống thừa",
    "encoding": "Tệp chữ không theo bảng mã UTF-8; hãy chọn “CSV UTF-8” khi lưu, hoặc lưu thành .xlsx",
}


def open_sheets(content: bytes) -> Opened:
    """The sheets of an .xlsx, .xls or .csv file, or its flaw: one of `FLAWS_VI`."""
    if not content or content.startswith((ZIP, COMPOUND)):
        return open_workbook(content)
    try:
        text = content.decode("utf-16" if content.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        return Opened(flaw="encoding")
    return Opened(flaw="not_a_workbook") if text.lstrip().startswith("<") else _of_text(text)


def _of_text(text: str) -> Opened:
    try:
        rows = list(_rows(text))
    except csv.Error:
        return Opened(flaw="corrupt")
    if len(rows) > MOST_ROWS:
        return Opened(flaw="too_many_rows")
    if any(len(row) > MOST_COLUMNS for row in rows):
        return Opened(flaw="too_large")
    return Opened((Sheet(1, "", tuple(rows), ()),), 1)


def _rows(text: str) -> list[tuple[str | None, ...]]:
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    lines = plain.split("\n", LINES_ASKED)[:LINES_ASKED]
    # Excel writes on a line of its own what parts the cells.
    told = lines[0][len(SEPARATOR) :][:1] if lines[0].lower().startswith(SEPARATOR) else ""
    read = csv.reader(io.StringIO(plain, newline=""), delimiter=told or _delimiter(lines), strict=True)
    found = [tuple(cell.strip() or None for cell in row) for _, row in zip(range(MOST_ROWS + 1), read, strict=False)]
    return [(), *found[1:]] if told else found


def _delimiter(lines: list[str]) -> str:
    """The sign that stands in most of the first lines."""
    return max(DELIMITERS, key=lambda sign: sum(line.count(sign) for line in lines))
