"""The tables of schema `config` in a DuckDB of one's own: those, and only those, that a rule of a contract names.

They are made from the operator's files by the same SQL as in a build; it is read as files, since rooms meet through
files.
"""

import re
from collections.abc import Collection
from pathlib import Path

from duckdb import DuckDBPyConnection

from config import clock
from config.settings import PROJECT

NAMED = re.compile(r"\b(config|config_file|accepted|landed|staging)\.(\w+)")
FILES, MODELS = PROJECT / "config", PROJECT / "warehouse" / "configuration"


def make_configured(connection: DuckDBPyConnection, wanted: Collection[str]) -> set[str]:
    """Make those of the tables `wanted` ("config.agency") that are the operator's; the names of all that exist now."""
    for schema in ("config_file", "config"):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    connection.execute(f"CREATE OR REPLACE TABLE config.today AS SELECT DATE '{clock.today()}' AS today_date")
    made = {"config.today"}
    for table in sorted(wanted):
        _make(connection, table, made)
    return made


def tables_named(query: str) -> set[str]:
    """The tables that SQL of a rule or of a list names: rules may read these schemas only, and no alias bears their
    names.
    """
    return {f"{schema}.{name}" for schema, name in NAMED.findall(query)}


def _make(connection: DuckDBPyConnection, table: str, made: set[str]) -> None:
    schema, _, name = table.partition(".")
    if table in made:
        return
    if schema == "config_file" and (path := FILES / f"{name}.csv").exists():
        query = f"CREATE TABLE {table} AS FROM read_csv(?, all_varchar = true, header = true, nullstr = '')"
        connection.execute(query, [str(path)])
        made.add(table)
    elif schema == "config" and (path := MODELS / f"{name}.sql").exists():
        _make_model(connection, table, path, made)


def _make_model(connection: DuckDBPyConnection, table: str, path: Path, made: set[str]) -> None:
    query = path.read_text(encoding="utf-8")
    for read in sorted(tables_named(query)):
        _make(connection, read, made)
    connection.execute(f"CREATE TABLE {table} AS {query}")
    made.add(table)
