"""A pull killed at any instant leaves nothing half, loses nothing and doubles nothing; two pulls take turns."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from config.outcomes import read_outcomes
from config.settings import PROJECT, child_environment
from connectors.kit.key_file import read_keys
from connectors.kit.landing import manifests, rows_files
from connectors.kit.raw import raw_pages
from tests.connectors.district import START, District, dossier
from tests.connectors.landed import batches, latest, rows

KILLS = 20
LONGEST_S = 0.6
MAX_BYTES = 1 << 25


class Puller:
    """Starts pulls as processes of their own."""

    def __init__(self, process: subprocess.Popen[str], orders: IO[str], answers: IO[str]) -> None:
        self._process, self._orders, self._answers = process, orders, answers

    def start(self) -> int:
        return int(self._order("pull"))

    def wait(self) -> list[int]:
        """Exit codes of the pulls since the last call; a killed one has minus the signal."""
        return [int(code) for code in self._order("wait").split()]

    def _order(self, order: str) -> str:
        print(order, file=self._orders, flush=True)
        return self._answers.readline()


@contextmanager
def puller(log: Path) -> Iterator[Puller]:
    command = [sys.executable, "-m", "tests.connectors.puller"]
    with (
        log.open("w") as errors,
        subprocess.Popen(
            command,
            cwd=PROJECT,
            env=child_environment({}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        assert process.stdin and process.stdout
        yield Puller(process, process.stdin, process.stdout)
        process.stdin.close()


def assert_nothing_half(home: Path) -> None:
    """Every visible batch is whole: its pages open, and its rows are as many as it says and as its pages hold."""
    keys = read_keys()
    landed = manifests(home / "landing", "one_stop")
    folders = list((home / "landing" / "one_stop").glob("[!.]*/*"))
    assert sorted(one.folder for one in landed) == sorted(folders)
    for one in landed:
        pages = list(raw_pages(one, keys, MAX_BYTES))
        assert len(pages) == len(one.pages)
        for table, path in rows_files(one).items():
            assert pq.read_metadata(path).num_rows == one.rows[table]
            assert sum(len(json.loads(page.content)["content"]) for _, page in pages) == one.rows[table]


def test_pulls_killed_at_twenty_instants(district: District, home: Path, tmp_path: Path) -> None:
    chance = random.Random(20261123)
    district.fill(1500, days=700)
    with puller(tmp_path / "log") as pulls:
        for kill in range(KILLS):
            process = pulls.start()
            time.sleep(chance.uniform(0.01, LONGEST_S))
            os.kill(process, signal.SIGKILL)
            pulls.wait()
            assert_nothing_half(home)
            moved = START - timedelta(minutes=KILLS - kill)
            district.touch(chance.randrange(1500), moved)
            district.dossiers.append(dossier(2000 + kill, moved, moved))
        pulls.start()
        assert pulls.wait() == [0], (tmp_path / "log").read_text()
    assert_nothing_half(home)
    assert latest(rows(home)) == {(one["code"], one["updatedDate"]) for one in district.dossiers}
    states = [one.state for one in read_outcomes(home / "outcomes")]
    assert states[-1] == "ok"
    assert "crashed" in states[:-1]
    windows = [one.window for one in batches(home, "dossier", "backfill")]
    assert len(windows) == len(set(windows))


def test_a_killed_backfill_keeps_its_windows(district: District, home: Path, tmp_path: Path) -> None:
    district.fill(1500, days=700)
    with puller(tmp_path / "log") as pulls:
        process = pulls.start()
        while len(batches(home, "dossier")) < 3:
            time.sleep(0.01)
        os.kill(process, signal.SIGKILL)
        pulls.wait()
        kept = [one.batch for one in batches(home, "dossier")]
        pulls.start()
        pulls.wait()
    assert [one.batch for one in batches(home, "dossier")][: len(kept)] == kept
    assert len(rows(home)) == 1500


def test_two_pulls_at_once_take_turns_and_say_for_whom_they_wait(
    district: District, home: Path, tmp_path: Path
) -> None:
    district.fill(1500, days=700)
    with puller(tmp_path / "log") as pulls:
        first = pulls.start()
        # Its outcome is begun once it holds the lock and has said so.
        while not read_outcomes(home / "outcomes"):
            time.sleep(0.01)
        pulls.start()
        assert pulls.wait() == [0, 0]
    assert f"one_stop đang được tiến trình {first} giữ (pull) từ " in (tmp_path / "log").read_text()
    assert len(rows(home)) == 1500
    assert [one.state for one in read_outcomes(home / "outcomes")] == ["ok", "ok"]
    assert len(batches(home, "agency")) == 1
