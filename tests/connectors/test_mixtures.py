"""Faults in seeded mixtures: whatever they are, the pull gets over them or names them, and the content comes right."""

import pytest

from config.outcomes import read_outcomes
from config.places import places
from connectors.kit import runner
from connectors.kit.errors import ConnectorError
from sandbox.faults import FAULTS, mixed
from tests.connectors.bad_days import Clean, World, mend
from tests.content import content
from warehouse import build as build_module

ROUNDS = 12


def test_a_mixture_is_the_same_for_the_same_seed() -> None:
    assert mixed(5, 40) == mixed(5, 40) != mixed(6, 40)
    assert {fault.kind for seed in range(10) for fault in mixed(seed, 40)} == set(FAULTS)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(12))
def test_any_mixture_ends_in_the_content_of_a_good_day(bad: World, clean: Clean, seed: int) -> None:
    bad.faults.add(*mixed(seed, 10))
    for _ in range(ROUNDS):
        try:
            runner.pull("one_stop")
        except ConnectorError as error:
            assert read_outcomes(places().outcomes)[-1].sentence_vi == str(error)
        else:
            break
    else:
        pytest.fail("the mixture was never got over")
    bad.faults.clear()
    assert len(bad.faults.met) >= 5
    gone = frozenset(code for each in bad.faults.met if each.kind == "record_deleted" for code in each.codes)
    codes = frozenset(bad.faults.codes()) - gone
    mend(bad, codes, frozenset())
    runner.pull("one_stop", reconcile=True)
    build_module.build()
    assert content(with_history=False) == clean.after(codes, gone)
