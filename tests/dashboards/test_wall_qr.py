"""The code in a scene's foot: off unless a profile asks for it, and in nobody's way."""

from dataclasses import replace
from typing import Any

import pytest
import segno
from playwright.sync_api import Browser

from config.displays import Display
from dashboards.components.drawing import drawn
from dashboards.wall_app import make_server
from tests.dashboards.elements import attributes_of, links, walk
from tests.dashboards.served import listening, visiting
from tests.dashboards.wall_sight import LARGE, TELEVISION, WIDE, Size, assert_whole, look, opened
from tests.dashboards.walls import DISPLAYS, PROCEDURES, component, showing
from tests.installation import Installation

SVG_NAMES = "http://www.w3.org/2000/svg"
PAGES = "https://dieuhanh.example.vn"
LEAST_MODULE_PX = 2.0
"""Pixels of the picture that a module must have; below that a camera sees grey."""
FOOT = """() => { const box = e => e.getBoundingClientRect(), code = document.querySelector('.qr'), at = box(code);
    const met = e => { const r = box(e); return r.left < at.right && r.right > at.left && r.top < at.bottom &&
        r.bottom > at.top; };
    const others = code.closest('.part').querySelectorAll(
        '.invented, .snapshot span, .freshness span, .page-shown .tile');
    return {width: at.width, height: at.height, right: at.right, bottom: at.bottom, left: at.left, top: at.top,
        others: others.length, met: [...others].filter(met).map(e => e.className)}; }"""


def with_code(display: Display) -> Display:
    return replace(display, has_qr=True, pages_address=PAGES)


def codes(node: Any) -> list[Any]:
    return [each for each in walk(node) if getattr(each, "className", "") == "qr"]


def test_there_is_no_code_unless_a_profile_asks_for_it(synthetic: Installation) -> None:
    assert not any(display.has_qr for display in DISPLAYS.values())
    for has_qr in (False, True):
        display = replace(with_code(showing("television", PROCEDURES, "satisfaction")), has_qr=has_qr)
        scenes = component(make_server([display])[1][0])
        feet = [each for each in walk(scenes) if type(each).__name__ == "Footer"]
        assert len(feet) == 10 and [len(codes(foot)) for foot in feet] == [int(has_qr)] * 10


def test_a_code_says_where_the_scene_leads(synthetic: Installation) -> None:
    scene = component(make_server([with_code(showing("television", PROCEDURES))])[1][0])
    address = next(each for each in links(scene) if "/procedures?unit=BS5" in each)
    assert address.startswith(f"{PAGES}/"), "where a telephone reaches it, and not at the wall's own host"
    code, *others = codes(scene)
    assert all(attributes_of(other) == attributes_of(code) for other in others)
    plain = address.partition("&measure=")[0]
    modules = segno.make(plain, error="m", micro=False).svg_inline(border=4, light="#fff", omitsize=True)
    assert drawn(attributes_of(code)["src"]) == modules.replace("<svg", f'<svg xmlns="{SVG_NAMES}"', 1)


@pytest.mark.parametrize(
    "size", [TELEVISION, *(pytest.param(each, marks=pytest.mark.slow) for each in (LARGE, WIDE))], ids=str
)
def test_a_code_lies_in_the_foot_and_covers_nothing(browser: Browser, full: Installation, size: Size) -> None:
    name, width, height, scale = size
    server, _apps = make_server([with_code(showing(name, PROCEDURES))])
    with listening(server) as port, visiting(browser, width, height, scale) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", name)
        foot = visit.page.evaluate(FOOT)
        assert_whole(look(visit.page), DISPLAYS[name])
    assert foot["others"] > 6 and foot["met"] == [] and foot["width"] == pytest.approx(foot["height"], rel=0.02)
    assert foot["right"] <= width and foot["bottom"] <= height and foot["left"] > width * 0.66
    modules = segno.make(f"{PAGES}/procedures?unit=BS5&basis=successor&grain=report_quarter").symbol_size()
    assert scale * foot["height"] / modules[0] >= LEAST_MODULE_PX
