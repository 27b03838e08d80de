"""Raw pages are kept as long as the contract says and no longer; the rows stay, and word of what was deleted."""

import json
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from config.settings import settings
from connectors.kit.errors import RawExpired
from connectors.kit.retention import drop_raw
from connectors.kit.runner import compact, replay, retain, show_raw
from connectors.kit.tombstones import Tombstone, tombstones
from tests.connectors.district import START
from tests.connectors.killed import Killer
from tests.connectors.landed import known_dossier, land, landed, rows
from tests.connectors.test_replay import mend_parser

RAW_DAYS = 90


def buried(home: Path) -> list[Tombstone]:
    return tombstones(home / "landing", "one_stop")


def set_clock(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    monkeypatch.setenv("IOC_CLOCK", (START + timedelta(days=days)).isoformat())
    settings.cache_clear()


def land_old_and_new(monkeypatch: pytest.MonkeyPatch, old: int = 3, new: int = 2) -> None:
    """Batches of today's START, then some of eighty days later; the clock shows the 91st day."""
    land(*([known_dossier(number)] for number in range(1, old + 1)))
    set_clock(monkeypatch, 80)
    land(*([known_dossier(number)] for number in range(old + 1, old + new + 1)))
    set_clock(monkeypatch, RAW_DAYS + 1)


def test_raw_pages_go_after_their_days_and_rows_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land_old_and_new(monkeypatch)
    before, manifests_before = rows(home), landed(home)
    outcome = retain("one_stop")
    assert (outcome.action, outcome.state, outcome.rows) == ("retain", "ok", 0)
    assert outcome.batches == tuple(one.batch for one in manifests_before[:3])
    assert [(one.folder / "raw").exists() for one in landed(home)] == [False] * 3 + [True] * 2
    assert rows(home) == before and landed(home) == manifests_before
    with pytest.raises(RawExpired, match="hết hạn lưu"):
        show_raw(manifests_before[0].batch, 1)
    assert json.loads(show_raw(manifests_before[3].batch, 1, 1))["code"] == known_dossier(4)["code"]


def test_the_last_day_is_still_kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land([known_dossier(1)])
    set_clock(monkeypatch, RAW_DAYS)
    assert retain("one_stop").batches == ()
    assert buried(home) == []
    assert show_raw(landed(home)[0].batch, 1)


def test_a_tombstone_says_what_went_when_and_why_and_names_no_person(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land_old_and_new(monkeypatch)
    stored = [(one.batch, len(one.pages), sum(page.bytes for page in one.pages)) for one in landed(home)[:3]]
    retain("one_stop")
    retain("one_stop")
    (tombstone,) = buried(home)
    assert (tombstone.what, tombstone.why, tombstone.key_hash) == ("raw", "hết hạn lưu 90 ngày", None)
    assert tombstone.started_at == START + timedelta(days=RAW_DAYS + 1) == tombstone.finished_at
    assert [(one.batch, one.pages, one.bytes) for one in tombstone.batches] == stored
    text = (home / "landing" / "one_stop" / ".tombstones" / f"{tombstone.id}.json").read_text()
    assert known_dossier(1)["code"] not in text and "Nguyễn" not in text


def test_the_keys_go_before_any_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    land_old_and_new(monkeypatch)
    folders = [one.folder for one in landed(home)[:3]]
    (folders[0] / "raw" / ".key.1.new").write_bytes(b"left by a killed rotation")

    def refuse(folder: Path) -> None:
        raise OSError(folder.parent.name)

    monkeypatch.setattr("connectors.kit.retention.shutil.rmtree", refuse)
    with pytest.raises(OSError, match=folders[0].name):
        drop_raw(folders)
    assert [[path.name for path in (folder / "raw").iterdir()] for folder in folders] == [["000001"]] * 3


def test_the_block_is_the_only_home_of_rows_whose_raw_pages_are_gone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land_old_and_new(monkeypatch, old=24, new=6)
    before = rows(home)
    compact("one_stop")
    assert all(one.folder.exists() for one in landed(home))
    retain("one_stop")
    assert [one.folder.exists() for one in landed(home)] == [False] * 24 + [True] * 6
    assert rows(home) == before
    with pytest.raises(RawExpired, match=landed(home)[0].batch):
        show_raw(landed(home)[0].batch, 1)
    mend_parser(monkeypatch)
    assert len(replay("one_stop").batches) == 6
    compact("one_stop")
    assert [row["competence"] for row in rows(home)] == ["OWN"] * 24 + ["FORWARDED"] * 6


def assert_completed_after_a_kill(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killing: Killer, instants: int | None
) -> None:
    monkeypatch.setattr("connectors.kit.compaction.WORTH_A_BLOCK", 4)
    land_old_and_new(monkeypatch, old=5, new=6)
    compact("one_stop")
    before, pages = rows(home), sum(len(one.pages) for one in landed(home)[:5])
    shutil.copytree(home, tmp_path / "kept")
    every = range(1, killing.run("retain", "one_stop").changes + 1)
    for instant in random.Random(20261123).sample(every, instants) if instants else every:
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "kept", home)
        assert killing.run("retain", "one_stop", before_change=instant).code == -9
        assert rows(home) == before
        retain("one_stop")
        assert rows(home) == before
        assert [one.folder.exists() for one in landed(home)] == [False] * 5 + [True] * 6
        assert all(one.finished_at for one in buried(home))
        assert sum(batch.pages for one in buried(home) for batch in one.batches) == pages


def test_killed_at_three_instants_it_is_completed_by_the_next(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killing: Killer
) -> None:
    assert_completed_after_a_kill(home, tmp_path, monkeypatch, killing, 3)


@pytest.mark.faults
def test_killed_before_any_change_it_is_completed_by_the_next(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killing: Killer
) -> None:
    assert_completed_after_a_kill(home, tmp_path, monkeypatch, killing, None)
