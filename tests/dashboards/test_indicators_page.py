"""The list of indicators: every declaration with its name, target and figure, and found without accents."""

import re
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from dash import html, page_registry
from dash.development.base_component import Component

from config.settings import PROJECT
from dashboards import words
from dashboards.navigation import screen_of
from dashboards.screens.indicators.figures import bound, entries, matching, subject_name, suppression
from dashboards.screens.indicators.screen import layout, look_for
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.walls import publish_with
from tests.installation import CLOCK, Installation
from warehouse import reader

FOLDER = PROJECT / "config" / "indicators"
DECLARED = sorted(
    (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))),
    key=lambda declared: str(declared["subject"]),
)
INDICATORS = pd.DataFrame(
    [
        {
            "indicator": "on_time_share", "name_vi": "Tỷ lệ đúng hạn", "unit_vi": "%", "subject": "dossier",
            "direction": "up", "owner": "Văn phòng", "cells": "N20", "minimum_n": 20, "deadline": "08:00",
            "guards": ["late_open"], "amber": "< 98%", "red": "< 95%", "numerator_vi": "Hồ sơ đúng hạn",
            "denominator_vi": "Hồ sơ đã giải quyết", "rest_vi": None, "levels": ["area", "commune"],
        },
        {
            "indicator": "late_open", "name_vi": "Hồ sơ quá hạn", "unit_vi": "hồ sơ", "subject": "something else",
            "direction": "down", "owner": "Phòng Đất đai", "cells": "A", "minimum_n": 0, "deadline": "08:00",
            "guards": [], "amber": None, "red": None, "numerator_vi": None, "denominator_vi": None, "rest_vi": None,
            "levels": ["commune"],
        },
    ]
)  # fmt: skip
DEFINITIONS = pd.DataFrame(
    [
        ("on_time_share", "2026-07-01", "Cách tính mới.", "unconfirmed", "marts.dossier"),
        ("on_time_share", "2020-01-01", "Cách tính cũ", None, "marts.dossier"),
        ("late_open", "2020-01-01", "Quá ngày hẹn", None, "marts.other"),
    ],
    columns=["indicator", "valid_from", "definition_vi", "certainty", "mart"],
)
TARGETS = pd.DataFrame(
    [("on_time_share", "2026-01-01", 0.98, "kế hoạch", "assumed"), ("on_time_share", "2020-01-01", 0.95, "cũ", "seen")],
    columns=["indicator", "valid_from", "value", "basis", "certainty"],
)


def cards(page: Any) -> dict[str, Component]:
    found = (each for each in walk(page) if isinstance(each, html.Article))
    return {attributes_of(each)["id"]: each for each in found}


def test_a_declaration_becomes_sentences_newest_first() -> None:
    share, late = entries(INDICATORS, DEFINITIONS, TARGETS)
    doubted = "Cách tính mới. Công thức chờ xác nhận."
    assert share.definitions == ((date(2026, 7, 1), doubted), (date(2020, 1, 1), "Cách tính cũ"))
    assert [(each.value, each.basis, each.certainty) for each in share.targets] == [
        ("98%", "kế hoạch", "giả định"), ("95%", "cũ", "đã thấy"),
    ]  # fmt: skip
    assert share.bands == (("watch", "dưới 98%"), ("missed", "dưới 95%"))
    assert share.guards == (("late_open", "Hồ sơ quá hạn"),)
    assert share.rows == (("numerator", "Hồ sơ đúng hạn"), ("denominator", "Hồ sơ đã giải quyết"))
    assert (late.targets, late.bands, late.rows, late.levels) == ((), (), (), ("commune",))
    assert [subject_name(each.subject) for each in (share, late)] == ["Thủ tục hành chính", "Nội dung khác"]


@pytest.mark.parametrize(
    ("declared", "unit", "said"),
    [
        ("< 98%", "%", "dưới 98%"),
        ("<= 2.5%", "%", "từ 2,5% trở xuống"),
        ("> 0%", "%", "trên 0%"),
        (">= 1", "hồ sơ", "từ 1 hồ sơ trở lên"),
        ("> 1%", "hồ sơ", "trên 1% tổng số"),
        (">= 10/tuần", "lượt", "từ 10 lượt/tuần trở lên"),
        ("< -10%", "%", "chậm hơn tiến độ trên 10 điểm phần trăm"),
    ],
)
def test_a_bound_is_told_in_words(declared: str, unit: str, said: str) -> None:
    assert bound(declared, unit) == said


