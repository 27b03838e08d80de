"""Why a course has no share: where samples are too small, hidden, or nothing happened, it says no "no data"."""

from datetime import date
from decimal import Decimal

import pytest
from dash import html

from dashboards import words
from dashboards.components.course import Course, Month, month_name
from dashboards.components.trend import TrendLabels, trend
from dashboards.theme import DARK
from tests.dashboards.elements import attributes_of, text, walk

TOO_FEW = words.below_minimum(None, 30)
LABELS = TrendLabels(received="Lượt đánh giá", share="Hài lòng")


def month(number: int, count: int | None, share: str | None, instead: str = "") -> Month:
    start = date(2026, number, 1)
    return Month(start, month_name(start), count, None, None if share is None else Decimal(share), instead=instead)


def shown(*months: Month) -> html.Div:
    return trend(Course(months), DARK, labels=LABELS)


def of_class(drawn: html.Div, name: str) -> list[str]:
    return [text(each) for each in walk(drawn) if name in getattr(each, "className", "").split()]


def heard(drawn: html.Div) -> list[str]:
    return [str(attributes_of(each)["alt"]) for each in walk(drawn) if isinstance(each, html.Img)]


def test_a_gap_says_why_in_the_note_in_the_picture_and_under_the_pointer() -> None:
    drawn = shown(month(1, 40, "0.9"), month(2, 17, None, TOO_FEW), month(3, 12, None, TOO_FEW), month(4, None, None))
    assert of_class(drawn, "trend-note") == ["Chỗ trống: chưa đủ mẫu (cần 30)"]
    share, _count = heard(drawn)
    assert share == f"Hài lòng: 01/26 90,0%; 02/26 {TOO_FEW}; 03/26 {TOO_FEW}; 04/26 {words.NO_DATA}"
    titles = [attributes_of(each)["title"] for each in walk(drawn) if getattr(each, "className", "") == "trend-column"]
    assert titles[1] == f"02/26 · Lượt đánh giá: 17 · Hài lòng: {TOO_FEW}" and titles[3] == f"04/26 · {words.NO_DATA}"


def test_reasons_of_gaps_are_told_once_each_and_nothing_is_missing_where_nothing_happened() -> None:
    gaps = [month(2, 17, None, TOO_FEW), month(3, None, None, words.SUPPRESSED), month(4, 0, None, words.NO_EVENTS)]
    told = "Chỗ trống: chưa đủ mẫu (cần 30) · đã ẩn để bảo vệ dữ liệu cá nhân"
    drawn = shown(month(1, 40, "0.9"), *gaps)
    assert of_class(drawn, "trend-note") == [told]
    assert f"03/26 {words.SUPPRESSED}; 04/26 0" in heard(drawn)[1]
    assert of_class(shown(month(1, 40, "0.9"), gaps[2]), "trend-note") == []


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([month(1, 17, None, TOO_FEW), month(2, 0, None, words.NO_EVENTS)], TOO_FEW),
        ([month(1, None, None, words.SUPPRESSED), month(2, None, None)], words.SUPPRESSED),
        ([month(1, None, None, words.NO_EVENTS), month(2, None, None, words.NO_EVENTS)], words.NO_EVENTS),
        ([month(1, 0, None, words.NO_EVENTS), month(2, None, None)], words.NO_DATA),
    ],
)
def test_where_no_share_is_there_its_reason_stands_in_its_place(months: list[Month], told: str) -> None:
    drawn = shown(*months)
    assert [*of_class(drawn, "trend-nothing"), *of_class(drawn, "trend-empty")] == [told]
    assert of_class(drawn, "trend-note") == []
