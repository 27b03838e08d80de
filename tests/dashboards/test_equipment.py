"""The figures of docs/vi/phuong-an-thiet-bi.md are those of the product, and its sums are right."""

import math
import re
from dataclasses import replace
from itertools import takewhile

import pytest

from config.displays import CAP_HEIGHT, Display, read_displays
from config.errors import ConfigurationInvalid
from dashboards.screens.wall.need import ANGLES
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import scenes
from tests.architecture.files import ROOT

GUIDE = (ROOT / "docs/vi/phuong-an-thiet-bi.md").read_text(encoding="utf-8")
DISPLAYS = {display.name: display for display in read_displays()}
TELEVISION, SHARP, WIDE, LARGE = (DISPLAYS[name] for name in ("television", "panel_4k", "wall_3x2", "wall_3x3"))
MINUTES = [int(angle) for angle in ANGLES.values()]
USABLE, SPARE = 0.6, 1.25
"""Which part of a UPS's energy reaches the load, and how much stronger than the load it must be."""


def rows(first: str) -> list[list[str]]:
    """The rows of the table whose head begins with these words; there are some."""
    lines = GUIDE[GUIDE.index(f"\n| {first}") + 1 :].splitlines()[2:]
    found = [line.strip("|").split("|") for line in takewhile(lambda line: line.startswith("|"), lines)]
    assert found
    return [[cell.strip() for cell in row] for row in found]


def number(text: str) -> float:
    return float(re.sub(r"(?<=\d)\.(?=\d{3})", "", text).replace(",", "."))


def cells(first: str) -> list[list[float]]:
    """The rows of a table of numbers."""
    return [[number(cell) for cell in row] for row in rows(first)]


def seen(inches: float = 43, metres: float = 3) -> Display:
    return replace(TELEVISION, diagonal_inches=inches, distance_m=metres)


def test_angles_are_those_that_the_wall_is_drawn_by() -> None:
    assert [int(row[1].rstrip("′")) for row in rows("Chữ | Góc")] == MINUTES
    assert f"bằng {CAP_HEIGHT:.1f}".replace(".", ",") in GUIDE


def test_heights_of_capitals_follow_from_angle_and_distance() -> None:
    for metres, *heights in cells("Khoảng cách (m) | 40′"):
        display = seen(metres=metres)
        found = [display.css_px(angle) * CAP_HEIGHT * display.millimetres_per_css_px for angle in MINUTES]
        assert heights == [round(height, 1) for height in found], metres


def test_sizes_fill_their_angles_and_no_smaller_size_does() -> None:
    for inches, metres, *sizes in cells("Inch của một tấm"):
        display = seen(inches, metres)
        assert sizes == [math.ceil(display.css_px(angle)) for angle in MINUTES], (inches, metres)
        assert all(display.arc_minutes(size) >= angle for size, angle in zip(sizes, MINUTES, strict=True))


def test_farthest_readers_are_let_in_and_those_beyond_are_not() -> None:
    for kind, inches, metres in rows("Màn hình | Inch"):
        if kind.startswith(("một tấm", "ghép")):
            for display in (TELEVISION,) if kind.startswith("một tấm") else (WIDE, LARGE):
                room_for(replace(display, diagonal_inches=number(inches), distance_m=number(metres)))
    assert "Tấm 55 inch\nghép không dùng được ở 6 m; tivi 43 inch không dùng được ở 4 m" in GUIDE
    for display, metres_beyond in ((TELEVISION, 4), (WIDE, 6), (LARGE, 6)):
        with pytest.raises(ConfigurationInvalid, match="distance_m"):
            room_for(replace(display, distance_m=metres_beyond))


