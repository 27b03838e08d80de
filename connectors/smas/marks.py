"""Records of marks: a pupil's marks of one subject, from subject sheets, class sheets or a summary's columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from connectors.kit.folding import fold
from connectors.smas import cells
from connectors.smas.headers import Column
from connectors.smas.tables import MARKS, Line, Table
from connectors.smas.words import COMMENTED, COMMENTS

Record = dict[str, Any]
EXEMPT = "M"
# By which columns a comment is told, the whole year's first.
COMMENT_ORDER = ("average_year", "average", "final", "midterm")
SUMMARY_FIELD = {"mid_term_1": "midterm", "mid_term_2": "midterm", "term_1": "average", "year": "average_year"}


@dataclass(frozen=True)
class Field:
    """A column of marks and the field of the record that it fills."""

    name: str
    column: Column


def mark_records(table: Table, term: str | None) -> Iterator[Record]:
    """One record a pupil and subject. In a year's book the marks are those of semester II."""
    fields: dict[str, list[Field]] = {}
    for column in table.header.columns:
        subject = column.name or table.subject
        name = _field(column, term)
        if name and subject:
            fields.setdefault(subject, []).append(Field(name, column))
    yield from _records(table, fields)


def summary_records(table: Table, term: str | None) -> Iterator[Record]:
    """The marks that a summary sheet gives a column a subject: of a mid-term, a semester or a year."""
    field = SUMMARY_FIELD.get(term or "")
    columns = [column for column in table.header.columns if column.role == "subject" and column.name]
    if field is None:
        return
    halves = (None, "1") if term == "term_1" else (None, "year") if term == "year" else (None,)
    fields: dict[str, list[Field]] = {}
    for column in columns:
        if column.half in halves:
            fields.setdefault(str(column.name), [Field(field, column)])
    yield from _records(table, fields)


def fault_of(table: Table, line: Line, column: Column, text: str) -> Record:
    """The cell that does not hold what it should, and what may be said of it."""
    shown = cells.quoted(text, may_be_name=table.may_hold_names(column))
    return {"faulty_cell": table.address(line, column), "faulty_mark": shown}


def _field(column: Column, term: str | None) -> str | None:
    """Which field of the record a column fills in a book of this term; None where it is of the other half."""
    role = column.role
    if role == "subject" and column.name in COMMENTED:
        return SUMMARY_FIELD.get(term or "")
    if role not in MARKS:
        return None
    if term != "year":
        is_other = column.half in ("2", "year") or role in ("average_term_2", "average_year")
        return None if is_other else role.replace("average_term_1", "average")
    if role in ("average_term_1", "average_year"):
        return role
    if role in ("average", "average_term_2"):
        return {"1": "average_term_1", "year": "average_year"}.get(column.half or "", "average")
    return None if column.half in ("1", "year") else role


def _records(table: Table, fields: Mapping[str, list[Field]]) -> Iterator[Record]:
    for line in table.lines:
        person = table.person(line)
        for subject, of_subject in fields.items():
            read = _comments if subject in COMMENTED else _marks
            found = read(table, line, of_subject)
            if found:
                yield {**person, "subject_code": subject, **found}


def _marks(table: Table, line: Line, fields: list[Field]) -> Record:
    """The marks of one line; the first cell that is none is named. Exempt is who has none and a cell that says so."""
    found: Record = {}
    is_exempt = False
    for field in fields:
        mark = cells.mark(line.at(field.column))
        is_exempt |= mark.is_exempt
        if mark.fault is not None:
            found = {**fault_of(table, line, field.column, mark.fault), **found}
        elif mark.value is None:
            continue
        elif field.name == "regular":
            found.setdefault("regular", []).append({"mark": mark.value})
        else:
            found.setdefault(field.name, mark.value)
    return found or ({"assessment": EXEMPT} if is_exempt else {})


def _comments(table: Table, line: Line, fields: list[Field]) -> Record:
    """Đạt, Chưa đạt or exempt, of a subject that has no marks."""
    for name in COMMENT_ORDER:
        for field in fields:
            text = line.at(field.column)
            if field.name != name or text is None or text in cells.NOTHING:
                continue
            comment = COMMENTS.get(fold(text))
            return {"assessment": comment} if comment else fault_of(table, line, field.column, text)
    return {}
