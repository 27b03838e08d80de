"""The page of schools: figures of the warehouse by term, down to a class in a subject, and nothing of few pupils."""

import csv
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboards import words
from dashboards.screens.education.address import VIEWS
from dashboards.screens.education.screen import layout
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.dashboards.schooled import rows_of, tables
from tests.dashboards.views import followed
from tests.dashboards.walls import publish_with
from tests.installation import Installation
from warehouse import reader

YEAR = {"start": "2025-09-05", "end": "2026-05-31"}
MAU_12 = "51524512"
FAILING = ("Trường THCS Mẫu 03", "Trường THCS Mẫu 07", "Trường THCS Mẫu 11", "Trường THCS Mẫu 15")


def tile(page: Any, title: str) -> Component:
    found = (each for each in walk(page) if getattr(each, "className", None) == "kpi" and title in text(each))
    return next(found)


def value(indicator: str, unit: str = "BS5", end: str = "2026-05-31") -> Any:
    rows = reader.sql(
        f"SELECT * FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND basis = 'successor' AND grain = 'school_term' AND period_end = DATE '{end}'"
    )
    return rows.iloc[0]


def test_each_number_stands_in_the_newest_term_for_which_it_is_told(synthetic: Installation) -> None:
    page = layout()
    for title, indicator, end, term in (
        ("THCS: học tập mức Tốt và Khá", "lower_secondary_good_share", "2026-05-31", "Cả năm 2025–2026"),
        ("Điểm trung bình môn dưới 5,0", "marks_below_5_share", "2026-05-31", "Cả năm 2025–2026"),
        ("Chuyên cần", "attendance_share", "2026-11-14", "Giữa kỳ I 2026–2027"),
        ("Lớp vượt sĩ số quy định", "class_over_limit_share", "2026-11-14", "Giữa kỳ I 2026–2027"),
    ):
        said = text(tile(page, title))
        assert words.share(value(indicator, end=end)["value"]) in said, title
        assert term in said, title
    assert "Chưa có kỳ trước để so sánh" in text(tile(page, "THCS: học tập mức Tốt và Khá"))
    assert words.INVENTED in text(page)


def test_a_term_that_is_named_is_shown_and_no_other(synthetic: Installation) -> None:
    page = layout(start="2025-09-05", end="2026-01-17")
    said = text(tile(page, "THCS: học tập mức Tốt và Khá"))
    assert words.share(value("lower_secondary_good_share", end="2026-01-17")["value"]) in said
    assert "Cuối kỳ I 2025–2026" in said and "Cả năm 2025–2026" not in text(page).split("Kỳ")[-1]


def test_missing_and_late_books_stand_by_name(synthetic: Installation) -> None:
    """D09: 55 of 60 in time, one late, four not yet."""
    page = layout(tab="workbooks")
    assert "55/60 trường nộp đúng hạn · 1 nộp chậm · 4 chưa nộp · mục tiêu 100%" in " ".join(text(page).split())
    assert "Hạn nộp 20/11/2026. Kỳ tới: cuối kỳ I 2026–2027, hạn 20/01/2027." in text(page)
    rows = rows_of(page, "Sổ điểm, giữa kỳ I 2026–2027")
    assert len(rows) == 60
    assert [row[2] for row in rows[:5]] == ["Chưa nộp, đã quá hạn"] * 4 + ["Nộp chậm"]
    assert {row[2] for row in rows[5:]} == {"Nộp đúng hạn"}
    listed = layout(measure="workbook_on_time_share", part="rest")
    assert len(rows_of(listed, "Trường nộp chậm hoặc chưa nộp")) == 5
    count = next(each for each in walk(listed) if getattr(each, "id", "") == "row-count")
    assert attributes_of(count)["data-count"] == "5"


def test_the_four_levels_of_each_commune_and_of_the_whole(synthetic: Installation) -> None:
    rows = rows_of(layout(tab="levels"), "Học tập THCS, cả năm 2025–2026")
    assert len(rows) == 6 and rows[-1][0] == "Cụm 5 xã"
    for level, column in (("tot", 1), ("kha", 2), ("dat", 3)):
        found = value(f"lower_secondary_level_{level}_share")
        share, _, count = rows[-1][column].rpartition(" ")
        assert share.strip() == words.share(found["value"])
        assert count == f"{words.number(found['numerator'])}/{words.number(found['denominator'])}"
    shares = [value(f"lower_secondary_level_{level}_share")["value"] for level in ("tot", "kha", "dat")]
    assert sum(shares) + value("lower_secondary_fail_share")["value"] == pytest.approx(1, abs=1e-5)


