"""What lies behind the numbers of satisfaction: presses and their origin, files, states, and no counter of one."""

import csv
import re
from datetime import timedelta
from io import StringIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboards import words
from dashboards.screens.satisfaction.address import REJECTED, SATISFIED, VIEWS
from dashboards.screens.satisfaction.screen import layout
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.dashboards.satisfied import OLD, first, published, records, rows_of, tables, tile
from tests.dashboards.views import followed
from tests.installation import CLOCK, Installation

ENGLISH = r"\b(?:the|of|and|is|share|target|from|when|below|above|unit|rows|rating|device)\b"


def test_a_counter_with_one_officer_is_named_within_its_centre_alone(synthetic: Installation) -> None:
    alone = records(
        "SELECT DISTINCT agency_code FROM marts.counter WHERE officer_count < 2 AND agency_code LIKE 'H48%'"
    )
    codes = {row["agency_code"] for row in alone}
    named = records("SELECT DISTINCT agency_code, agency_name_vi FROM marts.rating")
    names = [row["agency_name_vi"] for row in named if row["agency_code"] in codes]
    assert codes and len(names) == len(codes)
    for where in ({}, {"unit": "21085"}):
        page = layout(**where, group="counter")
        said = [row[0] for row in rows_of(tables(page)["Theo quầy"])]
        assert not [row for row in said for name in names if row.startswith(name) and "xem trong trang" not in row]
        led = [parse_qs(urlsplit(each).query)["unit"][0] for each in links(page) if "counter=" in each]
        assert not set(led) & codes
    inside = rows_of(tables(layout(unit="H48.153.01"))["Theo quầy"])
    assert {row[0] for row in inside[:-1]} == {"Quầy Q1", "Quầy Q2"}


@pytest.mark.parametrize(
    "asked",
    [
        {"counter": "Q1"},
        {"counter": "Q1", "measure": REJECTED},
        {"device": "K-BM-01", "measure": SATISFIED},
        {"device": "K-BM-01", "measure": REJECTED, "part": "denominator"},
        {"device": "K-BM-01", "tab": "hours"},
    ],
)
def test_a_counter_is_refused_outside_of_its_centre(
    synthetic: Installation, pages: FlaskClient, asked: dict[str, str]
) -> None:
    said = text(layout(**asked, unit="21085"))
    assert "Quầy chỉ được xem trong trang của trung tâm" in said
    query = "&".join(f"{name}={value}" for name, value in {**asked, "unit": "21085"}.items())
    assert pages.get(f"/satisfaction.csv?{query}").status_code == 404
    assert "Quầy chỉ được xem" not in text(layout(**asked, unit="H48.153.01"))


def test_lists_name_no_device_of_a_centre_with_a_counter_of_one(synthetic: Installation, pages: FlaskClient) -> None:
    link = "/satisfaction.csv?unit=21085&measure=satisfied_share&part=denominator"
    rows = list(csv.DictReader(StringIO(pages.get(link).get_data().decode("utf-8-sig"), newline="")))
    assert len(rows) == published(SATISFIED, "21085")["denominator"]
    assert {(row["Quầy"], row["Thiết bị"]) for row in rows} == {("", "")}
    one = layout(unit="21085", rating=rows[0]["Số thứ tự ở nguồn"])
    assert "chỉ xem được trong trang của trung tâm" in text(one) and "K-BM" not in text(one)
    assert "K-BM" in text(layout(unit="H48.153.01", rating=rows[0]["Số thứ tự ở nguồn"]))


