"""Visits, sessions and what facilities sent, by day: the published figures against a count from what was written."""

import shutil
import zipfile
from collections import Counter
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from sandbox.health import story
from sandbox.health.places import long_codes
from tests.oracle import health as oracle
from tests.warehouse.health_world import HealthWorld, health_world, told
from warehouse import reader
from warehouse.errors import QueryInvalid

TODAY, NEWEST = date(2026, 11, 23), date(2026, 11, 22)
BINH_MINH, STATION, CENTRE = "21085", story.SILENT, "51200"
SILENT_FROM, RESENT_ON = date(2026, 11, 17), date(2026, 11, 9)


def day_values(world: HealthWorld, indicator: str, unit: str) -> dict[date, dict[str, Any]]:
    """{day: row} of a unit as read after the reform."""
    rows = world.rows(
        "SELECT * FROM marts.indicator_value WHERE indicator = ? AND unit_code = ? AND basis = 'successor' "
        "AND grain = 'day'",
        indicator, unit,
    )  # fmt: skip
    return {row["period_start"]: row for row in rows}


def test_the_visits_of_every_facility_and_day(health: HealthWorld) -> None:
    visits: list[Any] = oracle.visits(health.told.visits).to_dict("records")
    short = {long: code for code, long in long_codes().items()}
    expected: Counter[tuple[str, date, int]] = Counter()
    for row in visits:
        expected[short.get(row["facility_code"], row["facility_code"]), row["admitted_date"], row["link_state"]] += 1
    found: Counter[tuple[str, date, int]] = Counter()
    for row in health.rows("SELECT * FROM marts.visit_day"):
        place = (row["facility_code"], row["date"])
        found[*place, 1] += row["linked_count"]
        found[*place, 2] += row["failed_count"]
        found[*place, 0] += row["visit_count"] - row["linked_count"] - row["failed_count"]
        assert row["is_station"] == (row["facility_code"] != CENTRE) and row["insured_count"] <= row["visit_count"]
    assert +found == expected and expected.total() > 5000


def test_visits_and_their_links_by_commune(health: HealthWorld) -> None:
    """The figures of one station's commune on a day, and the area's share over the report quarter."""
    day = date(2026, 11, 12)
    own = health.rows("SELECT * FROM marts.visit_day WHERE current_unit_code = '21040'")
    expected = sum(row["visit_count"] for row in own if row["date"] == day and row["is_station"])
    assert day_values(health, "station_visits", "21040")[day]["value"] == expected > 0
    everywhere = health.rows(
        "SELECT sum(linked_count) AS linked, sum(visit_count) AS visits FROM marts.visit_day "
        "WHERE date BETWEEN DATE '2026-09-15' AND DATE '2026-11-23'"
    )[0]
    (share,) = health.rows(
        "SELECT numerator, denominator FROM marts.indicator_value WHERE unit_code = 'BS5' "
        "AND indicator = 'visits_linked_share' AND grain = 'report_quarter' AND is_open "
        "AND basis = 'successor'"
    )
    assert (share["numerator"], share["denominator"]) == (everywhere["linked"], everywhere["visits"])


def test_the_sessions_that_were_finished(health: HealthWorld) -> None:
    sessions = health.told.sessions[health.told.sessions["is_finished"]]
    expected = Counter(zip(sessions["requesting"], sessions["day"], strict=True))
    rows = health.rows("SELECT * FROM marts.telehealth_session WHERE is_finished")
    assert Counter((row["requesting_facility_code"], row["date"]) for row in rows) == expected
    assert all(8 <= row["minutes"] < 40 for row in rows)
    by_day = health.rows("SELECT facility_code, date, session_count FROM marts.telehealth_day WHERE is_finished")
    assert {(row["facility_code"], row["date"]): row["session_count"] for row in by_day} == expected
    assert reader.sql("SELECT count(*) AS n FROM marts.telehealth_day").iloc[0]["n"] > 0
    with pytest.raises(QueryInvalid):
        reader.sql("FROM marts.telehealth_session")
    (whole,) = health.rows(
        "SELECT value FROM marts.indicator_value WHERE indicator = 'telehealth_sessions' "
        "AND grain = 'month' AND period_start = DATE '2025-10-01' AND unit_code = 'BS5' AND basis = 'own'"
    )
    assert whole["value"] == sum(count for (_, day), count in expected.items() if f"{day:%Y-%m}" == "2025-10") > 0


def test_d07_a_silent_station_is_late_and_never_zero(health: HealthWorld) -> None:
    owed = health.rows("SELECT * FROM marts.delivery WHERE source = 'health_record' AND unit_code = ?", STATION)
    missing = [row for row in owed if row["state"] == "missing" and row["period_start"] >= date(2026, 10, 6)]
    days = [SILENT_FROM + timedelta(days=number) for number in range(5)]
    assert {(row["stream_kind"], row["period_start"]) for row in missing} == {
        (stream, day) for stream in ("record", "visit") for day in days
    }
    assert {row["silent_since_date"] for row in missing} == {SILENT_FROM} and (TODAY - SILENT_FROM).days == 6
    assert all(row["silent_since_date"] is None for row in owed if row not in missing)
    values = day_values(health, "station_visits", BINH_MINH)
    assert values[SILENT_FROM - timedelta(days=1)]["value"] > 0
    for day in (*days, NEWEST):
        row = values[day]
        assert (row["state"], row["value"], row["numerator"], row["n"]) == ("not_received", None, None, None), day
    assert day_values(health, "station_visits", "21040")[days[0]]["state"] == "shown"


