"""A disk that is full ends a pull or a build with an error that says so; what was served is served.

Two ways to be full, since neither reaches every write: `fsync` fails with ENOSPC from its n-th call on, as on a file
system that finds room late (all files that Python closes: pages, rows, manifests, cast files, snapshots, pointers,
outcomes); and no file may grow beyond a limit (RLIMIT_FSIZE, EFBIG), which DuckDB meets in its own writes.
"""

import errno
import os
from datetime import timedelta

import pytest

from config.places import places
from connectors.kit.errors import LandingFull
from connectors.kit.landing import manifests
from connectors.kit.runner import pull
from tests.faults.killed import killer
from tests.installation import CLOCK, Installation, served
from warehouse import reader
from warehouse.build import build
from warehouse.errors import WarehouseFull

pytestmark = pytest.mark.faults

SENTENCE = "Hết chỗ trên đĩa"
NEVER = 1 << 30


class Disk:
    """Has room for so many more synced files, then for none; or, with `failures`, for none so many times."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.room, self.until, self.asked, self._sync = NEVER, NEVER, 0, os.fsync
        patch.setattr(os, "fsync", self.sync)

    def sync(self, descriptor: int) -> None:
        self.asked += 1
        if self.room < self.asked <= self.until:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._sync(descriptor)

    def fill_after(self, room: int, failures: int = NEVER) -> None:
        self.room, self.until, self.asked = room, room + failures, 0


def serving() -> tuple[str, int]:
    """What is served, and that it can be read."""
    current = reader.current()
    assert current is not None
    return current.id, len(reader.sql("SELECT * FROM marts.dossier"))


def test_a_build_on_a_full_disk_keeps_what_is_served(built: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    before = serving()
    built.set_clock(CLOCK + timedelta(days=1))
    disk, stayed = Disk(monkeypatch), 0
    # From the first file on, the outcome's, to the pointer's own: once that is replaced, the new snapshot is served.
    for room in range(0, 60, 2):
        disk.fill_after(room)
        try:
            result = build()
            break
        except WarehouseFull as error:
            assert SENTENCE in str(error) and serving()[1] == before[1]
            stayed += serving() == before
    assert stayed >= 4 and serving()[0] == result.snapshot_id != before[0]
    disk.fill_after(NEVER)
    places().pointer.unlink()
    assert build().content_hash == result.content_hash


def test_a_pull_on_a_full_disk_lands_nothing_half(built: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    before, landed = serving(), manifests(places().landing, "one_stop")
    built.set_clock(CLOCK + timedelta(days=1))
    disk = Disk(monkeypatch)
    with served(built):
        # What does not land is removed, so that there is room again to write what came of the pull.
        for room in (2, 3, 5, 8):
            disk.fill_after(room, failures=1)
            with pytest.raises(LandingFull, match=SENTENCE):
                pull("one_stop")
            assert manifests(places().landing, "one_stop") == landed and serving() == before
        disk.fill_after(NEVER)
        pull("one_stop")
    assert len(manifests(places().landing, "one_stop")) > len(landed)


def test_duckdb_on_a_full_disk_keeps_what_is_served(built: Installation) -> None:
    before = serving()
    built.set_clock(CLOCK + timedelta(days=1))
    with killer() as killing:
        for largest_file in (1 << 16, 1 << 20, 3 << 20):
            run = killing.run("build", largest_file=largest_file)
            assert run.code == 1 and run.said.startswith(f"WarehouseFull: {SENTENCE}"), run.said
            assert serving() == before
        run = killing.run("build")
        assert run.code == 0, run.said
    assert serving()[0] != before[0] and serving()[1] == before[1]
