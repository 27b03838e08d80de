"""The wall's drawings in Chromium: the mark of the reform has its place, and lines are as bold on every picture."""

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from dashboards import words
from dashboards.components.unit_map import BOX_EMS
from dashboards.screens.wall.room import room_for
from dashboards.theme import DARK
from tests.dashboards.served import listening, visiting
from tests.dashboards.wall_sight import SIZES, TELEVISION, assert_whole, look, opened, pages_of
from tests.dashboards.walls import DISPLAYS, PROCEDURES, publish_with, server_of, showing
from tests.installation import Installation

TOO_MUCH = (
    "UPDATE marts.indicator_value SET value = 0.1234 WHERE indicator = 'returned_share' AND unit_code = '21100'"
    " AND grain = 'report_quarter' AND basis = 'successor' AND period_start = DATE '2026-06-15';"
    "UPDATE marts.indicator_value SET value = 0.056 WHERE unit_kind = 'commune'"
    " AND indicator = 'missing_due_date_share';"
    "UPDATE marts.indicator_value SET band = 'watch' WHERE unit_kind = 'commune' AND indicator = 'on_time_share'"
)
"""What is told beside a course, on a map and beneath it takes the most room."""
WITH_A_COURSE = [
    pytest.param(*size, marks=() if size == TELEVISION else pytest.mark.slow)
    for size in SIZES
    if any(7 in page for page in DISPLAYS[size[0]].pages[9])
]
MAPS = """frames => frames.map(each => [Number(each.style.getPropertyValue('--aspect')),
    each.getBoundingClientRect().width / parseFloat(getComputedStyle(each).fontSize)])"""
# How much of a picture has a colour, a little blurred by what lies beside it.
SHARE = """async ([picture, colour]) => {
    const image = new Image(); image.src = picture; await image.decode();
    const canvas = document.createElement('canvas'); canvas.width = image.width; canvas.height = image.height;
    const on = canvas.getContext('2d'); on.drawImage(image, 0, 0);
    const all = on.getImageData(0, 0, image.width, image.height).data; let count = 0;
    for (let i = 0; i < all.length; i += 4)
        count += colour.every((part, at) => Math.abs(all[i + at] - part) < 12);
    return 4 * count / all.length; }"""


@pytest.mark.parametrize(("name", "width", "height", "scale"), WITH_A_COURSE)
def test_the_mark_of_the_reform_the_closed_quarter_and_the_map_have_their_room(
    browser: Browser, synthetic: Installation, synthetic_file: Path, name: str, width: int, height: int, scale: int
) -> None:
    publish_with(synthetic, synthetic_file, TOO_MUCH)
    read: set[str] = set()
    maps: list[tuple[float, float]] = []
    room = room_for(showing(name, PROCEDURES))
    with listening(server_of(name, PROCEDURES)) as port, visiting(browser, width, height, scale) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", name)
        for _ in pages_of(visit.page, room):
            sight = look(visit.page)
            assert_whole(sight, DISPLAYS[name])
            read |= {each["text"] for each in sight.texts}
            maps += visit.page.eval_on_selector_all(".page-shown .map-frame", MAPS)
    # Where the words of a map stand is worked out for a box: one that is smaller lets them touch.
    assert maps and all(width >= min(BOX_EMS[0], BOX_EMS[1] / aspect) for aspect, width in maps), maps
    assert {"18 tháng", words.BOUNDARY_BREAK, "Quý III/2026: ", "xã Bình Chương 12,3%"} <= read


def share_of(page: Page, within: str, colour: str) -> float:
    """How much of a drawing has the colour #rrggbb, 0 to 1."""
    picture = base64.b64encode(page.locator(within).screenshot()).decode()
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    found: float = page.evaluate(SHARE, [f"data:image/png;base64,{picture}", parts])
    return found


def test_lines_are_as_bold_on_a_picture_of_twice_the_pixels(browser: Browser, synthetic: Installation) -> None:
    drawings = {".slot-7 .trend-share .trend-plot": DARK.plain, ".slot-8 .map-frame": DARK.missed}
    bold: list[list[float]] = []
    with listening(server_of("wall_3x3", PROCEDURES)) as port:
        for width, height in ((1920, 1080), (3840, 2160)):
            with visiting(browser, width, height) as visit:
                opened(visit, f"http://127.0.0.1:{port}/wall", "wall_3x3")
                bold.append([share_of(visit.page, within, colour) for within, colour in drawings.items()])
    assert min(bold[0]) > 0.005, "nothing was drawn"
    assert bold[1] == pytest.approx(bold[0], rel=0.25)