def test_four_of_five_stations_have_sent(health: HealthWorld) -> None:
    sent = health.rows(
        """
        SELECT facility.kind, count(*) AS expected, count(received_at) AS sent
        FROM marts.delivery AS delivery
        INNER JOIN marts.facility AS facility
            ON facility.facility_code = delivery.unit_code AND facility.facility_from = delivery.unit_from
        WHERE source = 'health_record' AND stream_kind = 'visit' AND period_end = ?
        GROUP BY ALL
        """,
        NEWEST,
    )
    assert {row["kind"]: (row["sent"], row["expected"]) for row in sent} == {"station": (4, 5), "centre": (1, 1)}


def test_what_was_sent_late_and_in_which_month(health: HealthWorld) -> None:
    rows = health.rows("SELECT * FROM marts.delivery WHERE source = 'health_record' AND stream_kind IS NOT NULL")
    late = {(row["unit_code"], row["stream_kind"], row["period_start"]) for row in rows if row["state"] == "late"}
    assert late == {("51232", "visit", date(2026, 11, 11))}, "cut off at night, and whole at 09:20"
    months = [row for row in rows if row["period_start"] < date(2026, 1, 1)]
    assert {row["state"] for row in months} == {"on_time"} and all(row["period_start"].day == 1 for row in months)
    # Thirteen months of 22 stations with two packages each, and the centre's visits and sessions.
    assert len(months) == 13 * (22 * 2 + 2)


def test_who_must_send_is_counted_with_the_schools(health: HealthWorld) -> None:
    (row,) = health.rows(
        "SELECT * FROM marts.indicator_value WHERE indicator = 'sources_on_time_share' "
        "AND grain = 'day' AND period_start = DATE '2026-11-20' AND unit_code = ? "
        "AND basis = 'successor'",
        BINH_MINH,
    )
    assert (row["numerator"], row["denominator"]) == (0, 2), "the files of the 19th were due on the 20th"
    newest = health.rows(
        """
        SELECT max(deadline_date) FILTER (WHERE state = 'on_time') AS came,
            max(deadline_date) FILTER (WHERE is_judged) AS judged,
            (SELECT max(period_start) FROM marts.indicator_value
             WHERE indicator = 'sources_on_time_share' AND grain = 'day' AND denominator > 0) AS counted
        FROM marts.delivery
        """
    )[0]
    assert newest["judged"] == newest["counted"] < newest["came"], "while a day lasts, only those who sent are known"


@pytest.mark.slow
def test_d06_a_file_sent_again_changes_no_figure(health_folder: Path, tmp_path: Path) -> None:
    """The week that was sent again has superseded its visits; once more under other names it supersedes nothing."""
    shutil.copytree(health_folder, tmp_path, dirs_exist_ok=True)
    resent = [row for row in _visits_of(RESENT_ON) if row["sender"] == CENTRE]
    with health_world(tmp_path) as world:
        before = _everything(world)
        more_exact = "SELECT count(*) AS visits FROM marts.health_visit WHERE list_contains(diagnoses, 'A971')"
        exact = int((oracle.visits(world.told.visits)["main"] == "A97.1").sum())
        assert world.rows(more_exact)[0]["visits"] == exact
        assert before["exits"]["visit", "superseded"] >= len(resent) > 10
        sent = world.drop / "kcb" / CENTRE / "20261109_2.xml"
        shutil.copy(sent, sent.with_name("20261110_3.xml"))
        sent.touch()
        packed = world.drop / "kcb" / CENTRE / "20261020.zip"
        packed.with_name("20261020_4.zip").write_bytes(_packed_again(packed))
        world.build()
        after = _everything(world)
        assert after["values"] == before["values"]
        more = {key: count - before["exits"][key] for key, count in after["exits"].items()}
        assert more.pop(("delivery", "loaded")) == 2, "each name is a part of its day"
        assert sum(more.values()) > 0 and {exit for (_, exit), count in more.items() if count} <= {
            "duplicate",
            "superseded",
        }


def _visits_of(day: date) -> list[dict[str, Any]]:
    """Those sent on the afternoon of a day: what comes every night comes in the evening."""
    rows: list[Any] = told().visits.to_dict("records")
    return [row for row in rows if row["sent_at"].date() == day and row["sent_at"].hour == 16]


def _packed_again(path: Path) -> bytes:
    """The same members in other bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as again:
        for name in packed.namelist():
            again.writestr(name, packed.read(name))
    return buffer.getvalue()


def _everything(world: HealthWorld) -> dict[str, Any]:
    counted = world.rows("SELECT table_name, exit, sum(row_count)::BIGINT AS n FROM quality.row_exit GROUP BY ALL")
    exits = Counter({(row["table_name"], row["exit"]): row["n"] for row in counted})
    values = "SELECT * FROM marts.indicator_value WHERE indicator <> 'sources_on_time_share' ORDER BY ALL"
    return {"exits": exits, "values": world.rows(values)}
