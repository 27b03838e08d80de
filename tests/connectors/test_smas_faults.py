"""Files that are no workbook, or a broken or hostile one: each a flaw with a name, in bounded memory and time."""

import io
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from connectors.kit import workbook
from connectors.kit.registry import source
from connectors.kit.workbook import open_workbook
from connectors.kit.workbook_worker import MEMORY_BYTES
from connectors.smas.book import read_book
from sandbox.smas.books import encrypted
from tests.connectors.workbooks import Grid, class_list, mark_sheet, xls, xlsx

NAME = "51524512_2025-2026_HK1.xlsx"
MOST_BYTES = 512 * 1024 * 1024
ROWS = 1_048_576
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
WHOLE = xlsx(class_list(), mark_sheet())
OLD = xls(class_list(), mark_sheet())


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A zip file with one part put in or replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as after:
        for each in before.namelist():
            if each != name:
                after.writestr(each, before.read(each))
        after.writestr(name, part)
    return changed.getvalue()


def sheet_of_rows(row: bytes, count: int = ROWS) -> bytes:
    """An .xlsx file whose first sheet has `count` rows like this one."""
    return with_part(WHOLE, SHEET, HEAD + row * count + b"</sheetData></worksheet>")


def open_document() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", "<office:document-content/>")
    return content.getvalue()


