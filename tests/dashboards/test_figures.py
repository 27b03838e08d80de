"""Figures and readings as data: a frame in, what would be drawn out."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboards import theme, words
from dashboards.readings import Reading, find, missing_due_date_note, readings
from dashboards.screens.procedures.figures import course

ROW: dict[str, Any] = {
    "indicator": "on_time_share",
    "unit_code": "21061",
    "unit_name_vi": "xã Vạn Tường",
    "unit_vi": "%",
    "numerator": 912,
    "denominator": 1000,
    "value": 0.912,
    "n": 1000,
    "state": "shown",
    "band": "missed",
    "target": 0.98,
    "minimum_n": 20,
}


def read(**changes: Any) -> Reading:
    return readings(pd.DataFrame([ROW | changes]))[0]


def test_a_reading_says_number_target_and_counts() -> None:
    reading = read()
    assert (reading.text, reading.target, reading.band) == ("91,2%", "98%", "missed")
    assert (reading.numerator, reading.denominator, reading.fraction) == (912, 1000, 0.912)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": "below_minimum", "value": None, "n": 17, "minimum_n": 30}, "Chưa đủ mẫu (n = 17, cần 30)"),
        ({"state": "no_events", "value": None, "n": 0, "denominator": 0}, words.NO_EVENTS),
        ({"value": None}, words.NO_DATA),
        ({"state": "no_source", "value": None}, "Chưa có nguồn dữ liệu"),
        ({"state": "suppressed", "value": None}, "Đã ẩn để bảo vệ dữ liệu cá nhân"),
        ({"state": "below_10", "value": None}, "Dưới 10"),
        ({"unit_vi": "hồ sơ", "value": 1204.0}, "1.204"),
    ],
)
def test_where_there_is_no_number_there_are_words(changes: dict[str, Any], said: str) -> None:
    assert read(**changes).text == said


def test_a_share_just_below_its_target_does_not_look_like_it() -> None:
    assert read(value=0.97954).text == "97,95%"
    assert (read(value=0.98).text, read(value=0.9794).text) == ("98,0%", "97,9%")


def test_a_number_that_is_missing_is_no_zero() -> None:
    reading = find((), "on_time_share", "21061")
    assert (reading.text, reading.value, reading.fraction) == (words.NO_DATA, None, 0.0)


def test_missing_due_dates_are_noted_only_where_there_are_any() -> None:
    some = read(indicator="missing_due_date_share", value=0.068)
    none = read(indicator="missing_due_date_share", value=0.0)
    assert missing_due_date_note((some,), "21061") == "6,8% không có ngày hẹn trả"
    assert missing_due_date_note((none,), "21061") == ""
    assert missing_due_date_note((), "21061") == ""


def months(shares: list[float | None], first: date = date(2025, 5, 1)) -> pd.DataFrame:
    starts = pd.date_range(first, periods=len(shares), freq="MS")
    is_open = [False] * (len(shares) - 1) + [True]
    common: dict[str, Any] = {"period_start": starts, "period_end": starts + pd.offsets.MonthEnd(0), "is_open": is_open}
    received = pd.DataFrame(common | {"indicator": "dossiers_received", "value": 100.0, "target": None})
    resolved = pd.DataFrame(common | {"indicator": "dossiers_resolved", "value": 90.0, "target": None})
    on_time = pd.DataFrame(common | {"indicator": "on_time_share", "value": shares, "target": 0.98})
    return pd.concat([received, resolved, on_time])


def test_the_course_leaves_a_gap_where_no_share_is_known_and_pales_the_open_month() -> None:
    received, resolved, line = course(months([0.97, None, 0.95])).data
    assert list(received.marker.color) == [theme.LIGHT.pale, theme.LIGHT.pale, theme.LIGHT.faint]
    assert (list(received.y), list(resolved.y)) == ([100.0] * 3, [90.0] * 3)
    assert pd.isna(line.y[1]) and line.connectgaps is False


def test_the_course_marks_the_change_of_units_where_it_crosses_it() -> None:
    crossing, after = course(months([0.9] * 4)), course(months([0.9] * 4, date(2026, 1, 1)))
    assert words.BOUNDARY_BREAK in [note.text for note in crossing.layout.annotations]
    assert "2025-07-01" in [shape.x0 for shape in crossing.layout.shapes]
    assert words.BOUNDARY_BREAK not in [note.text for note in after.layout.annotations]


def test_the_course_draws_its_target_on_the_axis_of_shares() -> None:
    figure = course(months([0.97, 0.95], date(2026, 1, 1)))
    (line,), (said,) = figure.layout.shapes, figure.layout.annotations
    assert (line.y0, line.y1, line.yref, said.text) == (0.98, 0.98, "y2", "Mục tiêu 98%")


def test_the_axis_of_shares_reaches_down_to_the_lowest() -> None:
    assert course(months([0.97, 0.95])).layout.yaxis2.range[0] == 0.5
    assert course(months([0.97, 0.31])).layout.yaxis2.range[0] == 0.0


def test_a_unit_without_months_has_an_empty_course() -> None:
    assert not course(months([0.9]).iloc[:0]).layout.annotations
