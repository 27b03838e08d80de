"""Brings what a build reads into its own file: configuration, batches and landed rows, all as they are."""

from collections.abc import Iterable

import duckdb
from duckdb import DuckDBPyConnection

from config.settings import PROJECT
from connectors.kit.contract import Source, Table
from connectors.kit.landing import Manifest
from warehouse.horizon import Inputs

SCHEMAS = ("config_file", "config", "landed", "candidate", "accepted", "staging", "marts", "quality")
QUALITY_TABLES = """
    CREATE TABLE quality.row_exit (source VARCHAR, table_name VARCHAR, batch VARCHAR, exit VARCHAR, row_count BIGINT);
    CREATE TABLE quality.held_row (source VARCHAR, table_name VARCHAR, key VARCHAR, code VARCHAR, message_vi VARCHAR,
        mended_by VARCHAR, batch VARCHAR, page INTEGER, row INTEGER, landed_at TIMESTAMPTZ);
    CREATE TABLE quality.finding AS FROM quality.held_row;
    CREATE TABLE quality.control_total (source VARCHAR, stream VARCHAR, batch VARCHAR, window_from DATE,
        window_until DATE, source_total BIGINT, landed_keys BIGINT, difference BIGINT, landed_at TIMESTAMPTZ);
    CREATE TABLE quality.provenance (source VARCHAR, batch VARCHAR, stream VARCHAR, landed_at TIMESTAMPTZ,
        page_count INTEGER, row_count BIGINT, invented BOOLEAN);
    CREATE TABLE quality.outcome (source VARCHAR, action VARCHAR, state VARCHAR, started_at TIMESTAMPTZ,
        ended_at TIMESTAMPTZ, error VARCHAR, sentence_vi VARCHAR, row_count BIGINT);
    CREATE TABLE landed.batch (source VARCHAR, stream VARCHAR, batch VARCHAR, kind VARCHAR, window_from DATE,
        window_until DATE, landed_at TIMESTAMPTZ);
"""


def open_build(path: str, threads: int = 2) -> DuckDBPyConnection:
    """An empty build file with its schemas, in Vietnamese time. `path` may be ":memory:"."""
    connection = duckdb.connect(path, config={"threads": threads})
    connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
    for schema in SCHEMAS:
        connection.execute(f"CREATE SCHEMA {schema}")
    connection.execute(QUALITY_TABLES)
    return connection


def load_configuration(connection: DuckDBPyConnection, inputs: Inputs) -> None:
    """The operator's CSV files as text (`config_file.*`) and the date of the build (`config.today`)."""
    for path in sorted((PROJECT / "config").glob("*.csv")):
        connection.execute(
            f"""
            CREATE TABLE config_file.{path.stem} AS
            FROM read_csv(?, all_varchar = true, header = true, nullstr = '')
            """,
            [str(path)],
        )
    connection.execute("CREATE TABLE config.today AS SELECT ?::DATE AS today_date", [inputs.today])


def load_landed(connection: DuckDBPyConnection, source: Source, batches: Iterable[Manifest]) -> None:
    """A source's batches and one table `landed.<source>__<table>` of text columns for each of its tables."""
    landed = list(batches)
    for manifest in landed:
        _register(connection, manifest)
    for table in source.tables.values():
        files = [manifest for manifest in landed if table.name in manifest.rows]
        _load_table(connection, f"{source.id}__{table.name}", table, files)


def _register(connection: DuckDBPyConnection, manifest: Manifest) -> None:
    window = manifest.window
    dates = (window.from_date, window.until_date) if window else (None, None)
    batch = (manifest.source, manifest.stream, manifest.batch, manifest.kind, *dates, manifest.landed_at)
    connection.execute("INSERT INTO landed.batch VALUES (?, ?, ?, ?, ?, ?, ?)", batch)
    counted = (len(manifest.pages), sum(manifest.rows.values()), manifest.invented)
    connection.execute(
        "INSERT INTO quality.provenance VALUES (?, ?, ?, ?, ?, ?, ?)",
        (manifest.source, manifest.batch, manifest.stream, manifest.landed_at, *counted),
    )
    for each in manifest.source_totals:
        connection.execute(
            "INSERT INTO quality.control_total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(manifest.source, manifest.stream, manifest.batch, each.window.from_date, each.window.until_date),
                *(each.total, each.distinct_keys, each.total - each.distinct_keys, manifest.landed_at),
            ),
        )


def _load_table(connection: DuckDBPyConnection, name: str, table: Table, batches: list[Manifest]) -> None:
    if not batches:
        columns = ", ".join(f'"{column.name}" VARCHAR' for column in table.landed_columns)
        place = "landed_at TIMESTAMPTZ, _batch VARCHAR, _page INTEGER, _row INTEGER"
        connection.execute(f"CREATE TABLE landed.{name} ({columns}, {place})")
        return
    # Batches of an older contract lack newer columns, and still hold columns that were given up since.
    files = [str(each.rows_file(table.name)) for each in batches]
    present = connection.read_parquet(files, union_by_name=True).columns
    columns = ", ".join(
        f'rows."{column.name}"' if column.name in present else f'NULL::VARCHAR AS "{column.name}"'
        for column in table.landed_columns
    )
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    connection.execute(f"""
        CREATE VIEW landed.{name} AS
        SELECT {columns}, batch.landed_at, rows._batch, rows._page, rows._row
        FROM read_parquet([{listed}], union_by_name = true) AS rows
        INNER JOIN landed.batch AS batch ON batch.batch = rows._batch AND batch.source = '{batches[0].source}'
    """)
