"""The demo's situations, D01 to D04 and D16 to D18, each found again in the marts of the whole demo with its past."""

from typing import Any

import pytest

from tests.installation import Installation
from tests.story import BINH_CHUONG, BINH_MINH, BINH_SON, DONG_SON, OCTOBER_30, VAN_TUONG
from warehouse import reader
from warehouse.build import build

pytestmark = pytest.mark.slow

HALF_A_POINT = 0.005


def one(query: str, snapshot: str | None = None) -> dict[str, Any]:
    rows = reader.sql(query, snapshot).to_dict("records")
    assert len(rows) == 1, rows
    return {str(name): value for name, value in rows[0].items()}


def value(indicator: str, unit: str, grain: str, start: str, basis: str = "own", snapshot: str | None = None) -> float:
    row = one(
        f"SELECT value, state FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND unit_from = DATE '2025-07-01' AND basis = '{basis}' AND grain = '{grain}' "
        f"AND period_start = DATE '{start}'",
        snapshot,
    )
    assert row["state"] == "shown"
    return float(row["value"])


def share_between(unit: str, first: str, last: str) -> dict[str, float]:
    """On-time share of any days by the form, and what it would be if dossiers without a due date counted as late."""
    form = one(
        f"SELECT * FROM marts.form_06a_between(DATE '{first}', DATE '{last}') WHERE unit_code = '{unit}' "
        "AND unit_from = DATE '2025-07-01' AND basis = 'successor' AND field_code = 'TOTAL'"
    )
    without = one(
        f"SELECT count(*) AS dossiers FROM marts.dossier WHERE current_unit_code = '{unit}' AND is_own_competence "
        f"AND due_date IS NULL AND resolution = 'on_time' AND resolved_date BETWEEN DATE '{first}' AND DATE '{last}'"
    )
    on_time = int(form["c6"] + form["c7"])
    return {"share": on_time / int(form["c5"]), "strict": (on_time - int(without["dossiers"])) / int(form["c5"])}


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-01", "2025-06-30", 0.978),
        ("2025-07-01", "2025-09-30", 0.71),
        ("2025-10-01", "2025-12-31", 0.84),
        ("2026-01-01", "2026-03-31", 0.90),
        ("2026-04-01", "2026-06-30", 0.95),
        ("2026-07-01", "2026-09-30", 0.95),
        ("2026-10-01", "2026-11-23", 0.912),
    ],
)
def test_d01_on_time_collapses_recovers_and_slips(story: Installation, first: str, last: str, expected: float) -> None:
    assert share_between(VAN_TUONG, first, last)["share"] == pytest.approx(expected, abs=HALF_A_POINT)


def test_d01_the_slip_is_the_rate_of_one_office_and_one_field(story: Installation) -> None:
    counted = reader.sql(
        """
        SELECT agency_name_vi, field_name_vi,
            count(*) FILTER (WHERE resolved_date < DATE '2026-10-01') AS before,
            count(*) FILTER (WHERE resolved_date < DATE '2026-10-01' AND resolution = 'late') AS late_before,
            count(*) FILTER (WHERE resolved_date >= DATE '2026-10-01') AS since,
            count(*) FILTER (WHERE resolved_date >= DATE '2026-10-01' AND resolution = 'late') AS late_since
        FROM marts.dossier
        WHERE unit_code = '21061' AND is_own_competence AND resolved_date >= DATE '2026-07-01'
        GROUP BY ALL
        """
    )
    slip = counted.late_since.sum() / counted.since.sum() - counted.late_before.sum() / counted.before.sum()
    rates = counted.late_since / counted.since - counted.late_before / counted.before
    by_rate = (rates * counted.since / counted.since.sum()).fillna(0)
    worst = counted.iloc[int(by_rate.to_numpy().argmax())]
    assert "Phòng Kinh tế" in worst.agency_name_vi and "Đất đai" in worst.field_name_vi
    assert by_rate.max() > slip / 2 > 0.01


def test_d02_missing_due_dates_flatter_the_share(story: Installation) -> None:
    shares = share_between(DONG_SON, "2026-10-01", "2026-11-23")
    assert shares["share"] == pytest.approx(0.979, abs=HALF_A_POINT)
    assert shares["strict"] == pytest.approx(0.911, abs=HALF_A_POINT)
    missing = value("missing_due_date_share", DONG_SON, "quarter", "2026-10-01")
    assert missing == pytest.approx(0.068, abs=HALF_A_POINT)
    procedures = reader.sql(
        f"SELECT DISTINCT procedure_code FROM marts.dossier WHERE unit_code = '{DONG_SON}' AND due_date IS NULL "
        "AND received_date >= DATE '2026-10-01' AND is_own_competence"
    )
    assert len(procedures) >= 3


