"""An invented snapshot with the columns of docs/interfaces.md 6, for states of the screens that are hard to get from
the sandbox: no earlier period, a cell below its minimum, a hundred thousand rows. Written in the reader's own layout;
lineage, periods and indicators come from the warehouse's own SQL.
"""

from datetime import datetime
from pathlib import Path

import duckdb

from config import clock
from config.outcomes import begin, finish
from config.sandbox_state import SandboxState, write_sandbox_state
from config.settings import PROJECT
from tests.dashboards.synthetic_health import add_health, is_of_health
from tests.dashboards.synthetic_schools import WITHHELD, add_schools, forget_pupils
from warehouse.indicator_files import read_indicators
from warehouse.indicators import Indicator
from warehouse.publish import Pointer, write_pointer
from warehouse.values import compute_indicators

STAMP = "ioc-20261123T001530-5eed5eed"
TODAY = "2026-11-23"
KNOWN_AT = "2026-11-23T07:15:00+07:00"
BATCH = "20261123T001500000-0a1b2c3d"
SCRIPTS = Path(__file__).with_name("synthetic_sql")
MARTS = PROJECT / "warehouse" / "marts"
SOURCES = ("one_stop", "satisfaction", "smas", "health_record")
RATED = ("device", "rating", "rating_reason", "counter", "dossier_rating", "service_score")


def write_snapshot(home: Path, *, dossiers: int = 6000, first_day: str = "2025-01-02", invented: bool = True) -> Path:
    """Write a snapshot of `dossiers` rows accepted from `first_day` on, and point current.json below `home` to it."""
    folder = home / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{STAMP}.duckdb"
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        settings = {"dossiers": dossiers, "config": str(PROJECT / "config"), "batch": BATCH, "first_day": first_day}
        for name, value in settings.items():
            connection.execute(f"SET VARIABLE {name} = {value!r}")
        _fill(connection)
    write_pointer_to(home, file, invented=invented)
    return file


def write_pointer_to(home: Path, file: Path, *, invented: bool = True) -> None:
    """Point readers of `home` to the snapshot `file`."""
    instant = datetime.fromisoformat(KNOWN_AT)
    pointer = Pointer(
        id=file.stem,
        file=file.name,
        digest="5eed5eed" * 8,
        content_hash="5eed5eed" * 8,
        known_at=instant,
        built_at=instant,
        today=TODAY,
        horizons=dict.fromkeys(SOURCES, BATCH),
        held_batches={},
        newest_event_at=dict.fromkeys(SOURCES, KNOWN_AT),
        invented_sources=list(SOURCES) if invented else [],
        warnings=[],
    )
    write_pointer(pointer, home / "warehouse" / "current.json")


def announce_source() -> None:
    """Let the sandbox stand in for the sources, and the last pull of each have gone well."""
    started = clock.now()
    sources: dict[str, dict[str, str]] = {
        "one_stop": {"base_url": "http://127.0.0.1:9"},
        "satisfaction": {"url": "sqlite:////nowhere"},
        "smas": {"url": "/nowhere"},
        "health_record": {"url": "/nowhere"},
    }
    write_sandbox_state(SandboxState(1, 1.0, started, started, sources))
    for source in SOURCES:
        finish(begin(source, "pull"), "ok", batches=[BATCH], rows=1)


def _fill(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute((SCRIPTS / "1_units.sql").read_text(encoding="utf-8"))
    for model in ("unit/unit_lineage", "period/period"):
        table = f"marts.{model.split('/')[1]}"
        connection.execute(f"CREATE TABLE {table} AS {(MARTS / f'{model}.sql').read_text(encoding='utf-8')}")
    for script in ("2_dossiers.sql", "2_quality_marts.sql", "2_facilities.sql"):
        connection.execute((SCRIPTS / script).read_text(encoding="utf-8"))
    _rate(connection)
    add_schools(connection)
    made = _made(connection)
    indicators = [each for each in read_indicators() if _marts_of(each) <= made and not is_of_health(each)]
    compute_indicators(connection, indicators, WITHHELD)
    add_health(connection, indicators)
    forget_pupils(connection)
    for script in ("2_dossier_versions.sql", "3_quality.sql"):
        connection.execute((SCRIPTS / script).read_text(encoding="utf-8"))


def _rate(connection: duckdb.DuckDBPyConnection) -> None:
    """Presses of rating devices, and what the warehouse's own models make of them."""
    connection.execute("CREATE SCHEMA config_file")
    for path in sorted((PROJECT / "config").glob("*.csv")):
        connection.execute(f"CREATE VIEW config_file.{path.stem} AS FROM read_csv('{path}', all_varchar = true)")
    for model in ("unit", "agency", "calendar_day", "rating_rule", "rating_level"):
        _make(connection, f"config.{model}", PROJECT / "warehouse" / "configuration" / f"{model}.sql")
    connection.execute("INSERT INTO config.source VALUES ('satisfaction', DATE '2025-01-01')")
    _make(connection, "marts.agency", MARTS / "unit" / "agency.sql")
    connection.execute((SCRIPTS / "2_ratings.sql").read_text(encoding="utf-8"))
    for model in RATED:
        _make(connection, f"marts.{model}", MARTS / "satisfaction" / f"{model}.sql")
    connection.execute("DROP SCHEMA staging CASCADE; DROP SCHEMA config_file CASCADE")


def _make(connection: duckdb.DuckDBPyConnection, table: str, model: Path) -> None:
    connection.execute(f"CREATE TABLE {table} AS {model.read_text(encoding='utf-8')}")


def _marts_of(indicator: Indicator) -> set[str]:
    return {definition.mart for definition in indicator.definitions}


def _made(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The marts that this snapshot has: those of sources that it does not know have no indicators either."""
    rows = connection.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
    return {str(row[0]) for row in rows}
