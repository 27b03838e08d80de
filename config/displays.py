"""The screens that hang somewhere: how large, how far from their readers, and what each of their pages holds.

Everything on a wall is laid out on a canvas 1920 CSS pixels wide, whatever the picture's own pixels; an angle at the
reader's eye becomes a length on that canvas here.
"""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from config.display_shape import DIAGONAL_INCHES, DISTANCE_M, require_shape
from config.display_table import Table
from config.errors import ConfigurationInvalid
from config.programmes import Dwell, Programme, Showing, read_programmes
from config.settings import PROJECT
from config.units import UNITS_FILE, unit_names

FILE = PROJECT / "config" / "displays.toml"
CANVAS_WIDTH = 1920
MILLIMETRES_PER_INCH = 25.4
CAP_HEIGHT = 0.7
"""Height of a capital letter in em: what the eye measures is the letter, not its line."""
NAME = re.compile(r"[a-z][a-z0-9_]*")
RESERVED = ("version", "preview")
ADDRESS = re.compile(r"https?://[^/?#\s]+")
AN_ADDRESS = "https://dieuhanh.example.vn"
SLOTS = (6, 9)
"""How many slots a scene has: six, and three more where there are nine panels."""
Pages = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Display:
    """One profile of displays.toml: pixels are the picture's own, lengths without a unit CSS pixels of the canvas.

    `pages` are {slots of a scene: what each page of such a scene holds}. `scenes` stand while none of `programmes`
    holds; `chosen` names the one that stands all day. `has_qr`: each scene's foot shows the address of its page, at
    `pages_address`, where readers reach the pages' server; empty: on the wall's own host.
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
    programmes: tuple[Programme, ...] = ()
    chosen: str = ""
    has_qr: bool = False
    pages_address: str = ""

    @property
    def possible(self) -> tuple[Programme, ...]:
        """The programmes that the wall ever shows."""
        if self.chosen:
            return tuple(each for each in self.programmes if each.name == self.chosen)
        return (*(each for each in self.programmes if each.hours), Programme("", "", self.scenes))

    def at(self, moment: datetime) -> Programme:
        """What the wall shows at a moment, with the seconds of that day."""
        *by_time, otherwise = self.possible
        return next((each for each in by_time if each.holds(moment)), otherwise).on(moment.date())

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
        table = Table(name, given, path)
        dwell, panels = Dwell.read(table), table.pair("panels", 1)
        display = cls(
            name=name,
            pixels=table.pair("pixels", 320),
            panels=panels,
            bezel_px=table.whole("bezel_px", 0),
            diagonal_inches=table.number("diagonal_inches", *DIAGONAL_INCHES),
            distance_m=table.number("distance_m", *DISTANCE_M),
            scope=table.text("scope", "BS5"),
            scenes=dwell.showings(table),
            pages={count: _pages(table, count, panels) for count in SLOTS},
            programmes=read_programmes(table, dwell),
            chosen=table.text("programme", "visitors") if table.has("programme") else "",
            has_qr=table.flag("qr"),
            pages_address=_address(table, "pages_address"),
        )
        table.refuse_others()
        dwell.refuse_others(table, [*display.scenes, *(each for of in display.programmes for each in of.scenes)])
        require_shape(table, display.pixels, display.panels, display.bezel_px)
        display._require_one_slot_a_panel(table)
        display._require_chosen(table)
        display._require_scope(table)
        return display

    def _require_one_slot_a_panel(self, table: Table) -> None:
        count = self.panels[0] * self.panels[1]
        for slots, pages in self.pages.items():
            if count > 1 and any(len(page) > count for page in pages):
                said = f"mỗi tấm màn hình chỉ chứa một ô, nên mỗi trang tối đa {count} ô"
                raise table.wrong(f"pages_of_{slots}", said)

    def _require_chosen(self, table: Table) -> None:
        if self.chosen and not self.possible:
            known = ", ".join(each.name for each in self.programmes) or "chưa có chương trình nào"
            raise table.wrong("programme", f"không có chương trình {self.chosen}; chọn trong: {known}")
        if self.has_qr and any(each.is_for_visitors for each in self.possible):
            raise table.wrong("qr", "mã QR dẫn tới trang có số liệu y tế chi tiết; bỏ qr ở màn hình cho khách")
        if self.has_qr and not self.pages_address:
            raise table.wrong("qr", f"mã QR cần địa chỉ mà điện thoại tới được; thêm pages_address, như {AN_ADDRESS}")

    def _require_scope(self, table: Table) -> None:
        if self.scope not in unit_names():
            known = ", ".join(f"{code} ({name})" for code, name in unit_names().items())
            raise table.wrong(
                "scope", f"không có đơn vị {self.scope} đang hoạt động trong {UNITS_FILE.name}; chọn: {known}"
            )


def _pages(table: Table, slots: int, panels: tuple[int, int]) -> Pages:
    """A single screen turns through all slots of a scene; a wall shows as many of the first as it has panels."""
    count = panels[0] * panels[1]
    return table.pages(f"pages_of_{slots}", slots, slots if count == 1 else min(slots, count))


def _address(table: Table, key: str) -> str:
    given = table.text(key, AN_ADDRESS) if table.has(key) else ""
    if given and not ADDRESS.fullmatch(given):
        raise table.wrong(key, f"viết địa chỉ máy chủ của các trang, không có đường dẫn, như {AN_ADDRESS}")
    return given


def read_displays(path: Path = FILE) -> tuple[Display, ...]:
    """The profiles of a file, in its order. Raises `ConfigurationInvalid`."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationInvalid(f"{path}: không đọc được ({error}); sửa lại tệp.") from error
    if not tables:
        raise ConfigurationInvalid(f"{path}: chưa có màn hình nào; thêm một bảng như [television].")
    for name, given in tables.items():
        _require_table(name, given, path)
    found = tuple(Display.read(name, _whole(name, tables, path), path) for name in tables)
    for display in found:
        _require_hours_or_choice(display, found, path)
    return found


def _require_hours_or_choice(display: Display, among: Iterable[Display], path: Path) -> None:
    """Raise `ConfigurationInvalid` for a programme that neither a time of day nor a profile brings: nobody sees it."""
    chosen = {other.chosen for other in among}
    for each in display.programmes:
        if not each.hours and each.name not in chosen:
            remedy = f'không có giờ và không màn hình nào chọn; thêm from và until, hoặc programme = "{each.name}"'
            raise Table(display.name, {}, path).wrong(f"programmes.{each.name}", remedy)


def _require_table(name: str, given: Any, path: Path) -> None:
    if not NAME.fullmatch(name) or name in RESERVED or not isinstance(given, dict):
        raise ConfigurationInvalid(
            f"{path}: [{name}] không dùng được làm tên màn hình; viết chữ thường không dấu, số và _, "
            f"khác {', '.join(RESERVED)}."
        )


def _whole(name: str, tables: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """A table's own keys, and those of the table that it is like."""
    own = dict(tables[name])
    other = own.pop("like", None)
    if other is None:
        return own
    others = {each: given for each, given in tables.items() if each != name and "like" not in given}
    if not isinstance(other, str) or other not in others:
        said = f"viết tên một màn hình của tệp này không có khóa like: {', '.join(others)}"
        raise Table(name, own, path).wrong("like", said)
    return {**others[other], **own}
