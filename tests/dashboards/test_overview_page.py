"""The first page: every matter of all subjects with the page that shows it, and the communes side by side."""

from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from dash.development.base_component import Component

from connectors.kit.registry import sources
from dashboards import words
from dashboards.navigation import screen_of, screens
from dashboards.overview.facts import SECTORS, Overview, read_overview
from dashboards.overview.matters import in_order
from dashboards.screens.overview.screen import layout
from dashboards.screens.wall.scenes.overview.facts import read_facts
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import links, text, walk
from tests.dashboards.test_overview_calm import ALL_MET, ALL_WELL, NOTHING_MISSED
from tests.dashboards.test_overview_scene import NO_DELIVERIES
from tests.dashboards.test_wall_unsourced import connect_only
from tests.dashboards.unwell import outcome
from tests.dashboards.views import followed
from tests.dashboards.walls import component, connect, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse.reader import current


def lines(page: object) -> list[Component]:
    return [each for each in walk(page) if getattr(each, "className", "") == "matter"]


def rows(page: object) -> list[Component]:
    (table,) = [each for each in walk(page) if type(each).__name__ == "Tbody"]
    return [each for each in walk(table) if type(each).__name__ == "Tr"]


def overview() -> Overview:
    snapshot = current()
    assert snapshot
    return read_overview(find_stage(snapshot, "BS5"))


def opened(link: str) -> str:
    """What the page of an address says."""
    (screen,) = [each for each in screens() if each.path == urlsplit(link).path]
    folder = screen.path[1:].replace("-", "_") or "overview"
    return text(import_module(f"dashboards.screens.{folder}.screen").layout(**followed(link)))


def test_every_matter_stands_with_who_answers_and_leads_to_its_page(synthetic: Installation) -> None:
    told, page = in_order(overview().matters), layout()
    shown = [" ".join(text(each).split()) for each in lines(page)]
    assert len(shown) == len(told) > 5
    for line, sentence, matter in zip(lines(page), shown, told, strict=True):
        assert sentence.startswith(f"{matter.mark.word} {words.capital(matter.what)}") and matter.who in sentence
        (link,), screen = links(line), screen_of(matter.subject)
        assert screen and urlsplit(link).path == screen.path
        assert followed(link).items() >= {name: value for name, value in matter.named.items() if value}.items()
    red = sum(each.is_red for each in told)
    assert 0 < red < len(told)
    assert f"{red} việc cần xử lý trước (dấu ✕), {len(told) - red} việc cần theo dõi" in text(page)


def test_the_wall_leads_to_the_page_that_tells_all_of_its_matters(synthetic: Installation) -> None:
    tile = slots(component(wall_of("overview")))[1]
    first, *_rest = links(tile)
    page = layout(**followed(first))
    assert urlsplit(first).path == "/" and "Cụm 5 xã" in text(page)
    on_the_wall = [text(each) for each in walk(tile) if getattr(each, "className", "") == "matter-what"]
    assert on_the_wall and all(any(each in text(line) for line in lines(page)) for each in on_the_wall)
    assert len(lines(page)) > len(on_the_wall)


@pytest.mark.parametrize("unit", ["BS5", "21061"])
def test_a_unit_has_its_communes_or_itself_in_all_subjects(synthetic: Installation, unit: str) -> None:
    found = rows(layout(unit=unit, grain="school_term", start="2026-09-05"))
    assert len(found) == (5 if unit == "BS5" else 1)
    for row in found:
        here, *cells = links(row)
        assert [urlsplit(each).path for each in cells] == [each.path for each in SECTORS]
        assert all(followed(each)["unit"] == followed(here)["unit"] for each in cells)
    if unit != "BS5":
        assert text(found[0]).startswith("Xã Vạn Tường") and followed(links(found[0])[0])["unit"] == unit


def test_a_cell_says_of_which_figure_it_is_or_why_nothing_is_judged(
    synthetic: Installation, synthetic_file: Path
) -> None:
    few = "UPDATE marts.indicator_value SET band = NULL, value = NULL, state = 'below_minimum', n = 17 "
    publish_with(synthetic, synthetic_file, few + "WHERE indicator = 'satisfied_share'")
    said = [" ".join(text(each).split()) for each in rows(layout())]
    assert all("Giải quyết trước hạn và đúng hạn" in each for each in said)
    assert all("Chưa đủ mẫu (n = 17" in each for each in said)


def test_where_a_source_is_not_connected_its_cells_say_so_and_lead_to_its_page(
    synthetic: Installation, synthetic_file: Path
) -> None:
    connect_only(synthetic, synthetic_file, ["one_stop"])
    page = layout()
    assert all(text(row).count(words.NO_SOURCE) == 3 for row in rows(page))
    for row in rows(page):
        for link in links(row):
            assert "không có: report_quarter" not in opened(link), link


def test_where_nothing_needs_anybody_it_says_how_far_that_is_known(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, ALL_MET + NO_DELIVERIES)
    connect(synthetic, sources())
    assert ALL_WELL in text(layout()) and lines(layout()) == []
    snapshot = current()
    assert snapshot
    past = text(layout(snapshot=snapshot.id))
    assert NOTHING_MISSED in past and ALL_WELL not in past, "which sources had come then is not known"


def test_a_source_that_is_down_is_a_matter_of_today_alone(synthetic: Installation) -> None:
    outcome(synthetic, "23T07:10", "failed", "Máy chủ nguồn không trả lời", next_try="23T08:00")
    assert "Mất kết nối nguồn từ 07:10" in " ".join(text(each) for each in lines(layout()))
    snapshot = current()
    assert snapshot
    past = layout(snapshot=snapshot.id)
    assert lines(past) and "Mất kết nối" not in " ".join(text(each) for each in lines(past))


@pytest.mark.parametrize(
    ("unit", "why"),
    [
        ("H48.152.03", "Không có trang tổng quan của"),
        ("99999", "Bản số liệu không có đơn vị 99999."),
        ("524", "Đơn vị 524 chỉ có trong số liệu theo đơn vị cũ"),
    ],
)
def test_a_unit_that_has_no_overview_is_refused_with_a_way_on(synthetic: Installation, unit: str, why: str) -> None:
    snapshot = current()
    assert snapshot
    refused = layout(unit=unit, basis="own", snapshot=snapshot.id)
    assert lines(refused) == [] and why in text(refused)
    (way_on,) = [each for each in links(refused) if each.startswith("/?")]
    assert followed(way_on)["snapshot"] == snapshot.id and lines(layout(**followed(way_on)))


def test_where_no_period_is_open_another_unit_is_no_way_on(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, "DELETE FROM marts.period WHERE grain = 'report_quarter'")
    refused = layout()
    assert "không có kỳ báo cáo nào đang mở" in text(refused) and links(refused)[-1] == "/data-health"


def test_of_the_unit_as_a_whole_alone_no_part_is_told(synthetic: Installation) -> None:
    snapshot = current()
    assert snapshot
    told = read_facts(find_stage(snapshot, "BS5"))
    alone = told.undivided().overview
    assert {unit for _indicator, unit in told.overview.standings} > {"BS5", "21061"} and told.overview.matters
    assert {unit for _indicator, unit in alone.standings} == {"BS5"}
    assert (dict(alone.parts), alone.matters, alone.books) == ({}, (), ())
    own = alone.own("on_time_share")
    assert own and own.reading.band == "missed"
    assert ALL_WELL not in alone.calm() and NOTHING_MISSED not in alone.calm()
