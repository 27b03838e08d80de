"""Files to keep: what is read back is what was written, nothing in them is a formula, and they say what they are."""

import csv
import io
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboards import words
from dashboards.export import MOST_ROWS, Column, Cover, Definition, Sheet, records, sheet_name, to_csv, to_xlsx

NAMES = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
KNOWN_AT = datetime(2026, 11, 23, 0, 15, tzinfo=UTC)
SNAPSHOT = "ioc-20261123T001530-5eed5eed"
PLANTED = ('=HYPERLINK("http://x","y")', "+1", "@x", "-1", "\tx", "\rx", "http://x", "007", "1e5", "{=1+1}")
COLUMNS = (
    Column("code", "Mã hồ sơ"),
    Column("day", "Hẹn trả", "date"),
    Column("days", "Số ngày", "count"),
    Column("share", "Tỷ lệ", "share"),
    Column("at", "Lúc", "instant"),
)
FIRST = {"day": date(2026, 11, 9), "days": 1234, "share": Decimal("0.9605"), "at": KNOWN_AT}
SECOND = {"day": pd.Timestamp("2026-02-01"), "days": 0.0, "share": 0.00001, "at": pd.Timestamp(KNOWN_AT)}
ROWS = (
    {"code": "H48.151.01-261102-0020"} | FIRST,
    {"code": "Xã Đông Sơn"} | SECOND,
    {"code": None, "day": pd.NaT, "days": float("nan"), "share": None},
)


def cover(*, invented: bool = True) -> Cover:
    told = Definition("Hồ sơ quá hạn", "=Cột 11 của biểu II.06a", "0", "kế hoạch của đơn vị")
    return Cover("Đôn đốc hồ sơ", ["Xã Vạn Tường"], [told], SNAPSHOT, KNOWN_AT, invented, "/follow-up?unit=21061")


def parts_of(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def sheets_of(workbook: bytes) -> dict[str, list[list[Any]]]:
    """{name of the sheet: rows of cells}, text as str, numbers as float; an empty cell is None."""
    parts = parts_of(workbook)
    names = [
        each.attrib["name"]
        for each in ElementTree.fromstring(parts["xl/workbook.xml"]).iterfind("m:sheets/m:sheet", NAMES)
    ]
    return {name: list(_rows(parts[f"xl/worksheets/sheet{at}.xml"])) for at, name in enumerate(names, start=1)}


def _rows(sheet: str) -> Iterator[list[Any]]:
    for row in ElementTree.fromstring(sheet).iterfind("m:sheetData/m:row", NAMES):
        cells: list[Any] = []
        for cell in row.iterfind("m:c", NAMES):
            letters = cell.attrib["r"].rstrip("0123456789")
            column = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(letters))) - 1
            cells += [None] * (column - len(cells))
            text = cell.find("m:is/m:t", NAMES)
            number = cell.find("m:v", NAMES)
            cells.append(text.text if text is not None else float(number.text or "") if number is not None else None)
        yield cells


def day_of(serial: float) -> datetime:
    """A date as spreadsheets count it."""
    return datetime(1899, 12, 30) + timedelta(days=serial)


def csv_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_workbook_holds_the_rows_as_what_they_are() -> None:
    sheets = sheets_of(to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS)], cover()))
    assert list(sheets) == ["Hồ sơ", "Định nghĩa"]
    banner, head, first, second, *rest = sheets["Hồ sơ"]
    assert banner == [f"{words.INVENTED} · Đôn đốc hồ sơ · Xã Vạn Tường"]
    assert head == ["Mã hồ sơ", "Hẹn trả", "Số ngày", "Tỷ lệ", "Lúc"]
    assert (first[0], first[2], first[3]) == ("H48.151.01-261102-0020", 1234, 0.9605)
    assert day_of(first[1]) == datetime(2026, 11, 9)
    assert abs(day_of(first[4]) - datetime(2026, 11, 23, 7, 15)) < timedelta(seconds=1)
    assert (second[0], day_of(second[1]), second[2], second[3]) == ("Xã Đông Sơn", datetime(2026, 2, 1), 0, 0.00001)
    assert rest == [], "a row of nothing has no cells"


