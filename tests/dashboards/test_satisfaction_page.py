"""The page of satisfaction: numbers of the warehouse with sample and interval, and rows that add up to each."""

import re
from dataclasses import replace

import pytest

from dashboards import words
from dashboards.screens.satisfaction import shares, values
from dashboards.screens.satisfaction.address import REJECTED, SATISFIED, VIEWS
from dashboards.screens.satisfaction.screen import layout
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.satisfaction.facts import read_facts
from dashboards.screens.wall.scenes.satisfaction.scene import SCENE
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.dashboards.satisfied import OLD, VAN_TUONG, counted, first, published, records, rows_of, tables, tile
from tests.dashboards.views import followed
from tests.installation import Installation
from warehouse.reader import current

WHERE = {"area": {}, "commune": VAN_TUONG, "centre": {"unit": "H48.152.01"}, "old": OLD}


def test_the_share_stands_with_its_sample_its_interval_its_target_and_what_guards_it(synthetic: Installation) -> None:
    row, rejected = published(SATISFIED), published(REJECTED)
    said = text(tile(layout(), "Hài lòng tại thiết bị đánh giá"))
    assert words.share(row["value"]) in said and f"n = {words.number(row['n'])} lượt" in said
    assert f"khoảng tin cậy 95%: {words.share(row['low'])}–{words.share(row['high'])}" in said
    assert "Mục tiêu từ 90%" in said and f"{words.share(rejected['value'])} lượt bấm bị loại" in said
    assert "tính đến 23/11/2026" in said and "Số liệu đến 07:15 ngày 23/11" in said


def test_too_few_ratings_are_told_in_words_and_without_an_interval(synthetic: Installation) -> None:
    """D13: seventeen in xã Bình Chương this quarter."""
    said = text(tile(layout(unit="21100"), "Hài lòng tại thiết bị đánh giá"))
    assert "Chưa đủ mẫu (n = 17, cần 30)" in said and "khoảng tin cậy" not in said
    row = next(row for row in rows_of(tables(layout())["Theo xã"]) if row[0] == "Xã Bình Chương")
    assert row[1:4] == ["Chưa đủ mẫu (n = 17, cần 30)", "17", ""]


def test_what_was_rejected_is_told_beside_what_it_would_have_made(synthetic: Installation) -> None:
    """D12: K-VT-02 pressed forty times in two minutes, again and again."""
    raw = first(
        "SELECT count(*) AS n, count(*) FILTER (WHERE is_satisfied) AS satisfied FROM marts.rating "
        "WHERE unit_code = '21061' AND rated_date >= DATE '2026-09-15'"
    )
    page = layout(**VAN_TUONG, tab="rejected")
    assert f"tỷ lệ hài lòng sẽ là {words.share(raw['satisfied'] / raw['n'])}" in text(page)
    top = rows_of(tables(page)["Lượt bị loại theo thiết bị"])[0]
    assert top[0] == "K-VT-02" and top[4] == "240"
    assert counted(next(each for each in links(page) if "rejection=burst" in each)) == 240


