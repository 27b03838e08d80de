"""What an eye before the wall meets: where each text stands, and how large it is, measured in the browser from what was
drawn. How it stands out from what lies beneath it: wall_contrast.py."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from playwright.sync_api import Page, expect

from config.displays import CANVAS_WIDTH, Display
from dashboards.screens.wall.room import Room
from dashboards.screens.wall.scene import scenes
from dashboards.screens.wall.screen import NOT_DRAWN
from dashboards.theme import DARK
from tests.dashboards.served import Visit
from tests.dashboards.wall_colours import colours_alone

Size = tuple[str, int, int, int]

POLL_MS = 5000
PATIENCE_MS = 20_000
TELEVISION, LARGE, WIDE = ("television", 1920, 1080, 1), ("wall_3x3", 1920, 1080, 3), ("wall_3x2", 1920, 720, 3)
SIZES = [TELEVISION, ("television", 1920, 1080, 2), LARGE, WIDE]
OTHER_SIZES = [("television", 1920, 1080, 3)]
TRUE_SIZES = [("panel_4k", 3840, 2160, 1), ("wall_3x2", 5760, 2160, 1), ("wall_3x3", 5760, 3240, 1)]
"""As the glass has them: a pixel of the picture is one of the page."""
SCENES = tuple(scenes())


def each_scene(daily: Sequence[Size], apart: Mapping[str, Sequence[Size]]) -> list[ParameterSet]:
    """Every scene on every profile; every day those of `daily`, of a scene in `apart` those named for it."""
    return [
        pytest.param(scene, *size, marks=() if size in apart.get(scene, daily) else pytest.mark.slow)
        for scene in SCENES
        for size in SIZES
    ]


# The least angle of a text by what it is: a figure is the first number of an indicator in a tile's figure, and in each
# guard. Whatever else a tile says is a row of a list, but for what only explains one: notes and samples, the axes and
# keys of drawings, and what shares that are no rows rest on.
FIGURE, WORDS_FOR_ONE = 40, 20
ROLES = {"h1": 20, "h2": 20, "tile-link": 20, "unit": 20, "target": 20, "guard-name": 20}
LIST_ROW, FOOTNOTE = 14, 12
TARGET = "Mục tiêu "
FOOTNOTES = (
    ".footnote, .ranking-n, .to-target-note, .map-note, .trend-axes, .trend-months, .trend-key, .trend-note, "
    ".year-course, .weeks, .legend"
)

# Every text that is seen, with the box of its letters: the line box less what stays empty above and below capitals.
TEXTS = """() => { const figureOf = e => { const whole = e.closest('.figure, .guard');
    const first = [...(whole ? whole.querySelectorAll('[data-indicator]') : [])].find(
        each => !each.closest('.footnote, .row'));
    return !first || !first.contains(e) || e.matches('.roughly') ? null : first.dataset.value ? 'number' : 'words'; };
    return [...document.querySelectorAll('.wall *')].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) &&
    e.checkVisibility({visibilityProperty: true})
).flatMap(e => [...e.childNodes].filter(n => n.nodeType === 3 && n.textContent.trim()).flatMap(n => {
    const range = document.createRange(); range.selectNodeContents(n);
    const style = getComputedStyle(e), size = parseFloat(style.fontSize), tile = e.closest('.tile');
    const box = tile && tile.getBoundingClientRect();
    return [...range.getClientRects()].filter(r => r.width > 1 && r.height > 1).map(r => ({
        text: n.textContent, size, colour: style.color, classes: [...e.classList, e.tagName.toLowerCase(),
            ...(e.closest('.judgement') ? ['judgement'] : [])],
        slot: tile ? tile.className : '', figure: figureOf(e),
        in_list: !!e.closest('.tile-body') && !e.closest('FOOTNOTES'),
        left: r.left, right: r.right, top: r.top + (r.height - size) / 2, bottom: r.bottom - (r.height - size) / 2,
        outside: !!box && (r.left < box.left || r.right > box.right || r.top + (r.height - size) / 2 < box.top
            || r.bottom - (r.height - size) / 2 > box.bottom) })); })); }""".replace("FOOTNOTES", FOOTNOTES)
BOXES = """() => [...document.querySelectorAll('.page-shown .tile, .invented, .map-frame > svg, .trend svg')].filter(
    e => e.checkVisibility({visibilityProperty: true})).map(e => { const r = e.getBoundingClientRect(); return {
    text: e.className || e.tagName, left: r.left, top: r.top, right: r.right, bottom: r.bottom,
    is_tile: e.classList.contains('tile') }; })"""
# Whatever hides what does not fit: its lines need room for marks above and below letters ("Sổ"), and none may be cut.
CLIPPED = """() => [...document.querySelectorAll('.wall *')].filter(e =>
    ['hidden', 'clip'].includes(getComputedStyle(e).overflowY) && e.textContent.trim() && e.clientHeight &&
    e.checkVisibility({visibilityProperty: true})).map(e => { const style = getComputedStyle(e);
    const line = style.lineHeight === 'normal' ? 1.2 : parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    return {text: e.textContent, line, hidden: e.scrollHeight - e.clientHeight}; }).filter(each =>
    each.hidden > 1 || each.line < 1.25).map(each => `${each.text}: ${each.line.toFixed(2)}, ${each.hidden} px`)"""

# Tiles that say nothing below their titles, and drawings of nothing but their axes and what is aimed at.
EMPTY = """() => [...[...document.querySelectorAll('.page-shown .tile')].filter(
    tile => tile.querySelector('.tile-body').innerText.trim().length < 3).map(tile => tile.className),
    ...[...document.querySelectorAll('.page-shown .tile svg')].filter(
        drawn => ![...drawn.querySelectorAll('path')].some(path => { const stroke = path.getAttribute('stroke');
            return stroke !== 'LINE' && !(stroke === 'INK' && path.hasAttribute('stroke-dasharray')); })
    ).map(drawn => drawn.getAttribute('aria-label'))]""".replace("LINE", DARK.line).replace("INK", DARK.ink)

LENGTHS = ("left", "right", "top", "bottom", "size")


@dataclass(frozen=True)
class Sight:
    """One view: texts and boxes with their places and sizes in pixels of the canvas, whatever the page's own; texts
    that lose a part of their letters, tiles and drawings that say nothing, and what is told by a colour alone."""

    texts: list[dict[str, Any]]
    boxes: list[dict[str, Any]]
    clipped: list[str]
    coloured: list[str]
    empty: list[str]

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """The boxes of the tiles."""
        return [box for box in self.boxes if box["is_tile"]]


def look(page: Page) -> Sight:
    """What is seen now, its fonts loaded."""
    page.evaluate("document.fonts.ready")
    enlarged = page.evaluate("innerWidth") / CANVAS_WIDTH
    texts, boxes = (
        [each | {name: each[name] / enlarged for name in LENGTHS if name in each} for each in page.evaluate(found)]
        for found in (TEXTS, BOXES)
    )
    return Sight(texts, boxes, page.evaluate(CLIPPED), colours_alone(page), page.evaluate(EMPTY))


def overlapping(among: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Pairs of which one covers a part of the other."""
    return [(one["text"], two["text"]) for one, two in combinations(among, 2) if _cover(one, two)]


