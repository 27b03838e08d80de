"""What nights cost at scale 1 and 12; `make bench` prints the figures beside their goals.

Scale 12 is the landing of scale 1 with each row twelve times over: asking a sandbox for it would measure the sandbox.
"""

import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from config.places import places
from connectors.kit.landing import manifests
from connectors.kit.runner import pull
from tests.bench.measured import timed
from tests.bench.multiplied import multiply
from tests.installation import CLOCK, Installation, installed, served
from warehouse import reader
from warehouse.build import BuildResult, build

pytestmark = pytest.mark.bench

EARLY = CLOCK.replace(hour=2)
QUERY = "SELECT agency_code, count(*) AS dossier_count FROM marts.dossier GROUP BY ALL ORDER BY ALL"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("bench"), scale=1.15) as installation, served(installation):
        installation.set_clock(EARLY)
        yield installation


def size() -> str:
    built = (places().build / "build.duckdb").stat().st_size
    cast = sum(path.stat().st_size for path in (places().build / "typed").rglob("*.parquet"))
    snapshot = max(places().warehouse.glob("*.duckdb"), key=lambda path: path.stat().st_mtime).stat().st_size
    return f"build file {built / 1e6:.0f} MB, cast files {cast / 1e6:.0f} MB, snapshot {snapshot / 1e6:.0f} MB"


def told(result: BuildResult) -> BuildResult:
    print(f"  {len(result.made)} steps made, {len(result.kept)} kept; {size()}")
    return result


def builds(scale: str, goal_s: float, goal_mb: int, installation: Installation) -> None:
    """Cold, with nothing changed, with one more batch, and on the next day."""
    newest = [each for each in manifests(places().landing, "one_stop") if each.stream == "dossier"][-1]
    aside = installation.home / "aside"
    shutil.move(str(newest.folder), aside)
    first = told(timed(f"build, check and publish, cold, {scale}", goal_s, build, goal_mb=goal_mb))
    assert first.is_new and not first.kept
    assert not timed(f"build with nothing changed, {scale}", 1, build).is_new
    shutil.move(str(aside), newest.folder)
    more = told(timed(f"build with one more batch, {scale}", goal_s, build, goal_mb=goal_mb))
    assert more.is_new and "accepted.one_stop__dossier" in more.made and more.kept
    installation.set_clock(EARLY + timedelta(days=1))
    day = told(timed(f"build on the next day, {scale}", goal_s, build, goal_mb=goal_mb))
    assert "staging.one_stop__dossier" in day.kept


def test_first_night_then_a_night_with_changes(district: Installation) -> None:
    # Sandbox and pull share this process, as the goal has it.
    landed = timed("pull and land 24 months, sandbox included", 60, lambda: pull("one_stop"), goal_mb=400)
    print(f"  {landed.rows} rows")
    assert landed.rows > 200_000
    builds("scale 1", 10, 2000, district)
    changed = timed("pull one more day", 5, lambda: pull("one_stop"))
    print(f"  {changed.rows} rows, {changed.rows / landed.rows:.1%} of all")
    told(timed("build, check and publish, one more day's changes", 10, build))
    rows = reader.sql(
        "SELECT exit, sum(row_count)::BIGINT AS row_count FROM quality.row_exit GROUP BY exit ORDER BY exit"
    )
    print("  rows by exit:", dict(zip(rows.exit, rows.row_count, strict=True)))
    assert rows.row_count.sum() == landed.rows + changed.rows


def test_readers_while_the_snapshot_changes_over(district: Installation) -> None:
    """Four readers ask without pause while two new snapshots are built and published."""
    ended, counts, failures = threading.Event(), [0] * 4, list[Exception]()

    def ask(number: int) -> None:
        while not ended.is_set():
            try:
                assert len(reader.sql(QUERY))
                counts[number] += 1
            except Exception as error:  # whatever it is, it is what this test counts
                failures.append(error)

    readers = [threading.Thread(target=ask, args=(number,)) for number in range(len(counts))]
    for one in readers:
        one.start()
    for days in (5, 6):
        district.set_clock(EARLY + timedelta(days=days))
        assert build().is_new
    ended.set()
    for one in readers:
        one.join()
    print(f"\nchange-over: {sum(counts)} queries over two publications, {len(failures)} errors (goal 0)")
    assert not failures and min(counts) > 0


def test_twelve_times_as_much(district: Installation, tmp_path: Path) -> None:
    shutil.copytree(district.home / "landing", tmp_path / "data" / "landing")
    with installed(tmp_path) as installation:
        installation.set_clock(EARLY)
        row_count = multiply(places().landing, 12)
        print(f"\nscale 12: {row_count} rows landed")
        builds("scale 12", 60, 4000, installation)
        row = reader.sql("SELECT count(*) AS dossier_count FROM marts.dossier")
        assert row.dossier_count[0] > 2_000_000
