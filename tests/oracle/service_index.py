"""The service index of QĐ 766 counted a second time: the criteria that dossiers tell, as points of one commune."""

from fractions import Fraction

import pandas

from tests.oracle.indicators import MILLION

REACHABLE, FIRST_DAY = 44, pandas.Timestamp(2025, 7, 1)
IN_MILLIONTHS = ("value", "points")
# Place in the list of all criteria: highest points, the share that gives them all, marks above the line, and below it.
CRITERIA = {
    5: (20, Fraction(1), ["in_time"], ["resolved", "open"]),
    8: (6, Fraction(1, 2), ["online_with_result"], ["received"]),
    11: (6, Fraction(1), ["paid_online"], ["with_fee"]),
    12: (6, Fraction(1), ["electronic"], ["finished_work"]),
    13: (4, Fraction(1), ["digitised"], ["received"]),
    14: (2, Fraction(4, 5), ["reused"], ["received"]),
}


def criteria_values(cells: pandas.DataFrame) -> pandas.DataFrame:
    """`part, numerator, denominator, points` (millionths) of each criterion, the index that of the row of `cells`."""
    return pandas.concat([_criterion(cells, part) for part in CRITERIA])


def index_values(cells: pandas.DataFrame) -> pandas.DataFrame:
    """`denominator, value` (millionths) and `state` of the index for each row of `cells`."""
    told = criteria_values(cells)
    of_cell = told.groupby(level=0)
    state = of_cell["denominator"].sum().gt(0).map({True: "partial", False: "no_events"})
    value = of_cell["points"].sum().astype("Int64").where(state == "partial")
    return pandas.DataFrame({"denominator": REACHABLE, "value": value, "state": state})


def index_differences(
    published: pandas.DataFrame, counted: pandas.DataFrame, keys: list[str]
) -> dict[str, pandas.DataFrame]:  # fmt: skip
    """{column: rows that are not as counted}, empty when all agree; `published` are placed in the grid."""
    expected = counted.rename_axis("cell").reset_index().set_index(keys).convert_dtypes()
    rows = published.astype({"cell": "int64"}).set_index(keys)
    wrong: dict[str, pandas.DataFrame] = {}
    for name in expected:
        found = rows[name]
        if name in IN_MILLIONTHS:
            found = (found.astype("Float64") * MILLION).round().astype("Int64")
        both = pandas.DataFrame({"found": found, "counted": expected[name].reindex(found.index)}).astype("string")
        differ = both[both["found"].fillna("") != both["counted"].fillna("")]
        wrong |= {} if differ.empty else {str(name): differ}
    return wrong


def scored(grid: pandas.DataFrame) -> pandas.DataFrame:
    """The cells that have a score: of communes of today, in periods that began in their time."""
    return grid[(grid["unit_kind"] == "commune") & (grid["period_start"] >= FIRST_DAY)]


def _criterion(cells: pandas.DataFrame, part: int) -> pandas.DataFrame:
    highest, full_at, above, below = CRITERIA[part]
    numerator, denominator = cells[above].sum(axis=1), cells[below].sum(axis=1)
    counts = zip(numerator, denominator, strict=True)
    points = [_points(int(over), int(under), highest, full_at) for over, under in counts]
    return pandas.DataFrame(
        {"part": part, "numerator": numerator, "denominator": denominator, "points": points}, index=cells.index
    )


def _points(over: int, under: int, highest: int, full_at: Fraction) -> int:
    """Half up in millionths; nothing where nothing happened, and never more than the highest."""
    if not under:
        return 0
    exact = Fraction(over, under) / full_at * highest * MILLION
    return min(int(exact + Fraction(1, 2)), highest * MILLION)
