"""Records of summary sheets of lower secondary schools, of primary schools' sheets, and of class lists."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.kit.folding import fold
from connectors.smas import cells
from connectors.smas.headers import Column
from connectors.smas.marks import Record, fault_of
from connectors.smas.tables import Line, Table
from connectors.smas.words import (
    CLASSIFICATIONS,
    ENROLMENTS,
    GOOD_LEVELS,
    PRIMARY_LEVELS,
    QUALITY_LEVELS,
    TITLES,
)

COUNTS = ("absent_permitted", "absent_unpermitted")
PRIVATE = ("birth_date", "sex", "ethnicity", "ministry_code", "identity_number")


def result_records(table: Table, term: str | None) -> Iterator[Record]:
    """One record a pupil: levels of learning and conduct, title, absences, promotion."""
    columns = list(_result_columns(table, term))
    for line in table.lines:
        found = {name: _level(line.at(column), GOOD_LEVELS) for name, column in columns}
        title = line.at(table.header.of("title"))
        promoted = table.header.of("is_promoted")
        yield {
            **table.person(line),
            **found,
            **_absences(table, line),
            "title": TITLES.get(fold(title)) if title else None,
            "is_promoted": cells.is_yes(line.at(promoted)) if term == "year" and promoted else None,
        }


def primary_records(table: Table, term: str | None) -> Iterator[Record]:
    """One record a pupil of a primary school (TT 27/2020). What a year decides is read from a year's book only."""
    by_subject: dict[str, list[Column]] = {}
    for column in table.header.columns:
        if column.role in ("level", "mark", "subject") and column.name:
            by_subject.setdefault(column.name, []).append(column)
    qualities = [column for column in table.header.columns if column.role == "quality"]
    for line in table.lines:
        faults: Record = {}
        # A cell that is blank is told as such: every subject and quality of the header, whatever stands there.
        marks = [_subject_mark(table, line, name, columns, faults) for name, columns in by_subject.items()]
        found = _qualities(table, line, qualities, faults)
        yield {
            **table.person(line),
            **_absences(table, line),
            **faults,
            "marks": marks,
            "qualities": [{"code": code, "level": level} for code, level in found.items()],
            **(_decided(table, line) if term == "year" else {}),
        }


def list_records(table: Table) -> Iterator[Record]:
    """One record a pupil of a class list. Names and the like are read so that the contract drops them, by name."""
    header = table.header
    names = [column for column in header.columns if column.role == "full_name"]
    for line in table.lines:
        status = line.at(header.of("enrolment"))
        yield {
            **table.person(line),
            "full_name": " ".join(filter(None, map(line.at, names))) or None,
            **{name: line.at(header.of(name)) for name in PRIVATE},
            "enrolment": ENROLMENTS.get(fold(status), status) if status else "studying",
            "left_date": cells.iso_date(line.at(header.of("left_date"))),
        }


def _result_columns(table: Table, term: str | None) -> Iterator[tuple[str, Column]]:
    """(field, column) of the levels: in a year's book the year's own, with semester I, and conduct of semester II."""
    for column in table.header.columns:
        if column.role not in ("learning", "conduct"):
            continue
        if term != "year":
            if column.half in (None, "1"):
                yield column.role, column
        elif column.half in (None, "year"):
            yield column.role, column
        elif column.half == "1":
            yield f"{column.role}_term_1", column
        elif column.role == "conduct":
            yield "conduct_term_2", column


def _level(cell: str | None, known: Mapping[str, str]) -> str | None:
    """The code of a level; a word that is none goes on as it is, for the contract to hold its row."""
    return known.get(fold(cell), cell) if cell and cell not in cells.NOTHING else None


def _absences(table: Table, line: Line) -> Record:
    return {name: cells.count(line.at(table.header.of(name))) for name in COUNTS}


def _subject_mark(table: Table, line: Line, name: str, columns: list[Column], faults: Record) -> dict[str, Any]:
    """One subject's level and mark; the first cell that is neither goes into `faults`."""
    found: dict[str, Any] = {"subject": name, "level": None, "mark": None}
    for column in columns:
        text = line.at(column)
        level = PRIMARY_LEVELS.get(fold(text)) if text else None
        mark = cells.whole_mark(text)
        if level and column.role != "mark":
            found["level"] = level
        elif mark.value is not None and column.role != "level":
            found["mark"] = int(mark.value)
        elif text and text not in cells.NOTHING and not faults:
            faults |= fault_of(table, line, column, text)
    return found


def _qualities(table: Table, line: Line, columns: list[Column], faults: Record) -> dict[str, str | None]:
    """{quality: level}, None where its cell is blank; the first cell that is neither goes into `faults`."""
    found: dict[str, str | None] = {}
    for column in columns:
        text = line.at(column)
        level = QUALITY_LEVELS.get(fold(text)) if text else None
        if text and level is None and text not in cells.NOTHING and not faults:
            faults |= fault_of(table, line, column, text)
        found[str(column.name)] = found.get(str(column.name)) or level
    return found


def _decided(table: Table, line: Line) -> Record:
    """What the end of the year decides; a box that is there and empty says no."""
    found: Record = {
        name: cells.is_yes(line.at(column))
        for name in ("is_completed", "is_promoted")
        if (column := table.header.of(name))
    }
    text = line.at(table.header.of("classification"))
    return found | {"classification": _level(text, CLASSIFICATIONS)}
