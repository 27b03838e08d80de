"""The district grows and never changes its past; its volumes follow offices, weekends and Tết."""

from dataclasses import fields
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District
from sandbox.one_stop.catalogue import REFORM, agencies, catalogue
from sandbox.one_stop.draws import draw
from sandbox.one_stop.lives import CROSS_BOUNDARY, FORWARDED, NEVER, Lives, Step
from sandbox.one_stop.volume import FIRST_DAY, days_between, expected
from sandbox.working_time import Booleans, Integers, epoch_day, local_day, working_time
from tests.sandbox.counter import NOON

NOW = int(NOON.timestamp())


def same(one: Lives, other: Lives) -> bool:
    return all(np.array_equal(getattr(one, field.name), getattr(other, field.name)) for field in fields(Lives))


def test_a_day_does_not_depend_on_the_end() -> None:
    short, long = District(3, 0.05), District(3, 0.05)
    early = short.until(NOW - 200 * 86_400)
    late = long.until(NOW)
    assert 0 < len(early) < len(late)
    assert same(early, late.take(np.arange(len(early))))


def test_growing_day_by_day_gives_the_same_as_at_once() -> None:
    stepwise, at_once = District(3, 0.3), District(3, 0.3)
    start = int(datetime(2025, 1, 20, tzinfo=TIMEZONE).timestamp())
    for day in range(20):
        stepwise.until(start + day * 86_400)
    assert same(stepwise.until(start + 19 * 86_400), at_once.until(start + 19 * 86_400))


def test_another_seed_is_another_district() -> None:
    until = int(datetime(2025, 2, 1, tzinfo=TIMEZONE).timestamp())
    one, other = District(3, 0.1).until(until), District(4, 0.1).until(until)
    assert not same(one, other)


def test_there_is_nothing_before_the_first_day() -> None:
    with pytest.raises(ValueError, match="2024-12-01"):
        District(1, 1.0).until(int(datetime(2024, 11, 30, tzinfo=TIMEZONE).timestamp()))


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_at_full_scale_has_about_ninety_thousand_dossiers(year: int) -> None:
    days = days_between(epoch_day(date(year, 1, 1)), epoch_day(date(year + 1, 1, 1)))
    assert 80_000 < len(draw(1, 1.0, days).day) < 100_000
    assert 8_000 < len(draw(1, 0.1, days).day) < 10_000


def test_weeks_have_their_rhythm() -> None:
    monday = epoch_day(date(2026, 10, 5))
    week = expected(np.arange(monday, monday + 7))
    assert week[4] < 0.85 * week[:4].min()
    assert 0 < week[5:].max() < 0.4 * week[4]


def test_tet_is_nearly_empty() -> None:
    days = np.arange(epoch_day(date(2026, 2, 14)), epoch_day(date(2026, 2, 23)))
    counts = len(draw(1, 1.0, days).day)
    usual = len(draw(1, 1.0, days + 21).day)
    assert counts < 0.03 * usual


def test_weekends_are_for_screens_and_nobody_is_received_on_a_day_off(spotless: District) -> None:
    lives, time = spotless.until(NOW), working_time()
    off = ~time.working(local_day(lives.applied))
    assert off.sum() > 200 and set(lives.channel[off]) == {2}
    accepted = lives.step(Step.ACCEPTED)
    assert time.working(local_day(accepted[accepted != NEVER])).all()


def test_screens_take_over(spotless: District) -> None:
    lives = spotless.until(NOW)
    is_new = local_day(lives.applied) >= epoch_day(date(2026, 6, 1))
    assert 0.76 < (lives.channel[is_new] == 2).mean() < 0.87
    assert 0.5 < (lives.channel[~is_new & (local_day(lives.applied) < REFORM)] == 2).mean() < 0.72
    assert set(lives.channel) == {0, 1, 2, 3}


def test_agencies_are_valid_on_the_day_and_the_old_ones_keep_what_they_took_in(spotless: District) -> None:
    lives, rows = spotless.until(NOW), agencies().rows
    accepted = lives.step(Step.ACCEPTED)
    day = local_day(np.where(accepted == NEVER, lives.applied, accepted))
    for places in (lives.agency, lives.receiving):
        valid_from = np.array([epoch_day(date.fromisoformat(row.valid_from)) for row in rows])[places]
        last = np.array([epoch_day(date.fromisoformat(row.valid_to or "9999-12-31")) for row in rows])[places]
        assert ((valid_from <= day) & (day <= last)).all()
    crossed = (day < REFORM) & _finished_since_reform(lives)
    assert crossed.sum() > 10 and not np.isin(lives.agency[crossed], agencies().centre).any()


def _finished_since_reform(lives: Lives) -> Booleans:
    completed = lives.step(Step.COMPLETED)
    since: Booleans = local_day(np.where(completed == NEVER, 0, completed)) >= REFORM
    return since


def test_competence_says_who_handles(spotless: District) -> None:
    lives, names = spotless.until(NOW), agencies()
    branches = {names.old_branch, names.new_branch}
    assert set(lives.agency[lives.competence == FORWARDED]) == branches
    cross = lives.competence == CROSS_BOUNDARY
    units = np.array([row.unit_code for row in names.rows])
    assert cross.sum() > 50 and (units[lives.agency[cross]] != units[lives.receiving[cross]]).all()
    new_own = ~cross & (lives.competence != FORWARDED) & np.isin(lives.receiving, names.centre)
    assert (units[lives.agency[new_own]] == units[lives.receiving[new_own]]).all()


def test_due_dates_are_working_days_and_some_are_stored_as_midnight(spotless: District) -> None:
    lives = spotless.until(NOW)
    due = lives.due[0][lives.due[0] != NEVER]
    assert working_time().working(local_day(due)).all()
    seconds = (due + 7 * 3600) % 86_400
    assert set(seconds) == {0, 17 * 3600}
    assert 0.02 < (seconds == 0).mean() < 0.06
    assert 0 < (lives.due[0] == NEVER).sum() < 0.01 * len(lives)
    days = working_time().number(local_day(due)) - working_time().number(local_day(_answered(lives)))
    allowed = catalogue().processing_days[lives.procedure[lives.due[0] != NEVER]]
    assert np.isin(days - allowed, [0, 1]).all() and (days[allowed > 0] == allowed[allowed > 0]).all()


def _answered(lives: Lives) -> Integers:
    has_due = lives.due[0] != NEVER
    answered: Integers = np.minimum(lives.step(Step.ACCEPTED), lives.step(Step.REFUSED))[has_due]
    return answered


def test_the_catalogue_is_a_district_s() -> None:
    lookup = catalogue()
    assert 55 <= len(lookup.procedures) <= 65 and len(lookup.fields) == 12
    assert len({procedure.code for procedure in lookup.procedures}) == len(lookup.procedures)


def test_the_world_begins_where_the_contract_does() -> None:
    assert days_between(0, epoch_day(FIRST_DAY + timedelta(days=1))).tolist() == [epoch_day(FIRST_DAY)]
