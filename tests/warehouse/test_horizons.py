"""With two sources, one that fails its checks is published as it last was; the other goes on, and everybody is told."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from duckdb import DuckDBPyConnection

from config.locks import hold
from config.places import places
from config.settings import PROJECT, child_environment
from connectors.kit import registry
from connectors.kit.landing import MANIFEST, Manifest, manifests
from connectors.kit.manifest_json import manifest_json
from tests.installation import CLOCK, Installation
from tests.warehouse.test_growth import one, set_aside
from warehouse import reader
from warehouse.build import build
from warehouse.cache import Remarks, bring
from warehouse.errors import CheckFailed
from warehouse.landed import open_build
from warehouse.publish import read_pointer

PORTAL, TABLE = "national_portal", "service_result"
# The command line as it is, over the planted sources; one indicator only, as in this folder's conftest.py.
COMMAND = """
import sys
from pathlib import Path
from connectors.kit import registry
registry.CONNECTORS = Path(sys.argv.pop(1))
from warehouse import build as module
from warehouse.indicator_files import read_indicators
module.read_indicators = lambda: read_indicators()[:1]
from ioc.main import app
app()
"""


@dataclass
class Sources:
    """Copies of the sources' folders, of which the portal's staging loses months with more than 1000 dossiers."""

    folder: Path

    def call(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-c", COMMAND, str(self.folder), "build"]
        return subprocess.Popen(
            command, cwd=PROJECT, env=child_environment({}), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )


@pytest.fixture
def two(unbuilt: Installation, tmp_path: Path) -> Iterator[Sources]:
    for source in registry.sources():
        shutil.copytree(PROJECT / "connectors" / source, tmp_path / "connectors" / source)
    (staging,) = (tmp_path / "connectors" / PORTAL / "staging").glob("*.sql")
    staging.write_text(f"{staging.read_text(encoding='utf-8')}\nWHERE received_count <= 1000\n", encoding="utf-8")
    unbuilt.patch.setattr(registry, "CONNECTORS", tmp_path / "connectors")
    registry.sources.cache_clear()
    yield Sources(tmp_path / "connectors")
    registry.sources.cache_clear()


def land(number: int, received_count: int) -> Manifest:
    """Land one month of one department as the portal's batch of this number."""
    name, folder = f"20261123T0100{number:02d}", places().landing / PORTAL / TABLE / f"20261123T0100{number:02d}"
    cells = {"department_code": "H48", "year": "2026", "month": "10", "received_count": str(received_count)}
    landed = {column.name: cells.get(column.name) for column in registry.source(PORTAL).tables[TABLE].landed_columns}
    (folder / "rows").mkdir(parents=True)
    place = {"_batch": [name], "_page": pa.array([1], pa.int32()), "_row": pa.array([1], pa.int32())}
    text = {column: pa.array([cell], pa.string()) for column, cell in landed.items()}
    pq.write_table(pa.table(text | place), folder / "rows" / f"{TABLE}.parquet")
    manifest = Manifest(
        source=PORTAL,
        stream=TABLE,
        batch=name,
        kind="full",
        window=None,
        landed_at=CLOCK + timedelta(minutes=number),
        watermark_before=None,
        watermark_after=None,
        contract_version="1",
        parser_version="1",
        invented=True,
        pages=(),
        rows={TABLE: 1},
        source_totals=(),
        content_sha256=name,
        stream_folder=folder.parent,
    )
    (folder / MANIFEST).write_bytes(manifest_json(manifest))
    return manifest


def provenance() -> set[str]:
    return set(reader.sql("SELECT batch FROM quality.provenance").batch)


def assert_held_and_waited_for(two: Sources) -> None:
    """`ioc build` while another build holds the lock waits and says for whom, then publishes without the portal's."""
    with hold("build", "build"):
        calling = two.call()
        assert calling.stderr is not None
        assert "Đang chờ: build đang được tiến trình" in calling.stderr.readline()
    said = calling.communicate(timeout=120)[1]
    assert calling.returncode == 3 and PORTAL in said and "one_stop" not in said.splitlines()[-1]


def test_a_source_that_fails_its_check_is_held_and_the_other_goes_on(two: Sources, tmp_path: Path) -> None:
    put_back = set_aside(tmp_path / "aside")
    good = land(1, received_count=10)
    first = build()
    assert first.held_sources == () and good.batch in provenance()
    broken = land(2, received_count=5000)
    put_back()
    newest = [each for each in manifests(places().landing, "one_stop") if each.stream == "dossier"][-1]
    assert newest.batch not in provenance()

    assert_held_and_waited_for(two)

    pointer = read_pointer(places().pointer)
    assert pointer and pointer.id != first.snapshot_id and pointer.held_batches == {PORTAL: [broken.batch]}
    assert pointer.horizons[PORTAL] == good.batch and pointer.horizons["one_stop"] >= newest.batch
    assert datetime.fromisoformat(str(pointer.newest_event_at[PORTAL])) == good.landed_at
    assert newest.batch in provenance() and broken.batch not in provenance()

    mended = land(3, received_count=20)
    again = build()
    assert again.held_sources == () and {broken.batch, mended.batch} <= provenance()
    assert f"accepted.{PORTAL}__{TABLE}" in again.made
    # What the other source brought stands, however often the first one failed meanwhile.
    assert {"accepted.one_stop__dossier", "staging.one_stop__dossier", "marts.dossier"} <= set(again.kept)
    rows = reader.sql(f"SELECT exit, row_count FROM quality.row_exit WHERE source = '{PORTAL}' ORDER BY batch")
    assert list(rows.exit) == ["superseded", "superseded", "loaded"] and rows.row_count.sum() == 3


@pytest.mark.slow
def test_a_source_that_fails_at_once_is_left_out(two: Sources) -> None:
    broken = land(1, received_count=5000)
    result = build()
    assert result.held_sources == (PORTAL,) and broken.batch not in provenance()
    assert len(reader.sql("SELECT 1 FROM marts.dossier")) > 100


def test_a_failing_step_blames_the_source_that_all_it_reads_comes_from() -> None:
    def refuse(connection: DuckDBPyConnection) -> Remarks:
        raise CheckFailed("Bảng thử: phép kiểm tra cố ý sai.")

    first = replace(one(name="first"), source="one_stop")
    second = replace(one(name="second"), source=PORTAL)
    for reads, blamed in (({"marts.first"}, "one_stop"), ({"marts.first", "marts.second"}, None), (set(), None)):
        shared = replace(one(), reads=frozenset(reads), make=refuse)
        with open_build(":memory:") as connection, pytest.raises(CheckFailed) as failed:
            bring(connection, [first, second, shared])
        assert failed.value.source == blamed


def test_a_torn_landed_file_holds_its_source_alone(two: Sources) -> None:
    good = land(1, received_count=10)
    assert build().held_sources == ()
    torn = land(2, received_count=20)
    torn.rows_file(TABLE).write_bytes(b"PAR1 and then nothing that can be read")
    assert build().held_sources == (PORTAL,)
    pointer = read_pointer(places().pointer)
    assert pointer and pointer.horizons[PORTAL] == good.batch and pointer.held_batches == {PORTAL: [torn.batch]}
    assert len(reader.sql("SELECT 1 FROM marts.dossier")) > 100
