"""A record that the law lets nobody keep is gone from every place, and everything else is as it was."""

import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

from config import clock
from config.errors import ConfigurationInvalid
from config.outcomes import read_outcomes
from connectors.kit.erasure import RecordUnknown, rows_of_record
from connectors.kit.errors import RawExpired
from connectors.kit.key_file import read_keys
from connectors.kit.landing import all_blocks
from connectors.kit.runner import compact, erase, replay, retain, show_raw
from connectors.kit.tombstones import Tombstone, tombstones
from ioc.main import app
from tests.connectors.conftest import hurried
from tests.connectors.killed import Killer
from tests.connectors.landed import known_dossier, land, landed, rows
from tests.connectors.test_replay import mend_parser
from tests.connectors.test_retention import set_clock
from warehouse import reader
from warehouse.build import build
from warehouse.horizon import collect
from warehouse.indicator_files import read_indicators

CODE = str(known_dossier(1)["code"])
REASON = "Văn bản 12/YC-XOA"


def buried(home: Path) -> list[Tombstone]:
    """The tombstones of records."""
    return [one for one in tombstones(home / "landing", "one_stop") if one.what == "record"]


def lived(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A landing zone with everything in it: dossier 1 lies in a block whose raw pages are gone, in one whose raw pages
    are kept, in loose batches and in a list of keys.
    """
    for name, value in {"WORTH_A_BLOCK": 4, "NEWEST_LEFT_ALONE": 2, "ABSORBED_UP_TO": 0}.items():
        monkeypatch.setattr(f"connectors.kit.compaction.{name}", value)
    land(*([known_dossier(number % 4 + 1, hours_ago=90 - number)] for number in range(9)))
    compact("one_stop")
    set_clock(monkeypatch, 91)
    retain("one_stop")
    land(*([known_dossier(number % 4 + 1, hours_ago=60 - number)] for number in range(9)))
    land([{"code": known_dossier(number)["code"]} for number in range(1, 5)], stream="dossier_key")
    compact("one_stop")


def replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    mend_parser(monkeypatch)
    replay("one_stop")
    land([known_dossier(1, hours_ago=3), known_dossier(2, hours_ago=3)], [known_dossier(1, hours_ago=2)])


def everything(home: Path) -> list[dict[str, Any]]:
    """The rows of all files of the landing zone, valid or not."""
    return [row for path in (home / "landing").rglob("*.parquet") for row in pq.read_table(path).to_pylist()]


def without(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in found if row["code"] != CODE]


def test_a_record_is_gone_from_every_place(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(home, monkeypatch)
    replayed(monkeypatch)
    found, keys = rows(home), rows(home, "dossier_key")
    assert len({one.block for one in landed(home)}) >= 2
    count = len(found) + len(keys) - len(without(found)) - len(without(keys))
    assert count > 6
    outcome = erase("one_stop", CODE, REASON)
    assert rows(home) == without(found) and rows(home, "dossier_key") == without(keys)
    assert everything(home) and CODE not in {row["code"] for row in everything(home)}
    assert (outcome.action, outcome.rows) == ("erase", count)
    for one in landed(home):
        for table, rows_said in one.rows.items():
            in_file = pq.read_table(one.rows_file(table)).column("_batch").to_pylist()
            assert in_file.count(one.batch) == rows_said


def test_raw_pages_of_its_batches_go_and_others_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(home, monkeypatch)
    batches = [one for one in landed(home) if (one.folder / "raw").exists()]
    held = {row["_batch"] for table in ("dossier", "dossier_key") for row in rows(home, table) if row["code"] == CODE}
    erase("one_stop", CODE, REASON)
    for one in batches:
        if one.batch in held:
            with pytest.raises(RawExpired, match="phải xóa theo luật"):
                show_raw(one.batch, 1)
        else:
            assert CODE not in show_raw(one.batch, 1).decode()
    assert held and len(held & {one.batch for one in batches}) < len(batches)


def test_a_tombstone_names_the_record_by_a_keyed_hash_only(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived(home, monkeypatch)
    erase("one_stop", f" {CODE} ", f" {REASON} ")
    tombstone = buried(home)[-1]
    assert (tombstone.what, tombstone.why) == ("record", REASON)
    assert tombstone.key_hash == read_keys().erased_hash("one_stop", CODE)
    assert tombstone.key_hash != read_keys().identifier_hash(CODE)
    assert tombstone.finished_at is not None
    assert {table for one in tombstone.batches for table in one.rows} == {"dossier", "dossier_key"}
    for path in home.rglob("*.json"):
        assert CODE not in path.read_text()


def test_a_build_after_it_knows_nothing_of_the_record(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.build.read_indicators", lambda: read_indicators()[:1])
    lived(home, monkeypatch)
    landed_before = sum(sum(one.rows.values()) for one in landed(home))
    digest = collect(clock.today()).digest()
    (home / "build").mkdir()
    (home / "build" / "build.duckdb").write_bytes(b"rows that were cast before")
    outcome = erase("one_stop", CODE, REASON)
    assert not (home / "build").exists() and collect(clock.today()).digest() != digest
    build()
    exits = reader.sql("SELECT sum(row_count)::INTEGER AS row_count FROM quality.row_exit").row_count[0]
    assert exits == landed_before - outcome.rows == sum(sum(one.rows.values()) for one in landed(home))
    codes = set(reader.sql("SELECT dossier_code FROM marts.dossier").dossier_code)
    assert codes == {known_dossier(number)["code"] for number in range(2, 5)}


def test_what_no_row_has_is_said_and_changes_nothing(home: Path) -> None:
    land([known_dossier(2)])
    before = landed(home)
    with pytest.raises(RecordUnknown, match=r"Không có dòng nào của nguồn one_stop mang khóa đã nêu$"):
        erase("one_stop", CODE, REASON)
    with pytest.raises(RecordUnknown, match="khóa gồm 2 cột"):
        erase("one_stop", f"{CODE} · 1", REASON)
    with pytest.raises(ConfigurationInvalid, match="Phải nêu lý do"):
        erase("one_stop", CODE, " ")
    assert landed(home) == before and buried(home) == []
    assert CODE not in str(read_outcomes(home / "outcomes"))
    land([known_dossier(1)])
    erase("one_stop", CODE, REASON)
    with pytest.raises(RecordUnknown, match="đã được xóa ngày 23/11/2026"):
        erase("one_stop", CODE, REASON)


def test_two_records_of_one_batch_can_be_erased_one_after_the_other(home: Path) -> None:
    land([known_dossier(number) for number in range(1, 4)])
    erase("one_stop", CODE, REASON)
    erase("one_stop", str(known_dossier(3)["code"]), REASON)
    assert [row["code"] for row in rows(home)] == [known_dossier(2)["code"]]
    assert [path.name for path in landed(home)[0].folder.glob("rows*")] == [landed(home)[0].rows_folder]


def test_rows_of_other_tables_of_the_stream_are_of_the_record_too(home: Path) -> None:
    """A table whose longer key begins with the record's key; a hashed column is compared as it landed."""
    contract = hurried()
    dossier = contract.tables["dossier"]
    hashed = {**dossier.columns, "code": replace(dossier.columns["code"], pii="hash")}
    part = replace(dossier, name="part", key=("code", "procedure_code"), columns=hashed)
    tables = {"dossier": dossier, "part": part, "elsewhere": replace(part, stream="agency")}
    where = rows_of_record(replace(contract, tables=tables), CODE, read_keys())
    assert where == {"dossier": {"code": CODE}, "part": {"code": read_keys().identifier_hash(CODE)}}


def assert_completed_after_a_kill(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killing: Killer, instants: int
) -> None:
    lived(home, monkeypatch)
    with monkeypatch.context() as patch:
        replayed(patch)
    expected = without(rows(home))
    shutil.copytree(home, tmp_path / "kept")
    done = killing.run("erase", "one_stop", CODE, REASON)
    assert done.code == 0
    counted = sum(sum(one.rows.values()) for one in buried(home)[-1].batches)
    every = range(1, done.changes + 1)
    for instant in random.Random(20261123).sample(every, instants):
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "kept", home)
        assert killing.run("erase", "one_stop", CODE, REASON, before_change=instant).code == -9
        assert without(rows(home)) == expected
        completed(home)
        assert rows(home) == expected and CODE not in {row["code"] for row in everything(home)}
        tombstone = buried(home)[-1]
        assert tombstone.finished_at and sum(sum(one.rows.values()) for one in tombstone.batches) == counted
        assert len(buried(home)) == 1
        assert len(all_blocks(home / "landing" / "one_stop" / "dossier")) == 2
        assert not list((home / "landing" / "one_stop" / ".partial").glob("*"))


def completed(home: Path) -> None:
    """Erase once more; where only the last word of the tombstone was missing there is nothing left to find."""
    if not any(one.finished_at for one in buried(home)):
        erase("one_stop", CODE, REASON)


def test_killed_at_five_instants_the_same_call_completes_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killing: Killer
) -> None:
    assert_completed_after_a_kill(home, tmp_path, monkeypatch, killing, 5)


@pytest.mark.faults
def test_killed_at_sixty_instants_the_same_call_completes_it(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killing: Killer
) -> None:
    assert_completed_after_a_kill(home, tmp_path, monkeypatch, killing, 60)


def test_the_command_says_what_is_left_to_do(home: Path) -> None:
    land([known_dossier(1)])
    result = CliRunner().invoke(app, ["erase", "one_stop", CODE, "--reason", REASON])
    assert result.exit_code == 0
    assert "Đã xóa 1 dòng trong 1 đợt của one_stop" in result.stdout and "ioc build" in result.stdout
    assert CliRunner().invoke(app, ["erase", "one_stop", CODE, "--reason", REASON]).exit_code == 2
    assert rows(home) == []
