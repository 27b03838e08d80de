"""Five cuts of the line between a wall and its server, at random instants; a hundred are in tests/faults."""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.faults.line import Cut
from tests.faults.noted import Noted, Outcome, Wall, assert_honest
from tests.faults.walls import District, cut_all, gunicorn, standing
from tests.installation import Installation

SEED, LONGEST_S, STEADY_S = 7, 2.0, 2.0
KINDS = (Cut.REFUSED, Cut.STALLED, Cut.DEAD, Cut.LOGIN, Cut.SLOW)


def test_cuts_are_marked_and_healed(browser: Browser, synthetic: Installation, synthetic_file: Path) -> None:
    district = District(synthetic, synthetic_file)
    district.publish()
    plans = [[how] for how in random.Random(SEED).sample(KINDS, len(KINDS))]
    with gunicorn(synthetic, workers=1) as port, standing(browser, port, len(KINDS)) as walls:
        outcomes = cut_all(walls, district, plans, SEED, LONGEST_S, STEADY_S)
        assert len(outcomes) == len(KINDS) and any(each.is_restarted for each in outcomes)
        assert_honest(walls, outcomes)


ANY: Any = None
STOOD = Noted(1.0, "", ("a",), 2, 0, 100.0)
AT_07_30 = frozenset({"07:30"})
MARKED = Outcome(Cut.RESET, False, "07:30", AT_07_30, 5.0, 5.0, 5.0)


@pytest.mark.parametrize(
    "noted",
    [
        replace(STOOD, at=2.0, tiles=0),
        replace(STOOD, at=2.0, tiles=-1, snapshots=()),
        replace(STOOD, at=2.0, snapshots=("a", "b")),
        replace(STOOD, at=2.0, nameless=1),
    ],
    ids=["hidden", "blank", "of two snapshots", "nameless"],
)
def test_a_wall_that_is_not_honest_is_found(noted: Noted) -> None:
    walls = [Wall(ANY, ANY, [STOOD, noted])]
    with pytest.raises(AssertionError):
        assert_honest(walls, [MARKED])


@pytest.mark.parametrize("outcome", [replace(MARKED, since="07:29"), replace(MARKED, healed_s=31.0)])
def test_a_cut_that_is_told_or_healed_wrongly_is_found(outcome: Outcome) -> None:
    with pytest.raises(AssertionError):
        assert_honest([], [outcome])


def test_a_page_that_has_not_drawn_yet_is_no_blank_and_a_mark_that_comes_back_is_no_healing() -> None:
    marked = replace(STOOD, at=3.0, said="Màn hình mất kết nối từ 07:30")
    begun = replace(STOOD, at=2.0, tiles=-1, snapshots=(), load=200.0)
    wall = Wall(ANY, ANY, [STOOD, begun, marked, replace(STOOD, at=4.0), replace(marked, at=5.0)])
    assert_honest([wall], [MARKED])
    assert wall.steady(2.5) is None
    wall.noted.append(replace(STOOD, at=6.0))
    assert wall.steady(2.5) == 6.0
