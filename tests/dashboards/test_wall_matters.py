"""The sentences on what needs somebody, as Chromium breaks them: none leaves its tile, however badly they break."""

from datetime import date

import pytest
from playwright.sync_api import Browser

from dashboards.marks import Mark
from dashboards.overview.matters import Matter
from dashboards.screens.wall.need import lines_of
from dashboards.screens.wall.scene import scenes
from dashboards.screens.wall.scenes.overview import matter_slot
from dashboards.screens.wall.scenes.overview.matter_slot import chosen, in_words
from tests.dashboards.served import listening, visiting
from tests.dashboards.wall_sight import LARGE, TELEVISION, assert_whole, keep_picture, look, opened
from tests.dashboards.walls import DISPLAYS, server_with
from tests.installation import Installation

# Letters of three lines, which take four: words that do not fit begin the next line, and a day is not broken.
BADLY = [
    Matter(Mark(mark, "missed"), what, "ít nhất từ 01/07/2025", who, date(2025, 7, 1), "dossier", what)
    for mark, what, who in (
        ("Không đạt", "Hồ sơ đang giải quyết quá hạn: xã Vạn Tường 15 và 3 nơi nữa (mục tiêu 0)",
         "Văn phòng HĐND và UBND xã"),
        ("Cần theo dõi", "hồ sơ không có ngày hẹn trả: xã Vạn Tường 0,1% (mục tiêu 0%)",
         "Trung tâm Phục vụ hành chính công xã"),
        ("Cần theo dõi", "hồ sơ không có ngày hẹn trả: xã Bình Minh 0,3% (mục tiêu 0%)",
         "Trung tâm Phục vụ hành chính công xã"),
        ("Cần theo dõi", "hồ sơ phải bổ sung từ 2 lần: xã Đông Sơn 0,3% (mục tiêu 0%)",
         "Trung tâm Phục vụ hành chính công xã"),
        ("Không đạt", "Hồ sơ quá hạn chưa có văn bản xin lỗi: xã Vạn Tường 99 và 4 nơi nữa (mục tiêu 0)",
         "Trung tâm Phục vụ hành chính công xã"),
    )
]  # fmt: skip
LINES = """rows => rows.map(row => Math.round(
    row.getBoundingClientRect().height / parseFloat(getComputedStyle(row).lineHeight)))"""


@pytest.mark.parametrize(("name", "width", "height", "scale"), [TELEVISION, LARGE])
def test_sentences_that_break_badly_stay_in_their_tile(
    browser: Browser,
    full: Installation,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    width: int,
    height: int,
    scale: int,
) -> None:
    told = chosen(BADLY)
    monkeypatch.setattr(matter_slot, "chosen", lambda _among: told)
    server, app = server_with({"overview": scenes()["overview"]}, name)
    with listening(server) as port, visiting(browser, width, height, scale) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", name)
        keep_picture(visit.page, f"matters_{name}")
        assert_whole(look(visit.page), DISPLAYS[app.room.display.name])
        taken = visit.page.locator(".matters li").evaluate_all(LINES)
        assert len(taken) == len(told) == 4
        assert all(lines <= lines_of(in_words(each)) for lines, each in zip(taken, told, strict=True))
