"""Dirt: a handful of each flaw, in its own layer, and never so that totals by window cannot close."""

import re
from typing import Any

import numpy as np
import orjson
import pytest

from sandbox.one_stop import District
from sandbox.one_stop.catalogue import UNKNOWN_AGENCY
from sandbox.one_stop.layers import dirt
from sandbox.one_stop.moment import moment
from sandbox.one_stop.wire import dossiers
from tests.sandbox.counter import NOON, read_instant, status_of

CODE = re.compile(r"^((?:\d{3}\.\d{2}\.\d{2}\.)?[HG]\d{2}(?:\.\d{2,3})*)-(\d{6})-(\d{4,})$")
FLAWS = ("status", "code", "acceptance", "agency", "due", "completion")
NOW = int(NOON.timestamp())


def flaws(row: dict[str, Any]) -> set[str]:
    status, due, accepted = status_of(row), row["appointmentDate"], row["acceptedDate"]
    has = (
        not 1 <= status <= 10,
        CODE.match(row["code"]) is None,
        accepted is None and status not in (1, 3),
        row["agency"]["code"] == UNKNOWN_AGENCY,
        bool(due and accepted) and read_instant(due).date() < read_instant(accepted).date(),
        status in (9, 10) and row["completedDate"] is None,
    )
    return {name for name, is_so in zip(FLAWS, has, strict=True) if is_so}


@pytest.fixture(scope="module")
def changed() -> tuple[list[dict[str, Any]], int]:
    """The dossiers that the layer touched, as the source sends them, and the number of all."""
    clean, dirty = District(5, 0.5, layers=()), District(5, 0.5, layers=(dirt,))
    one, other = clean.until(NOW), dirty.until(NOW)
    differs = (one.code != other.code) | (one.agency != other.agency)
    differs |= (one.times != other.times).any(axis=0) | (one.due != other.due).any(axis=0)
    seen = moment(other, NOW)
    places = np.flatnonzero(differs & (seen.status > 0))
    rows = dossiers(seen, seen.updated, places, dirty.people)
    return orjson.loads(orjson.dumps(rows)), len(other)


def test_each_flaw_occurs_and_all_are_rare(changed: tuple[list[dict[str, Any]], int]) -> None:
    rows, total = changed
    found = [flaws(row) for row in rows]
    assert {name for names in found for name in names} == set(FLAWS)
    assert 0.0002 * total < len(rows) < 0.001 * total
    assert sum(not names for names in found) < 0.4 * len(rows)


def test_dirty_codes_are_still_one_of_a_kind() -> None:
    codes = District(5, 0.5, layers=(dirt,)).until(NOW).code.tolist()
    assert len(set(codes)) == len(codes)


def test_without_the_layer_there_is_none(rows: list[dict[str, Any]]) -> None:
    assert len(rows) > 8_000
    assert not any(flaws(row) for row in rows)
