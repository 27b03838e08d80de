"""A build makes anew what changed and what depends on it, nothing else; and publishes what a first build would."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from config.places import places
from config.settings import PROJECT
from connectors.kit.landing import manifests
from connectors.kit.runner import replay
from tests.installation import CLOCK, Installation
from warehouse import build as build_module
from warehouse import graph, horizon, landed, steps
from warehouse.build import BuildResult, build
from warehouse.cache import Remarks, Step, bring, executing
from warehouse.effort import effort
from warehouse.graph import HERE
from warehouse.indicator_files import read_indicators
from warehouse.landed import open_build

INDICATORS = 1


class Project:
    """A copy of what a build is made from, which a test may change; the indicators are the first few."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.config, self.warehouse, self._patch = folder / "config", folder / "warehouse", patch
        self.config.mkdir(parents=True)
        for path in (PROJECT / "config").glob("*.csv"):
            shutil.copy(path, self.config)
        shutil.copytree(PROJECT / "config" / "indicators", self.config / "indicators")
        shutil.copytree(HERE, self.warehouse, ignore=shutil.ignore_patterns("__pycache__"))
        for module in (horizon, steps):
            patch.setattr(module, "PROJECT", folder)
        for module in (horizon, graph, landed):
            patch.setattr(module, "HERE", self.warehouse)
        patch.setattr(build_module, "read_indicators", lambda: read_indicators(self.config / "indicators")[:INDICATORS])

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def project(unbuilt: Installation, tmp_path: Path) -> Project:
    return Project(tmp_path / "project", unbuilt.patch)