FLAWS: dict[str, tuple[Callable[[], bytes], str]] = {
    "0 bytes": (lambda: b"", "empty"),
    "password": (lambda: encrypted(1), "password"),
    "cut off": (lambda: WHOLE[: len(WHOLE) // 2], "corrupt"),
    "cut off .xls": (lambda: OLD[: len(OLD) // 3], "corrupt"),
    "part that is no XML": (lambda: with_part(WHOLE, SHEET, b"<worksheet><sheetData><row"), "corrupt"),
    "no sheets": (lambda: with_part(WHOLE, "xl/workbook.xml", b"<workbook/>"), "no_table"),
    "macros": (lambda: with_part(WHOLE, "xl/vbaProject.bin", b"macro"), "macro"),
    "macros in .xls": (lambda: OLD + "_VBA_PROJECT".encode("utf-16-le"), "macro"),
    "renamed .ods": (open_document, "not_a_workbook"),
    "renamed .docx": (lambda: with_part(open_document(), "word/document.xml", b""), "not_a_workbook"),
    "page of HTML": (lambda: b"<html><table><tr><td>STT</td></tr></table></html>", "not_a_workbook"),
    "text": (lambda: "STT;Mã học sinh\n1;HS1".encode(), "not_a_workbook"),
    "other compound file": (lambda: workbook.COMPOUND + bytes(2048), "not_a_workbook"),
    "empty archive": (lambda: b"PK\x05\x06" + bytes(18), "not_a_workbook"),
    "no table": (lambda: xlsx(Grid("Ghi chú", [("Kính gửi",), ("Trường nộp sổ sau",)])), "no_table"),
    "far corner": (lambda: with_part(WHOLE, SHEET, HEAD + corner() + b"</sheetData></worksheet>"), "too_large"),
}


def corner() -> bytes:
    cells = (b'<row r="1"><c r="A1"><v>1</v></c></row>', b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    return b"".join(cells)


def lying_bomb() -> bytes:
    """A part of 400 MB whose directory entry says 100 bytes."""
    content = bytearray(sheet_of_rows(b'<row><c t="str"><v>' + b"x" * 200 + b"</v></c></row>", 2_000_000))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        size = parts.getinfo(SHEET).file_size
    return bytes(content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))


@pytest.mark.parametrize("kind", FLAWS)
def test_what_cannot_be_read_has_a_flaw_with_a_name_and_replaces_nothing(kind: str) -> None:
    make, flaw = FLAWS[kind]
    book = read_book(make(), NAME, None)
    assert list(book) == ["workbook"]
    (record,) = book["workbook"]
    assert (record["flaw"], record["school_code"], record["term"]) == (flaw, "51524512", "term_1")


def test_every_flaw_is_held_by_a_rule_that_says_what_to_do() -> None:
    rules = " ".join(rule.where for rule in source("smas").tables["workbook"].rules if rule.effect == "hold")
    said = {flaw for _, flaw in FLAWS.values()} | {"no_title", "school_differs", "too_large", "unforeseen"}
    assert [flaw for flaw in said if f"'{flaw}'" not in rules] == []


def test_a_million_formatted_rows_without_anything_in_them_are_no_fault() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as parts:
        plain = parts.read(SHEET)
    empty = b"".join(b'<row r="%d" spans="1:8"><c r="A%d" s="1"/></row>' % (row, row) for row in range(100, 100_000))
    padded = with_part(WHOLE, SHEET, plain.replace(b"</sheetData>", empty + b"</sheetData>"))
    assert len(read_book(padded, NAME, None)["pupil"]) == 3


def peak_of(make: str, path: Path) -> tuple[int, str]:
    """(peak bytes of the reading process and its child, flaw) of a file. It is made by another process: what a
    process held when it began a child is counted as the child's.
    """
    run_python(f"from tests.connectors import test_smas_faults as faults; open({str(path)!r}, 'wb').write({make})")
    said = run_python(f"""
import resource, pathlib
from connectors.kit import workbook
opened = workbook.open_workbook(pathlib.Path({str(path)!r}).read_bytes())
workbook._worker._end()
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
own = pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print((int(own) + child) * 1024, opened.flaw)
""")
    bytes_used, flaw = said.split()
    return int(bytes_used), flaw


def run_python(script: str) -> str:
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=300)
    return ended.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "flaw"),
    [
        ("faults.sheet_of_rows(b'<row><c><v>1</v></c><c><v>2</v></c></row>')", "too_many_rows"),
        ("faults.sheet_of_rows(b'<row>' + b'<c t=\"str\"><v>abcdefgh</v></c>' * 12 + b'</row>', 300_000)", "too_large"),
        ("faults.sheet_of_rows(b'<row>' + b' ' * 400 + b'</row>')", "too_large"),
        ("faults.lying_bomb()", "too_large"),
    ],
)
def test_nothing_takes_more_than_half_a_gigabyte(make: str, flaw: str, tmp_path: Path) -> None:
    peak, found = peak_of(make, tmp_path / "file.xlsx")
    assert peak < MOST_BYTES and MEMORY_BYTES < MOST_BYTES
    assert found == flaw


def test_the_reader_is_begun_anew_after_a_file_that_ended_it() -> None:
    bomb = sheet_of_rows(b"<row>" + b'<c t="str"><v>' + b"x" * 4000 + b"</v></c></row>", 60_000)
    assert open_workbook(bomb).flaw in ("too_large", "too_many_rows")
    assert open_workbook(WHOLE).flaw is None


# --------------------------------------------------------------------------------------------------- whatever comes
def never_unforeseen(content: bytes) -> None:
    (record,) = read_book(content, NAME, None)["workbook"]
    assert record.get("flaw") != "unforeseen"


SLOW_MACHINE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW_MACHINE
@given(seed=some.integers(0, 2**32), cuts=some.integers(1, 40), base=some.sampled_from(["xlsx", "xls"]))
def test_bytes_changed_anywhere_give_rows_or_a_flaw(seed: int, cuts: int, base: str) -> None:
    content = bytearray(WHOLE if base == "xlsx" else OLD)
    dice = random.Random(seed)
    for _ in range(cuts):
        content[dice.randrange(len(content))] = dice.randrange(256)
    never_unforeseen(bytes(content[: dice.randrange(len(content) // 2, len(content) + 1)]))


@SLOW_MACHINE
@given(seed=some.integers(0, 2**32), cuts=some.integers(1, 12))
def test_xml_changed_anywhere_gives_rows_or_a_flaw(seed: int, cuts: int) -> None:
    """The same inside the parts, whose checksums hold."""
    dice = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as parts:
        name = dice.choice([each for each in parts.namelist() if each.startswith("xl/")])
        text = bytearray(parts.read(name))
    for _ in range(cuts):
        place = dice.randrange(len(text))
        text[place : place + dice.randrange(3)] = bytes([dice.choice(b'<>"/=&;A1 rcv\x00\xff')])
    never_unforeseen(with_part(WHOLE, name, bytes(text)))


WORDS = ("STT", "Mã học sinh", "Mã HS", "Họ tên", "Lớp", "Toán", "TX1", "ĐĐGgk", "ĐTBmhkI", "Học tập", "Nghỉ CP",
         "HK I", "Mức đạt được", "Phẩm chất", "Yêu nước", "6A", "HS5250001", "8,5", "Đ", "x", "#REF!", "Tổng cộng",
         "Lớp: 6A",          "Môn học: Toán", "Năm học 2025-2026", "GIỮA HỌC KỲ I")  # fmt: skip
CELL = some.one_of(some.none(), some.sampled_from(WORDS), some.floats(-5, 50), some.text(max_size=12))
GRIDS = some.lists(
    some.builds(
        Grid,
        some.uuids().map(lambda each: str(each)[:20]),
        some.lists(some.lists(CELL, max_size=8), max_size=12),
        some.lists(
            some.sampled_from([(0, 0, 1, 0), (2, 1, 2, 3), (3, 0, 5, 0), (4, 2, 6, 4)]), unique=True, max_size=1
        ),
    ),
    min_size=1,
    max_size=2,
)


@SLOW_MACHINE
@example(grids=[Grid("merged beyond its rows", [["Mã học sinh"]], [(0, 0, 1, 0)])], name=None)
@given(grids=GRIDS, name=some.one_of(some.none(), some.just(NAME), some.text(max_size=30)))
def test_any_cells_anywhere_give_rows_or_a_flaw(grids: list[Grid], name: str | None) -> None:
    book = read_book(xlsx(*map(printable, grids)), name, None)
    assert book["workbook"][0].get("flaw") != "unforeseen"
    assert all(record["sheet_row"] > 0 for table in book if table != "workbook" for record in book[table])


def printable(grid: Grid) -> Grid:
    """The grid without the signs that XML cannot hold and the formulas and links that a writer makes of text."""
    grid.rows = [
        [
            "".join(sign for sign in cell if sign.isprintable()).lstrip("=") if isinstance(cell, str) else cell
            for cell in row
        ]
        for row in grid.rows
    ]
    return grid


@SLOW_MACHINE
@given(content=some.binary(max_size=3000), start=some.sampled_from([b"", b"PK\x03\x04", workbook.COMPOUND]))
def test_any_bytes_give_a_flaw(content: bytes, start: bytes) -> None:
    (record,) = read_book(start + content, NAME, None)["workbook"]
    assert record["flaw"] in ("empty", "corrupt", "not_a_workbook", "password", "macro", "no_table")
