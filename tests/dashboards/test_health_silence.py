"""Facilities that have not sent, on the wall's scene of health stations: told since when, and never as a zero."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from dash import html

from dashboards import words
from dashboards.overview.facts import read_overview
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import text, walk
from tests.dashboards.test_health_scene import COMMUNES, HEALTH, current, said, tile
from tests.dashboards.walls import component, publish_with, slots, wall_of
from tests.installation import CLOCK, Installation
from warehouse import reader
from warehouse.state import state


def test_visits_by_day_and_a_silent_station_is_no_zero(synthetic: Installation) -> None:
    """D07: nothing of xã Bình Minh since 17/11."""
    shown = said(7)
    counted = reader.sql(
        "SELECT sum(visit_count) AS visits FROM marts.visit_day WHERE is_station "
        "AND date BETWEEN DATE '2026-11-09' AND DATE '2026-11-22'"
    )
    assert f"{words.number(int(counted.iloc[0]['visits']))} lượt khám" in shown and "14 ngày" in shown
    assert "9/11–22/11" in shown and "Mới nhận 4/5 trạm" in shown and "chưa nhận" in shown
    heard = [str(getattr(each, "alt", "")) for each in walk(tile(7)) if type(each).__name__ == "Img"]
    pictures = {each.partition(".")[0]: each for each in heard}
    assert list(pictures) == [f"Xã {name}" for name in COMMUNES]
    silent = pictures["Xã Bình Minh"]
    assert silent.count("chưa nhận") == 6 and "17/11 chưa nhận" in silent and " 0" not in silent
    assert all("chưa nhận" not in alt for name, alt in pictures.items() if name != "Xã Bình Minh")


LONG_SILENT = """
DELETE FROM marts.visit_day WHERE current_unit_code = '21085' AND date >= DATE '2026-09-24';
DELETE FROM marts.delivery WHERE unit_code = '51233' AND state <> 'not_due';
INSERT INTO marts.delivery BY NAME
SELECT file.* REPLACE (day::DATE AS period_start, day::DATE AS period_end, day::DATE + 1 AS closed_date,
    day::DATE AS expected_from_date, day::DATE + 1 AS deadline_date, 'missing' AS state,
    DATE '2026-09-24' AS silent_since_date)
FROM marts.delivery AS file, range(DATE '2026-09-24', DATE '2026-11-22', INTERVAL 1 DAY) AS d (day)
WHERE unit_code = '51233' AND state = 'not_due'
"""
"""Nothing of xã Bình Minh's station for sixty days."""


def test_a_station_silent_for_longer_than_a_month_is_told_from_its_first_day_and_still_stands(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, LONG_SILENT)
    since = "chờ từ 24/9"
    assert f"Trạm Y tế xã Bình Minh Chậm 60 ngày · {since}" in said(9)
    assert "chờ từ 24/09/2026" in text(component(wall_of("data"))), "the scene on the data tells the same"
    place = find_stage(current(), "BS5")
    (told,) = [each for each in read_overview(place).matters if "Trạm Y tế xã Bình Minh" in each.what]
    assert told.since == since
    heard = [str(getattr(each, "alt", "")) for each in walk(tile(7)) if type(each).__name__ == "Img"]
    pictures = {each.partition(".")[0]: each for each in heard}
    assert list(pictures) == [f"Xã {name}" for name in COMMUNES]
    silent = next(each for each in walk(tile(7)) if isinstance(each, html.Li) and "Xã Bình Minh" in text(each))
    assert pictures["Xã Bình Minh"].count("chưa nhận") == 14 and "0" not in text(silent)


def test_who_is_silent_is_named_with_since_when(synthetic: Installation) -> None:
    shown = said(9)
    assert "1 cơ sở" in shown and "Mục tiêu 0" in shown and "Mới nhận 4/5 trạm" in shown
    assert "Trạm Y tế xã Bình Minh Chậm 6 ngày · chờ từ 17/11" in shown


def test_the_days_go_on_while_no_snapshot_comes(synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=9))
    assert "Trạm Y tế xã Bình Minh Chậm 15 ngày · chờ từ 17/11" in said(9)
    assert "Trạm Y tế xã Bình Minh Chậm 15 ngày" in text(component(wall_of("data"))), (
        "the scene on the data says the same"
    )


def received(scope: str = "BS5") -> dict[int, str]:
    """{slot: what it says to have come} of those that say so."""
    told = {
        number: " ".join(text(each).split()) for number, each in slots(component(wall_of(HEALTH, scope=scope))).items()
    }
    found = {number: re.search(r"Mới nhận \d+/\d+ (trạm|cơ sở)", each) for number, each in told.items()}
    return {number: each[0] for number, each in found.items() if each}


