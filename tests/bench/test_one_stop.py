"""What a first night and the nights after it cost at scale 1; `make bench` prints the figures beside their goals."""

import resource
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.kit.runner import pull
from tests.installation import CLOCK, Installation, installed, served
from warehouse import reader
from warehouse.build import build

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("bench"), scale=1.0) as installation, served(installation):
        yield installation


def timed(what: str, goal_s: float, work: Callable[[], object]) -> None:
    began = time.perf_counter()
    work()
    spent = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    load = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    print(f"\n{what}: {spent:.1f} s (goal {goal_s:g} s), peak {peak_mb:.0f} MB with the sandbox, load {load}")


def test_first_night_then_a_night_with_changes(district: Installation) -> None:
    timed("pull and land 24 months", 60, lambda: pull("one_stop"))
    timed("build, check and publish, cold", 10, build)
    timed("build with nothing changed", 1, build)
    district.set_clock(CLOCK + timedelta(days=1))
    timed("pull one more day", 5, lambda: pull("one_stop"))
    timed("build, check and publish, next day", 10, build)
    rows = reader.sql(
        "SELECT exit, sum(row_count)::BIGINT AS row_count FROM quality.row_exit GROUP BY exit ORDER BY exit"
    )
    print("rows by exit:", dict(zip(rows.exit, rows.row_count, strict=True)))
    assert rows.row_count.sum() > 170_000
