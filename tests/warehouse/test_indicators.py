"""Each kind of indicator, counted over a few planted rows whose figures anybody can work out."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.planted_indicator import HEAD, months, plant, planted_build, quarter, values
from warehouse.errors import IndicatorInvalid
from warehouse.indicator_files import read_indicators


@pytest.fixture
def build() -> Iterator[DuckDBPyConnection]:
    with planted_build() as connection:
        yield connection


def test_a_median_is_ranked_anew_in_every_period(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 1, 1, 1, 9)])
    plant(build, [(date(2026, 2, 5), days, "p") for days in (4, 5, 6)])
    plant(build, [(date(2026, 3, 5), 7, "p")])
    found = values(build, tmp_path, "quantile", 'date = "day"\nvalue = "days"\n', more="quantile = 0.5")
    assert [row["value"] for row in months(found)] == [Decimal(1), Decimal(5), Decimal(7)]
    # The nine values in order are 1 1 1 1 4 5 6 7 9: no mean, median or weighing of 1, 5 and 7 is sure to give 4.
    assert quarter(found)["value"] == Decimal(4)
    assert quarter(found)["n"] == 9 and quarter(found)["numerator"] is None
    combined = [Decimal(1), Decimal(5), Decimal(7)]
    weighted = (5 * combined[0] + 3 * combined[1] + combined[2]) / 9
    assert quarter(found)["value"] not in {*combined, sum(combined) / 3, weighted}


def test_a_high_quantile_is_the_smallest_value_that_enough_rows_do_not_exceed(
    build: DuckDBPyConnection, tmp_path: Path
) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in range(1, 11)])
    found = values(build, tmp_path, "quantile", 'date = "day"\nvalue = "days"\n', more="quantile = 0.9", minimum_n=5)
    assert quarter(found)["value"] == Decimal(9) and quarter(found)["state"] == "shown"
    empty = found["month", date(2026, 2, 1)]
    assert empty["state"] == "no_events" and empty["value"] is None and empty["n"] == 0


def test_distinct_values_do_not_add_up(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), 1, "x"), (date(2026, 1, 6), 1, "x"), (date(2026, 1, 7), 1, "y")])
    plant(build, [(date(2026, 2, 5), 1, "x"), (date(2026, 3, 5), 1, "z")])
    found = values(build, tmp_path, "count", 'date = "day"\nnumerator = "true"\ndistinct = "person"\n')
    assert [row["numerator"] for row in months(found)] == [2, 1, 1]
    assert quarter(found)["numerator"] == 3
    assert quarter(found)["numerator"] not in (sum(int(str(row["numerator"])) for row in months(found)), 2, 1)


def test_a_mean_is_a_sum_over_a_number_of_rows_half_up(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), 1, "p"), (date(2026, 1, 9), 1, "p"), (date(2026, 3, 9), 0, "p")])
    found = values(build, tmp_path, "mean", 'date = "day"\nvalue = "days"\n')
    whole = quarter(found)
    assert (whole["numerator"], whole["denominator"], whole["value"]) == (2, 3, Decimal("0.666667"))
    assert found["month", date(2026, 2, 1)]["state"] == "no_events"


def test_a_ratio_bears_an_interval_that_stays_within_bounds(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 1, 1, 1, 1, 1, 1, 1, 1, 0)])
    plant(build, [(date(2026, 2, 5), 1, "p") for _ in range(3)])
    ratio = 'date = "day"\nnumerator = "days = 1"\ndenominator = "true"\n'
    found = values(build, tmp_path, "ratio", ratio, minimum_n=5)
    january = found["month", date(2026, 1, 1)]
    # Wilson's interval of 9 in 10 as tables give it: 0.5958 to 0.9821.
    assert (january["low"], january["high"]) == (Decimal("0.595850"), Decimal("0.982124"))
    february = found["month", date(2026, 2, 1)]
    assert february["state"] == "below_minimum" and february["value"] is None and february["high"] == Decimal(1)
    assert found["month", date(2026, 3, 1)]["low"] is None


COMPOSITE = """
    date = "day"
    groups = { P = "Tiến độ", T = "Công khai" }
    [[definition.part]]
    group = "P"
    name_vi = "Đúng hạn"
    highest = 20
    numerator = "days = 1"
    denominator = "true"
    [[definition.part]]
    group = "P"
    name_vi = "Trực tuyến, đủ điểm từ 50%"
    highest = 6
    full_at = 0.5
    numerator = "days = 1"
    denominator = "true"
    [[definition.part]]
    group = "T"
    name_vi = "Công khai"
    highest = 18
    """


def test_a_composite_adds_the_points_of_its_parts(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 1, 1, 0)])
    found = values(build, tmp_path, "composite", COMPOSITE)
    january = found["month", date(2026, 1, 1)]
    assert january["value"] == Decimal(15 + 6) and january["denominator"] == 26
    assert january["state"] == "partial"
    assert found["month", date(2026, 2, 1)]["state"] == "no_events"


def test_the_parts_of_a_composite_are_published(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 1, 1, 0)])
    values(build, tmp_path, "composite", COMPOSITE)
    assert build.execute(
        "SELECT part, numerator, denominator, points FROM marts.indicator_part_value "
        "WHERE grain = 'month' AND period_start = DATE '2026-01-01' ORDER BY part"
    ).fetchall() == [(1, 3, 4, Decimal(15)), (2, 3, 4, Decimal(6))]
    assert build.execute(
        "SELECT part, group_code, group_vi, name_vi, highest, full_at, has_source, denominator_rows IS NOT NULL "
        "FROM marts.indicator_part ORDER BY part"
    ).fetchall() == [
        (1, "P", "Tiến độ", "Đúng hạn", 20, 1, True, True),
        (2, "P", "Tiến độ", "Trực tuyến, đủ điểm từ 50%", 6, Decimal("0.5"), True, True),
        (3, "T", "Công khai", "Công khai", 18, 1, False, False),
    ]


def test_a_part_of_which_nothing_happened_scores_nothing(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 1)])
    part = """
        [[definition.part]]
        group = "P"
        name_vi = "Một phần"
        highest = 6
        numerator = "days = {days}"
        denominator = "days = {days}"
        """
    parts = 'date = "day"\ngroups = { P = "Nhóm" }\n' + part.format(days=1) + part.format(days=2)
    found = values(build, tmp_path, "composite", parts)
    assert found["month", date(2026, 1, 1)]["value"] == Decimal(6)


def test_what_the_source_never_sends_is_not_a_zero(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), 1, "p")])
    build.execute("ALTER TABLE marts.planted ADD COLUMN letter DATE")
    stock = 'needs = "letter"\nnumerator = [{ opened = "day", closed = "letter" }]\n'
    found = values(build, tmp_path, "stock", stock)
    assert {row["state"] for row in found.values()} == {"no_source"} and quarter(found)["value"] is None
    build.execute("UPDATE marts.planted SET letter = DATE '2026-02-10'")
    found = values(build, tmp_path, "stock", stock)
    assert [row["value"] for row in months(found)] == [2, 0, 0]


def test_a_unit_where_nothing_happened_says_zero(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 1), 1, "p")])
    found = values(build, tmp_path, "count", 'date = "day"\nnumerator = "days > 99"\n')
    assert [row["value"] for row in months(found)] == [0, 0, 0]


def refused(folder: Path, declared: str, said: str) -> None:
    (folder / "planted.toml").write_text(declared, encoding="utf-8")
    with pytest.raises(IndicatorInvalid, match=said):
        read_indicators(folder)


@pytest.mark.parametrize(
    ("kind", "more", "rest", "said"),
    [
        ("median", "", 'numerator = "true"', "kind"),
        ("quantile", "", 'date = "day"\nvalue = "days"', "quantile"),
        ("ratio", "", 'date = "day"\nnumerator = "true"', "denominator"),
        ("composite", "", 'date = "day"', "part"),
        ("stock", "", 'numerator = [{ opened = "day" }]', "closed"),
        ("count", "", 'date = "day"\nnumerator = "true"\nhide_by = [[{ where = "true" }]]', "hide_by"),
        (
            "count",
            "",
            'date = "day"\nnumerator = "true"\n[band]\nkind = "value"\namber = "nhiều"\nred = "> 1"',
            "band.amber",
        ),
    ],
)
def test_a_declaration_that_cannot_be_meant_is_refused(
    tmp_path: Path, kind: str, more: str, rest: str, said: str
) -> None:
    refused(tmp_path, HEAD.format(kind=kind, minimum_n=0, more=more, grains='["month"]') + rest, said)


@pytest.mark.parametrize(
    ("cells", "kind", "rest", "said"),
    [
        ("H10", "count", 'date = "day"\nnumerator = "true"', "ratio"),
        ("H10", "ratio", 'date = "day"\nnumerator = "true"\ndenominator = "true"', "opened"),
        ("B10", "count", 'date = "day"\nnumerator = "true"', "landed_at"),
        ("B10", "count", 'date = "day"\nlanded_at = "day"\ndistinct = "days"\nnumerator = "true"', "landed_at"),
    ],
)
def test_cells_that_could_not_be_hidden_are_refused(
    tmp_path: Path, cells: str, kind: str, rest: str, said: str
) -> None:
    head = HEAD.format(kind=kind, minimum_n=0, more="", grains='["month"]').replace('"A"', f'"{cells}"')
    refused(tmp_path, head + rest, f"cells {cells}.*{said}")


def test_one_old_record_opens_no_older_period(build: DuckDBPyConnection, tmp_path: Path) -> None:
    build.execute("UPDATE config.source SET first_day = DATE '2026-02-01'")
    plant(build, [(date(1970, 1, 1), 1, "p"), (date(2026, 2, 1), 1, "p")])
    found = values(build, tmp_path, "count", 'date = "day"\nnumerator = "true"\n')
    assert [start for _, start in found] == [date(2026, 2, 1), date(2026, 3, 1)]
