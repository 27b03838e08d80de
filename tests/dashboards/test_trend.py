"""The course over months: scales, gaps and marks as data, and the words around the drawing in a browser."""

import re
from base64 import b64decode
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from dash import html
from playwright.sync_api import Browser

from dashboards import words
from dashboards.components.course import (
    Course,
    Month,
    break_at,
    count_scale,
    lines,
    month_name,
    named_months,
    share_scale,
)  # fmt: skip
from dashboards.components.trend import TrendLabels, trend
from dashboards.components.trend_picture import count_picture, share_picture
from dashboards.theme import DARK, LIGHT
from tests.dashboards.drawn import drawn, outside, overlapping, pixels, texts
from tests.dashboards.elements import attributes_of, text, walk

LABELS = TrendLabels(received="Hồ sơ tiếp nhận", share="Đúng hạn", resolved="Đã giải quyết")
SVG = "{http://www.w3.org/2000/svg}"
PATH = re.compile("M[^M]*")
LONG_BEFORE = date(2025, 1, 1)


def months(
    shares: list[str | None], counts: list[tuple[int | None, int | None]] | None = None, first: date | None = None
) -> tuple[Month, ...]:
    """A month each, the last one open; 1.200 received and 1.100 resolved where nothing else is given."""
    start = first or date(2025, 12, 1)
    made = []
    for index, share in enumerate(shares):
        received, resolved = counts[index] if counts else (1200, 1100)
        known = None if share is None else Decimal(share)
        made.append(Month(start, month_name(start), received, resolved, known, index == len(shares) - 1))
        start = date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return tuple(made)


def paths(source: str) -> list[dict[str, str]]:
    """The attributes of each path, also of those that are one element."""
    found = ElementTree.fromstring(b64decode(source.partition(",")[2])).iter(f"{SVG}path")
    return [{**path.attrib, "d": d} for path in found for d in PATH.findall(path.attrib["d"])]


def bars(course: Course, *, has_resolved: bool = True) -> list[dict[str, str]]:
    return [path for path in paths(count_picture(course, LIGHT, has_resolved=has_resolved)) if path["d"].endswith("Z")]


def pictures(shown: html.Div) -> list[dict[str, Any]]:
    return [attributes_of(each) for each in walk(shown) if isinstance(each, html.Img)]


def of_class(shown: html.Div, name: str) -> list[str]:
    return [text(each) for each in walk(shown) if name in getattr(each, "className", "").split()]


# ------------------------------------------------------------------------------------------------------------- scales
@pytest.mark.parametrize(
    ("largest", "ticks"),
    [(0, (0, 1)), (1, (0, 1)), (7, (0, 5, 10)), (1234, (0, 500, 1000, 1500)), (1501, (0, 1000, 2000))],
)
def test_counts_begin_at_zero_and_end_at_a_round_number(largest: int, ticks: tuple[int, ...]) -> None:
    assert count_scale(Course(months(["0.9"], [(largest, None)]))).ticks == ticks


@pytest.mark.parametrize(
    ("share", "ticks"),
    [
        ("0.97", (0.9, 0.95, 1)),
        ("0.89", (0.8, 0.9, 1)),
        ("0.71", (0.6, 0.8, 1)),
        ("0.31", (0, 0.5, 1)),
        ("1.04", (0, 1, 2)),
        (None, (0.9, 0.95, 1)),
    ],
)
def test_the_scale_of_shares_reaches_down_to_the_lowest_and_never_cuts(
    share: str | None, ticks: tuple[float, ...]
) -> None:
    assert share_scale(Course(months(["0.98", share]))).ticks == ticks


def test_the_target_is_always_on_the_scale() -> None:
    assert share_scale(Course(months(["0.97"]), Decimal("0.3"))).low == 0


def test_a_value_lies_where_its_scale_says() -> None:
    scale = share_scale(Course(months(["0.71", "0.9"])))
    assert scale.height(Decimal("0.9")) == pytest.approx(0.75)


# --------------------------------------------------------------------------------------------------------------- line
def test_the_line_has_a_gap_where_no_share_is_known() -> None:
    course = Course(months(["0.9", "0.8", None, "1", "0.95"]))
    runs = lines(course, share_scale(course))
    assert [[round(dot.x, 2) for dot in run] for run in runs] == [[0.1, 0.3], [0.7, 0.9]]
    assert [round(dot.y, 2) for dot in runs[0]] == [0.5, 0]
    joined = [path["d"] for path in paths(share_picture(course, LIGHT, 3)) if "L" in path["d"]]
    assert joined == ["M100.0 500.0L300.0 1000.0", "M700.0 0.0L900.0 250.0"]