def test_a_workbook_shows_days_and_numbers_in_every_language() -> None:
    styles = parts_of(to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS)], cover()))["xl/styles.xml"]
    for written in (
        'formatCode="dd/mm/yyyy"',
        'formatCode="dd/mm/yyyy hh:mm"',
        'formatCode="#,##0"',
        'formatCode="0.0%"',
    ):
        assert written in styles


def test_the_last_sheet_defines_and_names_the_snapshot() -> None:
    told = sheets_of(to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS)], cover()))["Định nghĩa"]
    said = [cell for row in told for cell in row]
    for part in (SNAPSHOT, "07:15 ngày 23/11/2026", "Xã Vạn Tường", "/follow-up?unit=21061", "Hồ sơ quá hạn"):
        assert part in said
    assert told[-1] == ["Hồ sơ quá hạn", "=Cột 11 của biểu II.06a", "0", "kế hoạch của đơn vị"]
    assert told[0][0].startswith(words.INVENTED)


def test_the_mark_is_on_every_sheet_and_on_paper_and_goes_when_nothing_is_invented() -> None:
    marked = parts_of(to_xlsx([Sheet("Một", COLUMNS, ROWS), Sheet("Hai", COLUMNS, ROWS)], cover()))
    sheets = {name: text for name, text in marked.items() if name.startswith("xl/worksheets/")}
    assert len(sheets) == 3
    for text in sheets.values():
        assert text.count(words.INVENTED) == 3, "first line, header, footer"
        assert SNAPSHOT in text
    real = parts_of(to_xlsx([Sheet("Một", COLUMNS, ROWS)], cover(invented=False)))
    assert not [name for name, text in real.items() if words.INVENTED in text]


def test_a_workbook_can_be_filtered_and_keeps_its_head_in_sight() -> None:
    sheet = parts_of(to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS)], cover()))["xl/worksheets/sheet1.xml"]
    assert '<autoFilter ref="A2:E5"' in sheet
    assert 'ySplit="2"' in sheet and 'state="frozen"' in sheet
    assert '<col min="1" max="1" width="23' in sheet, "as wide as its longest code"


@pytest.mark.parametrize("planted", PLANTED)
def test_nothing_is_ever_a_formula_or_a_link(planted: str) -> None:
    sheet = Sheet("Hồ sơ", COLUMNS[:1], [{"code": planted}])
    workbook = to_xlsx([sheet], cover())
    assert sheets_of(workbook)["Hồ sơ"][2] == [planted.replace("\r", "_x000D_") if "\r" in planted else planted]
    written = {name: text for name, text in parts_of(workbook).items() if name.startswith("xl/worksheets/")}
    assert "xl/worksheets/sheet1.xml" in written
    for name, text in written.items():
        assert "<f" not in text.replace("<fo", "") and "<hyperlink" not in text and not name.endswith(".rels")
    cell = csv_of(to_csv(sheet, cover()))[1][0]
    assert cell == (f"'{planted}" if planted[0] in "=+-@\t\r" else planted)


def test_a_csv_is_the_rows_and_each_says_where_it_comes_from() -> None:
    rows = csv_of(to_csv(Sheet("Hồ sơ", COLUMNS, ROWS), cover()))
    assert rows == [
        ["Mã hồ sơ", "Hẹn trả", "Số ngày", "Tỷ lệ", "Lúc", "Bản số liệu", "Ghi chú"],
        ["H48.151.01-261102-0020", "09/11/2026", "1234", "0,9605", "23/11/2026 07:15", SNAPSHOT, words.INVENTED],
        ["Xã Đông Sơn", "01/02/2026", "0", "0,00001", "23/11/2026 07:15", SNAPSHOT, words.INVENTED],
        ["", "", "", "", "", SNAPSHOT, words.INVENTED],
    ]
    assert {row[-1] for row in csv_of(to_csv(Sheet("Hồ sơ", COLUMNS, ROWS), cover(invented=False)))[1:]} == {""}


