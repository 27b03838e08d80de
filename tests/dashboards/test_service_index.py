"""The service index of QĐ 766 on the pages: each criterion of a commune, and communes side by side, never summed."""

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from dash.development.base_component import Component
from flask.testing import FlaskClient

from dashboards import words
from dashboards.screens.indicators.screen import layout as indicators_page
from dashboards.screens.procedures.screen import layout
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.installation import Installation
from warehouse import reader

COMMUNE, INDEX = "21061", "service_index_766"
NOW = "grain = 'report_quarter' AND period_start = DATE '2026-09-15' AND basis = 'successor'"


def scores(unit: str = COMMUNE) -> dict[int, Any]:
    columns = "part, numerator, denominator, points"
    frame = reader.sql(f"SELECT {columns} FROM marts.indicator_part_value WHERE unit_code = '{unit}' AND {NOW}")
    return {int(row["part"]): row for row in frame.to_dict("records")}


def value(unit: str = COMMUNE) -> Decimal:
    told = reader.sql(
        f"SELECT value FROM marts.indicator_value WHERE indicator = '{INDEX}' AND unit_code = '{unit}' AND {NOW}"
    )
    return Decimal(str(told["value"].iloc[0]))


def rows_of(page: Any) -> list[list[str]]:
    (table,) = [each for each in walk(page) if "service-index" in str(getattr(each, "className", ""))]
    return [
        [" ".join(text(cell).split()) for cell in row.children] for row in walk(table) if type(row).__name__ == "Tr"
    ]


def said(node: Any) -> str:
    return " ".join(text(node).split())


def test_a_commune_sees_every_criterion_with_its_points_or_that_it_has_no_source(synthetic: Installation) -> None:
    page = layout(unit=COMMUNE, tab="766")
    rows = {row[0]: row for row in rows_of(page)}
    declared = reader.sql(f"SELECT * FROM marts.indicator_part WHERE indicator = '{INDEX}'")
    assert len(declared) == 18 and set(declared["name_vi"]) <= rows.keys() and set(declared["group_vi"]) <= rows.keys()
    known = scores()
    for part in declared.to_dict("records"):
        cells, score = rows[part["name_vi"]], known.get(part["part"])
        assert cells[4] == words.number(part["highest"])
        if score is None:
            assert cells[3] == "–" and cells[5] == words.NO_SOURCE and not part["has_source"]
            continue
        assert cells[5] == "Hệ thống thông tin giải quyết TTHC"
        assert cells[1].startswith(words.share(score["numerator"] / score["denominator"]))
        assert f"{words.number(score['numerator'])} trên {words.number(score['denominator'])} hồ sơ" in cells[2]
        assert cells[3] == words.out_of(score["points"], part["highest"])
        assert float(numbers(page)[f"{INDEX}:{part['part']}", COMMUNE]) == pytest.approx(float(score["points"]))
    total = rows["Tổng các tiêu chí có nguồn"]
    assert total[3] == words.out_of(value(), 44) and total[4] == "100"
    assert Decimal(str(round(sum(each["points"] for each in known.values()), 6))) == value()
    assert "44/100 điểm" in said(page) and "90 điểm" in said(page) and "đủ điểm từ 50%" in said(page)


@pytest.mark.parametrize("part", [5, 11, 12])
def test_the_rows_of_a_criterion_are_as_many_as_it_counts(synthetic: Installation, part: int) -> None:
    score = scores()[part]
    addresses = [each for each in links(layout(unit=COMMUNE, view="766")) if f"criterion={part}&" in f"{each}&"]
    assert len(addresses) == 2 and all(f"measure={INDEX}" in each for each in addresses)
    for side, counted in (("denominator", score["denominator"]), ("rest", score["denominator"] - score["numerator"])):
        page = layout(unit=COMMUNE, measure=INDEX, part=side, criterion=str(part))
        (count,) = [each for each in walk(page) if getattr(each, "id", "") == "dossier-count"]
        assert int(attributes_of(count)["data-count"]) == counted > 0
        assert "đúng bằng số" in said(page) and "hai số lệch nhau" not in said(page)


@pytest.mark.parametrize("criterion", ["1", "99", "x"])
def test_a_criterion_without_rows_is_refused_in_words(synthetic: Installation, criterion: str) -> None:
    assert f"không có: {criterion}" in said(layout(unit=COMMUNE, measure=INDEX, criterion=criterion))


def test_communes_stand_side_by_side_and_are_never_summed(synthetic: Installation) -> None:
    page = layout(view="766")
    head, *rows, total = rows_of(page)
    assert head[3:] == ["Xã Bình Sơn", "Xã Vạn Tường", "Xã Bình Minh", "Xã Bình Chương", "Xã Đông Sơn"]
    units = ["21040", "21061", "21085", "21100", "21109"]
    assert total[3:] == [words.out_of(value(unit), 44) for unit in units] and total[1:3] == ["100", "44"]
    progress = next(row for row in rows if row[0] == "Tiến độ giải quyết")
    assert progress[1:] == ["20", "20", *(words.number(scores(unit)[5]["points"], 1) for unit in units)]
    assert next(row for row in rows if row[0] == "Mức độ hài lòng")[2:] == [words.NO_SOURCE, *["–"] * 5]
    assert {unit for _indicator, unit in numbers(page)} == set(units)


@pytest.mark.parametrize(
    "asked",
    [
        {"unit": "H48.152.03"}, {"unit": COMMUNE, "field": "DD"}, {"unit": COMMUNE, "grain": "week"},
        {"unit": "524", "basis": "own"}, {"start": "2025-03-15"},
    ],
)  # fmt: skip
def test_what_is_not_scored_says_who_is(synthetic: Installation, asked: dict[str, str]) -> None:
    page = layout(**asked, view="766")
    assert "QĐ 766 chấm từng UBND xã" in said(page) and not [key for key in numbers(page) if INDEX in key[0]]


def test_the_file_holds_what_the_page_shows(pages: FlaskClient, synthetic: Installation) -> None:
    page = layout(unit=COMMUNE, view="766")
    of_commune = table_of(pages, page)
    (electronic,) = [row for row in of_commune if row["Tiêu chí"] == "Cấp kết quả bản điện tử"]
    assert Decimal(electronic["Điểm"].replace(",", ".")) == round(Decimal(str(scores()[12]["points"])), 6)
    assert of_commune[-1]["Nhóm"] == "Tổng các tiêu chí có nguồn"
    assert Decimal(of_commune[-1]["Điểm"].replace(",", ".")) == value()
    side_by_side = table_of(pages, layout(view="766"))
    assert Decimal(side_by_side[-1]["Xã Vạn Tường"].replace(",", ".")) == value()
    assert pages.get("/procedures.csv?view=766&unit=21061&grain=week").status_code != 200


def table_of(client: FlaskClient, page: Any) -> list[dict[str, str]]:
    (address,) = [each for each in links(page) if each.startswith("/procedures.csv")]
    answer = client.get(address)
    assert answer.status_code == 200 and "service_index_766-" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


def test_the_list_of_indicators_says_points_of_what_and_for_whom(synthetic: Installation) -> None:
    assert f"{words.out_of(value(), 44)} điểm có nguồn" in said(card(indicators_page(unit=COMMUNE)))
    area = said(card(indicators_page()))
    assert "Tính cho từng xã, không tính chung" in area and words.NO_DATA not in area
    assert "90 điểm · QĐ 766/QĐ-TTg" in area


def card(page: Any) -> Component:
    (found,) = [each for each in walk(page) if getattr(each, "id", "") == INDEX]
    return found
