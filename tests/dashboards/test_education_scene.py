"""The wall's scene of schools: its nine slots say what the snapshot says, each with its own term."""

from pathlib import Path

import pandas as pd

from dashboards import words
from dashboards.components.ranking import Ranked, ranking
from dashboards.screens.wall.scenes.education.figures import subjects
from tests.dashboards.elements import links, text, walk
from tests.dashboards.schooled import BEFORE_THE_DEADLINE, EDUCATION, said
from tests.dashboards.walls import component, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader

COMMUNES = 5
SIGNS = ("sign-met", "sign-watch", "sign-missed")


def share(indicator: str, end: str, unit: str = "BS5") -> str:
    found = reader.sql(
        f"SELECT value FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND basis = 'successor' AND period_end = DATE '{end}' AND grain = 'school_term'"
    )
    return words.share(found.iloc[0]["value"])


def test_the_books_of_the_newest_term_with_the_schools_that_are_waited_for(synthetic: Installation) -> None:
    """D09: 55 of 60 in time, one late, four missing, by name."""
    tile = said(1)
    assert "Sổ điểm giữa kỳ I 2026–2027" in tile and "55/60 trường" in tile and "Cần theo dõi" in tile
    for number in (1, 2, 3, 4):
        assert f"THCS Mẫu 0{number}" in tile.partition("Nộp chậm")[0]
    assert "Nộp chậm (1): THCS Mẫu 05" in tile and "hạn nộp 20/11/2026" in tile


def test_before_the_deadline_the_wall_says_how_many_came_and_judges_nobody(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, BEFORE_THE_DEADLINE)
    scenes = {EDUCATION: 1, "overview": 4}
    for scene, slot in scenes.items():
        tile = " ".join(text(slots(component(wall_of(scene)))[slot]).split())
        assert "Sổ điểm giữa kỳ I 2026–2027" in tile and "55/60 trường đã nộp đến nay" in tile, scene
        assert "Chưa đến hạn (5): THCS Mẫu 01" in tile, scene
        assert not any(word in tile for word in ("Đạt", "Cần theo dõi", "Không đạt", "Chưa nộp", "Nộp chậm")), scene


def test_four_levels_of_five_communes_name_their_year(synthetic: Installation) -> None:
    tile = said(2)
    assert "Học tập THCS, cả năm 2025–2026" in tile
    assert all(name in tile for name in ("Tốt", "Khá", "Đạt", "Chưa đạt", "Xã Vạn Tường", "Cụm 5 xã"))
    for level in ("level_tot", "level_kha", "level_dat", "fail"):
        assert share(f"lower_secondary_{level}_share", "2026-05-31") in tile


def levels(scope: str) -> list[list[str]]:
    """The rows of all, and those that are listed beneath."""
    tile = slots(component(wall_of(EDUCATION, scope=scope)))[2]
    parts = [each for each in walk(tile) if getattr(each, "className", "") in ("levels-of-all", "level-rows")]
    return [[text(row) for row in walk(part) if "level-row" in str(getattr(row, "className", "")).split()]
            for part in parts]  # fmt: skip


def test_levels_are_listed_in_five_rows_at_most_below_those_of_all(synthetic: Installation) -> None:
    whole, listed = levels("BS5")
    assert len(whole) == 2 and whole[1].startswith("Cụm 5 xã") and len(listed) == COMMUNES
    schools = reader.sql(
        "SELECT count(*) AS count FROM marts.indicator_value JOIN marts.unit USING (unit_code) "
        "WHERE indicator = 'lower_secondary_fail_share' AND parent_code = '21061' AND unit.valid_to IS NULL "
        "AND grain = 'school_term' AND period_end = DATE '2026-05-31' AND basis = 'successor' AND state <> 'no_events'"
    )["count"][0]
    whole, listed = levels("21061")
    assert whole[1].startswith("Xã Vạn Tường") and schools > COMMUNES
    assert len(listed) == COMMUNES - 1 and f"và {schools - len(listed)} mục nữa" in said(2, scope="21061")


