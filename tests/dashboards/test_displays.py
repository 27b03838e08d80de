"""Profiles of walls: what they promise to the eye, and how a wrong one is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.displays import CANVAS_WIDTH, Display, read_displays
from config.errors import ConfigurationInvalid
from config.programmes import Showing
from dashboards.screens.wall.need import ANGLES
from dashboards.screens.wall.room import Room, room_for
from dashboards.screens.wall.scene import scenes
from tests.dashboards.walls import DISPLAYS, PROCEDURES, showing

GOOD = """
[hall]
pixels = [1920, 1080]
panels = [1, 1]
bezel_px = 0
diagonal_inches = 43
distance_m = 3
scope = "BS5"
scenes = ["procedures", "data"]
pages_of_6 = [[1, 2], [3, 4]]
pages_of_9 = [[1, 2], [9]]
dwell_s = { procedures = 20, data = 15 }
"""


def display(**changes: Any) -> Display:
    return replace(showing("television", PROCEDURES), **changes)


def written(folder: Path, text: str) -> Path:
    path = folder / "displays.toml"
    path.write_text(text, encoding="utf-8")
    return path


# At full HD, the px of 12, 20 and 40 minutes of arc as the design states them, rounded.
@pytest.mark.parametrize(
    ("inches", "metres", "sizes"),
    [
        (43, 3, (30, 50, 101)),
        (55, 4, (32, 53, 106)),
        (55, 5, (40, 66, 132)),
        (55, 6, (47, 79, 158)),
        (65, 4, (27, 44, 89)),
    ],
)
def test_an_angle_is_a_size_on_the_canvas(inches: float, metres: float, sizes: tuple[int, ...]) -> None:
    screen = display(diagonal_inches=inches, distance_m=metres)
    found = [screen.css_px(angle) for angle in (12, 20, 40)]
    assert found == pytest.approx(sizes, rel=0.02)
    assert [screen.arc_minutes(size) for size in found] == pytest.approx([12, 20, 40])


def test_a_wall_of_panels_is_one_canvas_as_wide_as_a_television() -> None:
    television, large, wide = (DISPLAYS[name] for name in ("television", "wall_3x3", "wall_3x2"))
    assert (television.canvas, large.canvas, wide.canvas) == ((1920, 1080), (1920, 1080), (1920, 720))
    assert large.panel == wide.panel == (640, 360)
    assert large.css_px(12) == pytest.approx(display(diagonal_inches=55, distance_m=5).css_px(12) / 3)
    assert large.bezel == 4


def test_every_profile_shows_its_slots_no_smaller_than_the_eye_needs() -> None:
    for each in read_displays():
        room = room_for(each)
        assert all(each.arc_minutes(room.sizes[role]) >= angle for role, angle in ANGLES.items())
        assert [tile.slot for tile in room.tiles()] == [slot for page in room.all_pages for slot in page.slots]
        for scene in {} if each.chosen else each.scenes:
            shown = [page.slots for page in room.all_pages if page.scene == scene.scene]
            assert shown == list(each.pages[len(scenes()[scene.scene].slots)])


def test_tiles_leave_room_for_the_frame_and_the_bezels() -> None:
    room = room_for(showing("wall_3x3", PROCEDURES))
    heights = {tile.slot: tile.height for tile in room.tiles()}
    assert heights[1] == pytest.approx(360 - room.head - 2 * room.gap)
    assert heights[5] == pytest.approx(360 - 2 * room.gap)
    assert heights[9] == pytest.approx(360 - room.foot - 2 * room.gap)
    assert room.place(0, room.all_pages[0]) == "cell cell-top"
    assert room.place(8, room.all_pages[0]) == "cell cell-bottom"


def test_a_profile_that_cannot_hold_its_slots_is_refused_with_the_arithmetic() -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        room_for(display(name="hall", distance_m=4))
    said = str(refused.value)
    assert (
        "[hall] pages_of_9: cảnh procedures, ô 1 cần cao" in said
        and "1.2 × (2 × 134 + 2 × 67 + 2 × 47 + 3 × 40)" in said
    )
    assert "Giảm distance_m" in said


def test_a_profile_that_is_too_narrow_is_refused_with_the_arithmetic() -> None:
    with pytest.raises(ConfigurationInvalid, match=r"ô 8 cần rộng \d+ px = 25 × 35"):
        room_for(display(pages={6: (), 9: ((8, 7, 9),)}))


def test_one_slot_a_page_has_room_on_a_television() -> None:
    alone = display(pages={6: (), 9: ((1,),)})
    assert next(Room(alone, {PROCEDURES: scenes()[PROCEDURES]}).shortcomings(), None) is None


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    (found,) = read_displays(written(tmp_path, GOOD))
    assert (found.name, found.canvas[0]) == ("hall", CANVAS_WIDTH)
    assert found.pages == {6: ((1, 2), (3, 4)), 9: ((1, 2), (9,))}
    assert found.scenes == (Showing("procedures", 20), Showing("data", 15))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("pixels = [1920, 1080]", "pixels = [1920]", "[hall] pixels: viết hai số nguyên từ 320"),
        ("panels = [1, 1]", "panels = [0, 1]", "[hall] panels: viết hai số nguyên từ 1"),
        ("bezel_px = 0", "bezel_px = -1", "[hall] bezel_px: viết một số nguyên từ 0"),
        ("diagonal_inches = 43", 'diagonal_inches = "43"', "[hall] diagonal_inches: viết một số từ 1"),
        ("distance_m = 3\n", "", "[hall] distance_m: thiếu khóa này"),
        ('scope = "BS5"', "scope = 5", "[hall] scope: viết một chuỗi"),
        ("[[1, 2], [3, 4]]", "[[1, 2], [2, 3]]", "[hall] pages_of_6: viết các trang"),
        ("[[1, 2], [3, 4]]", "[[1, 7]]", "[hall] pages_of_6: viết các trang, mỗi trang là các ô từ 1 đến 6"),
        ("[[1, 2], [9]]", "[[1, 10]]", "[hall] pages_of_9: viết các trang, mỗi trang là các ô từ 1 đến 9"),
        ("[[1, 2], [3, 4]]", "[[[1]]]", "[hall] pages_of_6: viết các trang"),
        ("[[1, 2], [3, 4]]", "[[]]", "[hall] pages_of_6: viết các trang"),
        ("panels = [1, 1]", "panels = [2, 1]\n", "[hall] pages_of_6: mỗi tấm"),
        ('["procedures", "data"]', "[]", "[hall] scenes: viết tên các cảnh"),
        ('["procedures", "data"]', '["data", "data"]', "[hall] scenes: viết tên các cảnh"),
        ('["procedures", "data"]', '["education"]', "[hall] dwell_s: thêm số giây của cảnh education"),
        ("data = 15", "data = 0", "[hall] dwell_s.data: viết một số nguyên từ 1"),
        ("{ procedures = 20, data = 15 }", "20", "[hall] dwell_s: viết số giây mỗi trang"),
        ("data = 15 }", "data = 15 }\ncolour = 1", "[hall] colour: không có khóa này"),
        ("[hall]", "[version]", "[version] không dùng được làm tên"),
        ("[hall]", '["Tiền sảnh"]', "không dùng được làm tên"),
        ("[hall]", "[hall", "không đọc được"),
    ],
)
def test_a_wrong_key_is_named_with_its_remedy(tmp_path: Path, before: str, after: str, said: str) -> None:
    text = GOOD.replace(before, after)
    text = text.replace("[[1, 2], [3, 4]]", "[[1, 2, 3]]") if "mỗi tấm" in said else text
    path = written(tmp_path, text)
    with pytest.raises(ConfigurationInvalid) as refused:
        read_displays(path)
    assert said in str(refused.value) and str(path) in str(refused.value)


def test_an_empty_file_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationInvalid, match="chưa có màn hình nào"):
        read_displays(written(tmp_path, ""))
    with pytest.raises(ConfigurationInvalid, match="không đọc được"):
        read_displays(tmp_path / "none.toml")
