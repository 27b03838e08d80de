"""Weeks of many persons, told more than once: what is hidden, in tens or shown of every unit, counted twice: equal."""

from datetime import timedelta
from pathlib import Path

from tests.oracle.health import DISEASES
from tests.oracle.health_files import Files
from tests.oracle.health_weeks import Weeks
from tests.warehouse.health_crowds import CENTRE, PLACES, PULLS, crowds, visits
from tests.warehouse.health_seen import differences, states


def test_what_is_published_of_weeks_of_many(tmp_path: Path) -> None:
    pulls = [(at, visits(number)) for number, at in enumerate(PULLS, 1)]
    files = Files(((CENTRE, (at - timedelta(days=1)).date()) for at in PULLS), PLACES)
    weeks = {disease: Weeks(disease, pulls, PLACES, files) for disease in DISEASES}
    with crowds(tmp_path):
        assert differences(weeks) == []
        assert min(states()[each] for each in (("suppressed", False), ("shown", True), ("shown", False))) > 50