@pytest.mark.parametrize("tab", [view for view in VIEWS if view != "criteria"])
@pytest.mark.parametrize(
    "where",
    [
        pytest.param({}, id="area"),
        pytest.param({"unit": "H48.152.01"}, id="centre"),
        pytest.param(VAN_TUONG, id="commune", marks=pytest.mark.slow),
        pytest.param(OLD, id="old", marks=pytest.mark.slow),
    ],
)
def test_every_number_that_is_a_link_leads_to_as_many_rows(
    synthetic: Installation, tab: str, where: dict[str, str]
) -> None:
    page = layout(**where, tab=tab)
    assert not [each for each in walk(page) if getattr(each, "className", None) == "empty-state"]
    found = [(text(each), str(attributes_of(each)["href"])) for each in walk(page) if getattr(each, "href", None)]
    lists = [(said, link) for said, link in found if "measure=" in link and not re.search("[?&]view=", link)]
    assert len(lists) > 1
    for said, link in lists[:: len(lists) // 6 + 1]:
        count = counted(link)
        if re.fullmatch(r"[\d.]+", said):
            assert count == int(said.replace(".", "")), link


@pytest.mark.parametrize("group", ["unit", "agency", "field", "procedure", "scale", "counter"])
def test_parts_add_up_to_the_unit(synthetic: Installation, group: str) -> None:
    *parts, total = rows_of(next(table for caption, table in tables(layout(group=group)).items() if "Theo" in caption))
    number = [[int(cell.replace(".", "") or 0) for cell in (row[2], re.sub(r"\D*$", "", row[4]))] for row in parts]
    assert [sum(column) for column in zip(*number, strict=True)] == [
        published(SATISFIED)["denominator"], published("dissatisfied_ratings")["numerator"],
    ]  # fmt: skip
    assert total[2] == words.number(published(SATISFIED)["denominator"])


def test_scales_stand_apart_and_the_middle_of_five_is_not_satisfied(synthetic: Installation) -> None:
    found = tables(layout())
    rows = {row[0]: row for row in rows_of(found["Tách theo thang đánh giá"])}
    five = first(
        "SELECT count(*) AS n, count(*) FILTER (WHERE score >= 4) AS satisfied FROM marts.rating WHERE is_valid "
        "AND scale = 5 AND rated_date >= DATE '2026-09-15'"
    )
    assert rows["Thiết bị năm mức"][1].startswith(words.share(five["satisfied"] / five["n"]))
    levels = {row[0]: row[1:] for row in rows_of(found["Các mức đã bấm"])}
    assert levels["Bình thường"][0] == "" and int(levels["Bình thường"][1]) > 0


def test_lateness_is_told_for_the_period_and_for_a_year(synthetic: Installation) -> None:
    rows = {row[0]: row for row in rows_of(tables(layout(tab="lateness"))["Theo kết quả giải quyết hồ sơ"])}
    year = records(
        "SELECT lateness, count(*) AS n, count(*) FILTER (WHERE is_satisfied) AS satisfied FROM marts.rating "
        "WHERE is_valid AND rated_date >= DATE '2025-11-24' AND current_unit_code LIKE '21%' GROUP BY lateness"
    )
    told = next(row for row in year if row["lateness"] == "late")
    late = rows["Hồ sơ quá hạn · 12 tháng (24/11/2025–23/11/2026)"]
    assert late[1].startswith(words.share(told["satisfied"] / told["n"]))
    assert late[2] == words.number(told["n"]) and "Hồ sơ đúng hạn · Quý IV/2026 (15/9–nay)" in rows


def test_reasons_are_those_of_presses_that_count(synthetic: Installation) -> None:
    rows = {row[0]: row[1] for row in rows_of(tables(layout(tab="reasons"))["Vì sao không hài lòng"])}
    counts = records(
        "SELECT reason_name_vi, count(*) AS n FROM marts.rating_reason JOIN marts.rating USING (rating_id) "
        "WHERE is_valid AND is_dissatisfied AND rated_date >= DATE '2026-09-15' GROUP BY ALL"
    )
    assert len(counts) > 3
    for row in counts:
        assert rows[row["reason_name_vi"]] == str(row["n"])


def test_nine_criteria_stand_for_old_quarters_only(synthetic: Installation) -> None:
    now = layout(tab="criteria")
    assert "Không còn điểm chín tiêu chí từ 01/7/2025" in text(now) and not tables(now)
    last = next(each for each in links(now) if "view=criteria" in each and "start=2025-04-01" in each)
    rows = rows_of(tables(layout(**followed(last)))["Chín tiêu chí của TT 01/2018/TT-VPCP"])
    found = records("SELECT * FROM marts.service_score WHERE quarter = 2")
    scores = {row["agency_name_vi"]: row for row in found}
    assert len(rows) == len(scores) > 3
    for row in rows:
        assert row[1] == "II/2025" and row[11] == str(scores[row[0]]["total"]) and row[13] == scores[row[0]]["class"]


TOO_FEW = re.compile(r"Chưa đủ mẫu \(n = \d+, cần 30\)")


def test_days_of_which_nothing_is_known_yet_are_not_judged(
    synthetic: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the first press of a day that is open there is no nought, no judgement and no sentence made of words."""
    asked = {"grain": "day", "unit": "21100"}
    for module in (values, shares):
        monkeypatch.setattr(module, "is_reported", lambda place, _indicator: not place.period.is_open)
    page = layout(**asked)
    for title in ("Hài lòng tại thiết bị đánh giá", "Lượt đánh giá không hài lòng"):
        said = text(tile(page, title))
        assert words.NO_DATA in said and "Mục tiêu" not in said and "Đạt" not in said
        assert "lượt bấm bị loại" not in said and words.NO_EVENTS not in said
    assert words.NO_DATA in text(layout(**asked, tab="lateness"))


def test_why_it_changed_tells_no_share_of_too_few(synthetic: Installation) -> None:
    whole = text(layout(unit="21100", measure=SATISFIED, view="why"))
    assert TOO_FEW.search(whole) and "Cộng" not in whole
    rows = rows_of(tables(layout(measure=SATISFIED, view="why"))["Những phần làm thay đổi nhiều nhất"])
    row = next(row for row in rows if row[0] == "Xã Bình Chương")
    assert row[2] == "Chưa đủ mẫu (n = 17, cần 30)" and row[3:5] == ["", ""]


def test_the_change_on_the_tile_is_the_change_explained(synthetic: Installation) -> None:
    moved = re.compile(r"([+−]?[\d,]+) điểm % so với")
    on_tile = moved.search(text(tile(layout(), "Hài lòng tại thiết bị đánh giá")))
    explained = moved.search(text(layout(measure=SATISFIED, view="why")))
    assert on_tile and explained and on_tile[1] == explained[1]


@pytest.mark.parametrize("tab", ["lateness", "hours", "rated", "rejected", "trend"])
def test_what_is_judged_stands_beside_its_target(synthetic: Installation, tab: str) -> None:
    assert "Mục tiêu" in text(
        next(each for each in walk(layout(tab=tab)) if "aims" in str(getattr(each, "className", "")))
    )


def test_tables_are_cards_on_a_phone(synthetic: Installation) -> None:
    table = tables(layout())["Theo xã"]
    assert "cards" in str(table.className)  # type: ignore[attr-defined]
    labels = [attributes_of(each).get("data-label") for each in walk(table) if type(each).__name__ == "Td"]
    assert labels and all(labels)


def test_the_wall_tells_the_satisfaction_part_of_the_service_index(synthetic: Installation) -> None:
    snapshot = current()
    assert snapshot is not None
    place = find_stage(snapshot, "BS5")
    assert place is not None
    facts, there = read_facts(place), Links.of(place, "http://127.0.0.1:1", "/satisfaction")
    told = SCENE.slots[9].draw(facts, there)
    assert links(told) and all("/procedures?" in each and "view=766" in each for each in links(told))
    assert "18 điểm" in text(told) and "Chưa có nguồn dữ liệu" in text(told) and "Được tính cách khác" in text(told)
    for criterion in ("Hài lòng trong giải quyết thủ tục", "Xử lý phản ánh, kiến nghị đúng hạn"):
        assert f"{criterion}: 6 điểm" in text(told)
    undeclared = replace(facts, service_index=replace(facts.service_index, groups=()))
    assert links(SCENE.slots[9].draw(undeclared, there)) == []
    assert not any("device=K-BM" in each for each in links(SCENE.slots[6].draw(facts, there)))
