"""Presses of rating devices planted into a build in memory, with a handful of dossiers that they may speak of, and what
the marts make of them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duckdb import DuckDBPyConnection

from connectors.kit.registry import sources
from warehouse.checks import check_mart
from warehouse.graph import Model, read_models
from warehouse.indicator_files import read_indicators
from warehouse.values import compute_indicators

HOME = "H48.151.01"
STAGING = """
    CREATE TABLE staging.satisfaction__device (device_code VARCHAR, device_name VARCHAR, scale INTEGER,
        agency_code VARCHAR, counter_code VARCHAR, installed_date DATE, removed_date DATE);
    CREATE TABLE staging.satisfaction__reason AS SELECT 'R1' AS reason_code, 'Chờ lâu' AS reason_name_vi;
    CREATE TABLE staging.satisfaction__rating (rating_id BIGINT, device_code VARCHAR, counter_code VARCHAR,
        officer_hash VARCHAR, rated_at TIMESTAMPTZ, sent_at TIMESTAMPTZ, received_at TIMESTAMPTZ, rated_date DATE,
        server_date DATE, score INTEGER, reasons STRUCT(code VARCHAR)[], dossier_code VARCHAR, is_behind BOOLEAN,
        landed_at TIMESTAMPTZ, batch VARCHAR, page INTEGER, row INTEGER);
    CREATE TABLE staging.satisfaction__rating_held AS
    SELECT * EXCLUDE (officer_hash, sent_at, received_at, reasons, is_behind), '' AS code
    FROM staging.satisfaction__rating;
    CREATE TABLE staging.satisfaction__evaluation (agency_code VARCHAR, year INTEGER, quarter INTEGER, score_1 INTEGER,
        score_2 INTEGER, score_3 INTEGER, score_4 INTEGER, score_5 INTEGER, score_6 INTEGER, score_7 INTEGER,
        score_8 INTEGER, score_9 INTEGER, appraised_total INTEGER);
    CREATE TABLE marts.dossier AS
    SELECT code AS dossier_code, resolution, '1.1' AS procedure_code, 'Khai sinh' AS procedure_name_vi,
        'HT' AS field_code, 'Hộ tịch' AS field_name_vi, 'H48.151.02' AS agency_code, DATE '2025-07-01' AS agency_from,
        'VP' AS agency_name_vi, '21040' AS unit_code, DATE '2025-07-01' AS unit_from, '21040' AS current_unit_code,
        receiving AS receiving_agency_code,
        DATE '2026-09-28' AS accepted_date, DATE '2026-09-28' AS applied_date, handed_out::DATE AS returned_date,
        1 AS channel_code, NULL::TIMESTAMPTZ AS landed_at, 'b' AS batch, 1 AS page, 1 AS row
    FROM (VALUES
        ('ON-TIME', 'on_time', 'H48.151.01', '2026-10-05'), ('LATE', 'late', 'H48.151.01', '2026-10-05'),
        ('RETURNED', 'returned', NULL, '2026-10-05'), ('OPEN', NULL, 'H48.151.01', NULL),
        ('UNRATED', 'early', 'H48.152.01', '2026-10-06'), ('TEST-TAP', 'early', 'H48.152.01', '2026-10-07'),
        ('BEFORE', 'early', 'H48.151.01', '2024-12-30')
    ) AS told (code, resolution, receiving, handed_out);
"""


def install(
    build: DuckDBPyConnection, device: str, agency: str = HOME, scale: int = 3, since: str = "2025-01-01"
) -> None:
    """A device of an agency with so many levels, at its counter Q1."""
    row = [device, f"Thiết bị Mẫu {device}", scale, agency, "Q1", since]
    build.execute("INSERT INTO staging.satisfaction__device VALUES (?, ?, ?, ?, ?, ?::DATE, NULL)", row)


def tap(
    build: DuckDBPyConnection, device: str, at: datetime, score: int, dossier: str = "-", reasons: str = "",
    officer: str = "o",
) -> None:  # fmt: skip
    """A press, its number one more than the last one's; `reasons` are codes with commas between them."""
    ((number,),) = build.execute("SELECT count(*) + 1 FROM staging.satisfaction__rating").fetchall()
    ticked = [{"code": code} for code in reasons.split(",") if code] or None
    row = [number, device, officer, at, at, at, at, at, score, ticked, None if dossier == "-" else dossier, number]
    build.execute(
        "INSERT INTO staging.satisfaction__rating "
        "VALUES (?, ?, NULL, ?, ?, ?, ?, ?::TIMESTAMPTZ::DATE, ?::TIMESTAMPTZ::DATE, ?, ?, ?, false, NULL, 'b', 1, ?)",
        row,
    )


def models() -> Mapping[str, Model]:
    """The marts by name."""
    return {model.name: model for model in read_models(sources().values()) if model.schema == "marts"}


def judged(build: DuckDBPyConnection) -> DuckDBPyConnection:
    """Run the marts of ratings, with what they need of others and their own checks, and the four indicators."""
    known = models()
    for name in ("unit", "unit_lineage", "agency", "period", "device", "rating", "rating_reason", "counter",
                 "dossier_rating", "service_score"):  # fmt: skip
        build.execute(f"CREATE OR REPLACE TABLE marts.{name} AS {known[name].sql}")
        assert check_mart(build, known[name]) == []
    ours = [each for each in read_indicators() if each.subject == "satisfaction"]
    assert len(ours) == 4
    compute_indicators(build, ours)
    return build


def ask(build: DuckDBPyConnection, query: str, *given: object) -> list[dict[str, Any]]:
    """The rows of a query, by column."""
    answer = build.execute(query, list(given))
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def presses(build: DuckDBPyConnection, device: str) -> list[dict[str, Any]]:
    """In the order in which they came; the number of the first is 1."""
    rows = ask(build, "SELECT * FROM marts.rating WHERE device_code = ? ORDER BY rating_id", device)
    return [row | {"number": number} for number, row in enumerate(rows, 1)]
