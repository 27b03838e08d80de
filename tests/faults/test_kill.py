"""Killed at 200 seeded instants over pull, compaction, build and publication: nothing is half, nothing is lost.

After each, what is served is the old snapshot or the new one, whole; the run after it ends like an undisturbed one.
`make faults` runs all of them and prints what it saw; a handful of each kind is in the default run
(tests/connectors/test_kill.py, tests/connectors/test_compaction.py, tests/warehouse/test_killed_build.py).
"""

import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config.places import places
from connectors.kit.landing import Manifest, manifests
from tests.faults.killed import Killer, killer
from tests.installation import CLOCK, Installation, served
from warehouse.checks import content_hash
from warehouse.publish import read_pointer

pytestmark = pytest.mark.faults

SEED = 20261123
PULLS, COMPACTIONS, BUILDS = 60, 40, 100
# Columns that say in which batch a row came, which differs with every pull.
PROVENANCE = ("batch", "page", "row", "landed_at")


@pytest.fixture(scope="module")
def killing() -> Iterator[Killer]:
    with killer() as one:
        yield one


def instants(whole: float) -> Iterator[float]:
    """Processor seconds to be killed after; a third of them where the work is finished and made visible."""
    chance = random.Random(SEED)
    for number in itertools.count():
        yield whole * chance.uniform(0.9 if number % 3 == 0 else 0.01, 1.0)


class Tally:
    """Counts runs until as many of them as wanted were really killed: one may end before its instant."""

    def __init__(self, what: str, wanted: int) -> None:
        self.what, self.wanted = what, wanted
        self.tries, self.killed, self.moved = 0, 0, 0

    def lasts(self) -> bool:
        assert self.tries < 4 * self.wanted, f"{self.what}: only {self.killed} of {self.tries} runs were killed in time"
        return self.killed < self.wanted

    def note(self, was_killed: bool, has_moved: bool) -> None:
        self.tries += 1
        self.killed += was_killed
        self.moved += was_killed and has_moved

    def tell(self) -> None:
        print(
            f"\n{self.what}: killed at {self.killed} instants ({self.tries} runs), at {self.moved} with what "
            "is new already visible; nothing half or lost"
        )


def landed() -> list[Manifest]:
    return manifests(places().landing, "one_stop")


def rows() -> dict[str, list[dict[str, object]]]:
    """What landed, by table, without where it lies; every visible batch must be as large as it says."""
    found: dict[str, list[dict[str, object]]] = {}
    for one in landed():
        for table, count in one.rows.items():
            read = pq.read_table(one.rows_file(table), filters=[("_batch", "=", one.batch)]).to_pylist()
            assert len(read) == count
            found.setdefault(table, []).extend(read)
    return found


def known() -> set[tuple[object, ...]]:
    """Every version of every dossier that landed."""
    return {(row["code"], row["updated_at"]) for row in rows()["dossier"]}


def served_whole(*allowed: str) -> str:
    """The content of what is served: asserts that its file holds it, and that it is one of those allowed."""
    pointer = read_pointer(places().pointer)
    assert pointer is not None
    for path in places().warehouse.glob("ioc-*.duckdb"):
        with duckdb.connect(str(path), read_only=True) as connection:
            connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
            found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
            held = content_hash(connection, [f"marts.{name}" for (name,) in found])
        assert held in allowed and (path.name != pointer.file or held == pointer.content_hash)
    assert (places().warehouse / pointer.file).exists()
    return pointer.content_hash


def figures() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the marts that are served, but for the batch it came in."""
    pointer = read_pointer(places().pointer)
    assert pointer is not None
    with duckdb.connect(str(places().warehouse / pointer.file), read_only=True) as connection:
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        return {
            name: connection.execute(
                f"SELECT COLUMNS(c -> c NOT IN {PROVENANCE}) FROM marts.{name} ORDER BY ALL"
            ).fetchall()
            for (name,) in tables
        }


def restored(kept: Path, *folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
        if (kept / folder.name).exists():
            shutil.copytree(kept / folder.name, folder)


def keep(kept: Path, *folders: Path) -> Callable[[], None]:
    """Remember folders as they are; what is returned brings them back."""
    for folder in folders:
        shutil.copytree(folder, kept / folder.name)
    return lambda: restored(kept, *folders)


def test_pulls(built: Installation, tmp_path: Path, killing: Killer) -> None:
    back = keep(tmp_path / "kept", places().landing, places().build, places().warehouse)
    built.set_clock(CLOCK + timedelta(days=3))
    old = served_whole(*[pointer.content_hash for pointer in [read_pointer(places().pointer)] if pointer])
    with served(built):
        whole = killing.run("pull").seconds
        everything = known()
        assert killing.run("build").code == 0
        undisturbed = figures()
        back()
        before, tally, drawn = known(), Tally("pull", PULLS), instants(whole)
        assert before < everything
        while tally.lasts():
            was_killed = killing.run("pull", kill_after=next(drawn)).was_killed
            seen = known()
            assert before <= seen <= everything and served_whole(old) == old
            tally.note(was_killed, seen != before)
            assert killing.run("pull").code == 0 and known() == everything
            if tally.tries % 10 == 0:
                assert killing.run("build").code == 0 and figures() == undisturbed
            back()
    tally.tell()


def test_compactions(built: Installation, tmp_path: Path, killing: Killer) -> None:
    back = keep(tmp_path / "kept", places().landing, places().build, places().warehouse)
    before = rows()
    old = served_whole(*[pointer.content_hash for pointer in [read_pointer(places().pointer)] if pointer])
    whole = killing.run("compact").seconds
    assert rows() == before and any(one.block for one in landed())
    back()
    tally, drawn = Tally("compaction", COMPACTIONS), instants(whole)
    while tally.lasts():
        was_killed = killing.run("compact", kill_after=next(drawn)).was_killed
        assert rows() == before and served_whole(old) == old
        tally.note(was_killed, any(one.block for one in landed()))
        assert killing.run("compact").code == 0 and rows() == before
        if tally.tries % 10 == 0:
            places().pointer.unlink()
            assert killing.run("build").code == 0 and served_whole(old) == old
        back()
    tally.tell()


def test_builds(built: Installation, tmp_path: Path, killing: Killer) -> None:
    back = keep(tmp_path / "kept", places().warehouse)
    old = read_pointer(places().pointer)
    assert old is not None
    built.set_clock(CLOCK + timedelta(days=1))
    fresh = keep(tmp_path / "fresh", places().build)
    run = killing.run("build")
    assert run.code == 0, run.said
    new = served_whole(*[pointer.content_hash for pointer in [read_pointer(places().pointer), old] if pointer])
    assert new != old.content_hash
    tally, drawn = Tally("build, publication and pointer", BUILDS), instants(run.seconds)
    while tally.lasts():
        back()
        fresh()
        was_killed = killing.run("build", kill_after=next(drawn)).was_killed
        tally.note(was_killed, served_whole(old.content_hash, new) == new)
        # Begins with what the kill left of the build file.
        again = killing.run("build")
        assert again.code == 0, again.said
        assert served_whole(old.content_hash, new) == new and not list(places().warehouse.glob(".*"))
    tally.tell()