def test_a_negative_number_stays_a_number() -> None:
    sheet = Sheet("Hồ sơ", (Column("days", "Số ngày", "count"),), [{"days": -3}])
    assert csv_of(to_csv(sheet, cover()))[1][0] == "-3"
    assert sheets_of(to_xlsx([sheet], cover()))["Hồ sơ"][2] == [-3]


def test_equal_rows_make_equal_files() -> None:
    made = [to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS)], cover()) for _ in range(2)]
    assert made[0] == made[1]


def test_a_sheet_without_rows_is_a_sheet_all_the_same() -> None:
    sheets = sheets_of(to_xlsx([Sheet("Hồ sơ", COLUMNS, [])], cover()))
    assert len(sheets["Hồ sơ"]) == 2
    _head, *rows = csv_of(to_csv(Sheet("Hồ sơ", COLUMNS, []), cover()))
    assert rows == [["", "", "", "", "", SNAPSHOT, words.INVENTED]], "it says what it is all the same"


def test_what_was_left_out_stands_on_every_sheet_and_in_every_row() -> None:
    filtered = replace(cover(), filtered="Lọc theo Hẹn trả đúng ngày 09/11/2026", about=["Xã\nVạn\x01Tường"])
    for name, rows in sheets_of(to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS)], filtered)).items():
        assert rows[0][0].endswith("Xã Vạn Tường · Lọc theo Hẹn trả đúng ngày 09/11/2026"), name
    rows = csv_of(to_csv(Sheet("Hồ sơ", COLUMNS, ROWS), filtered))[1:]
    assert {row[-1] for row in rows} == {f"{words.INVENTED} · Lọc theo Hẹn trả đúng ngày 09/11/2026"}


def test_the_rows_of_a_frame_come_one_by_one_and_as_they_are() -> None:
    frame = pd.DataFrame({"code": ["1", None], "day": [pd.Timestamp("2026-11-09"), pd.NaT], "days": [3, 4]})
    rows = records(frame)
    assert next(rows) == {"code": "1", "day": pd.Timestamp("2026-11-09"), "days": 3}
    assert sheets_of(to_xlsx([Sheet("Hồ sơ", COLUMNS[:3], records(frame))], cover()))["Hồ sơ"][3] == [None, None, 4]


@pytest.mark.parametrize(
    ("title", "named"), [("Quý IV/2026: [mới]", "Quý IV 2026   mới"), ("x" * 40, "x" * 31), ("'Hồ sơ'", "Hồ sơ")]
)
def test_any_title_can_name_a_sheet(title: str, named: str) -> None:
    assert sheet_name(title) == named
    assert next(iter(sheets_of(to_xlsx([Sheet(title, COLUMNS, ROWS)], cover())))) == named


def test_more_rows_than_the_format_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.export.MOST_ROWS", 5)
    assert MOST_ROWS > 5
    with pytest.raises(ValueError, match="Hồ sơ"):
        to_xlsx([Sheet("Hồ sơ", COLUMNS, ROWS * 2)], cover())


@pytest.mark.parametrize("count", [5_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_many_rows_take_seconds(capsys: pytest.CaptureFixture[str], count: int) -> None:
    rows = [ROWS[0] | {"code": f"H48.151.01-261102-{number}"} for number in range(count)]
    sheet = Sheet("Hồ sơ", COLUMNS, rows)
    started = time.perf_counter()
    workbook = to_xlsx([sheet], cover())
    between = time.perf_counter()
    text = to_csv(sheet, cover())
    ended = time.perf_counter()
    with capsys.disabled():
        print(f" {count:,} rows: xlsx {between - started:.1f} s, csv {ended - between:.1f} s", end=" ")
    assert text.count(b"\r\n") == count + 1
    last = parts_of(workbook)["xl/worksheets/sheet1.xml"].rpartition('<row r="')[2]
    assert last.startswith(f"{count + 2}") and f"H48.151.01-261102-{count - 1}" in last
    assert ended - started < 40
