"""Screens read through named queries that must bind their scope; a person's own SQL can read and do nothing else."""

import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import duckdb
import pytest

from config import clock
from config.places import places
from tests.installation import CLOCK, Installation
from warehouse import reader
from warehouse.build import build
from warehouse.errors import QueryInvalid, SnapshotMissing, SnapshotUnreadable
from warehouse.kept import prune
from warehouse.publish import read_pointer, write_pointer
from warehouse.reader import Scope
from warehouse.snapshots import Connections

SCOPED = "SELECT DISTINCT unit_code FROM marts.unit WHERE unit_code IN (SELECT unnest($scope)) ORDER BY ALL"
QUERIES = {
    "scoped": SCOPED,
    "forgets": "SELECT 1 AS one",
    "unscoped": "-- scope: none (about no unit)\nSELECT $number::INTEGER AS number",
}


@pytest.fixture
def screen(built: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A published snapshot, and one screen with queries of its own."""
    folder = tmp_path / "screens" / "planted" / "queries"
    folder.mkdir(parents=True)
    for name, text in QUERIES.items():
        (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    built.patch.setattr(reader, "SCREENS", tmp_path / "screens")
    yield built
    reader._query_text.cache_clear()


def test_a_query_sees_its_scope_only(screen: Installation) -> None:
    everything = reader.query("planted/scoped", scope=Scope.everything())
    assert len(everything) > 5
    some = reader.query("planted/scoped", scope=Scope.of("21085", "21040", "no such unit"))
    assert some.unit_code.tolist() == ["21040", "21085"]
    assert reader.query("planted/scoped", scope=Scope.of()).empty


def test_a_query_that_forgets_its_scope_or_a_parameter_is_refused(screen: Installation) -> None:
    with pytest.raises(QueryInvalid, match="planted/forgets"):
        reader.query("planted/forgets", scope=Scope.everything())
    assert reader.query("planted/unscoped", scope=Scope.everything(), number=4).number.tolist() == [4]
    wrongs: tuple[dict[str, Any], ...] = ({}, {"number": 4, "more": 5})
    for wrong in wrongs:
        with pytest.raises(QueryInvalid, match="planted/unscoped"):
            reader.query("planted/unscoped", scope=Scope.everything(), **wrong)


@pytest.mark.parametrize(
    "text",
    [
        "DROP TABLE marts.unit",
        "DELETE FROM marts.unit",
        "CREATE TABLE marts.planted AS SELECT 1",
        "ATTACH '{folder}/other.duckdb'",
        "COPY marts.unit TO '{folder}/out.csv'",
        "COPY (SELECT 1) TO '{folder}/out.csv'",
        "EXPORT DATABASE '{folder}/out'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE marts.unit",
        "",
        "SELECT FROM FROM",
        "SELECT 'chưa đóng",
        "SELECT no_such_column FROM marts.unit",
        "SELECT * FROM read_csv('{folder}/secret.csv')",
        "SELECT * FROM read_text('{folder}/secret.csv')",
        "SELECT * FROM '{folder}/secret.csv'",
        "SELECT * FROM glob('{folder}/*')",
    ],
)
def test_anything_but_one_select_over_the_snapshot_is_refused(built: Installation, tmp_path: Path, text: str) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(QueryInvalid):
        reader.sql(text.format(folder=folder))
    assert [path.name for path in folder.iterdir()] == ["secret.csv"]
    assert len(reader.sql("WITH a AS (SELECT * FROM marts.unit) SELECT unit_code FROM a UNION SELECT '1'")) > 5


def test_a_missing_snapshot_is_named(built: Installation) -> None:
    current = reader.current()
    assert current
    for wrong in ("ioc-20200101T000000-00000000", "../../etc/passwd", "ioc*"):
        with pytest.raises(SnapshotMissing):
            reader.sql("SELECT 1", snapshot=wrong)
    (places().warehouse / f"{current.id}.duckdb").unlink()
    with pytest.raises(SnapshotMissing, match=current.id):
        reader.sql("SELECT 1")
    places().pointer.unlink()
    assert reader.current() is None
    with pytest.raises(SnapshotMissing, match="Chưa có bản số liệu nào"):
        reader.sql("SELECT 1")


@pytest.mark.parametrize("left", [0, 5, 1000, 9000])
def test_a_damaged_snapshot_is_named(built: Installation, left: int) -> None:
    current = reader.current()
    assert current
    file = places().warehouse / f"{current.id}.duckdb"
    whole = file.read_bytes()
    file.write_bytes(whole[:left] + b"x" * (20_000 - left))
    with pytest.raises(SnapshotUnreadable, match=file.name):
        reader.sql("SELECT count(*) FROM marts.unit")


def test_the_newest_two_snapshots_stay_open(built: Installation) -> None:
    connections, paths = Connections(), [publish(number) for number in range(3)]
    for path in paths:
        connections.cursor(path)
    assert set(connections._open) == set(paths[1:])


def publish(number: int) -> Path:
    """Publish a copy of the current snapshot under the next name."""
    pointer = read_pointer(places().pointer)
    assert pointer
    name = f"ioc-20261124T{number:06d}-{pointer.digest[:8]}"
    file = places().warehouse / f"{name}.duckdb"
    file.write_bytes((places().warehouse / pointer.file).read_bytes())
    write_pointer(replace(pointer, id=name, file=file.name), places().pointer)
    prune()
    return file


@contextmanager
def reading(seen: list[str], errors: list[Exception]) -> Iterator[None]:
    """Four threads that read all the while, writing down which snapshots they read."""
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                current = reader.current()
                assert current
                rows = reader.query("planted/scoped", scope=Scope.everything(), snapshot=current.id)
                assert len(rows) > 5 and len(reader.sql("SELECT * FROM marts.unit")) > 5
                seen.append(current.id)
            except Exception as error:  # whatever a reader meets is what the test counts
                errors.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)


def test_readers_change_over_without_an_error(screen: Installation) -> None:
    seen: list[str] = []
    errors: list[Exception] = []
    first = reader.current()
    assert first
    with reading(seen, errors):
        names = []
        for number in range(8):
            names.append(publish(number).stem)
            after = len(seen)
            # Each of the four may still be at a read that began before; the next sees the new snapshot.
            while len(seen) < after + 8 and not errors:
                threading.Event().wait(0.01)
    assert errors == []
    assert set(names) <= set(seen) <= {first.id, *names}


def test_a_damaged_snapshot_is_set_aside_and_the_one_before_it_serves(built: Installation) -> None:
    first = reader.current()
    assert first
    built.set_clock(CLOCK + timedelta(days=1))
    build()
    second = reader.current()
    assert second and second.id != first.id
    path = places().warehouse / f"{second.id}.duckdb"
    path.write_bytes(b"not a database")
    with pytest.raises(SnapshotUnreadable):
        reader.sql("SELECT 1")
    assert path.with_suffix(".damaged").exists()
    fallen_back = reader.current()
    assert fallen_back and fallen_back.id == first.id and len(reader.sql("SELECT * FROM marts.unit"))
    why = "Bản số liệu 24/11 bị hỏng · đang dùng bản 23/11"
    assert reader.state(clock.now(), fallen_back).held_back_vi == why
    assert build().is_new
    assert reader.state(clock.now(), reader.current()).held_back_vi == ""


@pytest.mark.parametrize("error", [duckdb.OutOfMemoryException("no memory"), duckdb.IOException("too many open files")])
def test_a_snapshot_that_the_machine_cannot_open_just_now_is_not_set_aside(
    built: Installation, monkeypatch: pytest.MonkeyPatch, error: duckdb.Error
) -> None:
    """Its bytes are good: neither too little memory nor too many open files say anything of them."""
    current = reader.current()
    assert current
    path = places().warehouse / f"{current.id}.duckdb"
    with monkeypatch.context() as patch:
        patch.setattr(duckdb, "connect", Mock(side_effect=error))
        if isinstance(error, duckdb.IOException):
            patch.setattr(Path, "open", Mock(side_effect=OSError(errno.EMFILE, "too many open files")))
        with pytest.raises(SnapshotUnreadable):
            Connections().cursor(path)
    assert path.exists() and len(reader.sql("SELECT * FROM marts.unit"))
