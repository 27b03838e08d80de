"""Reads form II.06a (Thông tư 01/2020/TT-VPCP) and "Tổng hợp theo đơn vị" as the office exports them: their totals.

Tolerant as such forms need it: the header has three tiers of merged cells, a row counts the columns, and letterheads
differ. Eleven columns: 1 = 2 + 3 + 4 received, 5 = 6 + 7 + 8 resolved, 9 = 10 + 11 under way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from connectors.kit.cells import date_text, letters_of, whole_text
from connectors.kit.folding import fold
from connectors.kit.forms import PLACE, Place, Record
from connectors.kit.workbook import Sheet
from connectors.one_stop.agencies import agency_code

HEADER_ROWS, TIERS = 40, 4
COLUMNS = tuple(f"c{number}" for number in range(1, 12))
TOTAL = "TOTAL"
PERIOD = re.compile(
    r"t[ừu] (?:ngày )?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}) (?:đến|den) (?:hết )?(?:ngày )?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})",
    re.IGNORECASE,
)
FIELD = re.compile(r"linh vuc.*|ten linh vuc")
UNIT = re.compile(r"(ten )?(don vi|co quan)( (giai quyet|xu ly|thuc hien))?")
NUMBERING = re.compile(r"\(\d+\)")
SUM_ROW = re.compile(r"tong( so| cong)?|cong")
# What a column is, by the words of its tiers from the top down; the first that all match holds.
RECEIVED, RESOLVED, OPEN = r"nhan", r"da (giai quyet|xu ly)", r"dang (giai quyet|xu ly)"
MEANINGS = (
    ("c11", OPEN, r"qua han|tre han"),
    ("c10", OPEN, r"trong han|chua den han"),
    ("c9", OPEN, r"tong( so)?"),
    ("c8", RESOLVED, r"qua han|tre han"),
    ("c6", RESOLVED, r"truoc han"),
    ("c7", RESOLVED, r"dung han"),
    ("c5", RESOLVED, r"tong( so)?"),
    ("c4", RECEIVED, r"(tu )?ky truoc( chuyen sang)?|ton ky truoc"),
    ("c2", RECEIVED, r"truc tuyen|qua mang"),
    ("c3", RECEIVED, r"truc tiep.*|.*buu chinh.*"),
    ("c1", RECEIVED, r"tong( so)?"),
)


def control_records(sheet: Sheet) -> Iterator[Record]:
    """The rows of a sheet that is one of these forms, a field or a unit each; nothing where it is none."""
    heads = (row for row, cells in enumerate(sheet.rows[:HEADER_ROWS]) if cells and fold(cells[0] or "") == "stt")
    top = next(heads, None)
    if top is None:
        return
    bottom = _bottom(sheet, top)
    tiers = [_filled(sheet, row) for row in range(top, bottom + 1)]
    columns = _columns(tiers)
    named = next((place for place in range(1, 4) if _head(tiers, place)), None)
    if len(columns) < len(COLUMNS) or named is None:
        return
    is_by_field = bool(FIELD.fullmatch(_head(tiers, named)))
    about = _about(sheet, top)
    for line, cells in enumerate(sheet.rows[bottom + 1 :], bottom + 2):
        record = _record(cells, columns, named, is_by_field, about)
        if record:
            letters = {name: letters_of(place) for name, place in columns.items()}
            yield {**record, PLACE: Place(sheet.number, line, letters)}


def _bottom(sheet: Sheet, top: int) -> int:
    """The last row of the header: the rows below "STT" that name no line of the table."""
    bottom = top
    for row in range(top + 1, min(top + TIERS, len(sheet.rows))):
        cells = sheet.rows[row]
        if (cells and cells[0] and cells[0].strip("()").isdigit()) or not any(cells) or _is_numbers(cells):
            break
        bottom = row
    return bottom


def _is_numbers(cells: Sequence[str | None]) -> bool:
    return sum(bool(cell) and whole_text(cell or "").isdigit() for cell in cells) >= len(COLUMNS)


def _filled(sheet: Sheet, row: int) -> list[str]:
    """A tier of the header with the texts of merged cells in every place that they cover."""
    cells = [fold(cell or "") for cell in sheet.rows[row]]
    for first, left, last, right in sheet.merged:
        if first <= row <= last:
            text = sheet.rows[first][left] if left < len(sheet.rows[first]) else None
            cells += [""] * (right + 1 - len(cells))
            cells[left : right + 1] = [fold(text or "")] * (right + 1 - left)
    return cells


def _head(tiers: Sequence[Sequence[str]], place: int) -> str:
    """What a column's own header says if it names the field or the unit, else nothing."""
    texts = dict.fromkeys(tier[place] for tier in tiers if place < len(tier) and tier[place])
    return next((text for text in texts if FIELD.fullmatch(text) or UNIT.fullmatch(text)), "")


def _columns(tiers: Sequence[Sequence[str]]) -> Mapping[str, int]:
    """{c1 … c11: its place}, by the words above it; a group's words reach to the next group's."""
    columns: dict[str, int] = {}
    group = ""
    for place in range(max(map(len, tiers), default=0)):
        texts = [tier[place] for tier in tiers if place < len(tier) and tier[place]]
        own = texts[0] if texts else ""
        group = own if any(re.search(pattern, own) for pattern in (RECEIVED, RESOLVED, OPEN)) else group
        leaf = texts[-1] if texts else ""
        for name, wanted, meaning in MEANINGS:
            if re.search(wanted, group) and re.fullmatch(meaning, leaf) and name not in columns:
                columns[name] = place
                break
    return columns


def _about(sheet: Sheet, top: int) -> Record:
    """What stands above the table: the period, and whose form it is."""
    texts = [cell for cells in sheet.rows[:top] for cell in cells if cell]
    period = next((found for text in texts if (found := PERIOD.search(text))), None)
    dates = [date_text(text) for text in period.groups()] if period else [None, None]
    day = _day(dates[0])
    parts = (part for text in texts for part in (text, text.partition(":")[2]))
    agency = next((code for part in parts if part and (code := agency_code(part, day))), None)
    return {"period_from": dates[0], "period_until": dates[1], "agency_code": agency}


def _record(
    cells: Sequence[str | None], columns: Mapping[str, int], named: int, is_by_field: bool, about: Record
) -> Record | None:
    """One line; None for one that counts the columns, is empty, or sums units up."""
    counts = {name: whole_text(cells[place] or "") for name, place in columns.items() if place < len(cells)}
    if _is_numbering(counts) or not any(counts.values()):
        return None
    texts = [cell for cell in cells[: named + 1] if cell and not cell.isdigit()]
    name = texts[-1] if texts else ""
    is_sum = bool(SUM_ROW.fullmatch(fold(name)))
    if not name or (is_sum and not is_by_field):
        return None
    told = {**about, "form": "II06A" if is_by_field else "THDV", "field_name": TOTAL}
    if not is_by_field:
        told["agency_code"] = agency_code(name, _day(about["period_from"])) or name
    elif not is_sum:
        told["field_name"] = name
    return {**told, **{column: text or None for column, text in counts.items()}}


def _is_numbering(counts: Mapping[str, str]) -> bool:
    """Whether a line only counts the columns: 1, 2 … or (1), (2)=(3)+(4) …"""
    return all(text == name[1:] for name, text in counts.items()) or all(map(NUMBERING.match, counts.values()))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
