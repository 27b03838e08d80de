"""What a whole night over all sources costs at scale 1, in the product's own processes: `ioc pull` of each, two at a
time as Airflow runs them, then `ioc build`. Airflow, Dash and the sandbox, which runs beside them, are not counted.
"""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psutil  # type: ignore[import-untyped]
import pytest

from config.places import places
from config.sandbox_state import read_sandbox_state
from config.settings import PROJECT, child_environment
from connectors.kit.landing import manifests
from connectors.kit.registry import sources
from ioc.embedded_airflow import TASKS_AT_ONCE
from tests.bench.running import free_ports
from tests.installation import Installation, installed
from warehouse import reader

pytestmark = pytest.mark.bench

# Nights on which no source is down in the story.
FIRST = datetime.fromisoformat("2026-11-20T01:02:00+07:00")
SECOND = FIRST + timedelta(days=1)
FIRST_S, SECOND_S, GOAL_MB = 300, 60, 2000
START_S, TICK_S = 240.0, 0.1
WRITE = """
from datetime import datetime
from config.places import places
from sandbox.one_stop.district import District
from sandbox.stores import bring_all_to, stores
bring_all_to(stores(District({seed}, {scale}), places().sandbox_stores), datetime.fromisoformat({at!r}))
"""


@dataclass
class Spent:
    """By call of `ioc`: seconds of processor, megabytes now and at most; and the most that all held at once."""

    processor_s: dict[str, float] = field(default_factory=dict)
    now_mb: dict[str, float] = field(default_factory=dict)
    most_mb: dict[str, float] = field(default_factory=dict)
    at_once_mb: float = 0.0

    def note(self, name: str, processor_s: float, megabytes: float) -> None:
        """What a call has used so far and holds now."""
        self.processor_s[name], self.now_mb[name] = processor_s, megabytes
        self.most_mb[name] = max(megabytes, self.most_mb.get(name, 0.0))
        self.at_once_mb = max(sum(self.now_mb.values()), self.at_once_mb)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("chain"), scale=1.0) as installation:
        installation.patch.setenv("IOC_SANDBOX__SCALE", "1.0")
        installation.patch.setenv("IOC_SANDBOX__SEED", str(installation.seed))
        yield installation


def test_the_first_night_and_a_night_with_changes(district: Installation) -> None:
    first = night(district, "first night, everything", FIRST, FIRST_S)
    assert {each for each in sources() if manifests(places().landing, each)} == set(sources())
    assert set(reader.current().horizons) == set(sources())  # type: ignore[union-attr]
    second = night(district, "a night with changes", SECOND, SECOND_S)
    assert reader.current().known_at >= SECOND  # type: ignore[union-attr]
    assert 0 < sum(second.processor_s.values()) < sum(first.processor_s.values())


def night(district: Installation, what: str, at: datetime, goal_s: float) -> Spent:
    """Pull every source and build, with the clock standing at `at`; print what it cost."""
    district.set_clock(at)
    write = WRITE.format(seed=district.seed, scale=district.scale, at=at.isoformat())
    subprocess.run([sys.executable, "-c", write], check=True, cwd=PROJECT, env=child_environment({}))
    spent = Spent()
    with sandbox():
        began = time.perf_counter()
        with ThreadPoolExecutor(TASKS_AT_ONCE) as pool:
            list(pool.map(lambda source_id: run(["pull", source_id], spent), sources()))
        pulled_s = time.perf_counter() - began
        run(["build"], spent)
        took_s = time.perf_counter() - began
    print(
        f"\n{what}: {took_s:.1f} s (goal {goal_s:g} s), of which pulls {pulled_s:.1f} s; "
        f"{sum(spent.processor_s.values()):.1f} s of processor, at most {spent.at_once_mb:.0f} MB at once "
        f"(goal {GOAL_MB} MB), load {psutil.getloadavg()[0]:.1f}"
    )
    for name, used_s in spent.processor_s.items():
        print(f"  {name}: {used_s:.1f} s of processor, {spent.most_mb[name]:.0f} MB", flush=True)
    return spent


@contextmanager
def sandbox() -> Iterator[None]:
    """The invented district's servers in a process of their own, once they have announced themselves."""
    places().sandbox_state.unlink(missing_ok=True)
    (port,) = free_ports(1)
    environment = child_environment({"IOC_PORTS__SANDBOX": str(port)})
    process = subprocess.Popen([sys.executable, "-m", "ioc", "sandbox"], cwd=PROJECT, env=environment)
    give_up = time.monotonic() + START_S
    try:
        while read_sandbox_state() is None:
            assert process.poll() is None and time.monotonic() < give_up, "the sandbox does not start"
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait()


def run(command: Sequence[str], spent: Spent) -> None:
    """One call of `ioc`, whose seconds of processor are those of its own children too."""
    name, whole = command[-1], [sys.executable, "-m", "ioc", *command]
    process = psutil.Popen(whole, cwd=PROJECT, env=child_environment({}), stdout=subprocess.DEVNULL)
    while process.poll() is None:
        with suppress(psutil.Error):
            members = [process, *process.children(recursive=True)]
            used = process.cpu_times()
            used_s = sum(used[:4]) + sum(sum(each.cpu_times()[:2]) for each in members[1:])
            spent.note(name, used_s, sum(each.memory_info().rss for each in members) / 1e6)
        time.sleep(TICK_S)
    spent.now_mb[name] = 0.0
    assert process.returncode == 0, f"ioc {' '.join(command)} ended with {process.returncode}"
