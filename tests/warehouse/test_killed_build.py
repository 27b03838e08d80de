"""Killed at any instant, a build leaves the old snapshot served or the new one, each of them whole."""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import duckdb

from config.places import places
from config.settings import PROJECT, child_environment
from tests.installation import CLOCK, Installation
from warehouse.build import build
from warehouse.checks import content_hash

INSTANTS = 10
# One indicator only, as in this folder's conftest.py.
BUILD = """
from warehouse import build as module
from warehouse.indicators import read_indicators
module.read_indicators = lambda: read_indicators()[:1]
print("ready", flush=True)
module.build()
"""


@contextmanager
def building() -> Iterator[subprocess.Popen[str]]:
    """A process of its own that has just begun to build."""
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD], cwd=PROJECT, env=child_environment({}), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout and process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait(10)
        if process.stdout:
            process.stdout.close()


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
    with building() as process:
        begun = time.monotonic()
        assert process.wait(30) == 0
        took = time.monotonic() - begun
    new_id = served()
    expected = dict([old_id, new_id])
    assert new_id != old_id and visible() == expected
    draw, killed = random.Random(20261123), 0
    for number in range(INSTANTS):
        restore(old)
        with building() as process:
            time.sleep(took * (number + draw.random()) / INSTANTS)
            killed += process.poll() is None
        assert served() in (old_id, new_id)
        seen = visible()
        assert served()[0] in seen and seen.items() <= expected.items()
    assert killed >= INSTANTS - 3
    result = build()
    assert (result.snapshot_id, result.content_hash) == new_id and visible() == expected
    assert not list(places().warehouse.glob(".ioc-*"))


def test_a_first_build_that_is_killed_publishes_nothing_or_all(unbuilt: Installation) -> None:
    with building():
        time.sleep(0.4)
    assert not places().pointer.exists() or served()[0] in visible()
    assert build().content_hash == served()[1] == visible()[served()[0]]
