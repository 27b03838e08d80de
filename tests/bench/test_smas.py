"""What one semester of 60 schools costs: written by the sandbox, pulled and landed, and pulled again."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from config.settings import PROJECT
from connectors.kit import workbook
from connectors.kit.landing import manifests
from connectors.kit.runner import pull
from sandbox.smas import DropFolder
from tests.bench.measured import timed
from tests.installation import Installation, installed
from warehouse.build import build

pytestmark = pytest.mark.bench

DEMO = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
SECONDS, MEGABYTES, WRITING_S = 90, 600, 60
SEMESTER = ("*_HK1.*", "*cuối kỳ i 2*")


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written by another process, so that its memory is not counted with the pull's."""
    folder = tmp_path_factory.mktemp("drop")
    writing = f"from tests.bench import test_smas as bench; bench.write({str(folder)!r})"
    command = [sys.executable, "-c", writing]
    timed("All workbooks of the demo, written", WRITING_S, lambda: subprocess.run(command, check=True, cwd=PROJECT))
    return folder


def write(folder: str) -> None:
    DropFolder(1, 1.0, Path(folder)).bring_to(DEMO)
    print(f"writing: {time.process_time():.1f} s of processor")


@pytest.fixture(scope="module")
def semester(drop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation whose drop folder holds semester I of 2025-2026 and nothing else."""
    kept = {path for pattern in SEMESTER for path in (drop / "2025-2026").glob(pattern)}
    assert len(kept) == 60
    with installed(tmp_path_factory.mktemp("semester")) as made:
        alone = made.home.parent / "semester"
        alone.mkdir()
        for path in kept:
            (alone / path.name).hardlink_to(path)
        made.patch.setenv("IOC_SMAS__URL", str(alone))
        yield made


def test_one_semester_is_pulled_and_landed(semester: Installation) -> None:
    outcome = timed("One semester of 60 schools, pulled", SECONDS, lambda: pull("smas"), goal_mb=MEGABYTES)
    if workbook._worker._process:
        reader = psutil.Process(workbook._worker._process.pid)
        spent, size = sum(reader.cpu_times()[:2]), reader.memory_info().rss / 1e6
        print(f"beside it the reader: {spent:.1f} s of processor, {size:.0f} MB")
    landed = manifests(semester.home / "landing", "smas")
    rows = sum(one.rows["mark"] for one in landed)
    print(f"{outcome.rows} rows in {len(outcome.batches)} batches, {rows} marks")
    assert rows > 150_000 and sum(one.rows["workbook"] for one in landed) == 60


def test_the_same_again_lands_nothing(semester: Installation) -> None:
    assert timed("The same folder again", 1, lambda: pull("smas")).batches == ()


def test_the_build_of_one_semester(semester: Installation) -> None:
    assert timed("A build of one semester of 60 schools", 60, build).is_new