def published() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the snapshot that is served, but for the outcomes of the builds themselves."""
    (snapshot,) = places().warehouse.glob(f"{build().snapshot_id}.duckdb")
    with duckdb.connect(str(snapshot), read_only=True) as connection:
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        found = connection.execute(
            "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY ALL"
        ).fetchall()
        names = [name for (name,) in found if name != "quality.outcome"]
        return {
            name: connection.execute(f"SELECT whole::VARCHAR FROM {name} whole ORDER BY ALL").fetchall()
            for name in names
        }


def equals_a_cold_build(result: BuildResult) -> None:
    """Asserts that building again with nothing to begin from publishes the very same."""
    warm = published()
    shutil.rmtree(places().build)
    places().pointer.unlink()
    cold = build()
    assert cold.is_new and cold.kept == () and set(cold.made) == {*result.made, *result.kept}
    assert cold.content_hash == result.content_hash and published() == warm


def changed() -> list[str]:
    """Build, and name the steps that were run; the outcome of the build before is new each time."""
    return [name for name in build().made if name != "quality.outcome"]


def set_aside(folder: Path) -> Callable[[], None]:
    """Take the newest batch of dossiers away; what is returned puts it back."""
    newest = [each for each in manifests(places().landing, "one_stop") if each.stream == "dossier"][-1]
    folder.mkdir(exist_ok=True)
    shutil.move(str(newest.folder), folder / newest.batch)

    def put_back() -> None:
        shutil.move(str(folder / newest.batch), newest.folder)

    return put_back


def test_only_what_depends_on_a_change_is_made_anew(project: Project, unbuilt: Installation, tmp_path: Path) -> None:
    put_back = set_aside(tmp_path / "aside")
    first = build()
    assert first.kept == ()
    put_back()
    more = build()
    assert {"landed.batch", "accepted.one_stop__dossier", "marts.dossier", "quality.row_exit"} <= set(more.made)
    assert {"accepted.one_stop__procedure", "accepted.one_stop__dossier_key", "marts.period"} <= set(more.kept)
    project.change(project.config / "population.csv", "\n", "\n\n")
    peopled = changed()
    assert peopled[:3] == ["config_file.population", "config.population", "marts.health_population"]
    assert all("population" in each or "health" in each or "indicator" in each for each in peopled)
    project.change(project.warehouse / "marts" / "unit" / "unit_lineage.sql", "-- Which", "-- These")
    lineage = set(build().made)
    assert {"marts.unit_lineage", "marts.dossier", "marts.form_06a"} <= lineage
    assert not lineage & {"marts.dossier_part", "marts.period", "staging.one_stop__dossier", "marts.unit"}
    indicator = min((project.config / "indicators").glob("*.toml")).stem
    project.change(project.config / "indicators" / f"{indicator}.toml", "minimum_n = ", "minimum_n = 1")
    assert changed() == [f"indicator.{indicator}", "marts.indicator_value", "marts.indicator"]
    unbuilt.set_clock(CLOCK + timedelta(days=1))
    tomorrow = build()
    assert {"config.today", "marts.period", "marts.dossier"} <= set(tomorrow.made)
    assert {"accepted.one_stop__dossier", "staging.one_stop__dossier", "marts.dossier_part"} <= set(tomorrow.kept)
    equals_a_cold_build(tomorrow)


def test_a_replayed_batch_is_cast_and_judged_again(
    project: Project, unbuilt: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build()
    cast = set((places().build / "typed").glob("*"))
    monkeypatch.setattr("connectors.one_stop.pull.PARSER_VERSION", "another")
    replay("one_stop")
    replayed = build()
    assert {"accepted.one_stop__dossier", "accepted.one_stop__procedure", "marts.dossier"} <= set(replayed.made)
    assert "marts.period" in replayed.kept and replayed.content_hash == first.content_hash
    assert cast and not cast & set((places().build / "typed").glob("*"))


def cast() -> dict[Path, int]:
    """When each file of cast rows was written."""
    return {path: path.stat().st_mtime_ns for path in (places().build / "typed").rglob("*.parquet")}


def test_what_was_cast_is_cast_once(unbuilt: Installation, tmp_path: Path) -> None:
    put_back = set_aside(tmp_path / "aside")
    build()
    before = cast()
    put_back()
    build()
    # The last run of small batches grew by one; every other table's run is as it was.
    assert before and len(cast().items() - before.items()) == 1 and len(cast()) == len(before)


@pytest.mark.parametrize("damage", ["torn", "foreign", "older builder"])
def test_a_build_file_that_cannot_be_used_is_begun_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "build.duckdb"
    with open_build(str(path)) as connection:
        bring(connection, [one()])
    with open_build(str(path)) as connection:
        assert bring(connection, [one()]).kept == ("one",)
    if damage == "torn":
        path.write_bytes(path.read_bytes()[:10_000])
    elif damage == "foreign":
        path.write_text("not a database", encoding="utf-8")
    else:
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE builder.version SET version = 'older'")
    with open_build(str(path)) as connection:
        assert bring(connection, [one()]).made == ("one",)


@pytest.mark.slow
def test_a_torn_cast_file_costs_a_second_try(unbuilt: Installation, caplog: pytest.LogCaptureFixture) -> None:
    first = build()
    (cast,) = (places().build / "typed").rglob("one_stop__dossier.parquet")
    cast.write_bytes(cast.read_bytes()[:1000])
    places().pointer.unlink()
    again = build()
    assert again.kept == () and again.content_hash == first.content_hash and "dựng lại từ đầu" in caplog.text


def one(select: str = "1 AS a", name: str = "one") -> Step:
    """A step that makes marts.<name> by itself."""
    made = f"CREATE TABLE marts.{name} AS SELECT {select}"
    return Step(name, made, frozenset(), executing(made), (f"marts.{name}",))


def test_a_step_whose_files_are_gone_is_made_again(tmp_path: Path) -> None:
    file = tmp_path / "cast.parquet"
    file.touch()
    reading = replace(one(), make=lambda connection: one().make(connection) and Remarks(files=(str(file),)))
    with open_build(":memory:") as connection:
        assert bring(connection, [reading]).made == ("one",)
        assert bring(connection, [reading]).kept == ("one",)
        file.unlink()
        assert bring(connection, [reading]).made == ("one",)


def test_a_table_that_nothing_makes_any_more_is_dropped() -> None:
    with open_build(":memory:") as connection:
        assert bring(connection, [one(), one(name="two")]).made == ("one", "two")
        assert bring(connection, [one()]).kept == ("one",)
        standing = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'marts'").fetchall()
        assert standing == [("one",)]


def test_a_step_that_fails_leaves_the_table_that_stood() -> None:
    with open_build(":memory:") as connection:
        bring(connection, [one()])
        with pytest.raises(duckdb.InvalidInputException):
            bring(connection, [one("error('x')")])
        assert connection.execute("FROM marts.one").fetchall() == [(1,)]
        assert bring(connection, [one()]).kept == ("one",)


def test_the_build_file_does_not_grow_with_the_number_of_builds(tmp_path: Path) -> None:
    path, sizes = tmp_path / "build.duckdb", []
    for number in range(50):
        with open_build(str(path)) as connection:
            rows = f"range AS a, md5((range + {number})::VARCHAR) AS b FROM range({50_000 + number})"
            assert bring(connection, [one(rows), one("1 AS a", "two")]).made[0] == "one"
        sizes.append(path.stat().st_size)
    assert sizes[0] > 1_000_000 and max(sizes) <= 3 * sizes[0], sizes


@pytest.mark.parametrize(
    ("at", "is_served", "threads"),
    [
        ("2026-11-23T07:00:00+07:00", True, 1),
        ("2026-11-23T17:59:00+07:00", True, 1),
        ("2026-11-23T07:30:00+07:00", False, 2),
        ("2026-11-23T06:59:00+07:00", True, 2),
        ("2026-11-23T18:00:00+07:00", True, 2),
        # A Sunday, and the holiday of 2026.
        ("2026-11-22T10:00:00+07:00", True, 2),
        ("2026-11-24T10:00:00+07:00", True, 2),
    ],
)
def test_office_hours_belong_to_those_who_read(
    monkeypatch: pytest.MonkeyPatch, at: str, is_served: bool, threads: int
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "setpriority", lambda which, who, priority: asked.append(priority))
    before = os.getpriority(os.PRIO_PROCESS, 0)
    with effort(datetime.fromisoformat(at), is_served=is_served) as given:
        assert given == threads and asked == ([max(before, 10)] if threads == 1 else [])
    assert asked[1:] == ([before] if threads == 1 else [])