def test_options_show_what_their_profiles_hold() -> None:
    options = {row[0]: row[1:] for row in rows("| PA1: một tivi")}
    shown = [TELEVISION, SHARP, WIDE, LARGE]
    profiles = [set(re.findall(r"`(\w+)`", cell)) for cell in options["Hồ sơ trong `config/displays.toml`"]]
    assert set().union(*profiles) == set(DISPLAYS)
    assert all(display.name in named for display, named in zip(shown, profiles, strict=True))
    assert options["Ô trên một trang"] == [str(max(map(len, each.pages[9]))) for each in shown]
    assert options["Trang của một cảnh 9 ô"] == [str(len(each.pages[9])) for each in shown]
    for display, left_out in zip(shown, options["Ô của cảnh 9 ô không lên hình"], strict=True):
        lacking = sorted(set(range(1, 10)).difference(*display.pages[9]))
        assert left_out == (f"ô {', '.join(map(str, lacking))}" if lacking else "không")
    pixels = [f"{across}×{down}" for across, down in (each.pixels for each in shown)]
    assert options["Điểm ảnh"] == pixels
    assert f"{SHARP.diagonal_inches:.0f} inch" == options["Màn hình"][1]
    assert f"{SHARP.distance_m:.1f} m".replace(".", ",") == options["Người xem xa nhất"][1]
    for scene in scenes().values():
        assert scene.title in GUIDE


def test_pictures_are_as_large_as_their_panels() -> None:
    sizes = next(row for row in rows("| PA1: một tivi") if row[0].startswith("Kích thước hình"))
    across = [(seen(43), 1, 1), (seen(65), 1, 1), (seen(86), 1, 1), (seen(55), 3, 2), (seen(55), 3, 3)]
    found = [
        f"{display.canvas[0] * wide * display.millimetres_per_css_px:.0f}"
        f"×{display.canvas[1] * high * display.millimetres_per_css_px:.0f}"
        for display, wide, high in across
    ]
    assert re.findall(r"\d+×\d+", " ".join(sizes)) == found


def test_a_pixel_is_smaller_than_a_minute_of_arc_beyond_these_distances() -> None:
    for inches, full_hd, sharp in cells("Inch | Full HD"):
        millimetres = seen(inches).millimetres_per_css_px
        found = [pixel / 1000 / math.tan(math.radians(1 / 60)) for pixel in (millimetres, millimetres / 2)]
        assert [full_hd, sharp] == [round(metres, 1) for metres in found], inches


def test_what_stays_free_at_a_panels_edge_is_the_profiles() -> None:
    for display in (WIDE, LARGE):
        free = f"{display.bezel * display.millimetres_per_css_px:.1f}".replace(".", ",")
        assert f"{display.bezel_px} điểm ảnh ({free} mm trên tấm {display.diagonal_inches:.0f} inch)" in GUIDE


def test_line_rates_are_computed() -> None:
    for _signal, factors, rate in rows("Tín hiệu | Phép tính"):
        assert number(rate) == round(math.prod(map(number, factors.split(" × "))) / 1e9, 1)


def test_batteries_carry_their_loads() -> None:
    for option, parts, *figures in rows("Phương án | Qua UPS"):
        load, minutes, energy, strength = map(number, figures)
        assert load == sum(map(int, re.findall(r" (\d+)(?: \+|$)", parts))), option
        assert energy == math.ceil(load * minutes / 60 / USABLE), option
        assert strength == math.ceil(load * SPARE), option


def test_a_months_electricity_is_computed() -> None:
    for option, *figures in rows("Phương án | Màn hình (W)"):
        screens, others, by_day, always = map(number, figures[:4])
        assert by_day == round((screens * 12 * 26 + others * 24 * 30) / 1000), option
        assert always == round((screens + others) * 24 * 30 / 1000), option


def test_prices_are_left_to_whoever_buys_and_nobody_is_named() -> None:
    quantities = rows("TT | Nội dung")
    assert len(quantities) > 10
    assert all(row[-2:] == ["", ""] for row in quantities)
    assert not re.search(r"samsung|\blg\b|sony|panasonic|dell|intel|nvidia|barco", GUIDE, re.IGNORECASE)
