"""The page of health: figures by period, down to a facility; few persons are told nowhere, and silence is no zero."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboards import words
from dashboards.health_indicators import COVERS, DISEASE_NAMES, DISEASES
from dashboards.screens.health.address import VIEWS
from dashboards.screens.health.screen import layout
from tests.dashboards.elements import links, text, walk
from tests.dashboards.schooled import rows_of, tables
from tests.dashboards.views import followed
from tests.installation import Installation
from warehouse import reader

DONG_SON, BINH_MINH, STATION_OF_BINH_MINH, BINH_CHAU = "21109", "21085", "51233", "51222"
NO_COUNT = "heo chẩn đoán khi khám, chưa phải số ca công bố"


def tile(page: Any, title: str) -> Component:
    found = (each for each in walk(page) if getattr(each, "className", None) == "kpi" and title in text(each))
    return next(found)


def value(indicator: str, unit: str = "BS5", start: str = "2026-11-01", grain: str = "month") -> Any:
    rows = reader.sql(
        f"SELECT * FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND basis = 'successor' AND grain = '{grain}' AND period_start = DATE '{start}'"
    )
    return rows.iloc[0]


@pytest.mark.parametrize(
    ("title", "indicator"),
    [
        ("Có hồ sơ sức khỏe điện tử", "health_record_cover"),
        ("Được khám sức khỏe trong năm", "annual_checkup_cover"),
        ("Trẻ dưới 1 tuổi tiêm chủng đầy đủ", "full_vaccination_under_1"),
        ("Tăng huyết áp được quản lý (ước tính)", "hypertension_managed_share"),
        ("Lượt khám đã liên thông Sổ sức khỏe điện tử", "visits_linked_share"),
    ],
)
def test_a_tile_says_the_published_share_its_target_and_what_has_come(
    synthetic: Installation, title: str, indicator: str
) -> None:
    said, told = text(tile(layout(), title)), value(indicator)
    assert words.share(told["value"]) in said and "Mục tiêu" in said
    assert words.JUDGEMENTS[told["band"]].word in said
    assert "Tháng 11/2026 (1/11–nay)" in said and "Mới nhận 4/5 trạm" in said
    assert ("Mẫu số: " in said and "số liệu ngày" in said) == (indicator in COVERS)


def test_every_cover_on_every_tab_stands_with_its_denominator(synthetic: Installation) -> None:
    for tab in ("vaccination", "checkup", "records", "chronic"):
        said = text(layout(tab=tab))
        assert "Mẫu số: " in said and "01/07/2024" in said, tab
    assert "Ước tính" in text(layout(tab="chronic")) and "(ước tính)" in text(layout(tab="chronic"))


def test_a_year_s_target_is_judged_pro_rata(synthetic: Installation) -> None:
    said = text(layout(tab="checkup"))
    assert "Theo tiến độ đến 22/11/2026: 89,3%" in said and "so với" not in said.split("Theo tiến độ")[1][:60]
    assert "Tiến độ theo mục tiêu năm" in str(layout(tab="checkup"))


def test_what_is_summed_since_january_is_compared_with_the_year_before(synthetic: Installation) -> None:
    assert "so với tháng 11/2025" in text(tile(layout(), "Được khám sức khỏe trong năm"))
    assert "so với tháng 10/2026" in text(tile(layout(), "Có hồ sơ sức khỏe điện tử"))
    assert "so với tháng 10/2026 (1/10–23/10)" in text(tile(layout(), "Lượt khám tại Trạm Y tế xã"))
    across = text(tile(layout(start="2025-07-01"), "Có hồ sơ sức khỏe điện tử"))
    assert words.BOUNDARY_BREAK in across


def test_few_persons_are_a_band_with_its_signal_and_no_number(synthetic: Installation, pages: FlaskClient) -> None:
    """D05: measles in one commune, four weeks in a row, always below ten."""
    page = layout(tab="diseases", disease="measles")
    signals = rows_of(page, "Tín hiệu của tuần gần nhất")
    assert signals[0] == ["Sởi", "Tuần 47/2026", "Dưới 10", "Vượt ngưỡng", "4", "0"]
    weeks = rows_of(page, "Sởi: số người khám có chẩn đoán theo tuần")
    assert len(weeks) == 26 and [row[0].split()[1] for row in weeks[:2]] == ["47/2026", "46/2026"]
    assert [" ".join(row[4].split()) for row in weeks[:4]] == [
        "Dưới 10 Vượt ngưỡng", "Dưới 10 Vượt ngưỡng", "Dưới 10 Cần theo dõi", "Dưới 10 Cần theo dõi",
    ]  # fmt: skip
    assert {row[4] for row in weeks[4:]} == {"0"}
    answer = pages.get("/health.csv?tab=diseases&disease=measles&grain=week&start=2026-11-16")
    lines = list(csv.reader(StringIO(answer.text)))
    assert lines[1][7:9] == ["", "Dưới 10"] and NO_COUNT in page_text(page)


def page_text(page: Any) -> str:
    return " ".join(text(page).split())


def test_a_hidden_neighbour_says_that_it_is_hidden_and_its_total_is_about(synthetic: Installation) -> None:
    page = layout(tab="diseases", disease="dengue")
    rows = rows_of(page, "Sốt xuất huyết")
    assert {row[1] for row in rows} == {words.SUPPRESSED}
    assert all(row[6].startswith("khoảng ") for row in rows)
    facilities = rows_of(layout(unit="21040", tab="vaccination"), "Tiêm chủng theo cơ sở")
    hidden = [row for row in facilities if words.SUPPRESSED in row[2]]
    assert [row[0].split(" Xã")[0].strip() for row in hidden] == ["Điểm trạm Bình Chánh", "Điểm trạm Bình Thạnh"]
    assert "khoảng" in text(tile(layout(unit="21040"), "Trẻ 18–24 tháng"))


@pytest.mark.parametrize("disease", DISEASES)
@pytest.mark.parametrize("unit", ["BS5", DONG_SON, BINH_CHAU])
def test_no_number_of_one_to_nine_persons_stands_on_the_page_or_in_its_file(
    synthetic: Installation, pages: FlaskClient, disease: str, unit: str
) -> None:
    page = layout(unit=unit, tab="diseases", disease=disease)
    weeks = rows_of(page, DISEASE_NAMES[disease] + ":")
    numbers = [cell for row in weeks for cell in row[1:-1]]
    small = reader.sql(
        f"SELECT count(*) AS found FROM marts.indicator_value WHERE state = 'below_10' AND unit_code = '{unit}' "
        f"AND basis = 'successor' AND indicator = '{DISEASES[disease]}' AND period_start >= DATE '2026-05-25'"
    )
    assert sum(row[-2].startswith("Dưới 10") for row in weeks) == small.iloc[0]["found"]
    answer = pages.get(next(each for each in links(page) if each.startswith("/health.csv")))
    filed = [cell for line in list(csv.reader(StringIO(answer.text)))[1:] for cell in line[1:-3]]
    assert not {str(few) for few in range(1, 10)} & {*numbers, *filed} and len(filed) > 50


def test_a_station_that_is_silent_says_since_when_and_is_never_zero(synthetic: Installation) -> None:
    """D07: nothing since 17/11."""
    said = page_text(layout())
    assert "Trạm Y tế xã Bình Minh: chậm 6 ngày · chờ từ 17/11" in said
    days = rows_of(layout(unit=BINH_MINH, tab="visits"), "Lượt khám tại Trạm Y tế theo ngày, đến 22/11/2026")
    assert len(days) == 3
    assert all(row[9:] == ["Chưa gửi"] * 6 for row in days) and all(row[8].isdecimal() for row in days)
    others = rows_of(layout(tab="visits"), "Lượt khám tại Trạm Y tế theo ngày")
    assert sum("Chưa gửi" in row for row in others) == 3 and len(others) == 23
    sub_station = page_text(layout(unit="51214", tab="visits"))
    assert "chờ từ 17/11" in sub_station
    senders = rows_of(layout(tab="visits"), "Cơ sở nào đã gửi tệp")
    assert senders[0][0] == "Trạm Y tế xã Bình Minh" and senders[0][2] == "Chậm 6 ngày · chờ từ 17/11"


def test_visits_by_facility_and_day_are_those_of_the_mart(synthetic: Installation) -> None:
    rows = rows_of(layout(unit=DONG_SON, tab="visits"), "Lượt khám tại Trạm Y tế theo ngày")
    found = reader.sql(
        f"SELECT date, visit_count FROM marts.visit_day WHERE facility_code = '{BINH_CHAU}' "
        "AND date BETWEEN DATE '2026-11-09' AND DATE '2026-11-22' ORDER BY date"
    )
    (row,) = (each for each in rows if each[0].startswith("Điểm trạm Bình Châu"))
    assert row[1:] == [words.number(count) for count in found["visit_count"]] and len(found) == 14
    links_of = rows_of(layout(unit=DONG_SON, tab="linked"), "Liên thông lượt khám theo cơ sở")
    for each in links_of:
        visited, confirmed, failed, rest = (int(cell.replace(".", "")) for cell in each[1:5])
        assert visited == confirmed + failed + rest and each[5] == words.share(confirmed / visited)


def test_the_course_has_the_break_and_leads_to_the_other_reading(synthetic: Installation) -> None:
    page = layout(unit=DONG_SON, tab="records")
    assert words.BOUNDARY_BREAK in text(page)
    other = next(each for each in links(page) if "basis=own" in each and "tab" not in each and "view=records" in each)
    own = layout(**followed(other))
    assert "Huyện Bình Sơn (cũ)" in text(own) and "chưa hiện được" not in text(own)


def test_where_a_figure_comes_from_names_its_files_and_the_missing_ones(synthetic: Installation) -> None:
    page = layout(measure="health_record_cover", view="provenance")
    assert "không có danh sách nào" in text(page) and "dân số thường trú và tạm trú" in text(page)
    files = rows_of(page, "Tệp của các ngày 17/11–23/11/2026")
    missing = [row for row in files if row[3] == "Chưa gửi, đã quá hạn"]
    assert {row[0] for row in missing} == {"Trạm Y tế xã Bình Minh"} and len(missing) == 10


@pytest.mark.parametrize("view", list(VIEWS))
def test_every_view_of_every_kind_of_unit_is_a_page_with_a_file(
    synthetic: Installation, pages: FlaskClient, view: str
) -> None:
    for unit in ("BS5", BINH_MINH, BINH_CHAU):
        page = layout(unit=unit, tab=view)
        assert words.INVENTED in text(page) and "chưa hiện được" not in text(page), unit
        assert "[assumed]" not in text(page) and "config/" not in text(page), unit
        assert tables(page) or view in ("checkup", "chronic", "vaccination", "records"), unit
    answer = pages.get(f"/health.xlsx?tab={view}&grain={'week' if view == 'diseases' else 'month'}")
    assert answer.status_code == 200, answer.text
    book = pd.read_excel(BytesIO(answer.data), header=None, dtype=str, engine="calamine")
    assert words.INVENTED in str(book.iloc[0, 0]) and len(book) > 6


def test_another_kind_of_period_than_the_tab_has_means_its_usual_one(synthetic: Installation) -> None:
    """The wall's links name its own report quarter."""
    page = layout(tab="diseases", grain="report_quarter", start="2026-09-15")
    assert "Tuần 47/2026 (16/11–22/11)" in text(page)
    assert "Tháng 11/2026" in text(layout(tab="records", grain="report_quarter", start="2026-09-15"))
    tabs = [each for each in links(layout(tab="diseases")) if "view=records" in each]
    assert tabs and all("grain=month" in each for each in tabs)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"tab": "moon"}, "moon"),
        ({"disease": "plague"}, "bệnh không có: plague"),
        ({"measure": "no_such"}, "no_such"),
        ({"unit": "99999"}, "99999"),
        ({"start": "2026-13-01"}, "2026-13-01"),
    ],
)
def test_an_address_that_means_nothing_is_told(synthetic: Installation, query: dict[str, str], said: str) -> None:
    refused = text(layout(**query))
    assert said in refused and not tables(layout(**query))
