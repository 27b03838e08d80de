"""Slips of the pen in mid-term books, each at a fixed school: cells that hold no mark, pupils listed twice or not."""

from sandbox.smas.children import School
from sandbox.smas.paper import Cell
from sandbox.smas.terms import Term

LAST_YEAR, THIS_YEAR = ("2025-2026", "mid_term_1"), ("2026-2027", "mid_term_1")
# {(term, school): {(line from 0, subject): what stands in the cell}} of lower secondary summary sheets.
CELLS: dict[tuple[tuple[str, str], str], dict[tuple[int, str], Cell]] = {
    (THIS_YEAR, "51524502"): {(0, "TOAN"): "tám"},
    (THIS_YEAR, "51524506"): {(1, "NGUVAN"): 11.5, (2, "TOAN"): "7..5"},
    (THIS_YEAR, "51524513"): {(0, "TOAN"): "1O"},
    (THIS_YEAR, "51524520"): {(3, "NGOAINGU"): 75},
    (LAST_YEAR, "51524502"): {(0, "NGOAINGU"): "-1"},
}
# The same of primary schools: a mark or a level of the pupil at this line.
PRIMARY_CELLS: dict[tuple[tuple[str, str], str], dict[tuple[int, str], Cell]] = {
    (THIS_YEAR, "51524407"): {(0, "TOAN"): "X"},
    (THIS_YEAR, "51524423"): {(0, "TIENGVIET"): "Tốt lắm"},
}
UNLISTED = {(THIS_YEAR, "51524516"): frozenset({1}), (LAST_YEAR, "51524522"): frozenset({0, 2})}
REPEATED = {(THIS_YEAR, "51524408"): (0,), (LAST_YEAR, "51524518"): (1,)}


def cells(school: School, term: Term) -> dict[tuple[int, str], Cell]:
    """What stands wrongly in the marks of a lower secondary school's book."""
    return CELLS.get(((term.school_year, term.term), school.code), {})


def primary_cells(school: School, term: Term) -> dict[tuple[int, str], Cell]:
    """What stands wrongly in the levels of a primary school's book."""
    return PRIMARY_CELLS.get(((term.school_year, term.term), school.code), {})


def unlisted(school: School, term: Term) -> frozenset[int]:
    """The lines that were forgotten in the class list."""
    return UNLISTED.get(((term.school_year, term.term), school.code), frozenset())


def repeated_in_list(school: School, term: Term) -> tuple[int, ...]:
    """The lines that stand in the class list twice."""
    return REPEATED.get(((term.school_year, term.term), school.code), ())
