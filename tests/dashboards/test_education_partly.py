"""What the wall's scene of schools says of a term whose books have come in part: whether it stands, and on how many."""

from pathlib import Path

import pytest

from dashboards import words
from tests.dashboards.schooled import said
from tests.dashboards.walls import publish_with
from tests.installation import Installation
from warehouse import reader

OF_THE_YEAR = "source = 'smas' AND period_end = DATE '2026-05-31'"
VAN_TUONG, NAMED, OTHER = "21061", "Xã Vạn Tường", "21100"
NOTHING = (
    "numerator = 0, denominator = 0, n = 0, value = NULL, low = NULL, high = NULL, band = NULL, state = 'no_events'"
)
COMING = f"UPDATE marts.delivery SET is_judged = false WHERE {OF_THE_YEAR}"
OF_ITS_SCHOOLS = f"SELECT school_code FROM marts.school WHERE unit_code = '{VAN_TUONG}'"
TO_COME = f"{COMING}; UPDATE marts.delivery SET received_at = NULL, state = 'not_due' WHERE {OF_THE_YEAR}"
BEGUN = f"{TO_COME} AND unit_code <> '51524512'"
WITHOUT_OTHERS = f"{TO_COME} AND unit_code NOT IN ({OF_ITS_SCHOOLS})"
NOTHING_OF_IT = f"""
    UPDATE marts.indicator_value SET {NOTHING} WHERE unit_code = '{VAN_TUONG}' AND period_end = DATE '2026-05-31'
"""
NONE_OF_IT = f"""
    {NOTHING_OF_IT};
    UPDATE marts.delivery SET received_at = NULL, state = 'missing'
    WHERE {OF_THE_YEAR} AND unit_code IN ({OF_ITS_SCHOOLS})
"""


def test_a_term_stands_for_the_unit_once_its_deadline_is_over(synthetic: Installation, synthetic_file: Path) -> None:
    """One book of a year does not replace a finished semester, and no semester is compared with it."""
    publish_with(synthetic, synthetic_file, BEGUN)
    assert "Học tập THCS, cuối kỳ I 2025–2026" in said(2) and words.NO_EARLIER_PERIOD in said(3)
    assert "học kỳ I 2025–2026" in said(4) and words.NO_DATA in said(5) and "cuối kỳ I 2025–2026" in said(8)
    assert all("mới nhận" not in said(slot) for slot in (2, 4, 8))


def test_a_term_stands_before_its_deadline_where_every_book_came(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, COMING)
    assert all("cả năm 2025–2026" in said(slot) for slot in (2, 5, 8)) and "2025–2026" in said(3)


def test_a_commune_whose_books_all_came_waits_for_no_other(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, WITHOUT_OTHERS)
    assert "cả năm 2025–2026" in said(2, VAN_TUONG) and "mới nhận" not in said(2, VAN_TUONG)
    assert "cuối kỳ I 2025–2026" in said(2, OTHER) and "cuối kỳ I 2025–2026" in said(2)


def test_a_tile_says_how_many_schools_it_rests_on(synthetic: Installation) -> None:
    for slot in (6, 7):
        assert "mới nhận 56/60 trường" in said(slot)
    assert all("mới nhận" not in said(slot) for slot in (2, 3, 4, 5, 8))


@pytest.mark.parametrize("commune", ["21040", "21061", "21085", "21100", "21109"])
def test_a_wall_of_one_commune_counts_its_own_schools(synthetic: Installation, commune: str) -> None:
    found = reader.sql(
        "SELECT count(*) AS owed, count(received_at) AS received FROM marts.delivery AS book "
        "JOIN marts.school AS school ON school.school_code = book.unit_code AND school.valid_from = book.unit_from "
        f"WHERE source = 'smas' AND period_end = DATE '2026-11-14' AND school.unit_code = '{commune}'"
    ).iloc[0]
    note = f"mới nhận {found['received']}/{found['owed']} trường"
    assert [note in said(slot, commune) for slot in (6, 7)] == [found["received"] < found["owed"]] * 2


def test_a_commune_of_which_nothing_came_stands_with_words(synthetic: Installation, synthetic_file: Path) -> None:
    owed = int(reader.sql(f"SELECT count(*) AS count FROM ({OF_ITS_SCHOOLS} AND valid_to IS NULL)")["count"][0])
    publish_with(synthetic, synthetic_file, NONE_OF_IT)
    for slot in (2, 5):
        assert f"{NAMED} {words.NO_DATA}" in said(slot) and words.NO_EVENTS not in said(slot)
    note = f"mới nhận {60 - owed}/60 trường"
    assert all(note in said(slot) for slot in (2, 4, 5, 8)) and f"học kỳ II 2025–2026: {note}" in said(3)
    assert "học kỳ I 2025–2026" not in said(3)


def test_of_a_commune_whose_books_all_came_nothing_happened(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, NOTHING_OF_IT)
    for slot in (2, 5):
        assert f"{NAMED} {words.NO_EVENTS}" in said(slot) and "mới nhận" not in said(slot)


def test_attendance_and_dropping_out_of_different_terms_each_name_theirs(
    synthetic: Installation, synthetic_file: Path
) -> None:
    """Books of half a semester may leave absences out."""
    untold = f"UPDATE marts.indicator_value SET {NOTHING} WHERE indicator = 'attendance_share'"
    publish_with(synthetic, synthetic_file, f"{untold} AND period_end = DATE '2026-11-14'")
    attended, _, dropped_out = said(6).partition("Bỏ học")
    assert attended.startswith("Chuyên cần, bỏ học Chuyên cần") and "cả năm 2025–2026" in attended
    assert "giữa kỳ I" not in attended and "mới nhận" not in attended
    assert "giữa kỳ I 2026–2027 · mới nhận 56/60 trường" in dropped_out and "cả năm" not in dropped_out
