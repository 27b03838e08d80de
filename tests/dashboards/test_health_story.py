"""The demo's situations at the health facilities, D05 to D08, found on the slots and pages that show them."""

import re
from datetime import date, datetime, timedelta

import pytest
from dash.development.base_component import Component

from dashboards.screens.health.screen import layout
from dashboards.words import BOUNDARY_BREAK
from sandbox.health import events
from sandbox.health.story import RESENT
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.views import followed
from tests.dashboards.walls import component, slots, wall_of
from tests.installation import CLOCK, Installation
from tests.oracle import health
from tests.story import DONG_SON
from warehouse import reader

pytestmark = pytest.mark.slow
HALF_A_POINT = 0.005
BINH_CHAU = "51222"
FORMER = ("Bình Châu", "Bình Hiệp", "Bình Tân Phú", "Bình Thanh")
WEEK_41 = date(2026, 10, 5)


@pytest.fixture(scope="module")
def tiles(story: Installation) -> dict[int, Component]:
    return slots(component(wall_of("health")))


def said(tile: Component) -> str:
    return " ".join(text(tile).split())


def alts(tile: Component) -> list[str]:
    """What those hear of a tile's drawings who do not see them."""
    return [str(attributes_of(each)["alt"]) for each in walk(tile) if getattr(each, "alt", None)]


def heard(tile: Component, begins: str) -> dict[str, str]:
    """{what a point of a drawing is of: its value} of the drawing that is called so."""
    (alt,) = [each for each in alts(tile) if each.startswith(f"{begins}.")]
    points = alt.removeprefix(f"{begins}.").split(";")
    return {name.strip(): value.strip() for name, _, value in (point.partition(":") for point in points)}


def test_d05_measles_rises_in_one_commune_and_few_are_a_band(tiles: dict[int, Component]) -> None:
    measles = said(tiles[1]).partition("Sốt xuất huyết")[0]
    assert "Sởi Dưới 10" in measles and "Vượt ngưỡng" in measles and "ngưỡng 0" in measles
    assert "Xã Đông Sơn: dưới 10, 4 tuần liền" in measles
    weeks = heard(tiles[1], "Sởi")
    assert [weeks[f"tuần {week}"] for week in range(42, 48)] == ["0", "0", *["Dưới 10"] * 4]
    assert numbers(tiles[1])["measles_persons_week", "BS5"] == "", "how many is in no attribute either"


def test_d05_who_is_not_protected_stands_first(tiles: dict[int, Component]) -> None:
    shown = said(tiles[2])
    assert float(numbers(tiles[2])["measles_2_doses_cover", DONG_SON]) == pytest.approx(0.81, abs=HALF_A_POINT)
    first = shown.partition("Xã ")[2]
    assert first.startswith("Đông Sơn 80,6% Không đạt") and "Thấp nhất đã biết: Điểm trạm Bình Châu 73,9%" in shown
    least = reader.sql(
        "SELECT value FROM marts.indicator_value WHERE indicator = 'measles_2_doses_cover' AND is_open "
        f"AND basis = 'successor' AND grain = 'month' AND unit_code = '{BINH_CHAU}'"
    )
    assert float(least.value[0]) == pytest.approx(0.74, abs=HALF_A_POINT)


def test_d06_the_week_that_was_sent_again_is_counted_once(tiles: dict[int, Component]) -> None:
    since = datetime.combine(WEEK_41, CLOCK.timetz())
    visits = health.visits(events(1, 1.0, CLOCK, since=since - timedelta(days=14)).visits)
    persons = int(health.seen_weekly(visits, health.DISEASES["dengue"])[WEEK_41])
    assert heard(tiles[1], "Sốt xuất huyết")["tuần 41"] == f"khoảng {round(persons, -1)}"
    of_week = visits[
        (visits["sender"] == RESENT.sender) & visits["admitted_date"].between(WEEK_41, WEEK_41 + timedelta(days=6))
    ]
    counted = reader.sql(
        f"SELECT sum(visit_count) AS visits FROM marts.visit_day WHERE facility_code = '{RESENT.sender}' "
        "AND date BETWEEN DATE '2026-10-05' AND DATE '2026-10-11'"
    )
    assert int(counted.visits[0]) == len(of_week) > RESENT.count


def test_d07_a_silent_station_is_waited_for_and_is_no_zero(tiles: dict[int, Component]) -> None:
    assert len(tiles) == 9 and all("Mới nhận 4/5 trạm" in said(tile) for tile in tiles.values())
    assert "1 cơ sở Không đạt" in said(tiles[9]) and "Trạm Y tế xã Bình Minh Chậm 6 ngày · chờ từ 17/11" in said(
        tiles[9]
    )
    of_communes = alts(tiles[7])
    (days,) = [each for each in of_communes if each.startswith("Xã Bình Minh.")]
    assert all(f"{day}/11 chưa nhận" in days for day in range(17, 22)) and "16/11 chưa nhận" not in days
    assert len(of_communes) == 5 and sum("chưa nhận" in each for each in of_communes) == 1


def test_d08_a_cover_falls_with_the_area_and_both_readings_say_so(story: Installation) -> None:
    page = layout(unit=DONG_SON, tab="records")
    (course,) = [
        str(attributes_of(each)["aria-label"])
        for each in walk(page)
        if "06/2025" in str(attributes_of(each).get("aria-label", ""))
    ]
    months = dict(part.strip().rsplit(" ", 1) for part in course.partition(": ")[2].partition(". ")[0].split(";"))
    shares = {month: float(share.removesuffix("%").replace(",", ".")) / 100 for month, share in months.items()}
    expected = {"06/2025": 0.93, "07/2025": 0.78, "02/2026": 0.785, "03/2026": 0.934}
    assert {month: shares[month] for month in expected} == pytest.approx(expected, abs=HALF_A_POINT)
    graph = next(each for each in walk(page) if hasattr(each, "figure"))
    assert BOUNDARY_BREAK in [note["text"] for note in graph.figure.layout.annotations]
    assert f"{BOUNDARY_BREAK} . Đọc theo 22 đơn vị cũ" in said(page)
    other = followed(next(each for each in links(page) if "basis=own" in each))
    former = said(layout(**other))
    assert other["view"] == "records" and "Huyện Bình Sơn (cũ)" in former
    covers = [re.search(rf"{unit} \(cũ\) ([\d,]+)% [\d.]+/[\d.]+", former) for unit in FORMER]
    assert all(cover and float(cover[1].replace(",", ".")) > 92 for cover in covers), "none of its former units fell"
