"""Blocks: fewer files, the same content, whatever happens to the batches before and afterwards."""

import json
import random
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config.outcomes import read_outcomes
from connectors.kit.blocks import LandingDamaged, Merge
from connectors.kit.compaction import NEWEST_LEFT_ALONE, WORTH_A_BLOCK
from connectors.kit.landing import Manifest, all_blocks, blocks, find_batch
from connectors.kit.runner import compact, pull, replay, show_raw
from tests.connectors.conftest import hurried
from tests.connectors.district import START, District
from tests.connectors.killed import Killer
from tests.connectors.landed import known_dossier, land, landed, rows
from tests.connectors.test_replay import mend_parser
from warehouse.build import build
from warehouse.horizon import collect
from warehouse.indicator_files import read_indicators

ENOUGH = WORTH_A_BLOCK + NEWEST_LEFT_ALONE


def stream(home: Path) -> Path:
    return home / "landing" / "one_stop" / "dossier"


def whole(home: Path) -> list[Manifest]:
    """The manifests without what compaction may change."""
    return [replace(one, block=None) for one in landed(home)]


def land_many(count: int, first: int = 1) -> None:
    land(*([known_dossier(number)] for number in range(first, first + count)))


def test_small_batches_become_one_block_with_the_same_rows(home: Path) -> None:
    land_many(40)
    before, manifests_before = rows(home), whole(home)
    outcome = compact("one_stop")
    assert rows(home) == before and whole(home) == manifests_before
    (block,) = blocks(stream(home))
    assert (outcome.action, outcome.state, outcome.batches, outcome.rows) == ("compact", "ok", (block.name,), 36)
    assert [one.block for one in landed(home)] == [block.name] * 36 + [None] * NEWEST_LEFT_ALONE
    assert len({one.rows_file("dossier") for one in landed(home)}) == 1 + NEWEST_LEFT_ALONE
    in_block = pq.read_table(block.folder / "rows" / "dossier.parquet").to_pylist()
    assert in_block == before[:36]
    assert list(in_block[0])[-3:] == ["_batch", "_page", "_row"]


def test_few_batches_are_left_as_they_are(home: Path) -> None:
    land_many(ENOUGH - 1)
    assert compact("one_stop").batches == ()
    assert not (stream(home) / ".blocks").exists()
    land_many(1, first=ENOUGH)
    assert len(compact("one_stop").batches) == 1
    assert compact("one_stop").batches == ()


def test_manifests_of_covered_batches_are_not_opened(home: Path) -> None:
    land_many(30)
    before = whole(home)
    compact("one_stop")
    for one in landed(home):
        if one.block:
            (one.folder / "manifest.json").write_text("not opened")
    assert whole(home) == before


