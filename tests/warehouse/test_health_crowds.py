"""Crowds drawn by dice: what is hidden, in tens or shown of weeks and covers, by every unit, counted twice: equal."""

from collections.abc import Iterator
from datetime import timedelta

import pandas
import pytest

from tests.oracle.health import DISEASES
from tests.oracle.health_files import Files
from tests.oracle.health_weeks import Weeks
from tests.warehouse import health_seen, health_shown
from tests.warehouse.health_crowds import CENTRE, PLACES, PULLS, crowds, visits
from tests.warehouse.health_keepers import messages, write_records

COVERS = ("health_record_cover", "health_record_renewed", "measles_2_doses_cover")


@pytest.fixture(scope="module", autouse=True)
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with crowds(tmp_path_factory.mktemp("crowds"), COVERS, write_records):
        yield


def test_weeks_of_many_that_were_told_more_than_once() -> None:
    pulls = [(at, visits(number)) for number, at in enumerate(PULLS, 1)]
    files = Files(((CENTRE, (at - timedelta(days=1)).date()) for at in PULLS), PLACES)
    weeks = {disease: Weeks(disease, pulls, PLACES, files) for disease in DISEASES}
    assert health_seen.differences(weeks) == []
    states = health_seen.states()
    assert min(states[each] for each in (("suppressed", False), ("shown", True), ("shown", False))) > 50


def test_covers_of_people_whose_record_is_kept_elsewhere() -> None:
    none = pandas.DataFrame(columns=["person", "sent_at", "fault", "injected_date", "vaccine_code", "examined_date"])
    told = {"messages": messages(), "injections": none, "checkups": none, "visits": visits(len(PULLS))}
    covers = health_shown.counted(told)
    assert [each for cover in COVERS for each in health_shown.differences(covers, cover, ["month"])] == []
    states = health_shown.states(COVERS)
    assert min(states[each] for each in (("suppressed", False), ("shown", True), ("shown", False))) > 5, states
