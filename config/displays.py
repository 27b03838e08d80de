"""The screens that hang somewhere: how large, how far from their readers, and what each of their pages holds.

Everything on a wall is laid out on a canvas 1920 CSS pixels wide, whatever the picture's own pixels; an angle at the
reader's eye becomes a length on that canvas here.
"""

import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from config.errors import ConfigurationInvalid
from config.settings import PROJECT

FILE = PROJECT / "config" / "displays.toml"
CANVAS_WIDTH = 1920
MILLIMETRES_PER_INCH = 25.4
CAP_HEIGHT = 0.7
"""Height of a capital letter in em: what the eye measures is the letter, not its line."""
NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = ("version",)
SLOTS = (6, 9)
"""How many slots a scene has: six, and three more where there are nine panels."""
Pages = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Showing:
    """A scene in a profile's order of scenes; each of its pages stands for `dwell_s` seconds."""

    scene: str
    dwell_s: int


@dataclass(frozen=True)
class Display:
    """One profile of displays.toml: pixels are the picture's own, lengths without a unit CSS pixels of the canvas.

    `pages` are {slots of a scene: what each page of such a scene holds}.
    """

    name: str
    pixels: tuple[int, int]
    panels: tuple[int, int]
    bezel_px: int
    diagonal_inches: float
    distance_m: float
    scope: str
    scenes: tuple[Showing, ...]
    pages: Mapping[int, Pages]

    @property
    def canvas(self) -> tuple[float, float]:
        """Width and height of the canvas."""
        return float(CANVAS_WIDTH), self.pixels[1] / self._pixels_per_css

    @property
    def panel(self) -> tuple[float, float]:
        """Width and height of one panel on the canvas."""
        return self.canvas[0] / self.panels[0], self.canvas[1] / self.panels[1]

    @property
    def bezel(self) -> float:
        """What stays free at each edge of a panel."""
        return self.bezel_px / self._pixels_per_css

    @property
    def millimetres_per_css_px(self) -> float:
        """How large a CSS pixel of the canvas is on the glass."""
        across, down = self.panel
        return self.diagonal_inches * MILLIMETRES_PER_INCH / math.hypot(across, down)

    def css_px(self, arc_minutes: float) -> float:
        """The font size whose capital letters fill this angle at the farthest reader's eye."""
        capital = 1000 * self.distance_m * math.tan(math.radians(arc_minutes / 60))
        return capital / self.millimetres_per_css_px / CAP_HEIGHT

    def arc_minutes(self, css_px: float) -> float:
        """The angle that capitals of this font size fill; the way back from `css_px`."""
        capital = css_px * CAP_HEIGHT * self.millimetres_per_css_px
        return math.degrees(math.atan(capital / (1000 * self.distance_m))) * 60

    @property
    def _pixels_per_css(self) -> float:
        return self.pixels[0] / CANVAS_WIDTH

    @classmethod
    def read(cls, name: str, given: Mapping[str, Any], path: Path) -> Self:
        """A profile from its table. Raises `ConfigurationInvalid` naming file, key and remedy."""
        table = _Table(name, given, path)
        display = cls(
            name=name,
            pixels=table.pair("pixels", 320),
            panels=table.pair("panels", 1),
            bezel_px=int(table.number("bezel_px", 0, whole=True)),
            diagonal_inches=table.number("diagonal_inches", 1),
            distance_m=table.number("distance_m", 0.3),
            scope=table.text("scope"),
            scenes=table.scenes(),
            pages={count: table.pages(f"pages_of_{count}", count) for count in SLOTS},
        )
        table.refuse_others()
        display._require_one_slot_a_panel(table)
        return display

    def _require_one_slot_a_panel(self, table: "_Table") -> None:
        count = self.panels[0] * self.panels[1]
        for slots, pages in self.pages.items():
            if count > 1 and any(len(page) > count for page in pages):
                said = f"mỗi tấm màn hình chỉ chứa một ô, nên mỗi trang tối đa {count} ô"
                raise table.wrong(f"pages_of_{slots}", said)


