"""The demo's situations, found again in the raw events of seed 1 at scale 1, as they are on Monday 23/11/2026 at 07:30.

Shares are held to half a percentage point, counts exactly. Where a change of dice or rates moves one, the row or layer
that carries it is set anew in `rates.py` or `story.py`.
"""

from dataclasses import fields
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District, rates
from sandbox.one_stop.layers import DEFAULT
from sandbox.one_stop.lives import NEVER, Lives, Step
from sandbox.one_stop.story import STORY, may_be_unfinished
from tests.sandbox.conftest import CLOCK
from tests.sandbox.told import (
    BINH_CHUONG,
    BINH_MINH,
    BINH_SON,
    DONG_SON,
    HALF_A_POINT,
    VAN_TUONG,
    between,
    communes,
    is_open,
    of,
    on_time_share,
    resolved,
)

TODAY = CLOCK.date()
QUARTERS = {
    "first half 2025": (date(2025, 1, 1), date(2025, 6, 30), 0.978),
    "third of 2025": (date(2025, 7, 1), date(2025, 9, 30), 0.71),
    "fourth of 2025": (date(2025, 10, 1), date(2025, 12, 31), 0.84),
    "first of 2026": (date(2026, 1, 1), date(2026, 3, 31), 0.90),
    "second of 2026": (date(2026, 4, 1), date(2026, 6, 30), 0.95),
    "third of 2026": (date(2026, 7, 1), date(2026, 9, 30), 0.95),
    "since October 2026": (date(2026, 10, 1), TODAY, 0.912),
}


def returned(told: pd.DataFrame, first: date, last: date) -> tuple[int, int]:
    """Returned, withdrawn and refused, and the dossiers they are compared with."""
    refused = int((told["refused"].notna() & between(told["applied"], first, last)).sum())
    withdrawn = int(between(told["withdrawn"], first, last).sum())
    return withdrawn + refused, int(between(told["accepted"], first, last).sum()) + refused


@pytest.mark.parametrize("quarter", QUARTERS)
def test_van_tuong_collapses_after_the_merger_recovers_and_slips_again(told: pd.DataFrame, quarter: str) -> None:
    first, last, share = QUARTERS[quarter]
    van_tuong = of(told, VAN_TUONG)
    assert on_time_share(van_tuong, first, last) == pytest.approx(share, abs=HALF_A_POINT)
    if first >= date(2025, 7, 1):
        assert on_time_share(van_tuong[~van_tuong["is_old"]], first, last) == pytest.approx(share, abs=HALF_A_POINT)


def test_it_is_the_rate_of_the_economic_office_in_land_matters_that_slips(told: pd.DataFrame) -> None:
    van_tuong = of(told, VAN_TUONG)
    before = resolved(van_tuong, date(2026, 7, 1), date(2026, 9, 30))
    since = resolved(van_tuong, date(2026, 10, 1), TODAY)
    land = [part[(part["field_code"] == "DATDAI") & (part["agency_code"] == "H48.152.03")] for part in (before, since)]
    slip = since["is_late"].mean() - before["is_late"].mean()
    by_rate = (land[1]["is_late"].mean() - land[0]["is_late"].mean()) * len(land[1]) / len(since)
    assert slip > 0.03 and by_rate > 0.8 * slip


def test_dong_son_looks_better_by_its_missing_due_dates(told: pd.DataFrame) -> None:
    dong_son, since = of(told, DONG_SON), date(2026, 10, 1)
    done, still = resolved(dong_son, since, TODAY), dong_son[is_open(dong_son)]
    seen = pd.concat([done, still])
    assert seen["due"].isna().mean() == pytest.approx(0.068, abs=HALF_A_POINT)
    assert 1 - done["is_late"].mean() == pytest.approx(0.979, abs=HALF_A_POINT)
    if_late = done["is_late"] | (done["due"].isna() & done["withdrawn"].isna())
    assert 1 - if_late.mean() == pytest.approx(0.911, abs=HALF_A_POINT)


def test_three_procedures_of_dong_son_have_no_time_limit(told: pd.DataFrame) -> None:
    recent = of(told, DONG_SON)[lambda part: part["accepted"] >= "2026-10-01"]
    missing = recent["due"].isna().groupby(recent["procedure_code"].astype(str)).mean()
    assert (missing == 1).sum() == 3 and missing[missing < 1].max() < 0.2


def test_binh_chuong_returns_dossiers_on_their_very_last_day(told: pd.DataFrame) -> None:
    binh_chuong, first, last = of(told, BINH_CHUONG), date(2026, 9, 8), date(2026, 9, 14)
    usual, of_usual = returned(binh_chuong, date(2026, 6, 15), date(2026, 9, 7))
    many, of_many = returned(binh_chuong, first, last)
    assert usual / of_usual == pytest.approx(0.021, abs=HALF_A_POINT)
    assert many == 57 and many / of_many == pytest.approx(0.114, abs=HALF_A_POINT)
    back = binh_chuong[between(binh_chuong["withdrawn"], first, last)]
    assert (back["withdrawn"] == back["due"]).sum() == 50


