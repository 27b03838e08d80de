"""Walls that cannot be shown, as `ioc` itself refuses them: on a copy of the configuration, before anything starts."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import PROJECT
from ioc import processes
from tests.ioc.started import environment_for, ours

ROOMS = ("connectors", "dags", "dashboards", "ioc", "sandbox", "warehouse")
NEAR, FAR = "distance_m = 3\n", "distance_m = 9\n"
TELLS_THE_KEY = r"/config/displays\.toml: \[television\] bezel_px: viết một số nguyên từ 0\.\n"
TELLS_THE_ARITHMETIC = (
    r"config/displays\.toml: \[television\] pages_of_9: cảnh \w+, ô \d cần cao \d+ px = 1,2 × \(.+\), "
    r"mà chỉ có \d+ px .*\.\n"
)


def _called(folder: Path, call: str, right: str, wrong: str) -> subprocess.CompletedProcess[str]:
    """`ioc` as called on a project whose television is written wrongly; its data are in `folder` too."""
    shutil.copytree(PROJECT / "config", folder / "config")
    for room in ROOMS:
        (folder / room).symlink_to(PROJECT / room)
    file = folder / "config" / "displays.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    given = environment_for(folder) | {"PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "ioc", call]
    try:
        return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=60, check=False)
    finally:
        processes.stop([process.pid for process in ours(given)], grace_seconds=1)


@pytest.mark.parametrize(
    ("call", "right", "wrong", "told"),
    [("up", NEAR, FAR, TELLS_THE_ARITHMETIC), ("serve", "bezel_px = 0", "bezel_px = -1", TELLS_THE_KEY)],
)
def test_a_wall_that_cannot_be_shown_is_refused_whole_and_at_once(
    tmp_path: Path, call: str, right: str, wrong: str, told: str
) -> None:
    done = _called(tmp_path, call, right, wrong)
    assert done.returncode == 2, done.stderr
    assert re.fullmatch(f".*{told}", done.stderr), done.stderr
    assert not (tmp_path / "data" / "logs").exists(), "nothing was started"


def test_the_doctor_tells_of_a_wall_that_cannot_be_shown(tmp_path: Path) -> None:
    done = _called(tmp_path, "doctor", NEAR, FAR)
    assert done.returncode == 2, done.stderr
    assert re.search(f"✗ {TELLS_THE_ARITHMETIC}", done.stdout), done.stdout
