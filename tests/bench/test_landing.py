"""What a year of pulls every quarter of an hour costs, loose and compacted, beside one batch of the same rows."""

import hashlib
import json
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from config.places import places
from connectors.kit.landing import MANIFEST, Manifest, PageEntry, manifests
from connectors.kit.manifest_json import manifest_json
from connectors.kit.registry import source
from connectors.kit.rows import PLACE_COLUMNS
from connectors.kit.runner import compact
from tests.installation import CLOCK, Installation, installed
from warehouse.build import build
from warehouse.landed import make_batches, open_build
from warehouse.typed import make_typed

pytestmark = pytest.mark.bench

BATCHES = 16_000
ROWS_A_BATCH = 10
READINGS = 3
SLOWER_THAN_ONE_BATCH = 1.5
TABLE = source("one_stop").tables["dossier"]
COLUMNS = [column.name for column in TABLE.landed_columns]
SCHEMA = pa.schema([*((name, pa.string()) for name in COLUMNS), *PLACE_COLUMNS])
TYPICAL: dict[str, str | None] = {
    "procedure_code": "1.001612.000.00.00.H48",
    "field_code": "TLHDH",
    "agency_code": "H48.151",
    "receiving_agency_code": "H48.151",
    "competence": "OWN",
    "processing_system": "PROVINCE",
    "applicant_kind_code": "1",
    "status_code": "4",
    "channel_code": "2",
    "supplements": "[]",
    "documents": json.dumps([{"code": f"G{n}", "digitised": True, "reused": False} for n in range(3)]),
    "fees": json.dumps([{"amount": 50000, "paidAmount": 50000, "paymentChannel": 1}]),
    "results": "[]",
    "is_identity_verified": "true",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installed(tmp_path_factory.mktemp("small")) as installation:
        yield installation


def row(number: int, batch: str) -> list[Any]:
    instant = (CLOCK - timedelta(minutes=number)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
    own: dict[str, Any] = {
        "source_id": f"{number:024x}",
        "code": f"H48.151-26{number // 2 % 12 + 1:02d}01-{number // 2:05d}",
        "applicant_identity": f"{number:064x}",
    } | dict.fromkeys(("applied_at", "accepted_at", "due_at", "updated_at"), instant)
    return [(TYPICAL | own).get(name) for name in COLUMNS] + [batch, 1, number + 1]


def land(folder: Path, batch: str, number: int, rows: Sequence[Sequence[Any]]) -> None:
    """A batch as `BatchWriter` leaves it, without its pages' content and without syncing."""
    cells = zip(*rows, strict=True)
    table = pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(cells, SCHEMA, strict=True)], schema=SCHEMA
    )
    home = folder / "one_stop" / "dossier" / batch
    (home / "rows").mkdir(parents=True)
    (home / "raw").mkdir()
    (home / "raw" / "key").write_bytes(bytes(40))
    (home / "raw" / "000001").write_bytes(bytes(500))
    pq.write_table(table, home / "rows" / "dossier.parquet", compression="zstd")
    (home / MANIFEST).write_bytes(manifest_json(manifest(home, batch, number, len(rows))))


def manifest(home: Path, batch: str, number: int, row_count: int) -> Manifest:
    at = CLOCK - timedelta(days=360) + timedelta(minutes=15 * number)
    return Manifest(
        source="one_stop",
        stream="dossier",
        batch=batch,
        kind="incremental",
        window=None,
        landed_at=at,
        watermark_before=at,
        watermark_after=at,
        contract_version="0123456789ab",
        parser_version="1",
        invented=True,
        pages=(PageEntry("000001", 500, "0" * 64),),
        rows={"dossier": row_count},
        source_totals=(),
        content_sha256="0" * 64,
        stream_folder=home.parent,
    )


def timed(what: str, work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    spent = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    load = Path("/proc/loadavg").read_text(encoding="ascii").split()[0]
    print(f"\n{what}: {spent:.2f} s, peak {peak_mb:.0f} MB, load {load}", end="")
    return spent, result


def counted(landed: Sequence[Manifest]) -> tuple[int, int]:
    """What a build begins with: the batches as rows, the landed text cast, and a query over all of it."""
    with open_build(":memory:") as connection:
        make_batches(connection, landed)
        make_typed(connection, "one_stop__dossier", TABLE, landed)
        found = connection.execute("SELECT count(*), count(DISTINCT code) FROM landed.one_stop__dossier").fetchone()
    assert found
    return found[0], found[1]


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*.parquet")) / 1e6


def read_whole(what: str, newest: int = BATCHES) -> tuple[float, tuple[int, int]]:
    """Manifests and a cold reading of the newest batches' rows, as a build begins; seconds and what was counted."""
    shutil.rmtree(places().build, ignore_errors=True)
    listing, landed = timed(f"{what}: manifests()", lambda: manifests(places().landing, "one_stop"))
    reading, found = timed(f"{what}: cast and count {len(landed[-newest:])}", lambda: counted(landed[-newest:]))
    return listing + reading, found


def fastest(what: str) -> tuple[float, tuple[int, int]]:
    """The fastest of some readings, since others use the machine too."""
    return min(read_whole(what) for _ in range(READINGS))


def built(what: str) -> float:
    """Seconds of the faster of two builds that begin with nothing but the landing zone."""
    spent = []
    for _ in range(2):
        for folder in (places().build, places().warehouse):
            shutil.rmtree(folder, ignore_errors=True)
        spent.append(timed(f"{what}: build, check and publish", build)[0])
    return min(spent)


def identities() -> str:
    """All that manifests say, but for where the rows lie."""
    found = manifests(places().landing, "one_stop")
    return hashlib.sha256("".join(repr(replace(each, block=None)) for each in found).encode()).hexdigest()


def test_sixteen_thousand_batches_compacted_are_read_like_one(small: Installation) -> None:
    landing = places().landing
    names = [f"20251128T000000.000-{number:08x}" for number in range(BATCHES)]
    land(landing, names[0], 0, [row(number, names[0]) for number in range(BATCHES * ROWS_A_BATCH)])
    (one, expected), one_built = fastest("one batch of the same rows"), built("one batch of the same rows")
    shutil.rmtree(landing / "one_stop" / "dossier" / names[0])
    for number, name in enumerate(names):
        land(landing, name, number, [row(number * ROWS_A_BATCH + n, name) for n in range(ROWS_A_BATCH)])
    # All of them loose would take minutes, which is why they are compacted.
    read_whole("loose", newest=BATCHES // 16)
    before = identities()
    timed(f"compaction of {BATCHES} batches, {size_mb(landing):.0f} MB of Parquet", lambda: compact("one_stop"))
    (compacted, found), compacted_built = fastest("compacted"), built("compacted")
    assert found == expected == (BATCHES * ROWS_A_BATCH, BATCHES * ROWS_A_BATCH // 2)
    assert identities() == before
    print(f"\nblock of {size_mb(landing / 'one_stop' / 'dossier' / '.blocks'):.1f} MB; compacted", end=" ")
    print(f"{compacted / one:.2f} times one batch to list and cast,", end=" ")
    print(f"{compacted_built / one_built:.2f} times to build (goal {SLOWER_THAN_ONE_BATCH})")
    assert compacted_built <= SLOWER_THAN_ONE_BATCH * one_built
