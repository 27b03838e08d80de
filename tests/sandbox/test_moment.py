"""What the source shows at an instant follows from the raw events up to it, and from nothing else."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District, events
from sandbox.one_stop.lives import NEVER, Step
from sandbox.one_stop.moment import moment
from tests.sandbox.conftest import SCALE, SEED
from tests.sandbox.counter import NOON, Counter, read_instant, status_of

STATUS_AFTER = {
    "applied": 1,
    "accepted": 2,
    "refused": 3,
    "started": 4,
    "supplied": 4,
    "second_supplied": 4,
    "resumed": 4,
    "supplement_requested": 5,
    "second_supplement_requested": 5,
    "withdrawn": 7,
    "completed": 9,
    "handed_out": 10,
}


def pulled(district: District, at: datetime) -> dict[str, dict[str, Any]]:
    counter = Counter(district)
    counter.clock.instant = at
    return {row["code"]: row for row in counter.everything()}


@pytest.mark.parametrize("at", [NOON, NOON - timedelta(days=211, hours=5), datetime(2025, 7, 1, 9, tzinfo=TIMEZONE)])
def test_the_wire_says_what_the_events_say(spotless: District, at: datetime) -> None:
    table = events(SEED, SCALE, at, layers=())
    rows = pulled(spotless, at)
    assert set(table["dossier_code"]) == set(rows)
    changing = table[table["event"].isin([*STATUS_AFTER, "paused"])].groupby("dossier_code").last()
    status = changing["event"].astype(str).map(STATUS_AFTER).astype("Int64").fillna(changing["pause_status"])
    assert {code: status_of(row) for code, row in rows.items()} == status.to_dict()
    updated = table.groupby("dossier_code")["at"].max()
    assert {code: read_instant(row["updatedDate"]) for code, row in rows.items()} == updated.to_dict()
    due = table.dropna(subset=["due_at"]).groupby("dossier_code")["due_at"].last()
    assert {
        c: read_instant(row["appointmentDate"]) for c, row in rows.items() if row["appointmentDate"]
    } == due.to_dict()


def test_tomorrow_contains_today() -> None:
    today, tomorrow = (events(SEED, 0.02, NOON + timedelta(days=days), layers=()) for days in (0, 1))
    assert len(tomorrow) > len(today)
    kept = tomorrow[tomorrow["at"] <= pd.Timestamp(NOON)].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, today)


def test_later_knowledge_does_not_change_an_earlier_moment(spotless: District) -> None:
    at = int((NOON - timedelta(days=100)).timestamp())
    early = moment(District(SEED, SCALE, layers=()).until(at), at)
    late = moment(spotless.until(int(NOON.timestamp())), at)
    seen = np.arange(len(early.lives))
    assert np.array_equal(early.status, late.status[seen])
    assert np.array_equal(early.updated, late.updated[seen]) and np.array_equal(early.due, late.due[seen])


def test_nothing_changes_before_the_next_change(spotless: District) -> None:
    lives = spotless.until(int(NOON.timestamp()))
    now = moment(lives, int(NOON.timestamp()))
    before, at = moment(lives, now.next_change - 1), moment(lives, now.next_change)
    assert now.instant < now.next_change
    assert np.array_equal(now.updated, before.updated) and not np.array_equal(now.updated, at.updated)


def test_steps_come_one_after_the_other(spotless: District) -> None:
    lives = spotless.until(int(NOON.timestamp()))
    in_order = [step for step in Step if step not in (Step.FEE_PAID, Step.DIGITISED, Step.APOLOGISED, Step.REFUSED)]
    latest = np.zeros(len(lives), dtype=np.int64)
    for step in in_order:
        times = lives.times[step]
        assert (times >= latest).all(), step
        latest = np.where(times == NEVER, latest, times)
    refused = lives.step(Step.REFUSED) != NEVER
    assert refused.sum() > 5 and (lives.times[Step.ACCEPTED :, refused] != NEVER).sum() == refused.sum()


@pytest.mark.parametrize(("event", "status"), [*STATUS_AFTER.items(), ("paused", 6), ("paused", 8)])
def test_each_step_sets_its_status_at_its_instant(spotless: District, event: str, status: int) -> None:
    lives, step = spotless.until(int(NOON.timestamp())), Step[event.upper()]
    reached = (lives.times[step] != NEVER) & ((lives.pause_status == status) | (event != "paused"))
    life = lives.take(np.flatnonzero(reached)[:1])
    at = int(life.times[step, 0])
    assert moment(life, at).status.tolist() == [status] != moment(life, at - 1).status.tolist()


def test_all_ten_statuses_occur() -> None:
    lives = District(1, 0.3, layers=()).until(int(NOON.timestamp()))
    now = moment(lives, int(NOON.timestamp()))
    assert set(now.status[now.updated != NEVER]) == set(range(1, 11))
