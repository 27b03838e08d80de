"""What lands of seven weeks of the invented facilities' files, counted twice: from raw events and from staging."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection

from config.settings import PROJECT
from connectors.kit.runner import pull
from sandbox.health import Events, events
from sandbox.health.deliveries import Writer
from sandbox.health.folder import REACHED, write
from tests.connectors.test_health_record import held, judged
from tests.installation import CLOCK, installed
from tests.oracle import health

SCALE, SINCE = 0.03, CLOCK - timedelta(weeks=7)
UNITS = PROJECT / "config" / "units.csv"
TODAY = CLOCK.date()


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("counts")
    (home / REACHED).write_text(str(int(SINCE.timestamp())))
    write(Writer(1, SCALE), home, int(CLOCK.timestamp()))
    with installed(home / "ioc") as made, pytest.MonkeyPatch.context() as patch:
        patch.setenv("IOC_HEALTH_RECORD__URL", str(home / "drop"))
        pull("health_record")
        yield judged()
        assert made.home


@pytest.fixture(scope="module")
def raw() -> Events:
    return events(1, SCALE, CLOCK, since=SINCE)


def one(build: DuckDBPyConnection, query: str) -> object:
    row = build.execute(query).fetchone()
    return row[0] if row else None


def test_everybody_with_a_record_and_where_they_live(build: DuckDBPyConnection, raw: Events) -> None:
    holders = health.holders(raw.messages, TODAY, UNITS)
    told = build.execute("""
        SELECT coalesce(u.successor_code, u.unit_code) AS commune, count(*) AS persons
        FROM staging.health_record__person AS p
        INNER JOIN config.unit AS u ON u.unit_code = p.commune_code
            AND p.sent_date BETWEEN u.valid_from AND coalesce(u.valid_to, DATE '9999-12-31')
        GROUP BY ALL
    """).fetchall()
    assert dict(told) == holders.groupby("commune").size().to_dict() and len(holders) > 500


def test_every_injection_once_and_the_children_with_two_against_measles(build: DuckDBPyConnection, raw: Events) -> None:
    assert one(
        build,
        "SELECT count(DISTINCT (person, vaccine_code, injected_date)) FROM staging.health_record__vaccination_version",
    ) == len(health.injections(raw.injections, TODAY))
    twice = health.have_doses(raw.injections, TODAY, ("SOI", "MR"), 2)
    counted = """
        SELECT count(*) FROM (
            SELECT person FROM staging.health_record__vaccination_version WHERE vaccine_code IN ('SOI', 'MR')
            GROUP BY person HAVING count(DISTINCT injected_date) >= 2
        )
    """
    assert one(build, counted) == len(twice) > 0


def test_the_persons_checked_this_year(build: DuckDBPyConnection, raw: Events) -> None:
    checked = health.checked(raw.checkups, date(2026, 1, 1), TODAY)
    counted = """
        SELECT count(DISTINCT person) FROM staging.health_record__checkup_version
        WHERE kind <> 'visit' AND examined_date >= DATE '2026-01-01'
    """
    assert one(build, counted) == len(checked) > 300


@pytest.mark.parametrize("disease", health.DISEASES)
def test_the_persons_of_each_week(build: DuckDBPyConnection, raw: Events, disease: str) -> None:
    prefixes = health.DISEASES[disease]
    told = build.execute(
        """
        SELECT date_trunc('week', first_date)::DATE AS monday, count(*) AS persons
        FROM (
            SELECT person, min(admitted_date) AS first_date FROM staging.health_record__visit
            WHERE len(list_filter($1, lambda p: starts_with(main_diagnosis, p))) > 0
            GROUP BY person
        )
        GROUP BY ALL ORDER BY monday
        """,
        [list(prefixes)],
    ).fetchall()
    expected = health.seen_weekly(health.visits(raw.visits), prefixes)
    assert dict(told) == expected.to_dict()
    if disease == "measles":
        weeks = [date(2026, 10, 26) + timedelta(weeks=number) for number in range(4)]
        assert dict(told) == dict(zip(weeks, (1, 3, 7, 9), strict=True))


def test_the_week_that_was_sent_again_changes_no_week(build: DuckDBPyConnection, raw: Events) -> None:
    """D06: the first of the weeks came twice, with more exact codes: the same persons, none twice."""
    visits = health.visits(raw.visits)
    assert len(raw.visits) > len(visits)
    before = health.visits(raw.visits[raw.visits["sent_at"] < datetime.fromisoformat("2026-11-09T12:00:00+07:00")])
    for prefixes in health.DISEASES.values():
        weekly = health.seen_weekly(before, prefixes)
        assert health.seen_weekly(visits, prefixes)[: date(2026, 11, 2)].equals(weekly[: date(2026, 11, 2)])
    assert one(build, "SELECT count(*) FROM staging.health_record__visit") == len(visits)


def test_those_under_care(build: DuckDBPyConnection, raw: Events) -> None:
    cared = health.managed(health.visits(raw.visits), ("I10", "I11", "I12", "I13", "I15"), date(2026, 10, 1), TODAY)
    counted = """
        SELECT count(DISTINCT person) FROM staging.health_record__visit
        WHERE len(list_filter(list_prepend(main_diagnosis, [o.code FOR o IN coalesce(other_diagnoses, [])]),
            lambda code: code[:3] IN ('I10', 'I11', 'I12', 'I13', 'I15'))) > 0
    """
    assert one(build, counted) == len(cared) > 100


def test_visits_link_and_insurance(build: DuckDBPyConnection, raw: Events) -> None:
    visits = health.visits(raw.visits)
    told = build.execute("""
        SELECT link_state, is_insured, count(*) FROM staging.health_record__visit GROUP BY ALL
    """).fetchall()
    expected = visits.groupby(["link_state", "is_insured"]).size().to_dict()
    assert {(state, insured): count for state, insured, count in told} == expected


def test_what_is_held_is_what_was_spoilt(build: DuckDBPyConnection, raw: Events) -> None:
    spoilt = raw.visits["fault"].value_counts()
    found = held(build)
    for fault, code in (("nobody", "record_without_person"), ("future", "date_in_future")):
        assert found["visit", code] == spoilt.get(fault, 0)
    assert found["visit", "unknown_facility"] == spoilt.get("unknown_facility", 0)
    assert found["visit", "unknown_diagnosis"] == spoilt.get("unknown_diagnosis", 0)
    assert found["person", "record_without_person"] == int(raw.messages["person"].isna().sum())
    assert found["delivery", "delivery_corrupt"] == 0
    # The week that was sent again is a second part of its day.
    assert one(build, "SELECT count(*) FROM staging.health_record__delivery WHERE stream_kind <> 'telehealth'") == len(
        raw.files[~raw.files["is_cut_off"] & (raw.files["kind"] != "telehealth")]
    )


# --------------------------------------------------------------------------------------------------- the oracle's eyes
def test_a_person_seen_twice_in_an_illness_counts_in_its_first_week_alone() -> None:
    days = [date(2026, 11, 6), date(2026, 11, 9), date(2027, 3, 1)]
    rows = pd.DataFrame({"person": "p", "diagnoses": [["B05.9"], ["J00", "B059"], ["B05"]], "admitted_date": days})
    assert health.seen_weekly(rows, ("B05",)).to_dict() == {date(2026, 11, 2): 1, date(2027, 3, 1): 1}


def test_a_code_counts_for_the_area_that_it_stood_for_on_the_day() -> None:
    commune = health.communes(Path(UNITS))
    assert commune("21112", date(2025, 6, 30)) == "21109" and commune("21085", date(2024, 1, 1)) == "21085"
    assert commune("21046", date(2025, 6, 30)) == "21040" and not health.is_valid(UNITS)("21046", date(2025, 7, 1))
