"""The scene of procedures of an area and of a commune: who is listed, who holds what, and what is said of nothing."""

import re
from pathlib import Path

import pytest

from dashboards import words
from dashboards.screens.procedures.screen import layout
from tests.dashboards.elements import numbers, text
from tests.dashboards.walls import component, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader

OPEN_QUARTER = "basis = 'successor' AND grain = 'report_quarter' AND is_open"
FORWARDED = "competence = 'FORWARDED' AND is_open"
NONE_LATE = f"UPDATE marts.dossier SET overdue_from_date = NULL WHERE {FORWARDED}"
LATE = "UPDATE marts.dossier SET overdue_from_date = DATE '2026-10-01', overdue_until_date = NULL"
OF_PORTAL = "UPDATE marts.portal_difference SET"
OF_OCTOBER = (
    "INSERT INTO marts.portal_difference"
    " SELECT * REPLACE (DATE '2026-10-01' AS month_start) FROM marts.portal_difference"
)


def said(slot: int, scope: str = "BS5") -> str:
    """The words of a slot on the television of an area or a commune."""
    return " ".join(text(slots(component(wall_of(scope=scope)))[slot]).split())


def test_agencies_of_before_the_reform_stand_only_where_they_resolved_something(
    synthetic: Installation, synthetic_file: Path
) -> None:
    gone, small, calm = "000.28.53.H48", "H48.152.02", "H48.152.03"
    change = "UPDATE marts.indicator_value SET value = NULL, band = NULL, state"
    where = f"WHERE {OPEN_QUARTER} AND indicator = 'on_time_share' AND unit_code"
    few = f"{change} = 'below_minimum', n = 17, denominator = 17 {where}"
    none = f"{change} = 'no_events', n = 0, numerator = 0, denominator = 0 {where} = '{calm}'"

    def shown() -> list[str]:
        found = numbers(slots(component(wall_of(scope="21061")))[2])
        return [unit for indicator, unit in found if indicator == "on_time_share" and unit != "21061"]

    publish_with(synthetic, synthetic_file, f"{none}; {few} = '{small}'")
    assert shown() == ["H48.152.04", small, calm]
    publish_with(synthetic, synthetic_file, f"{none}; {few} = '{gone}'")
    assert shown() == ["H48.152.04", small, gone, calm]


def test_a_commune_is_told_what_it_took_in_and_others_hold_past_due_and_who_they_are(
    synthetic: Installation, synthetic_file: Path
) -> None:
    told = "Cơ quan khác giải quyết, đang quá hạn: 1 Chi nhánh Văn phòng Đăng ký đất đai khu vực Bình Sơn"
    taken_in = f"{LATE} WHERE {FORWARDED} AND receiving_agency_code = 'H48.152.01'"
    publish_with(synthetic, synthetic_file, f"{NONE_LATE}; {taken_in}")
    assert said(3, "21061").endswith(told) and said(3).endswith(told)
    assert "đang quá hạn: 0" in said(3, "21040") and "Chi nhánh" not in said(3, "21040")


def test_where_it_is_not_known_who_took_in_what_others_hold_a_commune_is_told_nothing_of_it(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, f"{LATE}, receiving_agency_code = NULL WHERE {FORWARDED}")
    assert "Cơ quan khác" not in said(3, "21061") and "Cơ quan khác" in said(3)
    publish_with(synthetic, synthetic_file, "UPDATE marts.indicator_value SET value = NULL, state = 'not_received'")
    assert "Cơ quan khác" not in said(3, "21061")


def test_of_several_who_hold_dossiers_the_most_are_named_and_the_rest_counted(
    synthetic: Installation, synthetic_file: Path
) -> None:
    place = "CASE WHEN dossier_code < 'H48.14.07-261110' THEN 1 ELSE hash(dossier_code) % 3 + 2 END"
    publish_with(synthetic, synthetic_file, f"{LATE}, agency_name_vi = concat('Cơ quan ', {place}) WHERE {FORWARDED}")
    assert re.search(r"đang quá hạn: 1 Cơ quan \d: \d và \d mục nữa$", said(3))