def test_semesters_are_compared_and_what_fails_more_is_named(synthetic: Installation) -> None:
    """D11 in slots 3 and 4: mathematics of grade 8."""
    before, after = (share("lower_secondary_good_semester_share", end) for end in ("2026-01-17", "2026-05-31"))
    assert f"{before} → {after}" in said(3) and "tăng nhiều nhất: Toán 8" in said(3)
    most = said(4)
    assert "học kỳ II 2025–2026" in most and "Mục tiêu 10%" in most
    assert most.index("Toán 8") < min(most.index(name) for name in ("Tất cả các môn",))
    top = reader.sql(
        "SELECT subject_name_vi || ' ' || grade AS name FROM marts.subject_term WHERE unit_code = 'BS5' "
        "AND term = 'year' ORDER BY below_5_share DESC NULLS LAST, subject_code, grade LIMIT 1"
    )
    assert most.partition("10%")[2].strip().startswith(top.iloc[0]["name"])


def test_the_other_slots_say_what_the_snapshot_says(synthetic: Installation) -> None:
    # Two decimals: one would round it up to its target.
    completed = reader.sql(
        "SELECT value FROM marts.indicator_value WHERE indicator = 'primary_completed_share' AND unit_code = 'BS5' "
        "AND basis = 'successor' AND period_end = DATE '2026-05-31'"
    )
    assert words.share(completed.iloc[0]["value"], 2) in said(5) and "Mục tiêu 99%" in said(5)
    assert share("attendance_share", "2026-11-14") in said(6) and share("dropout_share", "2026-11-14") in said(6)
    assert "giữa kỳ I 2026–2027" in said(6)
    assert "0/" in said(7) and "Không có lớp nào" in said(7)
    counted = reader.sql("SELECT sum(average_count) AS found FROM marts.mark_difference WHERE term = 'year'")
    found = int(counted.iloc[0]["found"])
    assert f"{found} điểm trung bình" in said(8) and f"Trường THCS Mẫu 12: {found}" in said(8)
    assert "4 Nhất, 7 Nhì, 10 Ba, 7 Khuyến khích" in said(9) and "31/12/2023" in said(9)


def test_a_subject_beyond_a_bound_has_word_and_sign() -> None:
    frame = pd.DataFrame(
        [("TOAN", "Toán", grade, 900, share, False) for grade, share in ((9, 0.21), (8, 0.20), (7, 0.11), (6, 0.10))],
        columns=["subject_code", "subject_name_vi", "grade", "average_count", "below_5_share", "is_hidden"],
    )
    found = subjects(frame, "BS5", {"missed": "> 20%", "watch": "> 10%"}, 5)
    shown = ranking([Ranked(name, reading) for name, reading, *_ in found]).children
    signs = [[sign for sign in SIGNS if sign in str(row)] for row in shown]
    assert signs == [["sign-missed"], ["sign-watch"], ["sign-watch"], []] and "Toán 9 21%" in text(shown[0])
    assert ["Không đạt" in text(row) for row in shown] == [True, False, False, False]
    assert ["Cần theo dõi" in text(row) for row in shown] == [False, True, True, False]


def test_a_subject_is_judged_by_the_bounds_of_the_indicator(synthetic: Installation, synthetic_file: Path) -> None:
    fails = "UPDATE marts.subject_term SET below_5_share = 0.25 WHERE subject_code = 'TOAN' AND grade = 8"
    publish_with(synthetic, synthetic_file, fails)
    assert "Toán 8 25%" in said(4) and said(4).count("Không đạt") == 1


def test_subjects_that_are_all_hidden_are_told_in_words(synthetic: Installation, synthetic_file: Path) -> None:
    hide = "is_hidden = true, below_5_share = NULL, average_count = NULL, average_mean = NULL"
    publish_with(synthetic, synthetic_file, f"UPDATE marts.subject_term SET {hide}")
    assert words.SUPPRESSED in said(4) and "Tất cả các môn" in said(4)


