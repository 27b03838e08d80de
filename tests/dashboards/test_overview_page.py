"""The first page: every matter of all subjects with the page that shows it, and the communes side by side."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from connectors.kit.registry import sources
from dashboards import words
from dashboards.overview.facts import SECTORS, read_overview
from dashboards.overview.matters import in_order
from dashboards.screens.overview.screen import layout
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import links, text, walk
from tests.dashboards.test_overview_calm import ALL_MET, ALL_WELL
from tests.dashboards.test_overview_scene import NO_DELIVERIES
from tests.dashboards.unwell import outcome
from tests.dashboards.views import followed
from tests.dashboards.walls import component, connect, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse.reader import current


def lines(page: object) -> list[object]:
    return [each for each in walk(page) if getattr(each, "className", "") == "matter"]


def test_every_matter_stands_with_who_answers_and_leads_to_its_rows(synthetic: Installation) -> None:
    snapshot = current()
    assert snapshot
    told = in_order(read_overview(find_stage(snapshot, "BS5")).matters)
    shown = [" ".join(text(each).split()) for each in lines(layout())]
    assert len(shown) == len(told) > 5
    for sentence, matter in zip(shown, told, strict=True):
        assert sentence.startswith(f"{matter.mark.word} {words.capital(matter.what)}") and matter.who in sentence
    red = sum(each.is_red for each in told)
    assert red > 0 and f"{len(told)} việc, trong đó {red} việc mức đỏ" in text(layout())
    leading = [links(each) for each in lines(layout())]
    assert all((len(each) == 1 and "unit=" in each[0]) or "/data-health" in each[0] for each in leading)


def test_the_wall_leads_to_the_page_that_tells_all_of_its_matters(synthetic: Installation) -> None:
    tile = slots(component(wall_of("overview")))[1]
    first, *_rest = links(tile)
    address = urlsplit(first)
    page = layout(**followed(first))
    assert address.path == "/" and "Cụm 5 xã" in text(page)
    on_the_wall = [text(each) for each in walk(tile) if getattr(each, "className", "") == "matter-what"]
    assert on_the_wall and all(any(each in text(line) for line in lines(page)) for each in on_the_wall)
    assert len(lines(page)) > len(on_the_wall)


@pytest.mark.parametrize("unit", ["BS5", "21061"])
def test_a_unit_has_its_communes_or_itself_in_all_subjects(synthetic: Installation, unit: str) -> None:
    (table,) = [each for each in walk(layout(unit=unit)) if type(each).__name__ == "Tbody"]
    rows = [each for each in walk(table) if type(each).__name__ == "Tr"]
    assert len(rows) == (5 if unit == "BS5" else 1)
    for row in rows:
        here, *cells = links(row)
        assert [each.partition("?")[0] for each in cells] == [each.path for each in SECTORS]
        assert all(followed(each)["unit"] == followed(here)["unit"] for each in cells)
    if unit != "BS5":
        assert "Xã Vạn Tường" in text(rows[0]) and followed(links(rows[0])[0])["unit"] == unit


def test_where_nothing_needs_anybody_it_says_how_far_that_is_known(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, ALL_MET + NO_DELIVERIES)
    connect(synthetic, sources())
    page = layout()
    assert ALL_WELL in text(page) and lines(page) == []


def test_a_source_that_is_down_is_a_matter_of_today_alone(synthetic: Installation) -> None:
    outcome(synthetic, "23T07:10", "failed", "Máy chủ nguồn không trả lời", next_try="23T08:00")
    assert "Mất kết nối nguồn từ 07:10" in " ".join(text(each) for each in lines(layout()))
    snapshot = current()
    assert snapshot
    past = layout(snapshot=snapshot.id)
    assert lines(past) and "Mất kết nối" not in " ".join(text(each) for each in lines(past))


@pytest.mark.parametrize("unit", ["H48.152.03", "99999"])
def test_a_unit_that_has_no_overview_is_refused_with_a_way_on(synthetic: Installation, unit: str) -> None:
    said = layout(unit=unit)
    assert "Không có" in text(said) and any(each.startswith("/?unit=BS5") for each in links(said))