def test_d03_returned_on_the_due_day_at_the_end_of_the_quarter(story: Installation) -> None:
    week = "BETWEEN DATE '2026-09-08' AND DATE '2026-09-14'"
    counted = one(
        f"""
        SELECT
            count(*) FILTER (WHERE status_code = 7 AND resolved_date {week})
                + count(*) FILTER (WHERE status_code = 3 AND applied_date {week}) AS returned,
            count(*) FILTER (WHERE status_code = 7 AND resolved_date {week} AND resolved_date = due_date) AS on_the_day,
            count(*) FILTER (WHERE status_code <> 3 AND received_date {week})
                + count(*) FILTER (WHERE status_code = 3 AND applied_date {week}) AS received
        FROM marts.dossier WHERE unit_code = '{BINH_CHUONG}' AND is_own_competence
        """
    )
    assert (counted["returned"], counted["on_the_day"]) == (57, 50)
    assert counted["returned"] / counted["received"] == pytest.approx(0.114, abs=HALF_A_POINT)


def test_d04_due_dates_on_the_new_holiday(story: Installation) -> None:
    found = reader.sql(
        "SELECT finding.message_vi FROM quality.finding AS finding "
        "INNER JOIN marts.dossier AS dossier ON dossier.dossier_code = finding.key "
        "WHERE finding.code = 'due_on_holiday' AND dossier.due_date = DATE '2026-11-24' AND dossier.is_own_competence"
    )
    assert len(found) == 38
    assert found.message_vi.str.contains("25/11/2026").all()


def test_d16_late_records_change_a_figure_that_was_sent(story: Installation) -> None:
    known_then = build(as_known_at=OCTOBER_30).snapshot_id
    october = ("on_time_share", BINH_SON, "month", "2026-10-01")
    assert value(*october, snapshot=known_then) == pytest.approx(0.989, abs=HALF_A_POINT)
    assert value(*october) == pytest.approx(0.975, abs=HALF_A_POINT)
    late = one(
        f"SELECT count(*) AS dossiers FROM marts.dossier WHERE unit_code = '{BINH_SON}' AND is_own_competence "
        "AND resolution = 'late' AND resolved_date BETWEEN DATE '2026-10-01' AND DATE '2026-10-31' "
        "AND landed_at >= TIMESTAMPTZ '2026-11-06 00:00:00+07' AND applied_date < DATE '2026-10-31'"
    )
    assert late["dossiers"] >= 41


def test_d17_the_national_portal_shows_more(story: Installation) -> None:
    portal = reader.sql("SELECT * FROM marts.portal_difference WHERE month_start = DATE '2026-11-01'")
    assert set(portal.unit_code) == {BINH_SON, VAN_TUONG, BINH_MINH, BINH_CHUONG, DONG_SON}
    held = one(
        "SELECT count(*) AS dossiers FROM quality.held_row WHERE table_name = 'dossier' AND source = 'one_stop' "
        "AND regexp_extract(key, '-(\\d{6})-', 1) >= '261101'"
    )
    # 126 have not been copied yet; what is held back here is missing here as well.
    assert 126 <= portal.difference.sum() <= 126 + held["dossiers"]
    earlier = one("SELECT sum(difference) AS more FROM marts.portal_difference WHERE month_start = DATE '2026-09-01'")
    assert earlier["more"] < 20


def test_d18_the_form_does_not_add_up_in_one_commune(story: Installation) -> None:
    found = reader.sql(
        "SELECT * FROM quality.finding WHERE code = 'form_does_not_add_up' AND key LIKE '21085 %Quý IV/2026%'"
    )
    assert len(found) == 1 and "lệch 3 hồ sơ" in found.message_vi.iloc[0]
    broken = one(
        "SELECT c1 - c5 - c9 AS missing FROM marts.form_06a WHERE unit_code = '21085' AND basis = 'own' "
        "AND grain = 'report_quarter' AND period_start = DATE '2026-09-15' AND field_code = 'TOTAL'"
    )
    assert broken["missing"] == 3
    culprits = reader.sql(
        "SELECT finding.key FROM quality.finding AS finding INNER JOIN marts.dossier AS dossier "
        f"ON dossier.dossier_code = finding.key WHERE finding.code = 'finished_without_date' "
        f"AND dossier.unit_code = '{BINH_MINH}' AND dossier.received_date >= DATE '2026-09-15'"
    )
    assert len(culprits) == 3


def test_the_calm_parts_are_calm(story: Installation) -> None:
    green = reader.sql(
        "SELECT indicator, band FROM marts.indicator_value WHERE unit_code = '21040' AND unit_from = DATE '2025-07-01' "
        "AND basis = 'own' AND grain = 'report_quarter' AND is_open AND band IS NOT NULL"
    )
    assert (green.band == "met").mean() > 0.5
    new_year = one(
        "SELECT count(*) AS dossiers FROM marts.dossier "
        "WHERE received_date BETWEEN DATE '2026-02-14' AND DATE '2026-02-22'"
    )
    assert new_year["dossiers"] < 20
