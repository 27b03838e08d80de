"""Killed at any instant, a build leaves the old snapshot served or the new one, each of them whole."""

import json
import random
import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import duckdb

from config.places import places
from config.settings import PROJECT, child_environment
from tests.installation import CLOCK, Installation
from warehouse.build import build
from warehouse.checks import content_hash

INSTANTS = 6
# One indicator only, as in this folder's conftest.py. The process kills itself at a call of the given number, since an
# instant of the wall clock would lie elsewhere in the build on a busy machine; it prints how many calls a build takes.
BUILD = """
import os, signal, sys, threading
from warehouse import build as module
from warehouse.indicator_files import read_indicators
module.read_indicators = lambda: read_indicators()[:1]
last, calls = int(sys.argv[1]), 0
def count(frame, event, argument):
    global calls
    calls += event in ("call", "c_call")
    if calls == last:
        os.kill(os.getpid(), signal.SIGKILL)
threading.setprofile(count)
sys.setprofile(count)
module.build()
sys.setprofile(None)
print(calls)
"""


def build_until(call: int) -> subprocess.CompletedProcess[str]:
    """A process of its own that builds, and is killed at its call of this number; 0 lets it end."""
    command = [sys.executable, "-c", BUILD, str(call)]
    return subprocess.run(
        command, cwd=PROJECT, env=child_environment({}), capture_output=True, text=True, timeout=60, check=False
    )


def visible() -> dict[str, str]:
    """The content hash of each snapshot file that a reader may see."""
    return {path.stem: opened(path) for path in places().warehouse.glob("ioc-*.duckdb")}


def opened(path: Path) -> str:
    with duckdb.connect(str(path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        return content_hash(connection, [f"marts.{name}" for (name,) in found])


def served() -> tuple[str, str]:
    pointer = json.loads(places().pointer.read_text(encoding="utf-8"))
    return pointer["id"], pointer["content_hash"]


def restore(old: Path) -> None:
    shutil.rmtree(places().warehouse)
    shutil.copytree(old, places().warehouse)


def test_a_killed_build_leaves_whole_snapshots_only(built: Installation, tmp_path: Path) -> None:
    old, old_id = tmp_path / "old", served()
    shutil.copytree(places().warehouse, old)
    built.set_clock(CLOCK + timedelta(days=1))
    calls = int(build_until(0).stdout)
    new_id = served()
    expected = dict([old_id, new_id])
    assert new_id != old_id and visible() == expected
    draw = random.Random(20261123)
    # Half of the instants fall into the last twentieth, where the snapshot is written and the pointer moves.
    starts = [0.0] * (INSTANTS // 2) + [0.95] * (INSTANTS // 2)
    for start in starts:
        restore(old)
        done = build_until(int(calls * draw.uniform(start, 0.999)))
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert served() in (old_id, new_id)
        seen = visible()
        assert served()[0] in seen and seen.items() <= expected.items()
    result = build()
    assert (result.snapshot_id, result.content_hash) == new_id and visible() == expected
    assert not list(places().warehouse.glob(".ioc-*"))


def test_a_first_build_that_is_killed_publishes_nothing_or_all(unbuilt: Installation) -> None:
    assert build_until(2000).returncode == -signal.SIGKILL
    assert not places().pointer.exists() or served()[0] in visible()
    assert build().content_hash == served()[1] == visible()[served()[0]]
