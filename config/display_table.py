"""One table of displays.toml, each of its keys taken once, checked, and named with its remedy when it is wrong."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.errors import ConfigurationInvalid

MOST_SECONDS = 3600
CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Table:
    """The keys of a profile, or of one of its programmes, whose name then stands before each key."""

    def __init__(self, name: str, given: Mapping[str, Any], path: Path, within: str = "") -> None:
        self.name = name
        self.path = path
        self.within = within
        self.given = dict(given)

    def wrong(self, key: str, remedy: str) -> ConfigurationInvalid:
        """The error that says which key of which file is wrong, and what to write there."""
        return ConfigurationInvalid(f"{self.path}: [{self.name}] {self.within}{key}: {remedy}.")

    def has(self, key: str) -> bool:
        """Whether the key is given and was not taken yet."""
        return key in self.given

    def take(self, key: str) -> Any:
        """What the key holds, unchecked. Raises `ConfigurationInvalid` where it is not given."""
        if key not in self.given:
            raise self.wrong(key, "thiếu khóa này, thêm vào")
        return self.given.pop(key)

    def whole(self, key: str, least: int) -> int:
        """A whole number from `least` on."""
        value = self.take(key)
        if type(value) is not int or value < least:
            raise self.wrong(key, f"viết một số nguyên từ {least}")
        return value

    def number(self, key: str, least: float, most: float) -> float:
        """A number from `least` to `most`."""
        value = self.take(key)
        # What is no number at all (nan) lies between no bounds.
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.wrong(key, f"viết một số từ {least:g} đến {most:g}")
        return float(value)

    def pair(self, key: str, least: int) -> tuple[int, int]:
        """Two whole numbers from `least` on: across, down."""
        value = self.take(key)
        if not isinstance(value, list) or [type(each) for each in value] != [int, int] or min(value) < least:
            raise self.wrong(key, f"viết hai số nguyên từ {least}: ngang, dọc")
        return value[0], value[1]

    def text(self, key: str, example: str) -> str:
        """A text that is not empty."""
        value = self.take(key)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, f'viết một chuỗi trong ngoặc kép, như "{example}"')
        return value

    def flag(self, key: str) -> bool:
        """A switch; off where it is not given."""
        value = self.take(key) if self.has(key) else False
        if not isinstance(value, bool):
            raise self.wrong(key, "viết true hoặc false")
        return value

    def time(self, key: str) -> str:
        """A time of day, to the minute: "07:30"."""
        value = self.take(key)
        if not isinstance(value, str) or not CLOCK_TIME.fullmatch(value):
            raise self.wrong(key, 'viết giờ và phút từ "00:00" đến "23:59", như "07:30"')
        return value

    def names(self, key: str) -> tuple[str, ...]:
        """The names of scenes, each once."""
        names = self.take(key)
        is_list = isinstance(names, list) and names and all(isinstance(name, str) and name for name in names)
        if not is_list or len(set(names)) < len(names):
            raise self.wrong(key, 'viết tên các cảnh theo thứ tự, như ["procedures"]; mỗi cảnh một lần')
        return tuple(names)

    def seconds(self, key: str) -> Mapping[str, int]:
        """{scene: seconds}."""
        given = self.take(key)
        if not isinstance(given, dict):
            raise self.wrong(key, "viết số giây mỗi trang của từng cảnh, như { procedures = 20 }")
        for name, value in given.items():
            if type(value) is not int or not 1 <= value <= MOST_SECONDS:
                raise self.wrong(f"{key}.{name}", f"viết một số nguyên từ 1 đến {MOST_SECONDS}")
        return given

    def pages(self, key: str, slots: int, least: int) -> tuple[tuple[int, ...], ...]:
        """What each page of a scene of so many slots holds: the first `least` of them or more, and none left out."""
        pages = self.take(key)
        is_list = isinstance(pages, list) and pages and all(isinstance(page, list) and page for page in pages)
        found = [slot for page in pages for slot in page] if is_list else []
        is_known = all(type(slot) is int and 1 <= slot <= slots for slot in found)
        if not found or not is_known or len(set(found)) < len(found):
            said = f"viết các trang, mỗi trang là các ô từ 1 đến {slots}, như [[1, 2], [3, 4]]; mỗi ô một lần"
            raise self.wrong(key, said)
        expected = range(1, max(least, *found) + 1)
        if left_out := sorted(set(expected) - set(found)):
            missing = ", ".join(str(slot) for slot in left_out)
            raise self.wrong(key, f"phải có đủ các ô từ 1 đến {expected[-1]}; thêm ô {missing}")
        return tuple(tuple(page) for page in pages)

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """An array of tables; empty where it is not given."""
        tables = self.take(key) if self.has(key) else []
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            raise self.wrong(key, f"viết mỗi mục thành một bảng [[{self.name}.{key}]]")
        return tables

    def refuse_others(self) -> None:
        """Raise `ConfigurationInvalid` for a key that nobody took."""
        if self.given:
            raise self.wrong(next(iter(self.given)), "không có khóa này; xóa đi hoặc sửa tên")