def test_the_line_ends_at_the_change_of_units_and_the_change_is_marked() -> None:
    course = Course(months(["0.97"] * 8, first=date(2025, 5, 1)))
    assert break_at(course) == 0.25
    assert [len(run) for run in lines(course, share_scale(course))] == [2, 6]
    for picture in (share_picture(course, LIGHT, 3), count_picture(course, LIGHT, has_resolved=True)):
        assert [path["d"] for path in paths(picture) if path["stroke"] == LIGHT.watch] == ["M250.0 0V1000"]
    assert words.BOUNDARY_BREAK in of_class(trend(course, LIGHT, labels=LABELS), "trend-note")


@pytest.mark.parametrize("first", [date(2025, 7, 1), date(2025, 3, 1)])
def test_months_on_one_side_of_the_change_have_no_mark(first: date) -> None:
    course = Course(months(["0.97"] * 4, first=first))
    assert break_at(course) is None
    assert words.BOUNDARY_BREAK not in text(trend(course, LIGHT, labels=LABELS))
    assert LIGHT.watch not in {path["stroke"] for path in paths(share_picture(course, LIGHT, 3))}


def test_the_target_is_a_dashed_line_at_its_height_and_has_its_words() -> None:
    course = Course(months(["0.97"]), Decimal("0.98"))
    (level,) = [path for path in paths(share_picture(course, LIGHT, 3)) if path["stroke"] == LIGHT.ink]
    assert level["d"] == "M0 200.0H1000" and level["stroke-dasharray"]
    assert "Mục tiêu 98%" in text(trend(course, LIGHT, labels=LABELS))
    assert "Mục tiêu" not in text(trend(Course(months(["0.97"])), LIGHT, labels=LABELS))


# --------------------------------------------------------------------------------------------------------------- bars
def test_a_month_has_two_bars_that_differ_by_more_than_colour() -> None:
    received, _next_received, resolved, _next_resolved = bars(Course(months(["0.9", "0.9"], [(1500, 750), (1, 1)])))
    assert (received["d"], resolved["d"]) == ("M60.0 1000V0.0H250.0V1000Z", "M250.0 1000V500.0H440.0V1000Z")
    assert received["fill"] == LIGHT.plain and resolved["fill"] == LIGHT.panel


def test_the_unknown_is_no_bar_and_a_zero_is_a_line_on_the_ground() -> None:
    drawn_bars = bars(Course(months(["0.9", "0.9"], [(None, None), (0, 6)])))
    assert [bar["d"] for bar in drawn_bars] == ["M560.0 1000V1000.0H750.0V1000Z", "M750.0 1000V0.0H940.0V1000Z"]


def test_an_open_month_is_paler_dashed_and_named_as_provisional() -> None:
    course = Course(months(["0.9", "0.8"]))
    _received, received, _resolved, resolved = bars(course)
    assert received["fill"] == LIGHT.pale and resolved["stroke-dasharray"]
    assert of_class(trend(course, LIGHT, labels=LABELS), "trend-note") == ["01/26: Số liệu sơ bộ"]
    last = [path for path in paths(share_picture(course, LIGHT, 3)) if path["d"] == "M750.0 1000.0h0"]
    assert [path["stroke"] for path in last] == [LIGHT.plain, LIGHT.panel]


def test_all_of_one_look_is_one_element_of_its_drawing() -> None:
    course = Course(months(["0.9"] * 12))
    for picture in (share_picture(course, LIGHT, 3), count_picture(course, LIGHT, has_resolved=True)):
        svg = b64decode(picture.partition(",")[2]).decode()
        looks = re.findall(r"<path ([^>]*)>", re.sub(r' d="[^"]*"', "", svg))
        assert len(looks) == len(set(looks)) < 10


def test_without_a_name_for_resolved_only_received_is_drawn() -> None:
    course = Course(months(["0.9"]))
    assert len(bars(course, has_resolved=False)) == 1
    shown = trend(course, LIGHT, labels=TrendLabels("Hồ sơ tiếp nhận", "Đúng hạn"))
    assert "1.100" not in str(pictures(shown)) and "1.200" in str(pictures(shown))