def test_hidden_figures_are_words_on_the_page_and_in_its_files(synthetic: Installation, pages: FlaskClient) -> None:
    hidden = reader.sql(
        "SELECT unit_code, parent_code FROM marts.indicator_value JOIN marts.unit USING (unit_code) "
        "WHERE indicator = 'lower_secondary_fail_share' AND state = 'suppressed' AND basis = 'successor' "
        "AND period_end = DATE '2026-05-31' AND marts.indicator_value.unit_kind = 'school' AND valid_to IS NULL "
        "ORDER BY unit_code"
    )
    assert len(hidden) >= 2
    commune, school = hidden.iloc[0]["parent_code"], hidden.iloc[0]["unit_code"]
    rows = rows_of(layout(tab="levels", unit=commune), "Học tập THCS")
    name = reader.sql(f"SELECT name_vi FROM marts.school WHERE school_code = '{school}'").iloc[0]["name_vi"]
    (row,) = (each for each in rows if each[0] == name)
    assert row[1:6] == [words.SUPPRESSED] * 5
    answer = pages.get(f"/education.csv?tab=levels&unit={commune}&start=2025-09-05&end=2026-05-31")
    (filed,) = (line for line in csv.reader(StringIO(answer.text)) if name in line)
    assert words.SUPPRESSED in filed and not any(cell.startswith("0,") for cell in filed[1:11])


def test_one_goes_down_to_a_class_in_a_subject_and_to_its_book(synthetic: Installation) -> None:
    area = layout(tab="subjects")
    top = rows_of(area, "Điểm trung bình môn dưới 5,0, học kỳ II 2025–2026")
    cell = next(each for each in links(area) if "subject=TOAN" in each and "grade=8" in each)
    assert [row[0] for row in top if row[0] == "Toán"]
    units = rows_of(layout(**followed(cell)), "Điểm trung bình môn dưới 5,0 · Toán · khối 8")
    assert len(units) == 5 + 27
    school = layout(unit=MAU_12, tab="subjects", subject="TOAN", grade="8")
    classes = rows_of(school, "Điểm trung bình môn dưới 5,0 · Toán · khối 8")
    assert [row[0] for row in classes] == ["8A", "8B"] and all("-" in row[-1] for row in classes)
    one = layout(unit=MAU_12, tab="subjects", **{"class": "8A"})
    assert len(rows_of(one, "Điểm trung bình môn dưới 5,0 · lớp 8A")) == 12
    assert next(text(each) for each in walk(one) if type(each).__name__ == "Ol").startswith("Cụm 5 xã")


def test_a_subject_that_fails_stands_first_with_its_schools(synthetic: Installation) -> None:
    """D11: mathematics of grade 8 at four schools."""
    rows = rows_of(layout(tab="subjects"), "Điểm trung bình môn dưới 5,0")
    assert rows[0][:2] == ["Toán", "8"]
    schools = [row for row in rows_of(layout(tab="subjects", subject="TOAN", grade="8"), "Điểm") if "THCS" in row[0]]
    shown = [row[0] for row in schools if "%" in row[2]][:3]
    assert set(shown) <= set(FAILING) and len(shown) == 3
    assert "trên mục tiêu" in schools[0][2]


def test_both_values_stand_where_a_book_differs(synthetic: Installation) -> None:
    """D10: averages that the marks do not give, both values, and the levels that differ."""
    page = layout(tab="differences")
    found = reader.sql("SELECT * FROM marts.mark_difference WHERE term = 'year'")
    count = found["average_count"].sum()
    assert f"{count} điểm trung bình ở 1 trường khác điểm tính lại, cả năm 2025–2026" in text(page)
    rows = rows_of(page, "Điểm trung bình trong sổ và tính lại")
    assert len(rows) == len(found) > 2 and {row[0] for row in rows} == {"Trường THCS Mẫu 12"}
    for row, known in zip(rows, found.sort_values("subject_name_vi").to_dict("records"), strict=True):
        assert row[1:5] == [known["subject_name_vi"], "9", "trung bình học kỳ", str(known["average_count"])]
        assert row[-1] == f"ioc raw {known['batch']} {known['page']}"
        if known["average_count"] < 5:
            assert row[5:8] == [words.SUPPRESSED, "–", "–"]
        else:
            assert row[5:7] == [words.number(known[name], 2) for name in ("recorded_mean", "recomputed_mean")]
            assert row[7] == "0,2"
    assert {row[5] == words.SUPPRESSED for row in rows} == {True, False}