def test_thirty_eight_dossiers_are_due_on_the_new_holiday(told: pd.DataFrame) -> None:
    due = told[told["due"] == "2026-11-24"]
    assert len(due) == 38 and is_open(due).all() and due["commune"].notna().all()
    assert told[told["due"] == "2026-11-25"].shape[0] > 38


def test_the_form_of_binh_minh_does_not_add_up_by_three(told: pd.DataFrame) -> None:
    # A finished dossier that lost its acceptance stands in no column of the form.
    part, first = of(told[told["accepted"].notna()], BINH_MINH), date(2026, 9, 15)
    open_then = (part["accepted"] < pd.Timestamp(first)) & (is_open(part) | (part["ended"] >= pd.Timestamp(first)))
    taken_in = int(between(part["accepted"], first, TODAY).sum() + open_then.sum())
    done, still = len(resolved(part, first, TODAY)), int(is_open(part).sum())
    assert taken_in - (done + still) == 3
    unfinished = part[part["handed_out"].notna() & part["ended"].isna() & (part["accepted"] >= pd.Timestamp(first))]
    assert len(unfinished) == 3


def test_dirt_takes_no_end_away_where_the_story_counts_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "DIRT_SHARE", 1.0)
    until = int(CLOCK.timestamp())
    clean, dirty = (District(1, 0.1, layers=layers).until(until) for layers in (STORY, DEFAULT))
    lost = (clean.step(Step.COMPLETED) != NEVER) & (dirty.step(Step.COMPLETED) == NEVER)
    told_about = may_be_unfinished(clean)
    assert told_about.sum() > 50 and not lost[told_about].any() and lost[~told_about].mean() > 0.1


def test_binh_son_is_calm(told: pd.DataFrame) -> None:
    binh_son = of(told, BINH_SON)
    for quarter, (first, last, _) in QUARTERS.items():
        assert quarter == "since October 2026" or on_time_share(binh_son, first, last) > 0.985
    assert on_time_share(binh_son, date(2026, 9, 15), TODAY) > 0.98
    assert binh_son[binh_son["accepted"] >= "2025-07-01"]["due"].notna().all()
    back, of_all = returned(binh_son, date(2026, 9, 15), TODAY)
    assert back / of_all < 0.03
    recent = binh_son[between(binh_son["accepted"], date(2026, 9, 15), TODAY)]
    assert (recent["channel"] == 2).mean() > 0.80


def test_the_other_communes_have_little_lateness_throughout(told: pd.DataFrame) -> None:
    for commune in (BINH_MINH, BINH_CHUONG, DONG_SON):
        for first, last, _ in QUARTERS.values():
            assert 0.965 < on_time_share(of(told, commune), first, last) < 0.99


def test_tet_is_silent_and_fridays_are_slack(told: pd.DataFrame) -> None:
    first, last = date(2026, 2, 14), date(2026, 2, 22)
    assert not between(told["accepted"], first, last).any() and not between(told["ended"], first, last).any()
    usual = between(told["applied"], date(2026, 3, 7), date(2026, 3, 15)).sum()
    assert between(told["applied"], first, last).sum() < 0.03 * usual
    days = told["accepted"].value_counts()
    by_weekday = days.groupby(pd.DatetimeIndex(days.index).day_of_week).mean()
    assert by_weekday[4] < 0.9 * by_weekday[:4].min()


def test_every_life_of_the_story_keeps_its_order(whole: Lives) -> None:
    latest = np.zeros(len(whole), dtype=np.int64)
    for step in (
        Step.APPLIED,
        Step.ACCEPTED,
        Step.STARTED,
        Step.SUPPLIED,
        Step.RESUMED,
        Step.WITHDRAWN,
        Step.COMPLETED,
    ):
        times = whole.times[step]
        assert (times >= latest).all(), step
        latest = np.where(times == NEVER, latest, times)
    is_withdrawn = whole.step(Step.WITHDRAWN) != NEVER
    assert is_withdrawn.sum() > 1000
    assert (whole.times[Step.COMPLETED : Step.HANDED_OUT + 1, is_withdrawn] == NEVER).all()


def test_the_story_too_grows_day_by_day() -> None:
    start, end = datetime(2026, 9, 7, tzinfo=TIMEZONE), datetime(2026, 9, 16, tzinfo=TIMEZONE)
    stepwise, at_once = District(1, 0.2, layers=DEFAULT), District(1, 0.2, layers=DEFAULT)
    for day in range((end - start).days + 1):
        grown = stepwise.until(int((start + timedelta(days=day)).timestamp()))
    whole = at_once.until(int(end.timestamp()))
    assert all(np.array_equal(getattr(grown, each.name), getattr(whole, each.name)) for each in fields(Lives))
    before = District(1, 0.2, layers=DEFAULT).until(int(start.timestamp()))
    assert all(
        np.array_equal(getattr(before, each.name), getattr(whole.take(np.arange(len(before))), each.name))
        for each in fields(Lives)
    )


def test_each_agency_of_a_commune_has_one() -> None:
    found = communes()
    assert found["H48.152.03"] == VAN_TUONG and found["000.28.53.H48"] == VAN_TUONG and "H48.14.07" not in found
