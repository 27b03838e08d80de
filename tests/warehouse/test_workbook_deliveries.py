"""Which share of the schools' books came in time: nobody is judged before the deadline is over."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from config.clock import TIMEZONE
from tests.warehouse.planted_school import OTHER_THCS, THCS, Planted, indicator_values, school_build

SHARE, TERM_ENDS = "workbook_on_time_share", "2026-11-14"
SCHOOLS = 60


def books_of(days: Mapping[str, int]) -> Planted:
    """Books of the term whose deadline is 20/11/2026, {school: day of November on which its book came}."""
    planted = Planted()
    for school, day in days.items():
        book = {"school_code": school, "school_year": "2026-2027", "term": "mid_term_1"}
        received = {"received_at": datetime(2026, 11, day, 9, tzinfo=TIMEZONE), "received_date": date(2026, 11, day)}
        planted.rows.setdefault("workbook", []).append(book | {"batch": "batch-1", "page": 1})
        planted.rows.setdefault("workbook_version", []).append(book | received)
    return planted


@pytest.mark.parametrize(
    ("today", "judged", "states"),
    [
        (date(2026, 11, 20), None, {"on_time": 1, "not_due": SCHOOLS - 1}),
        (date(2026, 11, 21), (1, SCHOOLS), {"on_time": 1, "missing": SCHOOLS - 1}),
        (date(2026, 11, 23), (1, SCHOOLS), {"on_time": 1, "late": 1, "missing": SCHOOLS - 2}),
    ],
)
def test_a_term_is_judged_once_its_deadline_is_over(
    today: date, judged: tuple[int, int] | None, states: dict[str, int]
) -> None:
    came = {THCS: 17} | ({OTHER_THCS: 22} if today.day > 22 else {})
    with school_build(books_of(came), today) as build:
        build.execute("CREATE TABLE marts.delivery AS FROM marts.workbook_delivery")
        counted = (
            "SELECT state, count(*) FROM marts.delivery WHERE term = 'mid_term_1' AND school_year = ? GROUP BY state"
        )
        assert dict(build.execute(counted, ["2026-2027"]).fetchall()) == states
        row = indicator_values(build, SHARE)[SHARE, "BS5", TERM_ENDS]
    assert (row["numerator"], row["denominator"]) == (judged or (0, 0))
    assert (row["band"] is None) == (judged is None) == (row["state"] == "no_events")
