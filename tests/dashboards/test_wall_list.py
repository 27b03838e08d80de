"""The list of walls at /wall: what each is hung for, what it shows at this hour, and how to get there."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser

from config.displays import CANVAS_WIDTH
from dashboards import words
from dashboards.screens.wall.scene import scenes
from dashboards.wall_app import server
from tests.dashboards.reach import lines
from tests.dashboards.served import listening
from tests.dashboards.synthetic import write_pointer_to
from tests.dashboards.test_accessibility import assert_well_formed, grave
from tests.dashboards.walls import DISPLAYS
from tests.installation import CLOCK, Installation

NOW = re.compile(r'programme-name">([^<]*)</span><strong class="now">đang chiếu')


def shown_now(page: str) -> list[str]:
    """The programme that each wall is said to show."""
    return NOW.findall(page)


def test_root_leads_to_the_list(wall: FlaskClient, synthetic: Installation) -> None:
    assert wall.get("/").headers["Location"] == "/wall"
    assert wall.get("/wall").get_data() == wall.get("/wall/").get_data()


def test_every_wall_is_listed_with_what_it_is_hung_for(wall: FlaskClient, synthetic: Installation) -> None:
    page = wall.get("/wall").get_data(as_text=True)
    sections = dict(re.findall(r'<section class="wall">.*?href="/wall/(\w+)/"(.*?)</section>', page, re.DOTALL))
    assert list(sections) == list(DISPLAYS)
    for name, said in sections.items():
        display = DISPLAYS[name]
        assert f"<dd>{display.pixels[0]} × {display.pixels[1]}</dd>" in said
        assert f"<dd>{display.distance_m:g} m</dd>" in said and "Cụm 5 xã (địa bàn huyện Bình Sơn cũ)" in said
        assert ("không có số liệu y tế chi tiết" in said) == (name == "visitors")
        assert wall.get(f"/wall/{name}/").status_code == 200
    assert "Mảng ghép 3 × 2 tấm 55 inch" in sections["wall_3x2"]
    assert "Y tế cơ sở 3 trang × 30 giây" in sections["visitors"]
    # Three days after the books of the term were due.
    assert "Y tế cơ sở 30 giây" in sections["wall_3x3"] and "Giáo dục 60 giây" in sections["wall_3x3"]


@pytest.mark.parametrize(
    ("hour", "minute", "shown"),
    [(7, 45, "Giao ban 07:30–08:00"), (9, 0, "Các giờ còn lại"), (23, 0, "Ban đêm 18:00–06:30")],
)
def test_the_programme_of_the_hour_is_marked(
    wall: FlaskClient, synthetic: Installation, hour: int, minute: int, shown: str
) -> None:
    synthetic.set_clock(CLOCK.replace(hour=hour, minute=minute))
    page = wall.get("/wall").get_data(as_text=True)
    assert shown_now(page) == [*[shown] * (len(DISPLAYS) - 1), "Khách đến"]
    assert f"Lúc {hour:02}:{minute:02} ngày 23/11/2026" in page


def test_the_list_is_marked_while_anything_is_invented_and_stands_without_a_snapshot(
    wall: FlaskClient, synthetic: Installation, synthetic_file: Path
) -> None:
    assert words.INVENTED in wall.get("/wall").get_data(as_text=True)
    write_pointer_to(synthetic.home, synthetic_file, invented=False)
    assert words.INVENTED not in wall.get("/wall").get_data(as_text=True)
    (synthetic.home / "warehouse" / "current.json").write_text("{", encoding="utf-8")
    answer = wall.get("/wall")
    assert answer.status_code == 200 and len(shown_now(answer.get_data(as_text=True))) == len(DISPLAYS)


def test_a_preview_is_what_the_wall_shows_first_and_nothing_else(wall: FlaskClient, synthetic: Installation) -> None:
    for name, display in DISPLAYS.items():
        shown = wall.get(f"/wall/preview/{name}").get_data(as_text=True)
        first = display.at(CLOCK).scenes[0].scene
        assert re.findall(r'class="part scene-(\w+)"', shown) == [first] and shown.count("page-shown") == 1
        assert "<script" not in shown and words.INVENTED in shown
        assert f"<h1>{scenes()[first].title}</h1>" in shown


def test_a_preview_waits_in_words_while_nothing_can_be_read(wall: FlaskClient, synthetic: Installation) -> None:
    (synthetic.home / "warehouse" / "current.json").write_text("{", encoding="utf-8")
    answer = wall.get("/wall/preview/television")
    assert answer.status_code == 503 and "Chưa đọc được bản số liệu" in answer.get_data(as_text=True)


def test_the_list_is_in_order_and_a_preview_has_the_shape_of_its_wall_and_is_none(
    synthetic: Installation, browser: Browser
) -> None:
    # axe-core is put into the page by the test, which the product's policy would refuse.
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    with listening(server) as port:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(urlsplit(request.url).path))
        page.goto(f"http://127.0.0.1:{port}/wall")
        page.evaluate("document.fonts.ready")
        assert not (found := grave(page)), lines(found)
        assert_well_formed(page)
        for name, display in DISPLAYS.items():
            card = page.locator(f".preview:has(a[href='/wall/{name}/'])")
            card.scroll_into_view_if_needed()
            framed = card.frame_locator("iframe")
            framed.locator(".page-shown .tile").first.wait_for()
            assert framed.locator("#scene").evaluate("e => e.getBoundingClientRect().width") == CANVAS_WIDTH
            place, canvas = card.bounding_box(), card.locator("iframe").bounding_box()
            shape = display.pixels[0] / display.pixels[1]
            assert place and place["width"] / place["height"] == pytest.approx(shape, rel=0.02)
            assert canvas == pytest.approx(place, abs=1), "the whole of the wall, and no more"
        # A preview is no wall: nobody keeps it, and it asks for nothing after it was drawn.
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
        assert not [path for path in asked if path == "/wall/version" or path.endswith((".js", "/scenes"))]
        page.get_by_role("link", name="/wall/wall_3x2/", exact=True).last.click()
        page.locator(".page-shown .tile").first.wait_for()
        assert page.url.endswith("/wall/wall_3x2/")
        context.close()
