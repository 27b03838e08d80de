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
USABLE, SPARE = 0.85 * 0.7, 1.25
"""Which part of a UPS's energy reaches the load, and how much stronger than the load it must be."""
EYES_M, OPTIONS = 1.2, ("PA1", "PA2", "PA3", "PA4")


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
        assert kind.startswith(("một tấm", "ghép"))
        for display in (TELEVISION,) if kind.startswith("một tấm") else (WIDE, LARGE):
            told = replace(display, diagonal_inches=number(inches), distance_m=number(metres))
            room_for(told)
            with pytest.raises(ConfigurationInvalid, match="distance_m"):
                room_for(replace(told, distance_m=told.distance_m + 0.1))
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


def told_of(work: str) -> list[str]:
    """What is asked of each option's room."""
    return next(row[1:] for row in rows("Việc") if row[0].startswith(work))


def picture(option: str) -> tuple[float, float, float]:
    """Width and height of an option's picture, and how high its upper edge lies above the eyes, in metres."""
    shown = {"PA2": (SHARP, 86.0), "PA3": (WIDE, 55.0), "PA4": (LARGE, 55.0)}
    display, inches = shown.get(option[:3], (TELEVISION, 65.0 if "65 inch" in option else 43.0))
    scale = replace(display, diagonal_inches=inches).millimetres_per_css_px / 1000
    lower = number(told_of("Mép dưới")[OPTIONS.index(option[:3])].removesuffix(" m"))
    return display.canvas[0] * scale, display.canvas[1] * scale, lower + display.canvas[1] * scale - EYES_M


def test_the_last_row_sees_every_corner_at_its_angle() -> None:
    for option, edge, corner, angle, last in rows("Phương án, khoảng cách"):
        wide, _high, above = picture(option)
        metres = number(re.findall(r"([\d,]+) m$", option)[0])
        assert number(edge) == round(math.hypot(metres, wide / 2), 2), option
        assert number(corner) == round(math.hypot(metres, wide / 2, above), 2), option
        assert number(angle.rstrip("′")) == round(MINUTES[0] * metres / math.hypot(metres, wide / 2, above), 1), option
        assert number(last) == math.floor(10 * math.sqrt(metres**2 - wide**2 / 4 - above**2)) / 10, option


def test_what_is_seen_from_aside_is_computed() -> None:
    wide, _high, _above = picture("PA3")
    for degrees, said in ((30, "{narrow}, con\n  số chính ở đó {angle}′"), (45, "chỉ còn {narrow} và {angle}′")):
        across, before = (LARGE.distance_m * turn(math.radians(degrees)) for turn in (math.sin, math.cos))
        far = math.hypot(across + wide / 2, before)
        told = {"narrow": f"{before / far:.2f}", "angle": f"{MINUTES[0] * LARGE.distance_m / far:.1f}"}
        assert said.format(**{name: each.replace(".", ",") for name, each in told.items()}) in GUIDE
    assert told_of("Ghế lệch") == ["45°", "45°", "30°", "30°"]


def test_nobody_in_the_first_row_looks_up_further_than_told() -> None:
    nearest = told_of("Người ngồi gần nhất")
    seats = {option: number(cell.partition(" m")[0]) for option, cell in zip(OPTIONS, nearest, strict=True)}
    seats["PA1, 65 inch"] = number(re.findall(r"65 inch ([\d,]+) m", nearest[0])[0])
    angles = {option: math.degrees(math.atan(picture(option)[2] / metres)) for option, metres in seats.items()}
    assert len(angles) == 5 and max(angles.values()) < 24 and f"{round(angles['PA4'])}°" in GUIDE


def test_line_rates_are_computed() -> None:
    for _signal, factors, rate, coded in rows("Tín hiệu | Phép tính"):
        payload = math.prod(map(number, factors.split(" × "))) / 1e9
        assert (number(rate), number(coded)) == (round(payload, 1), round(payload * 10 / 8, 1))


def test_batteries_carry_their_loads() -> None:
    for option, parts, *figures in rows("Phương án | Qua UPS"):
        load, minutes, energy, strength = map(number, figures)
        assert load == sum(map(number, re.findall(r" ([\d.]+)(?: \+|$)", parts))), option
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
