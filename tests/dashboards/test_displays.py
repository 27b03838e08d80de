"""Profiles of walls: what they promise to the eye, and how a wrong one is refused."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.displays import CANVAS_WIDTH, Display, read_displays
from config.errors import ConfigurationInvalid
from config.programmes import Showing
from dashboards.screens.wall.need import ANGLES
from dashboards.screens.wall.room import PIXELS_PER_REM, Room, room_for
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
pages_of_6 = [[1, 2], [3, 4], [5, 6]]
pages_of_9 = [[1, 2], [3, 4], [5, 6], [7, 8], [9]]
dwell_s = { procedures = 20, data = 15 }
"""
SIX, NINE = "[[1, 2], [3, 4], [5, 6]]", "[[1, 2], [3, 4], [5, 6], [7, 8], [9]]"
OF_PANELS = (
    GOOD.replace("[1920, 1080]", "[5760, 3240]").replace("[1, 1]", "[3, 3]").replace("bezel_px = 0", "bezel_px = 12")
    .replace(SIX, "[[1, 2, 3, 4, 5, 6]]").replace(NINE, "[[1, 2, 3, 4, 5, 6, 7, 8, 9]]")
)  # fmt: skip


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


def test_a_tile_that_has_a_page_for_itself_has_larger_text_that_fits() -> None:
    alone = []
    for each in read_displays():
        room = room_for(each)
        for page in room.all_pages:
            sizes = {name[2:]: PIXELS_PER_REM * float(size[:-3]) for name, size in room.grown(page).items()}
            if room.is_of_panels or len(page.slots) > 1:
                assert sizes == {}
                continue
            (tile,) = (tile for tile in room.tiles() if (tile.scene, tile.slot) == (page.scene, *page.slots))
            assert list(tile.lacks(sizes)) == [] and list(tile.lacks({k: 2 * v for k, v in sizes.items()}))
            alone.append(sizes["medium"] / room.sizes["medium"])
    assert len(alone) >= 12 and min(alone) >= 1 and max(alone) > 1.25


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
        and "1,2 × (2 × 134 + 2 × 67 + 2 × 47 + 3 × 40)" in said
    )
    assert "Giảm distance_m" in said


def test_a_profile_that_is_too_narrow_is_refused_with_the_arithmetic() -> None:
    with pytest.raises(ConfigurationInvalid, match=r"ô 8 cần rộng \d+ px = 25 × 35"):
        room_for(display(pages={6: (), 9: ((8, 7, 9),)}))


def test_one_slot_a_page_has_room_on_a_television() -> None:
    alone = display(pages={6: (), 9: ((1,),)})
    assert next(Room(alone, {PROCEDURES: scenes()[PROCEDURES]}).shortcomings(), None) is None


def test_a_profile_too_narrow_for_head_and_foot_is_refused_with_the_arithmetic() -> None:
    alone = display(name="hall", distance_m=3.5, pages={6: (), 9: ((1,),)})
    said = r"\[hall\]: đầu và chân trang cần rộng 2186 px = 53 × 41, mà chỉ có 1888 px"
    with pytest.raises(ConfigurationInvalid, match=said):
        room_for(alone)


