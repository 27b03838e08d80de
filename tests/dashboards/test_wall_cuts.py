"""Five cuts of the line between a wall and its server, at random instants; a hundred are in tests/faults."""

import random
from pathlib import Path

from playwright.sync_api import Browser

from tests.faults.line import Cut
from tests.faults.walls import District, assert_honest, cut_all, gunicorn, standing
from tests.installation import Installation

SEED, LONGEST_S = 7, 2.0
KINDS = (Cut.REFUSED, Cut.STALLED, Cut.DEAD, Cut.LOGIN, Cut.SLOW)


def test_cuts_are_marked_and_healed(browser: Browser, synthetic: Installation, synthetic_file: Path) -> None:
    district = District(synthetic, synthetic_file)
    district.publish()
    plans = [[how] for how in random.Random(SEED).sample(KINDS, len(KINDS))]
    with gunicorn(synthetic, workers=1) as port, standing(browser, port, len(KINDS)) as walls:
        outcomes = cut_all(walls, district, plans, SEED, LONGEST_S)
        assert len(outcomes) == len(KINDS) and any(each.is_restarted for each in outcomes)
        assert_honest(walls, outcomes)