def test_levels_that_differ_are_told_by_grade(synthetic: Installation, synthetic_file: Path) -> None:
    said = "Khối 9: dưới 5 học sinh có kết quả trong sổ (tốt) khác kết quả tính lại (khá)"
    finding = {"source": "smas", "table_name": "pupil_term", "key": f"{MAU_12} · 2025-2026 · year · khối 9",
               "code": "level_differs", "message_vi": said, "mended_by": "Trường"}  # fmt: skip
    values = ", ".join(f"'{value}' AS {name}" for name, value in finding.items())
    publish_with(synthetic, synthetic_file, f"INSERT INTO quality.finding BY NAME SELECT {values}")
    levels = rows_of(layout(tab="differences"), "Kết quả trong sổ và tính lại")
    assert levels == [["Trường THCS Mẫu 12", said]]


def test_both_semesters_stand_beside_each_other_the_largest_fall_first(synthetic: Installation) -> None:
    rows = rows_of(layout(tab="shift"), "Học kỳ I sang học kỳ II, cả năm 2025–2026")
    assert len(rows) == 27
    first = value("lower_secondary_good_semester_share", end="2026-01-17", unit=MAU_12)
    (row,) = (each for each in rows if each[0] == "Trường THCS Mẫu 12")
    shown = words.SUPPRESSED if first["state"] == "suppressed" else words.share(first["value"])
    assert row[2] == shown
    changes = [each[4] for each in rows if each[4] != "–"]
    numbers = [float(each.split()[0].replace("−", "-").replace("+", "").replace(",", ".")) for each in changes]
    assert numbers == sorted(numbers) and len(numbers) > 3


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("", "prizes")])
def test_every_view_names_its_term_and_has_files_with_the_mark(
    synthetic: Installation, pages: FlaskClient, view: str
) -> None:
    page = layout(tab=view)
    assert any("2025–2026" in caption or "2026–2027" in caption for caption in tables(page)), view
    link = next(each for each in links(page) if each.startswith("/education.xlsx"))
    answer = pages.get(link)
    assert answer.status_code == 200, view
    book = pd.read_excel(BytesIO(answer.data), header=None, dtype=str, engine="calamine")
    assert words.INVENTED in str(book.iloc[0, 0]) and len(book) > 3


def test_rows_of_pupils_are_offered_to_nobody(synthetic: Installation) -> None:
    refused = layout(measure="lower_secondary_good_share")
    assert "không có danh sách" in text(refused) and not tables(refused)
    told = layout(measure="lower_secondary_good_share", view="provenance")
    assert "không có danh sách" in text(told) and len(rows_of(told, "Sổ đang dùng, cả năm 2025–2026")) == 60
    for view in VIEWS:
        to_rows = [each for each in links(layout(tab=view)) if "measure=lower" in each]
        assert all("view=provenance" in each for each in to_rows)


def test_prizes_say_their_date_and_ground(synthetic: Installation) -> None:
    rows = rows_of(layout(tab="prizes"), "Giải thưởng của học sinh")
    assert rows[-1][1:7] == ["huyện (cũ)", "01/12/2023", "4", "7", "10", "7"]
    assert "28 giải" in rows[-1][7] and "ngày: giả định" in rows[-1][7]


def test_before_any_book_came_the_page_says_so_and_what_to_do(empty: Installation) -> None:
    said = text(layout())
    assert "Chưa có số liệu" in said and "ioc" in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"tab": "moon"}, "moon"),
        ({"grade": "13"}, "13"),
        ({"measure": "no_such"}, "no_such"),
        ({"unit": "99999"}, "99999"),
        ({"start": "2026-13-01"}, "2026-13-01"),
    ],
)
def test_an_address_that_means_nothing_is_told(synthetic: Installation, query: dict[str, str], said: str) -> None:
    assert said in text(layout(**query))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-23T07:30:00+07:00", "Mới nhận 56/60 trường · hạn 20/11/2026"),
        ("2027-01-18T09:00:00+07:00", "Mới nhận 0/60 trường · hạn 20/01/2027"),
        ("2027-01-25T09:00:00+07:00", "Mới nhận 0/60 trường · hạn 20/01/2027"),
    ],
)
def test_an_old_snapshot_is_judged_by_the_terms_deadline_and_says_so(
    synthetic: Installation, now: str, sentence: str
) -> None:
    synthetic.set_clock(datetime.fromisoformat(now))
    foot = next(each for each in walk(layout()) if type(each).__name__ == "Footer")
    assert sentence in text(foot) and "ngày" not in text(foot).partition("Bản số liệu")[0]