def test_a_stock_of_nothing_is_no_dossiers_and_not_a_period_in_which_nothing_happened(
    synthetic: Installation, synthetic_file: Path
) -> None:
    stocks = "indicator IN ('overdue_open', 'due_within_2_days')"
    publish_with(synthetic, synthetic_file, f"UPDATE marts.indicator_value SET value = 0, numerator = 0 WHERE {stocks}")
    assert said(8, "21061") == "Quá hạn theo cơ quan Không có hồ sơ"
    assert said(4, "21061").endswith("Không có hồ sơ") and words.NO_EVENTS not in said(4, "21061")
    publish_with(synthetic, synthetic_file, "UPDATE marts.indicator_value SET value = NULL, state = 'not_received'")
    assert said(8, "21061").endswith(words.NO_DATA)


def test_agencies_with_overdue_dossiers_beyond_the_room_are_counted(
    synthetic: Installation, synthetic_file: Path
) -> None:
    rows = f"FROM marts.indicator_value WHERE {OPEN_QUARTER} AND indicator = 'overdue_open' AND unit_kind = 'agency'"
    as_theirs = "SELECT held.* REPLACE (agency.agency_code AS unit_code, agency.valid_from AS unit_from)"
    here = "marts.agency AS agency WHERE agency.current_unit_code = '21061'"
    of_all = (
        f"CREATE TEMP TABLE of_all AS {as_theirs} FROM (SELECT * {rows} AND unit_code = 'H48.152.03') AS held, {here}"
    )
    publish_with(synthetic, synthetic_file, f"{of_all}; DELETE {rows}; INSERT INTO marts.indicator_value FROM of_all")
    every = reader.sql(f"SELECT unit_code {rows}")
    assert len(every) > 5 and said(8, "21061").endswith(f"và {len(every) - 4} mục nữa")


def test_a_month_with_too_few_resolved_is_no_gap_without_a_reason(
    synthetic: Installation, synthetic_file: Path
) -> None:
    few = "UPDATE marts.indicator_value SET value = NULL, band = NULL, state = 'below_minimum', n = 17"
    months = "grain = 'month' AND period_start = DATE '2026-08-01' AND indicator = 'on_time_share'"
    publish_with(synthetic, synthetic_file, f"{few} WHERE {months}")
    assert "Chỗ trống: chưa đủ mẫu (cần 20)" in said(7, "21061")
    publish_with(synthetic, synthetic_file, f"{few.replace('below_minimum', 'no_events')} WHERE {months}")
    assert "Chỗ trống" not in said(7, "21061"), "where nothing was resolved none is missing"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (f"{OF_PORTAL} difference = 252", "1.260 hồ sơ trong tháng 11"),
        (f"{OF_PORTAL} difference = if(unit_code = '21040', 7, -9)", "7 hồ sơ trong tháng 11"),
        (f"{OF_OCTOBER}; {OF_PORTAL} difference = 0 WHERE month(month_start) = 11", "100 hồ sơ trong tháng 10"),
        (f"{OF_PORTAL} month_start = DATE '2026-08-01'", ""),
        (f"{OF_PORTAL} difference = -3", ""),
    ],
)
def test_what_the_national_portal_counts_more_is_of_the_newest_month_of_the_quarter_in_which_it_does(
    synthetic: Installation, synthetic_file: Path, change: str, told: str
) -> None:
    """The wall and the page say it of one month and in one number; communes of opposite sign do not cancel out."""
    publish_with(synthetic, synthetic_file, change)
    note = "Cổng Dịch vụ công quốc gia ghi nhiều hơn "
    on_the_wall, on_the_page = said(1).partition(note)[2], " ".join(text(layout()).split()).partition(note)[2]
    if told:
        assert on_the_wall.startswith(told) and on_the_page.startswith(f"{told}/2026")
    else:
        assert not on_the_wall and not on_the_page