def test_a_build_gives_the_same_before_and_after(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.build.read_indicators", lambda: read_indicators()[:1])
    land(*([known_dossier(number % 9 + 1, hours_ago=30 - number)] for number in range(30)))
    land([{"code": known_dossier(number)["code"]} for number in range(1, 9)], stream="dossier_key")
    before, digest = build(), collect(START.date()).digest()
    compact("one_stop")
    assert collect(START.date()).digest() == digest
    assert build().is_new is False
    for folder in ("build", "warehouse"):
        shutil.rmtree(home / folder)
    after = build()
    assert (after.content_hash, after.is_new) == (before.content_hash, True)
    assert len({one.block for one in landed(home)}) == 2


def test_a_replay_after_it_is_read_from_the_batch_and_then_compacted(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    land_many(30)
    compact("one_stop")
    (first,) = blocks(stream(home))
    shutil.rmtree(landed(home)[0].folder / "raw")
    mend_parser(monkeypatch)
    assert len(replay("one_stop").batches) == 29
    found = landed(home)
    assert [one.block for one in found] == [first.name] + [None] * 29
    replayed = rows(home)
    assert [row["competence"] for row in replayed] == ["OWN"] + ["FORWARDED"] * 29
    before = whole(home)
    compact("one_stop")
    (second,) = all_blocks(stream(home))
    assert second.replaces == (first.name,)
    assert [one.block for one in landed(home)] == [second.name] * 26 + [None] * 4
    assert rows(home) == replayed and whole(home) == before
    assert compact("one_stop").batches == ()


def test_columns_of_all_contracts_are_united(home: Path) -> None:
    contract = hurried()
    table = contract.tables["dossier"]
    fewer = {name: column for name, column in table.columns.items() if name not in ("channel_code", "competence")}
    old = replace(contract, version="old", tables={**contract.tables, "dossier": replace(table, columns=fewer)})
    land(*([known_dossier(number)] for number in range(1, 11)), contract=old)
    land_many(20, first=11)
    before = rows(home)
    assert "competence" not in before[0] and before[-1]["competence"] == "OWN"
    compact("one_stop")
    after = rows(home)
    assert [{name: row[name] for name in was} for row, was in zip(after, before, strict=True)] == before
    assert [row["competence"] for row in after] == [None] * 10 + ["OWN"] * 20
    assert list(after[0])[-3:] == ["_batch", "_page", "_row"]


def test_raw_pages_of_covered_batches_are_shown(home: Path) -> None:
    land_many(30)
    compact("one_stop")
    batch = landed(home)[2]
    assert batch.block and find_batch(home / "landing", batch.batch) == batch
    assert json.loads(show_raw(batch.batch, 1, 1))["code"] == known_dossier(3)["code"]


def test_a_pull_knows_what_a_block_holds(district: District, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.kit.compaction.merges", lambda landed, existing: [Merge(tuple(landed), ())])
    district.fill(100)
    pull("one_stop")
    compact("one_stop")
    assert all(one.block for one in landed(home))
    assert pull("one_stop").batches == ()
    district.touch(99, START - timedelta(minutes=1))
    assert len(pull("one_stop").batches) == 1


def test_a_file_with_other_rows_than_its_manifest_says_stops_it(home: Path) -> None:
    land_many(30)
    damaged = landed(home)[3].rows_file("dossier")
    pq.write_table(pq.read_table(damaged).slice(0, 0), damaged)
    with pytest.raises(LandingDamaged, match=r"ghi là có 1 dòng nhưng tệp dòng có 0"):
        compact("one_stop")
    assert not (stream(home) / ".blocks").exists()
    assert read_outcomes(home / "outcomes")[-1].error == "LandingDamaged"


def grown(home: Path) -> None:
    """A block, loose batches that will absorb it, rows replayed since, and covered batches without raw pages."""
    land_many(ENOUGH)
    compact("one_stop")
    for one in landed(home)[:5]:
        shutil.rmtree(one.folder / "raw")
    land_many(WORTH_A_BLOCK, first=ENOUGH + 1)


def restored(home: Path, kept: Path) -> None:
    shutil.rmtree(home)
    shutil.copytree(kept, home)


def assert_killed_anywhere_it_is_the_same(home: Path, tmp_path: Path, killing: Killer, instants: int | None) -> None:
    grown(home)
    before, manifests_before = rows(home), whole(home)
    shutil.copytree(home, tmp_path / "kept")
    done = killing.run("compact", "one_stop")
    assert done.code == 0
    every = range(1, done.changes + 1)
    for instant in random.Random(20261123).sample(every, instants) if instants else every:
        restored(home, tmp_path / "kept")
        assert killing.run("compact", "one_stop", before_change=instant).code == -9
        assert rows(home) == before and whole(home) == manifests_before
        compact("one_stop")
        assert rows(home) == before and whole(home) == manifests_before
        assert len(all_blocks(stream(home))) == 1
        assert len(list(stream(home).glob("[!.]*"))) == ENOUGH + WORTH_A_BLOCK - 5
        assert not list((home / "landing" / "one_stop" / ".partial").glob("*"))


def test_killed_at_five_instants_it_leaves_the_same_content(home: Path, tmp_path: Path, killing: Killer) -> None:
    assert_killed_anywhere_it_is_the_same(home, tmp_path, killing, 5)


@pytest.mark.faults
def test_killed_before_any_change_it_leaves_the_same_content(home: Path, tmp_path: Path, killing: Killer) -> None:
    assert_killed_anywhere_it_is_the_same(home, tmp_path, killing, None)


def test_folders_of_covered_batches_go_once_their_raw_pages_are_gone(home: Path) -> None:
    land_many(30)
    for one in landed(home)[:3]:
        shutil.rmtree(one.folder / "raw")
    before = rows(home)
    compact("one_stop")
    assert [one.folder.exists() for one in landed(home)] == [False] * 3 + [True] * 27
    assert rows(home) == before
