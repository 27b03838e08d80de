"""What the wall's tiles say, from rows typed by hand."""

from decimal import Decimal
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.readings import Reading
from dashboards.screens.wall.months import course as course_of
from dashboards.screens.wall.scenes.procedures import figures


def reading(unit: str, value: float | None, indicator: str = "on_time_share", target: float | None = None) -> Reading:
    number = None if value is None else Decimal(str(value))
    return Reading(indicator, unit, f"unit {unit}", "", number, target_value=target)


def test_counts_stand_with_the_most_first_and_nothing_is_left_out_but_nothing() -> None:
    among = [reading(code, count, "due_within_2_days") for code, count in (("b", 3), ("a", 3), ("c", 0), ("d", 9))]
    among += [reading("e", None, "due_within_2_days"), reading("f", 4, "due_within_2_days")]
    found = figures.most_first(among, "due_within_2_days", "abcde")
    assert [each.unit_code for each in found] == ["d", "a", "b"]
    assert figures.beside_list(reading("BS5", 20, "due_within_2_days"), found) == 5


def test_only_what_lies_above_its_target_is_too_much() -> None:
    among = [reading(code, value, "returned_share", 0.03) for code, value in (("a", 0.03), ("b", 0.0301), ("c", None))]
    found = figures.beyond_target([*among, reading("d", 0.5, "returned_share")])
    assert [each.unit_code for each in found] == ["b"]


def judged(*rows: tuple[str, str, float | None, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "agency_code": agency,
                "agency_name_vi": f"agency {agency}",
                "field_code": field,
                "field_name_vi": f"field {field}",
                "numerator": n if value is None else round(value * n),
                "denominator": n,
                "value": value,
                "n": n,
                "state": "below_minimum" if value is None else "shown",
                "target": 0.98,
                "band": None if value is None else "missed",
            }
            for agency, field, value, n in rows
        ]
    )


def test_the_five_slowest_places_have_a_sample_and_a_fixed_order() -> None:
    rows = [("b", "x", 0.9, 30), ("a", "y", 0.9, 40), ("a", "x", 0.9, 25), ("c", "x", None, 19), ("d", "x", 0.5, 20)]
    found = figures.slowest(judged(*rows, ("e", "x", 0.97, 99), ("f", "x", 0.99, 99)), 20)
    assert [(place.agency_code, place.field_code) for place in found] == [
        ("d", "x"), ("a", "x"), ("a", "y"), ("b", "x"), ("e", "x"),
    ]  # fmt: skip
    first = found[0]
    assert (first.agency, first.field, first.reading.text, first.reading.denominator) == (
        "agency d", "field x", "50,0%", 20,
    )  # fmt: skip
    assert figures.slowest(judged(("c", "x", None, 19)), 20) == ()


def test_several_targets_are_told_from_the_lowest_to_the_highest() -> None:
    assert figures.target_span([reading("a", 1, target=0.8), reading("a", 1, target=1.0)]) == "80–100%"
    assert figures.target_span([reading("a", 1, target=0.8), reading("a", 1)]) == "80%"
    assert figures.target_span([reading("a", 1)]) == ""


def months(*rows: tuple[str, str, float | None, bool]) -> pd.DataFrame:
    """A share without a number is of 17 dossiers, which are too few."""
    return pd.DataFrame(
        [
            {
                "unit_code": "BS5",
                "unit_name_vi": "",
                "period_start": pd.Timestamp(f"{month}-01"),
                "indicator": indicator,
                "value": value,
                "is_open": is_open,
                "target": 0.98 if indicator == "on_time_share" else None,
                "unit_vi": "%" if indicator == "on_time_share" else "hồ sơ",
                "n": 17,
                "minimum_n": 20,
                "state": "below_minimum" if value is None else "shown",
                **dict.fromkeys(("numerator", "denominator", "band")),
            }
            for month, indicator, value, is_open in rows
        ]
    )


def test_a_course_leaves_no_month_out_and_invents_none() -> None:
    rows: list[Any] = [
        ("2026-08", "dossiers_received", 100.0, False),
        ("2026-08", "on_time_share", 0.97, False),
        ("2026-10", "dossiers_received", 0.0, True),
        ("2026-10", "on_time_share", None, True),
    ]
    course = course_of(months(*rows))
    assert [(month.name, month.received, month.resolved, month.share, month.is_open) for month in course.months] == [
        ("08/26", 100, None, Decimal("0.97"), False),
        ("09/26", None, None, None, False),
        ("10/26", 0, None, None, True),
    ]
    assert [month.instead for month in course.months] == ["", "", words.below_minimum(None, 20)]
    assert course.target == Decimal("0.98")
    assert course_of(months(*rows).iloc[:0]).months == ()
