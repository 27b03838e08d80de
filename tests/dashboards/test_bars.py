"""Bars to a target and rankings: lengths, order and words as data, and their rows in a browser."""

from decimal import Decimal
from typing import Any

import pytest
from dash import dcc, html
from playwright.sync_api import Browser

from dashboards.components.bars import Bar, bars_to_target, scale_end
from dashboards.components.ranking import Ranked, ranking, worst_first
from dashboards.readings import Reading
from tests.dashboards.drawn import drawn, outside, overlapping, texts
from tests.dashboards.elements import attributes_of, links, numbers, text, walk

SMALL = "Chưa đủ mẫu (n = 17, cần 30)"


def reading(code: str, said: str, value: str | None, band: str | None = None, **more: Any) -> Reading:
    known = None if value is None else Decimal(value)
    aim: dict[str, Any] = {"target": "98%", "target_value": 0.98, "unit_name": f"xã {code}"}
    return Reading("on_time_share", code, text=said, value=known, band=band, **(aim | more))


FIVE = [
    Bar(reading("Vạn Tường", "91,2%", "0.912", "missed")),
    Bar(reading("Đông Sơn", "97,9%", "0.979", "watch"), note="6,8% không có ngày hẹn trả"),
    Bar(reading("Bình Chương", SMALL, None)),
    Bar(reading("Bình Sơn", "98,0%", "0.98", "met"), name="Trực tuyến", href="/procedures?unit=21040"),
]


def styles(node: Any, name: str) -> list[dict[str, str]]:
    return [attributes_of(each)["style"] for each in walk(node) if name in getattr(each, "className", "").split()]


def test_a_bar_is_as_long_as_its_share_and_the_target_is_marked() -> None:
    shown = bars_to_target(FIVE)
    assert [style["width"] for style in styles(shown, "to-target-fill")] == ["91.20%", "97.90%", "98.00%"]
    assert [style["left"] for style in styles(shown, "to-target-tick")] == ["98.00%"] * 4


def test_bars_say_name_value_word_and_note() -> None:
    said = [text(row) for row in walk(bars_to_target(FIVE)) if getattr(row, "className", "") == "to-target-row"]
    assert said == [
        "Xã Vạn Tường 91,2% Không đạt",
        "Xã Đông Sơn 97,9% Cần theo dõi 6,8% không có ngày hẹn trả",
        f"Xã Bình Chương {SMALL}",
        "Trực tuyến 98,0% Đạt",
    ]


def test_a_share_above_the_whole_is_not_cut_off() -> None:
    more = [Bar(reading("a", "125,0%", "1.25")), Bar(reading("b", "50,0%", "0.5"))]
    assert scale_end(more) == 1.25 and scale_end(FIVE) == scale_end([]) == 1
    shown = bars_to_target(more)
    assert [style["width"] for style in styles(shown, "to-target-fill")] == ["100.00%", "40.00%"]
    assert [style["left"] for style in styles(shown, "to-target-tick")] == ["78.40%"] * 2


def test_without_a_target_there_is_no_mark() -> None:
    assert styles(bars_to_target([Bar(reading("a", "5,0%", "0.05", target_value=None))]), "to-target-tick") == []


def test_names_lead_to_the_rows_where_they_may() -> None:
    assert links(bars_to_target(FIVE, link=dcc.Link)) == ["/procedures?unit=21040"]
    assert links(bars_to_target(FIVE)) == []
    row = Ranked("Đất đai", FIVE[0].reading, "/x")
    assert (links(ranking([row], link=html.A)), links(ranking([row]))) == (["/x"], [])


def test_numbers_say_in_full_what_they_are() -> None:
    expected = {("on_time_share", "Vạn Tường"): "0.912", ("on_time_share", "Bình Chương"): ""}
    for shown in (bars_to_target(FIVE), ranking([Ranked("a", bar.reading) for bar in FIVE])):
        assert expected.items() <= numbers(shown).items()


def ranked(*rows: tuple[str, str | None, int]) -> list[Ranked]:
    return [Ranked(name, reading(name, value or "", value, n=n)) for name, value, n in rows]


def test_the_worst_stand_first_and_at_most_five() -> None:
    rows = ranked(
        *((name, f"0.{value}", 30) for name, value in zip("abcdefg", (90, 95, 80, 99, 85, 97, 70), strict=True))
    )
    assert [row.name for row in worst_first(rows)] == ["g", "c", "e", "a", "b"]
    assert [row.name for row in worst_first(rows, better="down", longest=2)] == ["d", "f"]


def test_ties_stand_in_one_order_whatever_order_they_come_in() -> None:
    rows = ranked(("Đất đai", "0.9", 30), ("Chứng thực", "0.9", 30), ("Hộ tịch", "0.9", 99), ("Đăng ký", "0.9", 30))
    expected = ["Hộ tịch", "Chứng thực", "Đăng ký", "Đất đai"]
    assert [row.name for row in worst_first(rows)] == [row.name for row in worst_first(rows[::-1])] == expected


def test_what_has_no_number_is_not_ranked() -> None:
    assert [row.name for row in worst_first(ranked(("a", None, 3), ("b", "0", 40)))] == ["b"]


def test_a_row_says_name_value_what_it_rests_on_and_the_word() -> None:
    row = Ranked("Phòng Kinh tế · Đất đai", reading("x", "91,2%", "0.912", "missed", n=1234))
    assert text(ranking([row])) == "Phòng Kinh tế · Đất đai 91,2% n = 1.234 Không đạt"


def test_a_count_does_not_rest_on_itself() -> None:
    row = Ranked("Phòng Kinh tế", Reading("overdue_open", "x", "", "12", value=Decimal(12), n=12))
    assert text(ranking([row])) == "Phòng Kinh tế 12"


@pytest.mark.parametrize(
    ("width", "height", "is_wall"),
    [(342, 300, False), pytest.param(640, 300, False, marks=pytest.mark.slow), (900, 560, True)],
)
def test_bars_fit_their_box(browser: Browser, width: int, height: int, is_wall: bool) -> None:
    with drawn(browser, bars_to_target(FIVE), width, height, is_wall=is_wall) as page:
        shown = texts(page)
        assert len(shown) >= 12
        assert overlapping(shown, slack=1) == [] and outside(shown, width, height, page) == []
        fill, track, tick = (
            page.locator(f".to-target-{part}").first.bounding_box() for part in ("fill", "track", "tick")
        )
        assert fill and track and tick
        assert fill["width"] == pytest.approx(0.912 * track["width"], abs=1)
        assert tick["x"] + tick["width"] / 2 == pytest.approx(track["x"] + 0.98 * track["width"], abs=1)


@pytest.mark.parametrize(
    ("width", "height", "is_wall"),
    [(342, 300, False), pytest.param(640, 260, False, marks=pytest.mark.slow), (560, 480, True)],
)
def test_a_ranking_fits_its_box(browser: Browser, width: int, height: int, is_wall: bool) -> None:
    rows = [Ranked("Phòng Kinh tế · Đất đai", reading("x", "91,2%", "0.912", "watch", n=1234))] * 5
    with drawn(browser, ranking(rows), width, height, is_wall=is_wall) as page:
        shown = texts(page)
        assert len(shown) == 20
        assert overlapping(shown, slack=1) == [] and outside(shown, width, height, page) == []
