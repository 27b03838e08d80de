"""Published frames against the count: every row that differs, is missing or should not be there."""

import pandas

from tests.oracle.count import CELL, Count
from tests.oracle.facts import FORM
from tests.oracle.indicators import FIELDS, MILLION, indicator_values

EXACT = ["numerator", "denominator", "value", "n", "state"]
INTERVAL = ["low", "high"]
# Both sides round to six places; a float may fall on either side of the half.
TOLERANCE = 1.5e-6


def form_differences(published: pandas.DataFrame, counted: Count) -> pandas.DataFrame:
    """The rows of `marts.form_06a` that are not as counted, with both values of the cells; empty when all agree.

    Only the grains that the form is published for are looked at.
    """
    expected = counted.form[counted.form["grain"].isin(set(published["grain"]))]
    both = _dated(published).merge(expected, on=[*CELL, "field_code"], how="outer", suffixes=("", "_counted"))
    sums = both[[f"{column}_counted" for column in FORM]].fillna(0).set_axis(FORM, axis=1)
    return both[(both[FORM].fillna(-1) != sums).any(axis=1)]


def placed_in_grid(published: pandas.DataFrame, counted: Count) -> pandas.DataFrame:
    """The same rows with `cell`, the label of their row in the count's grid; NA where the grid has none."""
    numbered = counted.grid[CELL].assign(cell=counted.grid.index)
    rows = _dated(published).merge(numbered, on=CELL, how="left")
    return rows.astype({"cell": "Int64"})


def indicator_differences(rows: pandas.DataFrame, counted: Count, name: str) -> pandas.DataFrame:
    """The rows of one indicator, placed in the grid, that are not as counted, with both; empty when all agree."""
    rows = rows[rows["cell"].notna()]
    expected = indicator_values(counted.grid, name, sent=counted.sent).loc[rows["cell"]].set_axis(rows.index)
    actual = rows[FIELDS].assign(value=(rows["value"].astype("Float64") * MILLION).round())
    differs = actual["state"] != expected["state"]
    for field in (*EXACT[:-1], *INTERVAL):
        differs |= _differ(actual[field], expected[field], TOLERANCE if field in INTERVAL else 0)
    return rows[CELL].join([actual, expected.add_suffix("_counted")])[differs]


def misplaced_rows(rows: pandas.DataFrame, counted: Count, grains: set[str]) -> pandas.DataFrame:
    """`CELL` and `fault` of what is missing in these grains, of no unit and period, or there twice.

    `rows` are those of one indicator or the totals of the form, placed in the grid.
    """
    grid = counted.grid
    wanted = grid[grid["is_expected"] & grid["grain"].isin(grains)]
    return pandas.concat(
        [
            wanted.loc[~wanted.index.isin(rows["cell"]), CELL].assign(fault="missing"),
            rows.loc[rows["cell"].isna(), CELL].assign(fault="of no unit and period"),
            rows.loc[rows["cell"].duplicated() & rows["cell"].notna(), CELL].assign(fault="twice"),
        ]
    )


def _differ(actual: pandas.Series, expected: pandas.Series, tolerance: float) -> pandas.Series:
    left, right = actual.astype("Float64"), expected.astype("Float64")
    return (left.isna() != right.isna()) | ((left - right).abs() > tolerance).fillna(False)


def _dated(published: pandas.DataFrame) -> pandas.DataFrame:
    dates = ["unit_from", "period_start", "period_end"]
    return published.assign(**{name: pandas.to_datetime(published[name]).astype("datetime64[ns]") for name in dates})
