"""The invented district on a bad morning: some two hundred overdue dossiers, and what its page shows of them."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
from dash.development.base_component import Component
from flask import Flask
from flask.testing import FlaskClient

from dashboards.screens.follow_up.download import register
from dashboards.screens.follow_up.figures import INDICATORS
from tests.dashboards.elements import attributes_of, links, walk
from tests.dashboards.synthetic import write_pointer_to
from tests.installation import Installation
from warehouse import reader
from warehouse.indicator_files import read_indicators
from warehouse.values import compute_indicators

PUBLISHED = (
    "SELECT indicator, value FROM marts.indicator_value WHERE is_open AND grain = 'report_quarter' "
    "AND basis = 'successor' AND unit_code = '{unit}' AND list_contains({indicators}, indicator)"
)
# Late ones that were finished since April stay open instead, and a few of agencies that have ended; what falls due
# is only what has a due date.
STILL_OPEN = """
    UPDATE marts.dossier SET completed_date = NULL, resolved_date = NULL, resolution = NULL, is_open = true,
        status_code = 2, status_name_vi = 'Đang xử lý', open_until_date = NULL, overdue_until_date = NULL,
        due_soon_until_date = due_date + 1, is_overdue = true, overdue_working_days = (
            SELECT count(*) FROM marts.calendar_day WHERE is_working
                AND calendar_date > due_date AND calendar_date <= DATE '2026-11-23')
    WHERE resolution = 'late' AND (completed_date >= DATE '2026-04-01' OR accepted_date < DATE '2025-01-20');
    UPDATE marts.dossier SET due_soon_from_date = NULL
    WHERE due_date IS NULL OR due_soon_from_date >= due_soon_until_date;
    CREATE SCHEMA config;
    CREATE TABLE config.source AS SELECT 'one_stop' AS source, DATE '2025-01-02' AS first_day;
"""


def write_late(file: Path, folder: Path) -> Path:
    """A copy of the snapshot `file` on that morning, counted by the warehouse's own SQL."""
    late = Path(shutil.copy(file, folder))
    with duckdb.connect(str(late)) as connection:
        connection.execute("SET TimeZone = 'Asia/Ho_Chi_Minh'")
        connection.execute(STILL_OPEN)
        # Those of other subjects ask rows that stay in the build file.
        compute_indicators(connection, [each for each in read_indicators() if each.subject == "dossier"])
        connection.execute("DROP SCHEMA config CASCADE")
    return late


def changed(installation: Installation, file: Path) -> duckdb.DuckDBPyConnection:
    """Serve a copy of the snapshot `file` that the caller changes."""
    other = installation.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"
    write_pointer_to(installation.home, Path(shutil.copy(file, other)))
    return duckdb.connect(str(other))


def file_server() -> FlaskClient:
    """A server that answers for the files alone."""
    server = Flask("files")
    register(server)
    return server.test_client()


def published(unit: str) -> dict[str, int]:
    """{indicator: value} of today's report quarter; a unit without an event has no value, which is none."""
    rows = reader.sql(PUBLISHED.format(unit=unit, indicators=list(INDICATORS))).to_dict("records")
    return dict.fromkeys(INDICATORS, 0) | {row["indicator"]: int(row["value"]) for row in rows}


def holders(page: Any) -> list[Component]:
    """The agencies of a page."""
    return [each for each in walk(page) if "data-agency" in attributes_of(each)]


def codes(page: Any) -> list[str]:
    """The dossiers that the agencies of a page lead to, in order."""
    queries = (parse_qs(urlsplit(link).query) for link in links(holders(page)))
    return [query["dossier"][0] for query in queries if "dossier" in query]