def test_a_file_is_read_in_its_order(tmp_path: Path) -> None:
    (found,) = read_displays(written(tmp_path, GOOD))
    assert (found.name, found.canvas[0]) == ("hall", CANVAS_WIDTH)
    assert found.pages == {6: ((1, 2), (3, 4), (5, 6)), 9: ((1, 2), (3, 4), (5, 6), (7, 8), (9,))}
    assert found.scenes == (Showing("procedures", 20), Showing("data", 15))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("pixels = [1920, 1080]", "pixels = [1920]", "[hall] pixels: viết hai số nguyên từ 320"),
        ("panels = [1, 1]", "panels = [0, 1]", "[hall] panels: viết hai số nguyên từ 1"),
        ("bezel_px = 0", "bezel_px = -1", "[hall] bezel_px: viết một số nguyên từ 0"),
        ("diagonal_inches = 43", 'diagonal_inches = "43"', "[hall] diagonal_inches: viết một số từ 20 đến 120"),
        ("diagonal_inches = 43", "diagonal_inches = 4300", "[hall] diagonal_inches: viết một số từ 20 đến 120"),
        ("diagonal_inches = 43", "diagonal_inches = inf", "[hall] diagonal_inches: viết một số từ 20 đến 120"),
        ("diagonal_inches = 43", "diagonal_inches = nan", "[hall] diagonal_inches: viết một số từ 20 đến 120"),
        ("distance_m = 3", "distance_m = 0.5", "[hall] distance_m: viết một số từ 1 đến 20"),
        ("distance_m = 3", "distance_m = -inf", "[hall] distance_m: viết một số từ 1 đến 20"),
        ("[1920, 1080]", "[1920, 1200]", "[hall] panels: mỗi tấm 1920 × 1200, 1920 : 1200 = 1,60; tấm phải là 16 : 9"),
        ("distance_m = 3\n", "", "[hall] distance_m: thiếu khóa này"),
        ('scope = "BS5"', "scope = 5", "[hall] scope: viết một chuỗi"),
        (SIX, "[[1, 2], [2, 3]]", "[hall] pages_of_6: viết các trang"),
        (SIX, "[[1, 7]]", "[hall] pages_of_6: viết các trang, mỗi trang là các ô từ 1 đến 6"),
        (NINE, "[[1, 10]]", "[hall] pages_of_9: viết các trang, mỗi trang là các ô từ 1 đến 9"),
        (NINE, "[[2]]", "[hall] pages_of_9: phải có đủ các ô từ 1 đến 9; thêm ô 1, 3, 4, 5, 6, 7, 8, 9"),
        (SIX, "[[[1]]]", "[hall] pages_of_6: viết các trang"),
        (SIX, "[[]]", "[hall] pages_of_6: viết các trang"),
        ('["procedures", "data"]', "[]", "[hall] scenes: viết tên các cảnh"),
        ('["procedures", "data"]', '["data", "data"]', "[hall] scenes: viết tên các cảnh"),
        ('["procedures", "data"]', '["education"]', "[hall] dwell_s: thêm số giây của cảnh education"),
        ("data = 15", "data = 0", "[hall] dwell_s.data: viết một số nguyên từ 1 đến 3600"),
        ("data = 15", "data = 99999999", "[hall] dwell_s.data: viết một số nguyên từ 1 đến 3600"),
        ("data = 15", "data = 15, satisfacton = 15", "[hall] dwell_s.satisfacton: không chương trình nào chiếu cảnh"),
        ('"BS5"', '"BS6"', "[hall] scope: không có đơn vị BS6 đang hoạt động trong units.csv"),
        ('"BS5"', '"21043"', "[hall] scope: không có đơn vị 21043"),
        (
            "data = 15 }",
            "data = 15 }\nqr = true",
            "[hall] qr: mã QR cần địa chỉ mà điện thoại tới được; thêm pages_address",
        ),
        ("data = 15 }", 'data = 15 }\npages_address = "dieuhanh"', "[hall] pages_address: viết địa chỉ máy chủ"),
        ("{ procedures = 20, data = 15 }", "20", "[hall] dwell_s: viết số giây mỗi trang"),
        ("data = 15 }", "data = 15 }\ncolour = 1", "[hall] colour: không có khóa này"),
        ("[hall]", "[version]", "[version] không dùng được làm tên"),
        ("[hall]", "[preview]", "[preview] không dùng được làm tên"),
        ("[hall]", '["Tiền sảnh"]', "không dùng được làm tên"),
        ("[hall]", "[hall", "không đọc được"),
    ],
)
def test_a_wrong_key_is_named_with_its_remedy(tmp_path: Path, before: str, after: str, said: str) -> None:
    _assert_refused(written(tmp_path, GOOD.replace(before, after)), said)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[5760, 3240]", "[5760, 2160]", "[hall] panels: mỗi tấm 1920 × 720, 1920 : 720 = 2,67; tấm phải là 16 : 9"),
        ("[5760, 3240]", "[5761, 3240]", "[hall] pixels: 5761 : 3 = 1920,33 điểm ảnh mỗi tấm theo chiều ngang"),
        ("bezel_px = 12", "bezel_px = 0", "[hall] bezel_px: 3 × 3 = 9 tấm có viền"),
        ("[[1, 2, 3, 4, 5, 6]]", "[[1, 2, 3, 4, 5]]", "[hall] pages_of_6: phải có đủ các ô từ 1 đến 6; thêm ô 6"),
        ("[3, 3]", "[2, 2]", "[hall] pages_of_6: mỗi tấm màn hình chỉ chứa một ô, nên mỗi trang tối đa 4 ô"),
    ],
)
def test_a_wall_that_nobody_can_hang_is_refused_with_the_arithmetic(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert [each.panels for each in read_displays(written(tmp_path, OF_PANELS))] == [(3, 3)]
    _assert_refused(written(tmp_path, OF_PANELS.replace(before, after)), said)


def _assert_refused(path: Path, said: str) -> None:
    with pytest.raises(ConfigurationInvalid) as refused:
        read_displays(path)
    assert said in str(refused.value) and str(path) in str(refused.value)


def test_a_wall_of_one_commune_and_a_code_with_its_address_are_let_in(tmp_path: Path) -> None:
    text = GOOD.replace('"BS5"', '"21061"') + '\nqr = true\npages_address = "https://dieuhanh.example.vn"\n'
    (found,) = read_displays(written(tmp_path, text))
    assert (found.scope, found.has_qr, found.pages_address) == ("21061", True, "https://dieuhanh.example.vn")


def test_an_empty_file_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationInvalid, match="chưa có màn hình nào"):
        read_displays(written(tmp_path, ""))
    with pytest.raises(ConfigurationInvalid, match="không đọc được"):
        read_displays(tmp_path / "none.toml")
