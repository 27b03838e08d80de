"""What reading 200,000 health records costs against 60 seconds and 500 MB, and what writing the demo's files costs."""

import resource
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from config.places import places
from connectors.kit.landing import manifests
from connectors.kit.runner import pull
from tests.bench.measured import timed
from tests.installation import CLOCK, Installation, installed

pytestmark = pytest.mark.bench

RECORDS, SECONDS, MEGABYTES = 200_000, 60.0, 500
# The stations' first package, of December 2024, is their whole register.
FIRST_PACKAGES = datetime.fromisoformat("2025-01-01T06:00:00+07:00")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    with installed(tmp_path / "ioc") as made:
        monkeypatch.setenv("IOC_HEALTH_RECORD__URL", str(tmp_path / "drop"))
        yield made


def write(folder: Path, until: datetime) -> float:
    """Write the district's files as the sandbox does, in a process of its own; the seconds of processor it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "sandbox.health", "1", "1.0", str(folder), str(int(until.timestamp()))]
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_200_000_records_land(installation: Installation, tmp_path: Path) -> None:
    write(tmp_path, FIRST_PACKAGES)
    outcome = timed(f"health: {RECORDS:,} records and the month's visits land", SECONDS, work, goal_mb=MEGABYTES)
    assert outcome >= RECORDS


def work() -> int:
    """Pull; how many records and visits landed."""
    outcome = pull("health_record")
    landed = manifests(places().landing, "health_record")
    count = sum(one.rows["person"] + one.rows["visit"] for one in landed)
    print(f"\n{count:,} records and visits, {outcome.rows:,} rows, {len(landed)} batches", end="")
    return count


def test_the_demo_s_files_are_written(tmp_path: Path) -> None:
    spent = write(tmp_path, CLOCK)
    files = [path for path in (tmp_path / "drop").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    print(f"\nhealth: {len(files):,} files of {size:.0f} MB written: {spent:.1f} s of processor (goal 60 s)")
    assert len(files) > 4_000
