"""A hundred cuts of the line between walls and their server, at random instants and of every kind; about 13 minutes.

`make faults` runs them and prints how long marks and healing took; five are in the default run
(tests/dashboards/test_wall_cuts.py).
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from config.settings import settings
from tests.dashboards.synthetic import announce_source, write_snapshot
from tests.faults.line import Cut
from tests.faults.noted import HEALED_S, MARKED_S, NEW_S, assert_honest
from tests.faults.walls import District, cut_all, gunicorn, standing
from tests.installation import installed

pytestmark = pytest.mark.faults

SEED, CUTS, WALLS, STEADY_S = 20261123, 100, 10, 10.0


@pytest.fixture
def district(tmp_path: Path) -> Iterator[District]:
    with installed(tmp_path) as installation:
        announce_source()
        # The server's clock goes, so that each mark has a time of its own to tell.
        installation.patch.delenv("IOC_CLOCK")
        settings.cache_clear()
        shown = District(installation, write_snapshot(tmp_path / "made"))
        shown.publish()
        yield shown


def test_a_hundred_cuts(browser: Browser, district: District) -> None:
    plan = (list(Cut) * CUTS)[:CUTS]
    random.Random(SEED).shuffle(plan)
    plans = [plan[at::WALLS] for at in range(WALLS)]
    with gunicorn(district.installation, workers=2) as port, standing(browser, port, WALLS) as walls:
        outcomes = cut_all(walls, district, plans, SEED, steady_s=STEADY_S)
        assert len(outcomes) == CUTS
        of_a_kind = defaultdict[Cut, list[tuple[float, float]]](list)
        for each in outcomes:
            of_a_kind[each.how].append((each.marked_s, each.healed_s))
        print(f"\n{CUTS} cuts, {sum(each.is_restarted for each in outcomes)} with a browser switched on meanwhile:")
        for how, seconds in of_a_kind.items():
            marked, healed = (max(each[at] for each in seconds) for at in (0, 1))
            print(f"  {len(seconds)} × {how.name.lower()}: marked within {marked:.1f} s, healed within {healed:.1f} s")
        newest = max(each.new_s for each in outcomes)
        print(f"  new snapshot within {newest:.1f} s (goals {MARKED_S:g}, {HEALED_S:g} and {NEW_S:g} s)")
        assert_honest(walls, outcomes)
