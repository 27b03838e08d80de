"""The scene of procedures of an area and of a commune: who is listed, who holds what, and what is said of nothing."""

import re
from pathlib import Path

from tests.dashboards.elements import numbers, text
from tests.dashboards.walls import component, publish_with, slots, wall_of
from tests.installation import Installation

OPEN_QUARTER = "basis = 'successor' AND grain = 'report_quarter' AND is_open"
FORWARDED = "competence = 'FORWARDED' AND is_open"
NONE_LATE = f"UPDATE marts.dossier SET overdue_from_date = NULL WHERE {FORWARDED}"
LATE = "UPDATE marts.dossier SET overdue_from_date = DATE '2026-10-01', overdue_until_date = NULL"


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
