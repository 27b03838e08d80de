"""What came in against the same days a year before, of rows typed by hand."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from config.calendar import is_working_day
from dashboards import comparison, words
from dashboards.comparison import day_year_before, received_against_year_before
from dashboards.place import Period
from warehouse.reader import Counted

QUARTER = Period("report_quarter", date(2026, 9, 15), date(2026, 12, 14), date(2026, 11, 23), True, "", "Quý IV/2026")
OVER = replace(QUARTER, cutoff=date(2026, 12, 14), is_open=False)
YEAR_BEFORE = pd.date_range("2025-09-15", "2025-12-14")
TWICE_A_DAY = [*YEAR_BEFORE, *YEAR_BEFORE]


def place(period: Period = QUARTER) -> Any:
    rows = Counted("dossiers_received", "BS5", date(2025, 7, 1), "successor", period.start, period.cutoff)
    return SimpleNamespace(period=period, snapshot=SimpleNamespace(id=""), counted=lambda _indicator: rows)


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> list[pd.Timestamp]:
    """The days of all dossiers there are, to be added to: three came every day since the quarter began."""
    days = [*pd.date_range("2026-09-15", "2026-11-22").repeat(3)]

    def query(_name: str, rows: Counted, **_given: Any) -> pd.DataFrame:
        found = [day for day in days if rows.start <= day.date() <= rows.cutoff]
        told = {"received": len(found), "first_date": min(found, default=None), "last_date": max(found, default=None)}
        return pd.DataFrame([told])

    monkeypatch.setattr(comparison, "query", query)
    return days


def test_as_many_working_days_as_are_over_are_compared(received: list[pd.Timestamp]) -> None:
    """Today has only begun, and a year ago it was whole; 15/9 was a Monday then, and the 49th working day 20/11."""
    received += TWICE_A_DAY
    said = "Tăng 67 (50,0%) so với cùng kỳ năm trước, sau 49 ngày làm việc"
    assert received_against_year_before(place()) == said
    received.append(pd.Timestamp("2026-11-23"))
    assert received_against_year_before(place()) == said


def test_days_of_which_nothing_has_come_are_not_compared(received: list[pd.Timestamp]) -> None:
    received[:] = [day for day in received if day < pd.Timestamp("2026-11-01")] + TWICE_A_DAY
    said = received_against_year_before(place())
    assert said == "Tăng 46 (50,0%) so với cùng kỳ năm trước, sau 34 ngày làm việc (đến 30/10)"


SPRING = Period("report_quarter", date(2027, 3, 15), date(2027, 6, 14), date(2027, 3, 16), True, "", "Quý II/2027")
WEEKDAYS = pd.bdate_range("2025-07-01", "2027-03-16")


def test_a_quarter_that_began_on_a_sunday_the_year_before_is_known(received: list[pd.Timestamp]) -> None:
    """On 15/3/2026 nothing came in; the Monday after it is the first working day, as 15/3/2027 is."""
    received[:] = [*WEEKDAYS, *pd.bdate_range("2027-01-01", "2027-03-16")]
    assert received_against_year_before(place(SPRING)) == (
        "Tăng 1 (100,0%) so với cùng kỳ năm trước, sau 1 ngày làm việc"
    )
    received[:] = WEEKDAYS
    assert received_against_year_before(place(replace(SPRING, cutoff=date(2027, 3, 17)))) == (
        "Không đổi so với cùng kỳ năm trước, sau 2 ngày làm việc"
    )


def test_tet_takes_no_days_from_one_side_alone(received: list[pd.Timestamp]) -> None:
    """That of 2024 was on 8 to 14/2, that of 2025 was over by February."""
    received[:] = [day for day in pd.bdate_range("2024-01-02", "2025-02-14") if is_working_day(day.date())]
    february = Period("month", date(2025, 2, 1), date(2025, 2, 28), date(2025, 2, 15), True, "", "Tháng 2/2025")
    assert received_against_year_before(place(february)) == ("Không đổi so với cùng kỳ năm trước, sau 10 ngày làm việc")


def test_across_the_change_of_boundaries_nothing_is_compared(received: list[pd.Timestamp]) -> None:
    received[:] = pd.date_range("2024-01-02", "2026-12-31")
    assert received_against_year_before(place(replace(OVER, start=date(2026, 6, 15)))) == words.BOUNDARY_BREAK
    assert received_against_year_before(place(replace(OVER, start=date(2026, 7, 1)))) != words.BOUNDARY_BREAK
    before = replace(OVER, start=date(2025, 3, 15), end=date(2025, 6, 14), cutoff=date(2025, 6, 14))
    assert received_against_year_before(place(before)) == "Không đổi so với cùng kỳ năm trước"


def test_of_a_period_that_is_over_every_day_counts(received: list[pd.Timestamp]) -> None:
    received += TWICE_A_DAY
    assert received_against_year_before(place(OVER)) == "Tăng 25 (13,7%) so với cùng kỳ năm trước"


def test_on_the_first_day_nothing_is_said(received: list[pd.Timestamp]) -> None:
    received[:] = [pd.Timestamp("2026-09-15"), *TWICE_A_DAY]
    assert received_against_year_before(place(replace(QUARTER, cutoff=date(2026, 9, 15)))) == ""


@pytest.mark.parametrize(("first", "is_known"), [("2025-09-20", True), ("2025-09-21", False), (None, False)])
def test_a_year_before_is_compared_only_where_it_is_known_from_its_start(
    received: list[pd.Timestamp], first: str | None, is_known: bool
) -> None:
    received += [day for day in TWICE_A_DAY if first and day >= pd.Timestamp(first)]
    assert (received_against_year_before(place()) == words.NO_EARLIER_PERIOD) is not is_known


def test_a_day_that_last_year_had_not_is_the_one_before() -> None:
    found = (day_year_before(date(2028, 2, 29)), day_year_before(date(2025, 9, 15)))
    assert found == (date(2027, 2, 28), date(2024, 9, 15))
