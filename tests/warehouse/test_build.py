"""A build publishes whole and checked snapshots, equal for equal inputs, and keeps the old one where a check fails."""

import logging
import shutil
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from config.outcomes import Outcome, read_outcomes
from config.places import places
from connectors.kit.landing import Manifest, manifests
from tests.installation import CLOCK, Installation
from tests.warehouse.test_growth import cast
from warehouse import build as build_module
from warehouse import model_steps, reader
from warehouse.build import build, run_models
from warehouse.checks import content_hash
from warehouse.errors import CheckFailed, NothingLanded
from warehouse.graph import Model
from warehouse.horizon import collect
from warehouse.indicator_files import read_indicators
from warehouse.landed import open_build
from warehouse.publish import read_pointer

SENTENCE = "Bảng thử: phép kiểm tra cố ý sai."


def newest() -> Outcome:
    return read_outcomes(places().outcomes / "build")[-1]


def batches() -> list[Manifest]:
    return manifests(places().landing, "one_stop")


def put_back(batch: Manifest, from_folder: Path) -> None:
    shutil.move(str(from_folder / batch.batch), batch.folder)


def set_aside(batch: Manifest, to_folder: Path) -> None:
    to_folder.mkdir(exist_ok=True)
    shutil.move(str(batch.folder), to_folder)


def refuse(patch: pytest.MonkeyPatch, batch: str) -> None:
    """Let the staging check fail its source while this batch is in the build."""

    def check(connection: DuckDBPyConnection, model: Model, source_id: str) -> None:
        if connection.execute("FROM landed.batch WHERE batch = ? AND source = ?", [batch, source_id]).fetchone():
            raise CheckFailed(SENTENCE, source_id)

    patch.setattr(model_steps, "check_staging", check)


def test_a_second_build_of_the_same_is_not_new_and_a_rebuild_is_equal(unbuilt: Installation) -> None:
    first, second = build(), build()
    assert (
        first.is_new and not second.is_new and replace(second, is_new=True, made=first.made, kept=first.kept) == first
    )
    assert [each.state for each in read_outcomes(places().outcomes / "build")] == ["ok", "ok"]
    file = places().warehouse / f"{first.snapshot_id}.duckdb"
    file.unlink()
    without_file = build()
    assert without_file.is_new and file.exists() and without_file.content_hash == first.content_hash
    places().pointer.unlink()
    shutil.rmtree(places().outcomes / "build")
    unbuilt.set_clock(CLOCK + timedelta(minutes=5))
    again = build()
    assert again.is_new and again.snapshot_id != first.snapshot_id and again.content_hash == first.content_hash


@pytest.mark.parametrize("most", [1, pytest.param(None, marks=pytest.mark.slow, id="all")])
def test_the_content_does_not_depend_on_threads(
    unbuilt: Installation, monkeypatch: pytest.MonkeyPatch, most: int | None
) -> None:
    monkeypatch.setattr(build_module, "read_indicators", lambda: read_indicators()[:most])
    hashes = []
    for threads in (1, 2):
        with open_build(":memory:", threads=threads) as connection:
            run_models(connection, collect(CLOCK.date()))
            tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
            hashes.append(content_hash(connection, [f"marts.{table}" for (table,) in tables]))
            empty = content_hash(connection, [])
    assert hashes[0] == hashes[1] != empty


def test_what_was_known_earlier_goes_to_asof_and_moves_no_pointer(built: Installation) -> None:
    landed = batches()
    served = build()
    assert not served.is_new
    pointer = places().pointer.read_bytes()
    earlier = build(as_known_at=landed[4].landed_at)
    assert places().pointer.read_bytes() == pointer
    assert {path.stem for path in places().asof.iterdir()} == {earlier.snapshot_id}
    assert {path.stem for path in places().warehouse.glob("ioc-*")} == {served.snapshot_id}
    known = reader.sql("SELECT batch FROM quality.provenance", snapshot=earlier.snapshot_id)
    assert set(known.batch) == {each.batch for each in landed[:5]}
    with pytest.raises(NothingLanded):
        build(as_known_at=landed[0].landed_at - timedelta(seconds=1))


@pytest.mark.slow
def test_what_was_cast_serves_what_was_known_earlier(unbuilt: Installation) -> None:
    build()
    before = cast()
    earlier = build(as_known_at=CLOCK + timedelta(hours=1))
    assert earlier.is_new and before and cast() == before
    again = build(as_known_at=CLOCK + timedelta(hours=2))
    assert not again.is_new and again.snapshot_id == earlier.snapshot_id