def test_what_rose_is_of_the_semesters_that_are_named(synthetic: Installation, synthetic_file: Path) -> None:
    """Averages of a newer term are told in slot 4; they are no part of the year before."""
    risen = said(3).partition("tăng nhiều nhất")[2]
    newer = (
        "UPDATE marts.indicator_value SET value = 0.5, state = 'shown', n = 900 "
        "WHERE indicator = 'marks_below_5_share' AND period_end = DATE '2026-11-14';"
        "INSERT INTO marts.subject_term BY NAME SELECT * REPLACE (0.9 AS below_5_share, "
        "DATE '2026-09-05' AS period_start, DATE '2026-11-14' AS period_end) "
        "FROM marts.subject_term WHERE term = 'year' AND NOT is_hidden"
    )
    publish_with(synthetic, synthetic_file, newer)
    assert "90%" in said(4) and said(3).partition("tăng nhiều nhất")[2] == risen


def test_each_tile_leads_to_its_tab_in_its_own_term(synthetic: Installation) -> None:
    found = slots(component(wall_of(EDUCATION)))
    tabs = {
        1: "workbooks",
        2: "levels",
        3: "shift",
        4: "subjects",
        5: "primary",
        6: "attendance",
        7: "classes",
        9: "prizes",
    }
    for slot, tab in tabs.items():
        assert f"tab={tab}" in links(found[slot])[0] and "/education?" in links(found[slot])[0], slot
    assert "/data-health?" in links(found[8])[0] and "source=smas" in links(found[8])[0]
    assert "end=2026-05-31" in links(found[2])[0] and "end=2026-11-14" in links(found[1])[0]


def test_prizes_are_told_with_whose_they_are_and_how_sure_their_day_is(synthetic: Installation) -> None:
    for scope in ("BS5", "21061"):
        assert "Huyện Bình Sơn (cũ): 28 giải năm 2023" in said(9, scope) and "ngày: giả định" in said(9, scope)


def test_a_prize_of_the_whole_country_is_told(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, "UPDATE marts.prize SET prize_level = 'national' WHERE first_count = 0")
    assert "Cấp quốc gia: 1 Ba, 1 Khuyến khích" in said(9) and "Cấp huyện (cũ): 4 Nhất" in said(9)


def test_hidden_figures_are_words_and_take_no_bar(synthetic: Installation, synthetic_file: Path) -> None:
    nothing = ", ".join(f"{name} = NULL" for name in ("value", "numerator", "denominator", "n"))
    hide = f"UPDATE marts.indicator_value SET state = 'suppressed', {nothing}"
    publish_with(synthetic, synthetic_file, f"{hide} WHERE unit_code = '21061' AND indicator LIKE 'lower%'")
    tile = said(2)
    assert words.SUPPRESSED in tile and tile.count("%") == 4 * 5


def test_a_wall_of_one_commune_names_its_schools(synthetic: Installation) -> None:
    assert "THCS Mẫu" in said(2, scope="21061") and "Trường Tiểu học" in said(5, scope="21061")


def test_schools_of_a_commune_that_are_not_listed_are_counted(synthetic: Installation) -> None:
    told = reader.sql(
        "SELECT count(*) AS count FROM marts.indicator_value JOIN marts.unit USING (unit_code) "
        "WHERE indicator = 'primary_completed_share' AND parent_code = '21061' AND unit.valid_to IS NULL "
        "AND grain = 'school_term' AND period_end = DATE '2026-05-31' AND basis = 'successor' AND state <> 'no_events'"
    )["count"][0]
    tile = said(5, scope="21061")
    assert tile.count("Trường Tiểu học Mẫu") == COMMUNES - 1 and f"và {told - COMMUNES + 1} mục nữa" in tile


def test_what_is_told_of_no_term_is_said_so(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, "DELETE FROM marts.indicator_value WHERE grain = 'school_term'")
    found = slots(component(wall_of(EDUCATION)))
    for slot in range(1, 9):
        tile = text(found[slot])
        assert words.NO_DATA in tile or words.NO_EARLIER_PERIOD in tile, slot
        assert not [each for each in walk(found[slot]) if getattr(each, "className", "") == "value"], slot
