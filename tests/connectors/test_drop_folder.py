"""A drop folder, on this machine and over SFTP: what is new and whole lands once, and nothing else does."""

import os
import shutil
from datetime import datetime, timedelta
from typing import Any

import pytest

from config import clock
from connectors.kit import files as kit_files
from connectors.kit import runner
from connectors.smas import pull as smas_pull
from tests.connectors.drops import BOOK, LATER, LOCAL_ONLY, OLD, SOURCE, TERM_1, YEAR, Drop
from tests.connectors.killed import Killer


def test_a_file_lands_once_with_its_place_time_and_rows(drop: Drop) -> None:
    drop.put(f"2025-2026/{TERM_1}")
    first = drop.pull()
    assert (first.state, first.rows) == ("ok", 1 + 3 + 3)
    (batch,) = drop.batches()
    (page,) = batch.pages
    assert (page.origin, page.changed_at) == (f"2025-2026/{TERM_1}", OLD)
    (workbook,) = drop.rows("workbook")
    assert datetime.fromisoformat(workbook["received_at"]) == OLD
    second = drop.pull()
    assert (second.state, second.batches, second.rows) == ("ok", (), 0)


def test_changed_content_lands_again_and_a_touched_or_copied_file_does_not(drop: Drop) -> None:
    drop.put(TERM_1)
    drop.pull()
    drop.put(TERM_1, at=OLD + timedelta(hours=1))
    drop.put("bản sao/Sổ điểm Mẫu.xlsx")
    assert drop.pull().batches == ()
    drop.put(TERM_1, LATER, at=OLD + timedelta(hours=2))
    assert drop.pull().rows == 5
    drop.put(TERM_1, BOOK, at=OLD + timedelta(hours=3))
    assert drop.pull().rows == 7, "what went back to the first state is a change too"
    drop.put("bản sao/Sổ cũ.xlsx", LATER, at=OLD + timedelta(hours=4))
    assert drop.pull().batches == (), "a copy of a state that was replaced does not bring it back"


def test_a_folder_is_not_read_again_for_what_was_looked_at(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(TERM_1)
    drop.put("sao.xlsx")
    drop.pull()
    reads: list[str] = []
    content = kit_files.FilesClient._content

    def counted(self: Any, system: Any, file: Any) -> bytes:
        reads.append(file.path)
        return content(self, system, file)

    monkeypatch.setattr(kit_files.FilesClient, "_content", counted)
    drop.pull()
    assert reads == []
    (drop.home / "landing" / SOURCE / "workbook" / ".seen.json").unlink()
    assert drop.pull().batches == () and sorted(reads) == ["51524512_2025-2026_HK1.xlsx", "sao.xlsx"]


def test_oldest_first_and_in_batches_that_a_kill_does_not_lose(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.kit.dropped.MOST_FILES", 2)
    for number in range(5):
        drop.put(f"5152450{number}_2025-2026_HK1.xlsx", BOOK + bytes(number + 1), OLD - timedelta(hours=number))
    drop.pull()
    origins = [[page.origin for page in one.pages] for one in drop.batches()]
    assert [len(each) for each in origins] == [2, 2, 1]
    assert [origin[7] for each in origins for origin in each] == ["4", "3", "2", "1", "0"]


def test_a_file_that_is_being_written_waits(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = drop.put(TERM_1, BOOK[:3000], at=clock.now())
    drop.put(YEAR, LATER)
    drop.put(".hidden.xlsx")
    drop.put("~$mở.xlsx")
    drop.put("51524513_2025-2026_CN.xlsx.part")

    def goes_on(seconds: float) -> None:
        growing.write_bytes(BOOK[:4000])

    monkeypatch.setattr(clock, "pause", goes_on)
    drop.pull()
    assert [page.origin for one in drop.batches() for page in one.pages] == [YEAR]
    monkeypatch.setattr(clock, "pause", lambda seconds: None)
    growing.write_bytes(BOOK)
    os.utime(growing, (clock.now().timestamp(), clock.now().timestamp()))
    drop.pull()
    assert drop.batches()[-1].pages[0].origin == TERM_1


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_pull(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put(TERM_1)
    content = kit_files.FilesClient._content

    def changed_meanwhile(self: Any, system: Any, file: Any) -> bytes:
        read_now = content(self, system, file)
        drop.put(TERM_1, LATER, at=OLD + timedelta(seconds=5))
        return read_now

    monkeypatch.setattr(kit_files.FilesClient, "_content", changed_meanwhile)
    assert drop.pull().batches == ()
    monkeypatch.setattr(kit_files.FilesClient, "_content", content)
    assert drop.pull().rows == 5


@LOCAL_ONLY
def test_a_pull_killed_at_any_change_leaves_whole_batches_and_goes_on(drop: Drop, killing: Killer) -> None:
    for number in range(3):
        drop.put(f"5152450{number}_2025-2026_HK1.xlsx", BOOK + bytes(number + 1))
    whole = killing.run("pull", SOURCE)
    assert whole.code == 0
    expected = len(drop.rows("mark"))
    for change in range(1, whole.changes + 1, 7):
        for batch in drop.batches():
            shutil.rmtree(batch.folder)
        assert killing.run("pull", SOURCE, before_change=change).code in (-9, 0)
        drop.pull()
        assert len(drop.rows("mark")) == expected, change
    assert drop.pull().batches == ()


def test_kept_pages_are_read_again_by_a_newer_parser(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(TERM_1)
    drop.put("sổ.xlsx", b"no workbook")
    drop.pull()
    before = [drop.rows(table) for table in ("workbook", "pupil", "mark")]
    monkeypatch.setattr(smas_pull, "PARSER_VERSION", "newer")
    runner.replay(SOURCE)
    assert [drop.rows(table) for table in ("workbook", "pupil", "mark")] == before
    assert all(batch.parser_version == "newer" for batch in drop.batches())