CAME = "UPDATE marts.delivery SET received_at = period_start, state = 'on_time', silent_since_date = NULL WHERE "
SESSIONS = """
INSERT INTO marts.delivery BY NAME
SELECT * REPLACE ('telehealth' AS stream_kind) FROM marts.delivery WHERE unit_code = '51200'
"""
OF_STATIONS, OF_FACILITIES = "Mới nhận 4/5 trạm", "Mới nhận 4/6 cơ sở"


@pytest.mark.parametrize(("came", "lacking"), [("visit", {2, 3, 4, 5, 9}), ("record", {1, 6, 7, 8, 9})])
def test_a_tile_says_what_has_come_of_the_files_that_it_rests_on(
    synthetic: Installation, synthetic_file: Path, came: str, lacking: set[int]
) -> None:
    """Of one station the one stream has come, the other has not: vaccines stand in records, patients in visits."""
    publish_with(synthetic, synthetic_file, CAME + f"unit_code = '51233' AND stream_kind = '{came}'")
    assert received() == dict.fromkeys(lacking, OF_STATIONS)


def test_the_centre_s_visits_and_sessions_are_waited_for_where_they_count(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, CENTRE_SILENT)
    assert received() == dict.fromkeys((2, 3, 4, 5, 7, 9), OF_STATIONS) | dict.fromkeys((1, 6, 8), OF_FACILITIES)


def test_sessions_that_the_centre_has_not_sent_are_waited_for_on_the_wall_of_a_commune_too(
    synthetic: Installation, synthetic_file: Path
) -> None:
    sent = f"{CAME} unit_code = '51233'"
    publish_with(synthetic, synthetic_file, f"{sent}; {SESSIONS}; {CENTRE_SILENT} AND stream_kind = 'telehealth'")
    assert received() == {8: "Mới nhận 5/6 cơ sở"} and received("21109") == {8: "Mới nhận 1/2 cơ sở"}


def test_a_week_lacks_nothing_of_who_fell_silent_after_it(synthetic: Installation, synthetic_file: Path) -> None:
    later = "UPDATE marts.delivery SET silent_since_date = DATE '2026-11-23' WHERE silent_since_date IS NOT NULL"
    publish_with(synthetic, synthetic_file, f"{later} AND unit_code = '51233'")
    assert received() == dict.fromkeys(range(2, 10), OF_STATIONS)


def test_everybody_has_sent(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, CAME + "source = 'health_record'")
    assert "Tất cả cơ sở đã gửi" in said(9) and "0 cơ sở" in said(9)
    assert not received()


def test_the_source_has_not_given_all_while_a_station_is_silent(synthetic: Installation) -> None:
    """It answers every night. Who is missing is told by name among what needs somebody, and not a second time."""
    assert of_health() == ("partial", "Mới nhận 4/5 trạm · số liệu đến 07:15 ngày 23/11", True)
    told = read_overview(find_stage(current(), "BS5")).matters
    assert [each.about for each in told if "Trạm Y tế xã Bình Minh" in each.what] == ["senders"]
    assert "health_record" not in {each.about for each in told}


A_NIGHT = """
INSERT INTO marts.delivery BY NAME
SELECT * REPLACE ('health_record' AS source, DATE '2026-11-23' AS period_start, DATE '2026-11-23' AS period_end,
    'BS5' AS unit_code, DATE '2025-07-01' AS unit_from, 'not_due' AS state, NULL AS silent_since_date)
FROM marts.delivery WHERE source = 'health_record' LIMIT 1
"""


def test_what_the_night_itself_owes_is_no_facilitys(synthetic: Installation, synthetic_file: Path) -> None:
    """From its second night on a source owes its own pull of today, and facilities the files of yesterday."""
    publish_with(synthetic, synthetic_file, A_NIGHT)
    assert of_health()[1].startswith("Mới nhận 4/5 trạm · ")


CENTRE_SILENT = """
UPDATE marts.delivery SET received_at = NULL, state = 'missing', silent_since_date = DATE '2026-11-22'
WHERE unit_code = '51200' AND period_end = DATE '2026-11-22'
"""


def test_where_others_than_stations_are_silent_facilities_are_counted(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, CENTRE_SILENT)
    assert of_health()[1].startswith("Mới nhận 4/6 cơ sở · ")


def of_health() -> tuple[str, str, bool]:
    source = next(each for each in state(CLOCK).sources if each.id == "health_record")
    return source.state, source.sentence_vi, source.lacks_senders
