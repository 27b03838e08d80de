"""What the national portal counts beyond our own dossiers: worked out by hand on planted rows."""

import duckdb
import pytest

from config.settings import PROJECT

MODEL = PROJECT / "warehouse" / "marts" / "dossier" / "portal_difference.sql"
PLANTED = """
    SET TimeZone = 'Asia/Ho_Chi_Minh';
    CREATE SCHEMA marts; CREATE SCHEMA staging;
    CREATE TABLE marts.agency AS
    SELECT * FROM (VALUES ('H48.151', 'commune', '21040'), ('H48.151.03', 'department', '21040')) AS agency
        (agency_code, agency_kind, unit_code),
        (SELECT DATE '2025-07-01' AS unit_from, DATE '2025-07-01' AS valid_from, NULL::DATE AS valid_to);
    CREATE TABLE marts.dossier AS
    SELECT '21040' AS unit_code, DATE '2025-07-01' AS unit_from, day AS received_date, true AS is_own_competence,
        (day + TIME '08:10')::TIMESTAMPTZ AS accepted_at,
        if(number % 2 = 0, 'MINISTRY', 'PROVINCE') AS processing_system
    FROM (VALUES (DATE '2026-10-30', 5), (DATE '2026-11-20', 10), (DATE '2026-11-23', 70)) AS received (day, dossiers),
        range(dossiers) AS each (number);
    CREATE TABLE staging.national_portal__service_result AS
    SELECT 'H48.151' AS department_code, month AS month_start, count AS received_count,
        TIMESTAMPTZ '2026-11-23 02:00:00+07' AS landed_at
    FROM (VALUES (DATE '2026-10-01', 5), (DATE '2026-11-01', 136), (DATE '2026-12-01', 0)) AS told (month, count)
"""


@pytest.mark.parametrize(("landed_at", "own"), [("2026-11-23 02:00", 10), ("2026-11-23 16:00", 80)])
def test_dossiers_that_came_after_the_portals_answer_hide_none_that_it_has(landed_at: str, own: int) -> None:
    with duckdb.connect() as connection:
        connection.execute(PLANTED)
        connection.execute(
            "UPDATE staging.national_portal__service_result SET landed_at = ?::TIMESTAMPTZ", [f"{landed_at}:00+07"]
        )
        found = connection.execute(
            "SELECT month(month_start), own_received_count, own_ministry_count, difference"
            f" FROM ({MODEL.read_text(encoding='utf-8')}) ORDER BY month_start"
        ).fetchall()
    assert found == [(10, 5, 3, 0), (11, own, own // 2, 136 - own), (12, 0, 0, 0)]