# -------------------------------------------------------------------------------------------------------------- words
def test_the_pictures_say_every_month_in_words() -> None:
    course = Course(months(["0.978", None], [(1234, 0), (None, 7)]))
    share, count = pictures(trend(course, LIGHT, labels=LABELS))
    assert share["alt"] == "Đúng hạn: 12/25 97,8%; 01/26 Chưa có số liệu"
    assert count["alt"] == "Hồ sơ tiếp nhận: 12/25 1.234; 01/26 Chưa có số liệu. Đã giải quyết: 12/25 0; 01/26 7"


def test_the_last_month_is_labelled_with_its_value_if_it_has_one() -> None:
    assert of_class(trend(Course(months(["0.9", "0.912"])), LIGHT, labels=LABELS), "trend-last") == ["01/26:  91,2%"]
    assert of_class(trend(Course(months(["0.9", None])), LIGHT, labels=LABELS), "trend-last") == []


def test_what_nobody_knows_is_words_and_no_picture() -> None:
    silent = trend(Course(months([None, None], [(None, None)] * 2)), LIGHT, labels=LABELS)
    assert text(silent) == text(trend(Course(()), LIGHT, labels=LABELS)) == words.NO_DATA
    assert pictures(silent) == []
    half = trend(Course(months([None, None])), LIGHT, labels=LABELS)
    assert len(pictures(half)) == 1 and of_class(half, "trend-nothing") == [words.NO_DATA]
    assert set(of_class(half, "trend-right")) == {""}


@pytest.mark.parametrize(("count", "kept"), [(1, [0]), (3, [0, 1, 2]), (12, [3, 7, 11]), (24, [7, 15, 23])])
def test_where_there_is_little_room_three_months_are_named_the_last_among_them(count: int, kept: list[int]) -> None:
    named = named_months(Course(months(["0.9"] * count)))
    assert [index for index, is_kept in named if is_kept] == kept
    assert len(list(named)) == count


# ---------------------------------------------------------------------------------------------------- in a browser
OTHER_BOXES = [(640, 320, False, 12), (1300, 380, False, 24), (560, 460, True, 12)]


@pytest.mark.parametrize(
    ("width", "height", "is_wall", "count"),
    [
        (342, 320, False, 24),
        (940, 640, True, 24),
        *(pytest.param(*box, marks=pytest.mark.slow) for box in OTHER_BOXES),
    ],
)
def test_words_and_drawing_fit_their_box(browser: Browser, width: int, height: int, is_wall: bool, count: int) -> None:
    palette = DARK if is_wall else LIGHT
    shares: list[str | None] = [None if index == 2 else "0.71" if index % 5 else "0.978" for index in range(count)]
    counts: list[tuple[int | None, int | None]] = [(12345 - 700 * index % 9000, 9876) for index in range(count)]
    course = Course(months(shares, counts, date(2025, 1, 1)), Decimal("0.98"))
    with drawn(browser, trend(course, palette, labels=LABELS), width, height, is_wall=is_wall) as page:
        shown = texts(page)
        said = {each["text"] for each in shown}
        assert {"Hồ sơ tiếp nhận", "Đã giải quyết", "Mục tiêu 98%", "15.000", "0", "60%", "100%"} <= said
        assert {course.months[-1].name, words.BOUNDARY_BREAK} <= said
        assert overlapping(shown, slack=1) == []
        assert outside(shown, width, height, page) == []
        assert min(each["size"] for each in shown) >= (30 if is_wall else 14)
        line, bar = (page.locator(f".{name} img") for name in ("trend-share", "trend-count"))
        assert pixels(line, palette.plain) > 100 and pixels(bar, palette.plain) > 500


def test_each_month_is_named_where_there_is_room(browser: Browser) -> None:
    course = Course(months(["0.9"] * 12))
    for width, named in ((640, 3), (900, 12)):
        with drawn(browser, trend(course, LIGHT, labels=LABELS), width, 320) as page:
            assert len([each for each in texts(page) if "/" in each["text"] and each["text"].count(":") == 0]) == named


def test_lines_keep_their_width_however_the_drawing_is_stretched(browser: Browser) -> None:
    course = Course(months(["0.95"] * 12))
    seen = []
    for width in (400, 1200):
        with drawn(browser, trend(course, LIGHT, labels=LABELS), width, 400) as page:
            box = page.locator(".trend-share img").bounding_box()
            assert box is not None
            seen.append(pixels(page.locator(".trend-share img"), LIGHT.plain) / box["width"])
    assert all(1.5 < thickness < 8 for thickness in seen)
    assert all(abs(one - two) < 2.5 for one, two in pairwise(seen))
