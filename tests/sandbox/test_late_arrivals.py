"""Dossiers that reach the provincial system late, and the national portal's counts, which know no lateness."""

from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop.counts import monthly_counts
from sandbox.one_stop.lives import NEVER, Lives
from sandbox.one_stop.moment import moment
from sandbox.one_stop.wire import instant_texts
from tests.sandbox.conftest import CLOCK
from tests.sandbox.told import (
    BINH_CHUONG,
    BINH_MINH,
    BINH_SON,
    DONG_SON,
    HALF_A_POINT,
    VAN_TUONG,
    dossiers,
    of,
    on_time_share,
    own,
    resolved,
)


def test_binh_son_enters_forty_one_late_dossiers_of_october_in_november(truth: pd.DataFrame) -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    october = resolved(of(truth, BINH_SON), first, last)
    is_entered_late = october["first_shown"].dt.tz_convert(str(TIMEZONE)).dt.date == date(2026, 11, 6)
    assert is_entered_late.sum() == 41 and october.loc[is_entered_late, "is_late"].all()
    assert on_time_share(of(truth, BINH_SON), first, last) == pytest.approx(0.975, abs=HALF_A_POINT)


@pytest.mark.parametrize("hour", [1, 24])
def test_october_of_binh_son_looked_better_on_its_last_working_day(happened: pd.DataFrame, hour: int) -> None:
    then = datetime(2026, 10, 30, tzinfo=TIMEZONE) + timedelta(hours=hour)
    known = own(dossiers(happened[happened["shown_at"] <= pd.Timestamp(then)]))
    share = on_time_share(of(known, BINH_SON), date(2026, 10, 1), date(2026, 10, 31))
    assert share == pytest.approx(0.989, abs=HALF_A_POINT)


def test_what_comes_late_was_updated_when_it_came(whole: Lives) -> None:
    late = whole.take((whole.shown > int(datetime(2026, 11, 6, tzinfo=TIMEZONE).timestamp())) & (whole.shown < NEVER))
    late = late.take(late.shown < int(datetime(2026, 11, 7, tzinfo=TIMEZONE).timestamp()))
    assert len(late) == 41
    before, after = (moment(late, int(datetime(2026, 11, day, tzinfo=TIMEZONE).timestamp())) for day in (6, 7))
    assert set(before.status) == {0} and (before.times(np.arange(41)) == NEVER).all() and (before.due == NEVER).all()
    assert before.next_change == late.shown.min()
    assert set(after.status) <= {9, 10} and all(text >= "2026-11-06T01" for text in instant_texts(after.updated))


def test_the_national_portal_shows_126_more_in_november(truth: pd.DataFrame, whole: Lives) -> None:
    since = truth["accepted"] >= "2026-11-16"
    waiting = truth[since & (truth["first_shown"] > pd.Timestamp(CLOCK))]
    assert len(waiting) == 126
    assert set(waiting["processing_system"]) == {"MINISTRY"} and set(waiting["field_code"]) == {"HOTICH"}
    here = truth[truth["first_shown"] <= pd.Timestamp(CLOCK)]
    portal = [row for row in monthly_counts(whole, int(CLOCK.timestamp())) if (row.year, row.month) == (2026, 11)]
    assert {row.agency_unit_code for row in portal} == {BINH_SON, VAN_TUONG, BINH_MINH, BINH_CHUONG, DONG_SON}
    shown = here[here["commune"].notna() & (here["accepted"] >= "2026-11-01")]
    assert sum(row.received for row in portal) - len(shown) == 126


def test_copies_are_three_working_days_behind(happened: pd.DataFrame) -> None:
    is_copied = (happened["processing_system"] == "MINISTRY") & (happened["field_code"] == "HOTICH")
    accepted = happened[is_copied & (happened["event"] == "accepted")]
    lag = (accepted["shown_at"] - accepted["at"]).groupby(accepted["at"].dt.tz_convert(str(TIMEZONE)).dt.date)
    first = lag.min()[lambda by_day: by_day.index >= date(2026, 11, 10)]
    same = first.index < date(2026, 11, 16)
    assert same.sum() == 4 and (first[same] == timedelta(0)).all()
    assert first[~same].dt.days.tolist() == [3, 3, 5, 6, 6]


def test_monthly_counts_are_those_of_the_events(truth: pd.DataFrame, whole: Lives) -> None:
    counted = {
        (row.agency_unit_code, row.year, row.month): row for row in monthly_counts(whole, int(CLOCK.timestamp()))
    }
    for (year, month), commune in zip(
        [(2026, 9), (2026, 10), (2025, 10)], [VAN_TUONG, BINH_SON, DONG_SON], strict=True
    ):
        month_of = pd.Period(year=year, month=month, freq="M")
        part = of(truth, commune)
        done = part[part["ended"].dt.to_period("M") == month_of]
        row = counted[commune, year, month]
        received = int((part["accepted"].dt.to_period("M") == month_of).sum())
        assert (row.received, row.resolved, row.on_time) == (received, len(done), int((~done["is_late"]).sum()))
        assert received > 1000
    old = {row.agency_unit_code for row in counted.values() if (row.year, row.month) == (2025, 6)}
    assert {"524", "21043", "21112"} <= old