@pytest.mark.parametrize(
    "asked",
    [
        {"unit": "21085", "scale": "3"},
        {"unit": "21085", "group": "scale"},
        {"unit": "21085", "scale": "5", "measure": SATISFIED},
        {"unit": "21085", "scale": "5", "tab": "hours"},
        {"unit": "21085", "level": "neutral", "measure": SATISFIED, "part": "denominator"},
        {"scale": "3", "group": "unit"},
        {"scale": "3", "tab": "reasons"},
        {"scale": "3", "group": "procedure"},
    ],
)
def test_a_scale_that_means_a_counter_of_one_is_refused_outside_of_its_centre(
    synthetic: Installation, pages: FlaskClient, asked: dict[str, str]
) -> None:
    """The two devices of Bình Minh have different scales, and one officer each."""
    said = "Các thang đánh giá của đơn vị này chỉ xem trong trang của từng trung tâm"
    assert said in text(layout(**asked))
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    assert pages.get(f"/satisfaction.csv?{query}").status_code == 404
    for open_one in ("H48.153.01", "21061"):
        assert said not in text(layout(**{**asked, "unit": open_one}))


def test_scales_of_one_counter_stand_apart_within_the_centre_alone(synthetic: Installation) -> None:
    outside, inside, area = (tables(layout(**where)) for where in ({"unit": "21085"}, {"unit": "H48.153.01"}, {}))
    assert not {"Tách theo thang đánh giá", "Các mức đã bấm"} & set(outside)
    for page in (inside, area):
        assert len(rows_of(page["Tách theo thang đánh giá"])) == 2 and "Các mức đã bấm" in page
    assert not any("scale=" in each for each in links(area["Các mức đã bấm"]))
    assert any("scale=" in each for each in links(inside["Các mức đã bấm"]))
    listed = rows_of(next(iter(tables(layout(unit="21085", measure=SATISFIED)).values())))
    assert listed and {row[1] for row in listed} == {""}


def test_rejected_presses_of_a_centre_with_counters_of_one_are_one_row(synthetic: Installation) -> None:
    for where in ({}, {"unit": "21085"}):
        page = layout(**where, tab="rejected")
        rows = rows_of(tables(page)["Lượt bị loại theo thiết bị"])
        assert [row[0] for row in rows if "Bình Minh" in row[1]] == ["mọi thiết bị"] and "device=K-BM" not in str(page)
    inside = rows_of(tables(layout(unit="H48.153.01", tab="rejected"))["Lượt bị loại theo thiết bị"])
    assert {row[0] for row in inside[:-1]} == {"K-BM-01", "K-BM-02"}
    alone = layout(unit="21085", measure=REJECTED, device="K-BM-01")
    assert "Quầy chỉ được xem trong trang của trung tâm" in text(alone)


def test_no_page_names_an_officer_or_calls_itself_the_survey_index(synthetic: Installation) -> None:
    for asked in ({}, {"tab": "rejected"}, {"measure": SATISFIED}, {"measure": SATISFIED, "view": "provenance"}):
        said = text(layout(**asked))
        assert "SIPAS" not in said and "công chức" not in said.lower()
        plain = re.sub(r"ioc raw \S+ \S+ \S+|ioc-\S+|\.xlsx|\.csv", "", said).casefold()
        assert re.findall(ENGLISH, plain) == [], asked


def test_a_press_says_where_it_came_from(synthetic: Installation) -> None:
    row = first("SELECT * FROM marts.rating WHERE rejection = 'burst' ORDER BY rating_id LIMIT 1")
    page = layout(rating=str(row["rating_id"]))
    said = text(page)
    assert f"ioc raw {row['batch']} {row['page']} {row['row']}" in said and words.INVENTED in said
    assert "Không được tính: 40 lượt bấm trong 2 phút" in said and "K-VT-02" in said
    coded = first("SELECT * FROM marts.rating WHERE dossier_code IS NOT NULL LIMIT 1")
    leads = links(layout(rating=str(coded["rating_id"])))
    assert any(each.startswith("/procedures?") and coded["dossier_code"] in each for each in leads)
    assert "không có lượt đánh giá 99999999" in text(layout(rating="99999999"))


def older(page: Any) -> list[str]:
    """Where the older rows of a list are."""
    return [
        str(attributes_of(each)["href"])
        for each in walk(page)
        if text(each) == "Dòng cũ hơn" and "href" in attributes_of(each)
    ]


