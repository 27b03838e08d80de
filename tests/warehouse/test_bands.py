"""Bands that look beyond the value: at the days passed, and at earlier years."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from tests.warehouse.planted_indicator import HEAD, plant, planted_build, quarter, values
from warehouse.errors import IndicatorInvalid
from warehouse.indicator_files import read_indicators
from warehouse.values import compute_indicators

PRO_RATA = """
date = "day"
numerator = "days = 1"
denominator = "true"
[[target]]
valid_from = 2020-01-01
value = 1
basis = "kế hoạch"
certainty = "assumed"
[band]
kind = "pro_rata"
amber = "{amber}"
red = "< -25%"
"""


@pytest.fixture
def build() -> Iterator[DuckDBPyConnection]:
    with planted_build() as connection:
        yield connection


def test_a_pro_rata_band_asks_for_the_part_of_the_target_that_is_due(build: DuckDBPyConnection, tmp_path: Path) -> None:
    build.execute("UPDATE marts.period SET cutoff_date = DATE '2026-02-14', is_open = true WHERE grain = 'quarter'")
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 0)])
    # 45 of 90 days have passed: half of the target is due, and half is reached.
    found = values(build, tmp_path, "ratio", PRO_RATA.format(amber="< 0%"), grains='["quarter"]')
    assert quarter(found)["band"] == "met"
    assert (
        quarter(values(build, tmp_path, "ratio", PRO_RATA.format(amber="< 1%"), grains='["quarter"]'))["band"]
        == "watch"
    )
    # A day later a little more is due than is reached.
    build.execute("UPDATE marts.period SET cutoff_date = cutoff_date + 1 WHERE grain = 'quarter'")
    later = values(build, tmp_path, "ratio", PRO_RATA.format(amber="< -5%"), grains='["quarter"]')
    assert quarter(later)["band"] == "within"


@pytest.mark.parametrize(
    ("came", "band"),
    [
        ([("record", "2026-02-14")], "met"),
        ([("record", "2026-02-13"), ("visit", "2026-02-15")], "met"),
        ([("record", "2026-02-15")], "watch"),
        ([("record", "2026-02-20")], "watch"),
        ([("record", "2025-12-31")], "met"),
        ([], "watch"),
    ],
    ids=["a day ago", "of something else today", "today", "beyond", "nothing of the period", "nothing at all"],
)
def test_what_nobody_has_sent_yet_nobody_has_missed(
    build: DuckDBPyConnection, tmp_path: Path, came: list[tuple[str, str]], band: str
) -> None:
    """Half is reached, and half is due by the 45th of 90 days; today is the 46th."""
    build.execute("UPDATE marts.period SET cutoff_date = DATE '2026-02-15', is_open = true WHERE grain = 'quarter'")
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 0)])
    build.execute("CREATE TABLE marts.delivery (stream_kind VARCHAR, period_end DATE, received_at TIMESTAMPTZ)")
    build.execute("INSERT INTO marts.delivery VALUES ('record', DATE '2026-02-16', NULL)")
    for stream, day in came:
        build.execute("INSERT INTO marts.delivery VALUES (?, ?, now())", [stream, day])
    declared = PRO_RATA.format(amber="< 0%") + "reached_by = \"stream_kind = 'record'\"\n"
    assert quarter(values(build, tmp_path, "ratio", declared, grains='["quarter"]'))["band"] == band


def test_a_baseline_pools_the_same_weeks_of_earlier_years(build: DuckDBPyConnection, tmp_path: Path) -> None:
    build.execute("DELETE FROM marts.period")
    for year in (2024, 2025, 2026):
        monday = date.fromisocalendar(year, 10, 1)
        for shift in range(-3, 4):
            start = monday + timedelta(weeks=shift)
            end = start + timedelta(days=6)
            build.execute("INSERT INTO marts.period VALUES ('week', ?, ?, false, ?)", [start, end, end])
    build.execute("UPDATE marts.unit_lineage SET valid_from = DATE '2020-01-01'")
    plant(build, [(date(2024, 2, 1), 0, "first")])
    for shift, count in zip(range(-2, 3), (2, 4, 4, 4, 6), strict=True):
        day = date.fromisocalendar(2025, 10, 1) + timedelta(weeks=shift)
        plant(build, [(day, 1, "p")] * count)
    week = date.fromisocalendar(2026, 10, 1)
    plant(build, [(week, 1, "p")] * 7)
    band = 'date = "day"\nnumerator = "days = 1"\n[band]\nkind = "baseline"\namber = "> {0}"\nred = "> 9"\n'
    # Pooled are 2 4 4 4 6 of 2025 and five weeks of 2024 with 0: mean 2, standard deviation 2.31.
    found = values(build, tmp_path, "count", band.format("2"), grains='["week"]')
    assert found["week", week]["band"] == "watch"
    found = values(build, tmp_path, "count", band.format("2.2"), grains='["week"]')
    assert found["week", week]["band"] == "met"
    assert found["week", date.fromisocalendar(2024, 10, 1)]["band"] == "no_baseline"


def test_right_on_the_bound_is_not_below_it(build: DuckDBPyConnection, tmp_path: Path) -> None:
    plant(build, [(date(2026, 1, 5), days, "p") for days in (1, 1, 1, 1, 1, 1, 1, 0, 0, 0)])
    exactly_ten_points_less = """
        date = "day"
        numerator = "days = 1"
        denominator = "days IS NOT NULL"
        [[target]]
        valid_from = 2020-01-01
        value = 0.8
        basis = "kế hoạch"
        certainty = "assumed"
        [band]
        kind = "pro_rata"
        amber = "< 0%"
        red = "< -10%"
        """
    found = values(build, tmp_path, "ratio", exactly_ten_points_less, grains='["month"]')
    assert found["month", date(2026, 1, 1)]["value"] == Decimal("0.7")
    assert found["month", date(2026, 1, 1)]["band"] == "watch"


def test_a_bound_by_the_week_grows_with_the_days_that_have_passed(build: DuckDBPyConnection, tmp_path: Path) -> None:
    # 3 and 4 in a month of 31 days with one a week to be had: 31 / 7 is 4.43.
    plant(build, [(date(2026, 1, 5), 1, "p")] * 4 + [(date(2026, 2, 5), 1, "p")] * 4)
    counted = 'date = "day"\nnumerator = "days = 1"\n[band]\nkind = "value"\namber = ">= 1"\nred = ">= 1/tuần"\n'
    found = values(build, tmp_path, "count", counted)
    bands = {start: row["band"] for (grain, start), row in found.items() if grain == "month"}
    assert bands == {date(2026, 1, 1): "watch", date(2026, 2, 1): "missed", date(2026, 3, 1): "met"}


@pytest.mark.parametrize(
    ("count", "cutoff", "band"), [(2, 1, "watch"), (9, 7, "watch"), (10, 7, "missed"), (11, 8, "watch")]
)
def test_a_bound_by_the_week_is_of_a_whole_week_from_the_first_day_on(
    build: DuckDBPyConnection, tmp_path: Path, count: int, cutoff: int, band: str
) -> None:
    build.execute(
        f"UPDATE marts.period SET cutoff_date = DATE '2026-01-0{cutoff}', is_open = true WHERE grain = 'month'"
    )
    plant(build, [(date(2026, 1, 1), 1, "p")] * count)
    counted = 'date = "day"\nnumerator = "days = 1"\n[band]\nkind = "value"\namber = ">= 1"\nred = ">= 10/tuần"\n'
    found = values(build, tmp_path, "count", counted, grains='["month"]')
    assert found["month", date(2026, 1, 1)]["band"] == band


def test_a_bound_by_the_week_is_one_of_a_plain_value(tmp_path: Path) -> None:
    declared = HEAD.format(kind="count", minimum_n=0, more="", grains='["month"]')
    counted = 'date = "day"\nnumerator = "true"\n[band]\nkind = "baseline"\namber = "> 2"\nred = "> 3/tuần"\n'
    (tmp_path / "planted.toml").write_text(declared + counted, encoding="utf-8")
    with pytest.raises(IndicatorInvalid, match=r"band\.red"):
        read_indicators(tmp_path)


@pytest.mark.parametrize(("kind", "band"), [("ratio", "baseline"), ("count", "share_of"), ("ratio", "pro_rata")])
def test_a_band_that_cannot_judge_is_refused(tmp_path: Path, kind: str, band: str) -> None:
    counted = 'date = "day"\nnumerator = "true"\n' + ('denominator = "true"\n' if kind == "ratio" else "")
    declared = HEAD.format(kind=kind, minimum_n=0, more="", grains='["month"]') + counted
    limits = 'amber = "> 2"\nred = "> 3"\n'
    (tmp_path / "planted.toml").write_text(f'{declared}[band]\nkind = "{band}"\n{limits}', encoding="utf-8")
    with pytest.raises(IndicatorInvalid, match=band):
        read_indicators(tmp_path)


def weeks_of(build: DuckDBPyConnection, *years: int) -> None:
    """Only weeks 8 to 12 of some years, all over; the unit stands in all of them."""
    build.execute("DELETE FROM marts.period")
    for year in years:
        for week in range(8, 13):
            start = date.fromisocalendar(year, week, 1)
            end = start + timedelta(days=6)
            build.execute("INSERT INTO marts.period VALUES ('week', ?, ?, false, ?)", [start, end, end])
    build.execute("UPDATE marts.unit_lineage SET valid_from = DATE '2020-01-01'")


def test_the_target_of_a_baseline_is_the_highest_count_that_is_not_above_it(
    build: DuckDBPyConnection, tmp_path: Path
) -> None:
    weeks_of(build, 2025, 2026)
    plant(build, [(date(2025, 1, 6), 0, "first")])
    for week, count in zip(range(8, 13), (2, 4, 4, 4, 6), strict=True):
        plant(build, [(date.fromisocalendar(2025, week, 1), 1, "p")] * count)
    tenth = date.fromisocalendar(2026, 10, 1)
    band = 'date = "day"\nnumerator = "days = 1"\n[band]\nkind = "baseline"\namber = "{0}"\nred = "> 9"\n'
    # Mean 4, standard deviation exactly 1.414: 6.83 above by two, and 4 itself by none.
    for amber, target in (("> 2", 6), ("> 0", 4), (">= 0", 4)):
        found = values(build, tmp_path, "count", band.format(amber), grains='["week"]')
        assert found["week", tenth]["target"] == target, amber
        assert found["week", date.fromisocalendar(2025, 10, 1)]["target"] is None, "nothing to compare with"


def test_so_many_within_weeks_in_one_commune(build: DuckDBPyConnection, tmp_path: Path) -> None:
    """A and B lie in the area X: three of both together are not three of one."""
    weeks_of(build, 2026)
    build.execute("""
        INSERT INTO marts.unit_lineage BY NAME
        SELECT made.*, 'own' AS basis, DATE '2025-07-01' AS unit_from, DATE '2025-07-01' AS in_from,
            DATE '2020-01-01' AS valid_from, DATE '9999-12-31' AS valid_to
        FROM (VALUES ('B', 'commune', 'B'), ('A', 'area', 'X'), ('B', 'area', 'X')) AS made
            (unit_code, unit_kind, in_code)
    """)
    monday = [date.fromisocalendar(2026, week, 1) for week in range(8, 13)]
    for code, place in (("A", 0), ("A", 1), ("B", 2), ("A", 3), ("B", 4)):
        build.execute("INSERT INTO marts.planted VALUES (?, DATE '2025-07-01', ?, 1, 'p')", [code, monday[place]])
    band = 'date = "day"\nnumerator = "days = 1"\n[band]\nkind = "value"\namber = ">= 1"\nred = ">= 3/4 tuần/xã"\n'
    head = HEAD.format(kind="count", minimum_n=0, more="", grains='["week"]')
    wide = head.replace('["commune"]', '["area", "commune"]')
    (tmp_path / "planted.toml").write_text(wide + band, encoding="utf-8")
    compute_indicators(build, read_indicators(tmp_path))
    found = build.execute("SELECT unit_code, list(band ORDER BY period_start) FROM marts.indicator_value GROUP BY ALL")
    # In the fourth week A has had three; in the fifth the first of them is over.
    assert dict(found.fetchall()) == {
        "A": ["watch", "watch", "met", "missed", "met"],
        "B": ["met", "met", "watch", "met", "watch"],
        "X": ["watch", "watch", "watch", "missed", "watch"],
    }


def test_weeks_of_one_commune_are_counted_by_weeks_alone(tmp_path: Path) -> None:
    declared = HEAD.format(kind="count", minimum_n=0, more="", grains='["month"]')
    counted = 'date = "day"\nnumerator = "true"\n[band]\nkind = "value"\namber = ">= 1"\nred = ">= 3/4 tuần/xã"\n'
    (tmp_path / "planted.toml").write_text(declared + counted, encoding="utf-8")
    with pytest.raises(IndicatorInvalid, match="số tuần"):
        read_indicators(tmp_path)