def read_displays(path: Path = FILE) -> tuple[Display, ...]:
    """The profiles of a file, in its order. Raises `ConfigurationInvalid`."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationInvalid(f"{path}: không đọc được ({error}); sửa lại tệp.") from error
    if not tables:
        raise ConfigurationInvalid(f"{path}: chưa có màn hình nào; thêm một bảng như [television].")
    return tuple(Display.read(name, given, path) for name, given in tables.items())


class _Table:
    """One table of the file, each key checked and named when it is wrong."""

    def __init__(self, name: str, given: Mapping[str, Any], path: Path) -> None:
        self.name = name
        self.path = path
        if not NAME.fullmatch(name) or name in RESERVED or not isinstance(given, dict):
            raise ConfigurationInvalid(
                f"{path}: [{name}] không dùng được làm tên màn hình; viết chữ thường không dấu, số và _, "
                f"khác {', '.join(RESERVED)}."
            )
        self.given = dict(given)

    def wrong(self, key: str, remedy: str) -> ConfigurationInvalid:
        return ConfigurationInvalid(f"{self.path}: [{self.name}] {key}: {remedy}.")

    def number(self, key: str, least: float, *, whole: bool = False) -> float:
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float) or value < least:
            raise self.wrong(key, f"viết một số{' nguyên' * whole} từ {least:g}")
        return float(value)

    def pair(self, key: str, least: int) -> tuple[int, int]:
        value = self._take(key)
        if not isinstance(value, list) or [type(each) for each in value] != [int, int] or min(value) < least:
            raise self.wrong(key, f"viết hai số nguyên từ {least}: ngang, dọc")
        return value[0], value[1]

    def text(self, key: str) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, 'viết một mã trong ngoặc kép, như "BS5"')
        return value

    def scenes(self) -> tuple[Showing, ...]:
        """Each scene once, in order, with its seconds."""
        names, seconds = self._take("scenes"), dict(self._dwell())
        is_list = isinstance(names, list) and names and all(isinstance(name, str) and name for name in names)
        if not is_list or len(set(names)) < len(names):
            raise self.wrong("scenes", 'viết tên các cảnh theo thứ tự, như ["procedures"]; mỗi cảnh một lần')
        for name in names:
            if name not in seconds:
                raise self.wrong("dwell_s", f"thêm số giây của cảnh {name}, như {{ {name} = 20 }}")
        return tuple(Showing(name, seconds[name]) for name in names)

    def _dwell(self) -> Iterator[tuple[str, int]]:
        given = self._take("dwell_s")
        if not isinstance(given, dict):
            raise self.wrong("dwell_s", "viết số giây mỗi trang của từng cảnh, như { procedures = 20 }")
        for name, value in given.items():
            if type(value) is not int or value < 1:
                raise self.wrong(f"dwell_s.{name}", "viết một số nguyên từ 1")
            yield name, value

    def pages(self, key: str, slots: int) -> Pages:
        """What each page of a scene of so many slots holds."""
        pages = self._take(key)
        is_list = isinstance(pages, list) and pages and all(isinstance(page, list) and page for page in pages)
        found = [slot for page in pages for slot in page] if is_list else []
        is_known = all(type(slot) is int and 1 <= slot <= slots for slot in found)
        if not found or not is_known or len(set(found)) < len(found):
            said = f"viết các trang, mỗi trang là các ô từ 1 đến {slots}, như [[1, 2], [3, 4]]; mỗi ô một lần"
            raise self.wrong(key, said)
        return tuple(tuple(page) for page in pages)

    def refuse_others(self) -> None:
        if self.given:
            raise self.wrong(next(iter(self.given)), "không có khóa này; xóa đi hoặc sửa tên")

    def _take(self, key: str) -> Any:
        if key not in self.given:
            raise self.wrong(key, "thiếu khóa này, thêm vào")
        return self.given.pop(key)