def test_every_rule_for_small_numbers_has_words() -> None:
    said = [suppression(cells, 30) for cells in ("A", "N20", "N30", "H10", "B10", "S5")]
    assert all(said) and len(set(said)) == 5 and "30" in said[1]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("dung han", ["on_time_share"]),
        ("ĐÚNG  HẠN", ["on_time_share"]),
        ("dat dai", ["late_open"]),
        ("hạn", ["on_time_share", "late_open"]),
        ("late_open", ["late_open"]),
        ("dung dat", []),
        ("", ["on_time_share", "late_open"]),
    ],
)
def test_a_search_needs_no_accents(asked: str, found: list[str]) -> None:
    assert [each.id for each in matching(entries(INDICATORS, DEFINITIONS, TARGETS), asked)] == found


@pytest.mark.parametrize("declared", DECLARED, ids=lambda each: each["id"])
def test_every_declaration_is_on_the_page(real: Installation, declared: dict[str, Any]) -> None:
    said = text(cards(layout())[declared["id"]])
    assert declared["name"]["vi"] in said and declared["owner"] in said and declared["deadline"] in said
    for definition in declared["definition"]:
        assert definition["text_vi"] in said and f"Từ {words.day(definition['valid_from'])}:" in said
    for target in declared.get("target", []):
        value = words.target(target["value"], declared["unit_vi"] == "%")
        assert f"{value}" in said and target["basis"] in said and words.certainty(target["certainty"]) in said
    assert ("Chưa đặt mục tiêu" in said) == (not declared.get("target"))
    page = screen_of(declared["subject"])
    is_listed = page is not None and any(each["mart"] in page.marts for each in declared["definition"])
    for title in declared.get("rows", {}).values():
        assert (title["vi"] in said) or not is_listed
    assert ("Cần theo dõi khi" in re.sub(r"\s+", " ", said)) == ("band" in declared)


def test_the_page_holds_the_declarations_and_no_more(real: Installation) -> None:
    assert list(cards(layout())) == [each["id"] for each in DECLARED], "in the order of the declarations"
    assert f"{len(DECLARED)} chỉ tiêu" in text(layout())


@pytest.mark.parametrize("unit", ["BS5", "21061", "H48.152.03"])
def test_figures_are_those_of_the_warehouse(real: Installation, unit: str) -> None:
    rows = reader.sql(
        "SELECT indicator, value FROM marts.indicator_value WHERE is_open AND grain = 'report_quarter' "
        f"AND basis = 'successor' AND unit_code = '{unit}'"
    ).to_dict("records")
    expected = {row["indicator"]: row["value"] for row in rows if not pd.isna(row["value"])}
    shown = {name: float(value) for (name, _unit), value in numbers(layout(unit=unit)).items() if value}
    assert expected and shown == pytest.approx(expected)


def test_what_has_no_figure_says_why(real: Installation) -> None:
    page = layout(unit="21085")
    empty = [
        each for each in walk(page) if "data-indicator" in attributes_of(each) and not attributes_of(each)["data-value"]
    ]
    assert empty and all(text(each) and not re.search(r"^0", text(each)) for each in empty)


def test_names_of_guards_lead_to_them(real: Installation) -> None:
    found = cards(layout())
    assert {"#returned_share", "#missing_due_date_share"} <= set(links(found["on_time_share"]))
    # A search may have left the guard out: the way to it is the whole list.
    searched = cards(layout(q="on_time_share"))
    assert "on_time_share" in searched and "returned_share" not in searched
    assert "/indicators?unit=BS5#returned_share" in links(searched["on_time_share"])


