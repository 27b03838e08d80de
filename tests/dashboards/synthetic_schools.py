"""Schools of the invented snapshot: planted books, and what the warehouse's own models make of them."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from config.settings import PROJECT
from connectors.kit.registry import sources
from warehouse.graph import Model, read_models

SCRIPT = Path(__file__).with_name("synthetic_sql") / "2_schools.sql"
WITHHELD = frozenset(model.table for model in read_models(sources().values()) if not model.is_published)
CONFIGURED = (
    "school", "school_subject", "regulation_subject", "school_level", "class_limit", "regulation", "prize",
)  # fmt: skip


def add_schools(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the marts of education, those of single pupils too: indicators are counted over them."""
    models = read_models(sources().values())
    connection.execute("CREATE SCHEMA config_file")
    for path in sorted((PROJECT / "config").glob("*.csv")):
        connection.execute(f"CREATE VIEW config_file.{path.stem} AS FROM read_csv('{path}', all_varchar = true)")
    _make(connection, (each for each in models if each.schema == "config" and each.name in CONFIGURED))
    connection.execute("INSERT INTO config.source VALUES ('smas', DATE '2025-09-05')")
    connection.execute(SCRIPT.read_text(encoding="utf-8"))
    _make(connection, (each for each in models if _is_of_schools(each)))
    connection.execute("DROP SCHEMA staging CASCADE; DROP SCHEMA config_file CASCADE")


def forget_pupils(connection: duckdb.DuckDBPyConnection) -> None:
    """A snapshot holds no row of a single pupil; call when the indicators are counted. Of patients it plants none."""
    for table in sorted(WITHHELD):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _is_of_schools(model: Model) -> bool:
    return model.schema == "marts" and (model.path.parent.name == "education" or model.name in ("school", "delivery"))


def _make(connection: duckdb.DuckDBPyConnection, models: Iterable[Model]) -> None:
    for model in models:
        connection.execute(f"CREATE TABLE {model.table} AS {model.sql}")