def outside(among: list[dict[str, Any]], width: float, height: float) -> list[str]:
    """What leaves the picture."""
    return [
        each["text"]
        for each in among
        if each["left"] < 0 or each["top"] < 0 or each["right"] > width or each["bottom"] > height
    ]


def across(among: list[dict[str, Any]], panel: tuple[float, float], bezel: float) -> list[str]:
    """What stands on the edge between two panels, or nearer to one than the bezel is wide."""
    return [each["text"] for each in among if _is_across(each, panel, bezel)]


def _cover(one: dict[str, Any], two: dict[str, Any]) -> bool:
    beside = one["right"] <= two["left"] + 1 or two["right"] <= one["left"] + 1
    above = one["bottom"] <= two["top"] + 1 or two["bottom"] <= one["top"] + 1
    return not (beside or above)


def _is_across(box: dict[str, Any], panel: tuple[float, float], bezel: float) -> bool:
    for low, high, length in (("left", "right", panel[0]), ("top", "bottom", panel[1])):
        start = (box[low] // length) * length
        if box[low] < start + bezel - 0.5 or box[high] > start + length - bezel + 0.5:
            return True
    return False


def poll(page: Page) -> None:
    """Let the wall ask its server once more, without waiting for it."""
    page.clock.fast_forward(POLL_MS)


def opened(visit: Visit, address: str, name: str, clock: str = "07:3") -> None:
    """Show a wall, its clock in the test's hand."""
    visit.page.clock.install()
    visit.page.goto(f"{address}/{name}/")
    # A busy machine needs its time for the first answer of all.
    expect(visit.page.locator("#clock")).to_contain_text(clock, timeout=PATIENCE_MS)
    expect(visit.page.locator(".scene")).to_be_attached(timeout=PATIENCE_MS)


def pages_of(page: Page, room: Room) -> Iterator[int]:
    """Each page of the wall as the wall itself turns to it; while one looks, its clock stands."""
    count = len(room.all_pages)
    stand_still(page)
    for index, shown in enumerate(room.all_pages):
        expect(page.locator("#turn")).to_have_text(f"{index + 1}/{count}" if count > 1 else "")
        # Its clock was moved on under a question: it may say that it is cut off, until the answer comes.
        expect(page.locator("#notice")).to_be_empty(timeout=PATIENCE_MS)
        yield index
        page.clock.fast_forward(1000 * shown.dwell_s)


def stand_still(page: Page) -> None:
    """Stop the wall's clock: it does nothing more by itself."""
    page.clock.pause_at(datetime.fromtimestamp(page.evaluate("Date.now()") / 1000 + 1, UTC))


def assert_whole(sight: Sight, display: Display) -> None:
    """Every tile drawn; nothing cut, covered, outside of its tile or picture, or on a bezel; no text too small."""
    everything = [*sight.texts, *sight.boxes]
    wrong = {
        "not drawn": [each["slot"] for each in sight.texts if each["text"] == NOT_DRAWN],
        "outside of its tile": [each["text"] for each in sight.texts if each["outside"]],
        "outside of the picture": outside(everything, *display.canvas),
        "clipped": sight.clipped,
        "empty": sight.empty,
        "told by a colour alone": sight.coloured,
        "covered": [*overlapping(sight.texts), *overlapping(sight.tiles)],
        "on a bezel": across(everything, display.panel, display.bezel),
        "too small": [
            (each["text"], round(display.arc_minutes(each["size"]), 1), _least(each))
            for each in sight.texts
            if display.arc_minutes(each["size"]) < _least(each)
        ],
        "a target too small": _small_targets(sight, display),
    }
    found = {name: each for name, each in wrong.items() if each}
    assert not found, found


def _small_targets(sight: Sight, display: Display) -> list[tuple[str, str]]:
    """Targets that a tile tells in nothing larger than the key of a drawing."""
    told = [(each, (each["slot"], each["text"].strip())) for each in sight.texts if each["text"].startswith(TARGET)]
    large = {named for each, named in told if display.arc_minutes(each["size"]) >= ROLES["target"]}
    return [named for _each, named in told if named not in large]


def _least(text: dict[str, object]) -> int:
    classes = set(text["classes"])  # type: ignore[call-overload]
    # The words for why there is no number stand in the type of a title.
    figure = {"number": [FIGURE], "words": [WORDS_FOR_ONE], None: []}[text["figure"]]  # type: ignore[index]
    named = [ROLES[name] for name in classes & set(ROLES)]
    return max([FOOTNOTE, *figure, *named, *([LIST_ROW] if text["in_list"] else [])])


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of what was looked at, where somebody has asked for it."""
    if folder := os.environ.get("WALL_PICTURES"):
        page.screenshot(path=Path(folder) / f"wall_{name}.png")