def test_what_is_counted_by_school_term_names_its_term_and_leads_to_it(
    synthetic: Installation, synthetic_file: Path
) -> None:
    change = (
        "UPDATE marts.indicator_value SET grain = 'school_term', period_start = DATE '2025-09-05',"
        " period_end = DATE '2026-05-31' WHERE indicator = 'returned_share' AND grain = 'report_quarter';"
        "DELETE FROM marts.indicator_value WHERE indicator = 'returned_share' AND value IS NULL"
    )
    publish_with(synthetic, synthetic_file, change)
    found = cards(layout())
    assert "Cả năm 2025–2026" in text(found["returned_share"]) and "Quý IV/2026" in text(found["on_time_share"])
    address = next(each for each in links(found["returned_share"]) if "measure=" in each)
    assert "grain=school_term&start=2025-09-05&end=2026-05-31" in address


def test_rows_are_those_of_the_unit(real: Installation) -> None:
    queries = [parse_qs(urlsplit(each).query) for each in links(cards(layout(unit="21061"))["on_time_share"])]
    lists = [each for each in queries if "measure" in each]
    assert len(lists) == 3
    assert {(each["unit"][0], each["measure"][0]) for each in lists} == {("21061", "on_time_share")}
    assert {each["part"][0] for each in lists if "part" in each} >= {"denominator", "rest"}


def test_the_rows_are_as_many_as_the_figure_counts(real: Installation) -> None:
    parts = reader.sql(
        "SELECT indicator, numerator, denominator, n FROM marts.indicator_value WHERE is_open AND unit_code = 'BS5' "
        "AND grain = 'report_quarter' AND basis = 'successor' AND state <> 'no_source'"
    )
    by_id = parts.set_index("indicator").to_dict("index")
    layouts, followed = {page["path"]: page["layout"] for page in page_registry.values()}, 0
    for name, card in cards(layout()).items():
        for link in (each for each in links(card) if "measure=" in each and name in by_id):
            query = {part: given[0] for part, given in parse_qs(urlsplit(link).query).items()}
            counted = [attributes_of(each).get("data-count") for each in walk(layouts[urlsplit(link).path](**query))]
            told, part = by_id[name], query.get("part", "numerator")
            expected = told["denominator"] - told["numerator"] if part == "rest" else told[part]
            assert int(next(filter(None, counted))) == int(told["n"] if pd.isna(expected) else expected), link
            followed += 1
    assert followed > 30


def test_a_search_finds_and_says_how_many(real: Installation) -> None:
    page = layout(q="dung han")
    found = cards(page)
    assert "on_time_share" in found and 0 < len(found) < len(DECLARED)
    assert f"{len(found)} trên {len(DECLARED)} chỉ tiêu có “dung han”" in text(page)
    none = layout(q="<script>")
    assert cards(none) == {} and "Không có chỉ tiêu nào có “<script>”" in text(none)
    assert "/indicators?unit=BS5" in links(none)


def test_typed_words_become_the_address() -> None:
    search, anchor = look_for(1, 0, " đúng hạn ", "?unit=21061&q=old")
    assert parse_qs(search.removeprefix("?")) == {"unit": ["21061"], "q": ["đúng hạn"]} and anchor == ""
    assert look_for(0, 1, None, None)[0] == "?unit=BS5"


def test_nothing_is_in_english(real: Installation) -> None:
    page = layout()
    for each in DECLARED:
        assert each["name"]["en"] not in text(page)
    said = text([part for part in walk(page) if isinstance(part, html.P | html.Dt | html.H2 | html.H3 | html.Button)])
    plain = re.findall(r"\b(?:the|of|and|is|share|target|from|when|below|above|unit|due|search)\b", said.casefold())
    assert plain == []


def test_before_the_first_snapshot_the_page_says_what_to_do(empty: Installation) -> None:
    said = text(layout())
    assert words.NO_DATA in said and "ioc up --once" in said and cards(layout()) == {}


def test_old_figures_say_how_old_they_are(synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=4, hours=2))
    assert "Chậm 3 ngày làm việc · chờ từ 25/11" in text(layout())


def test_an_address_that_errs_is_told_so(synthetic: Installation) -> None:
    page = layout(unit="99999")
    assert "99999" in text(page) and cards(page) == {}
    assert "không còn được giữ" in text(layout(snapshot="ioc-20200101T000000-00000000"))
