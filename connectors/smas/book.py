"""A whole workbook as records of the contract's tables. Pure: bytes in, records out, whatever the bytes are."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connectors.kit.workbook import Sheet, open_workbook
from connectors.smas.headers import Header, find_header
from connectors.smas.marks import Record, mark_records, summary_records
from connectors.smas.results import list_records, primary_records, result_records
from connectors.smas.tables import Table, kind_of, table_of
from connectors.smas.titles import Place, place_of, term_of, titles_of

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Headed:
    """A sheet, the header of its table where it has one, and the titles above."""

    sheet: Sheet
    header: Header | None
    titles: tuple[str, ...]


@dataclass(frozen=True)
class Kinds:
    """A workbook's tables by what they are; `unread` counts the sheets that hold a table nobody could read."""

    of: Mapping[str, Sequence[Table]]
    unread: int


def read_book(content: bytes, file_name: str | None, received_at: str | None) -> Mapping[str, Sequence[Record]]:
    """{table: records} of a workbook. One that cannot be read is one record of `workbook`, with its flaw."""
    try:
        return _read_book(content, file_name, received_at)
    except Exception as error:  # one school's odd workbook must not stop the others; its raw page is kept
        log.error("a workbook could not be parsed: %s", type(error).__name__)
        return {"workbook": [_told(place_of([], file_name), received_at) | {"flaw": "unforeseen"}]}


def _read_book(content: bytes, file_name: str | None, received_at: str | None) -> Mapping[str, Sequence[Record]]:
    opened = open_workbook(content)
    sheets = [_headed(sheet) for sheet in opened.sheets]
    place = place_of([text for each in sheets for text in each.titles], file_name)
    common = _told(place, received_at)
    told = common | {"managed_by": place.managed_by, "sheet_count": opened.sheet_count}
    kinds = _kinds(sheets, place)
    flaw = opened.flaw or _flaw(place, kinds)
    if flaw:
        return {"workbook": [told | {"flaw": flaw}]}
    records = {name: [common | record for record in found] for name, found in _records(kinds, place).items()}
    counted = {"pupil_count": len(records["pupil"]), "unread_sheet_count": kinds.unread}
    return {"workbook": [told | counted | {"has_class_list": bool(kinds.of["list"])}], **records}


def _headed(sheet: Sheet) -> Headed:
    header = find_header(sheet)
    return Headed(sheet, header, tuple(titles_of(sheet, None if header is None else header.top)))


def _told(place: Place, received_at: str | None) -> Record:
    """What all records of a workbook say: whose it is, and when it came, for an older one may land after a newer."""
    of = {"school_code": place.school_code, "school_year": place.school_year, "term": place.term}
    return of | {"received_at": received_at}


def _flaw(place: Place, kinds: Kinds) -> str | None:
    if place.differs:
        return "school_differs"
    if place.term_differs:
        return "term_differs"
    if not any(kinds.of.values()):
        return "no_table"
    return None if place.school_code and place.school_year and place.term else "no_title"


def _kinds(sheets: Iterable[Headed], place: Place) -> Kinds:
    found: dict[str, list[Table]] = {"list": [], "mark": [], "result": [], "primary": []}
    unread = 0
    for each in sheets:
        if each.header is None or _is_of_first_half(each, place):
            continue
        table = table_of(each.sheet, each.header)
        kind = kind_of(table)
        if kind:
            found[kind].append(table)
        else:
            unread += 1
    return Kinds(found, unread)


def _is_of_first_half(headed: Headed, place: Place) -> bool:
    """A year's book may repeat the sheets of semester I, which landed with that semester's own book."""
    return place.term == "year" and term_of(headed.titles) in ("term_1", "mid_term_1")


def _records(kinds: Kinds, place: Place) -> dict[str, list[Record]]:
    """The records of all tables, each repeat of a pupil (and subject) naming the line that it repeats."""
    marks = _told_apart(
        (each for table in kinds.of["mark"] for each in mark_records(table, place.term)), "subject_code"
    )
    known = {(record["pupil_code"], record["subject_code"]) for record in marks}
    summed = (each for table in kinds.of["result"] for each in summary_records(table, place.term))
    marks += _told_apart(
        (one for one in summed if (one["pupil_code"], one["subject_code"]) not in known), "subject_code"
    )
    results = _told_apart(each for table in kinds.of["result"] for each in result_records(table, place.term))
    primary = _told_apart(each for table in kinds.of["primary"] for each in primary_records(table, place.term))
    pupils = _told_apart(each for table in _lists(kinds) for each in list_records(table))
    return {"pupil": pupils, "mark": marks, "result": results, "primary_result": primary}


def _lists(kinds: Kinds) -> Sequence[Table]:
    """The class lists; where a workbook has none, whatever names its pupils once."""
    for kind in ("list", "result", "primary"):
        if kinds.of[kind]:
            return kinds.of[kind]
    first = kinds.of["mark"][:1]
    subject = first[0].subject if first else None
    return [table for table in kinds.of["mark"] if table.subject == subject]


def _told_apart(records: Iterable[Record], *beside: str) -> list[Record]:
    """The records, a second one under the same key with the sheet and the row of the first."""
    first: dict[tuple[Any, ...], Record] = {}
    found = []
    for record in records:
        key = (record["pupil_code"], *(record[name] for name in beside))
        earlier = first.setdefault(key, record) if key[0] else record
        if earlier is not record:
            record |= {"repeats_sheet": earlier["sheet"], "repeats_row": earlier["sheet_row"]}
        found.append(record)
    return found