def test_a_failing_source_is_taken_back_to_its_last_horizon(
    unbuilt: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The newest dossiers, since the lists of keys land after them.
    late = next(each for each in reversed(batches()) if each.stream == "dossier")
    removed_later = [each for each in batches() if each.landed_at > late.landed_at]
    for each in (late, *removed_later):
        set_aside(each, tmp_path / "aside")
    first = build()
    put_back(late, tmp_path / "aside")
    refuse(monkeypatch, late.batch)
    second = build()
    assert second.is_new and second.held_sources == ("one_stop",) and second.content_hash == first.content_hash
    pointer = read_pointer(places().pointer)
    assert pointer and pointer.held_batches == {"one_stop": [late.batch]}
    assert pointer.horizons["one_stop"] < late.batch
    assert newest().state == "partial"
    again = build()
    assert not again.is_new and again.held_sources == ("one_stop",)


def test_a_failing_source_without_horizon_publishes_nothing(
    unbuilt: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, batches()[-1].batch)
    with pytest.raises(NothingLanded):
        build()
    assert newest().state == "failed" and newest().error == "NothingLanded"
    assert not places().pointer.exists() and not list(places().warehouse.glob("*"))


@pytest.mark.parametrize("source_id", [None, "one_stop"])
def test_a_failing_check_keeps_the_old_snapshot(
    built: Installation, monkeypatch: pytest.MonkeyPatch, source_id: str | None
) -> None:
    first = build()
    assert not first.is_new
    pointer = places().pointer.read_bytes()

    def refused(connection: DuckDBPyConnection, model: Model) -> list[str]:
        raise CheckFailed(SENTENCE, source_id)

    monkeypatch.setattr(model_steps, "check_mart", refused)
    built.set_clock(CLOCK + timedelta(days=1))
    with pytest.raises(CheckFailed):
        build()
    assert places().pointer.read_bytes() == pointer
    assert (newest().state, newest().error, newest().sentence_vi) == ("failed", "CheckFailed", SENTENCE)
    assert [path.name for path in places().warehouse.glob("*.duckdb*")] == [f"{first.snapshot_id}.duckdb"]
    current = reader.current()
    assert current and current.id == first.snapshot_id
    assert len(reader.sql("SELECT * FROM marts.dossier")) > 100


def test_a_second_build_waits_for_the_first(
    unbuilt: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    entered, go_on = threading.Event(), threading.Event()
    publish = build_module._brought_up_to_date
    inside: list[int] = []

    def slow(*given: object) -> object:
        inside.append(1)
        entered.set()
        assert go_on.wait(20) and len(inside) == 1
        try:
            return publish(*given)  # type: ignore[arg-type]
        finally:
            inside.pop()

    monkeypatch.setattr(build_module, "_brought_up_to_date", slow)
    results: list[bool] = []
    threads = [threading.Thread(target=lambda: results.append(build().is_new)) for _ in range(2)]
    threads[0].start()
    assert entered.wait(20)
    threads[1].start()
    threads[1].join(0.5)
    assert threads[1].is_alive() and len(inside) == 1 and "Đang chờ: build đang được tiến trình" in caplog.text
    go_on.set()
    for thread in threads:
        thread.join(30)
    assert results == [True, False]


def test_a_snapshot_holds_marts_and_quality_only(built: Installation) -> None:
    file = places().warehouse / f"{build().snapshot_id}.duckdb"
    with duckdb.connect(str(file), read_only=True) as snapshot:
        found = snapshot.execute("SELECT DISTINCT schema_name FROM duckdb_tables() ORDER BY ALL").fetchall()
        asked = "SELECT sum(c1) FROM marts.form_06a_between(DATE '2026-01-01', DATE '2026-10-31')"
        assert snapshot.execute(asked).fetchone() != (None,)
    assert found == [("marts",), ("quality",)]


def test_an_error_of_others_is_named_and_not_quoted(unbuilt: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("Could not convert string '0905123456'")

    monkeypatch.setattr(build_module, "_brought_up_to_date", refuse)
    with pytest.raises(ValueError):
        build()
    (outcome,) = read_outcomes(places().outcomes / "build")
    assert outcome.error == "ValueError" and "0905123456" not in outcome.path.read_text(encoding="utf-8")