def test_long_lists_have_pages_and_none_is_left_out(synthetic: Installation) -> None:
    seen: list[str] = []
    link = f"/satisfaction?measure={SATISFIED}&part=denominator"
    while link:
        page = layout(**followed(link))
        seen += [each for each in links(page) if "rating=" in each]
        link = next(iter(older(page)), "")
    assert len({parse_qs(urlsplit(each).query)["rating"][0] for each in seen}) == len(seen) == published(SATISFIED)["n"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_file_holds_what_the_page_shows(synthetic: Installation, pages: FlaskClient, view: str) -> None:
    asked = {**OLD, "tab": view} if view == "criteria" else {"tab": view}
    page = layout(**asked)
    link = next(each for each in links(page) if "satisfaction.csv" in each)
    rows = list(csv.reader(StringIO(pages.get(link).get_data().decode("utf-8-sig"), newline="")))
    table = rows_of(next(iter(tables(page).values())))
    assert [row[0] for row in rows[1:]] == [row[0] for row in table] and len(table) > 1
    assert all(words.INVENTED in row[-1] for row in rows[1:])
    workbook = pages.get(link.replace(".csv", ".xlsx"))
    assert workbook.status_code == 200 and workbook.get_data()[:2] == b"PK"


def test_why_it_changed_adds_up_to_the_change(synthetic: Installation) -> None:
    page = layout(measure=SATISFIED, view="why")
    rows = rows_of(tables(page)["Những phần làm thay đổi nhiều nhất"])
    moved = sum(float(row[5].split()[0].replace(",", ".").replace("−", "-")) for row in rows)
    said = re.search(r"([+−]?[\d,]+) điểm % so với", text(page))
    assert said and float(said[1].replace(",", ".").replace("−", "-")) == pytest.approx(moved, abs=0.03)


def test_months_of_the_course_are_those_published(synthetic: Installation) -> None:
    rows = rows_of(tables(layout(view="trend"))["Các tháng"])
    assert len(rows) == 12 and rows[0][0] == "11/2026 · Số liệu sơ bộ" and rows[-1][0] == "12/2025"
    for row in rows:
        month, year = row[0].split(" ")[0].split("/")
        value = published(SATISFIED, grain="month", start=f"{year}-{month}-01")
        assert row[1].startswith(words.share(value["value"])) and row[2] == words.number(value["n"])
        assert row[3] == words.interval(value["low"], value["high"])


def test_before_the_first_snapshot_the_page_says_what_to_do(empty: Installation) -> None:
    assert words.NO_DATA in text(layout()) and "ioc up --once" in text(layout())


def test_old_figures_say_how_old_they_are(synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=4, hours=2))
    assert "Chậm 3 ngày làm việc · chờ từ 25/11" in text(layout())


def test_a_unit_in_which_nobody_pressed_says_so(synthetic: Installation) -> None:
    """Of a hundred days some are Sundays: nothing happened is told, and no zero invented."""
    values = records(
        "SELECT period_start FROM marts.indicator_value WHERE indicator = 'satisfied_share' AND state = 'no_events' "
        "AND grain = 'day' AND NOT is_open AND unit_code = 'BS5' AND basis = 'successor'"
    )
    day = pd.Timestamp(values[0]["period_start"]).date().isoformat()
    said = text(tile(layout(grain="day", start=day), "Hài lòng tại thiết bị đánh giá"))
    assert words.NO_EVENTS in said and "0,0%" not in said


@pytest.mark.parametrize(
    "asked", [{"tab": "moon"}, {"hour": "25"}, {"group": "officer"}, {"measure": "moon"}, {"scale": "4"}]
)
def test_what_does_not_exist_is_refused_in_words(synthetic: Installation, asked: dict[str, str]) -> None:
    assert "không có" in text(layout(**asked))
