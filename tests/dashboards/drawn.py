"""A page of one component in a box, served as our apps serve theirs: same index, same style sheets, same policy."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

from dash import html
from playwright.sync_api import Browser, Locator, Page

from dashboards.headers import protect
from dashboards.shell import Shell, index
from dashboards.theme import DARK, FONT, LIGHT
from tests.architecture.files import ROOT
from tests.dashboards.served import listening, visiting

WALL_TYPE = {"--small": "30px", "--medium": "36px", "--large": "50px", "fontFamily": FONT, "color": "var(--ink)"}
"""The sizes of a 43-inch screen at 3 metres, without the wall's own grid."""

# The boxes of the words that are seen: of the lines of text, not of the elements that pad them.
TEXTS = """box => { const found = [], walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) { const node = walk.currentNode, style = getComputedStyle(node.parentElement);
        if (!node.textContent.trim() || style.clipPath === 'inset(50%)') continue;
        const range = document.createRange(); range.selectNodeContents(node);
        for (const line of range.getClientRects()) {
            const middle = (line.top + line.bottom) / 2, half = parseFloat(style.lineHeight) / 2;
            found.push({ text: node.textContent, size: parseFloat(style.fontSize),
                left: line.left, top: middle - half, right: line.right, bottom: middle + half }); } }
    return found; }"""
# How many pixels of a picture have a colour; the picture is as large as it stands on the page.
PIXELS = """(picture, [red, green, blue]) => { const canvas = document.createElement('canvas');
    const box = picture.getBoundingClientRect(); canvas.width = box.width; canvas.height = box.height;
    const on = canvas.getContext('2d'); on.drawImage(picture, 0, 0, box.width, box.height);
    const all = on.getImageData(0, 0, canvas.width, canvas.height).data; let count = 0;
    for (let i = 0; i < all.length; i += 4)
        count += all[i] === red && all[i + 1] === green && all[i + 2] === blue && all[i + 3] === 255;
    return count; }"""


@contextmanager
def drawn(browser: Browser, component: Any, width: int, height: int, *, is_wall: bool = False) -> Iterator[Page]:
    """The open page with `component` in a box of that size in CSS pixels, on the wall or on a desk."""
    app = Shell(
        "dashboards",
        assets_folder=str(ROOT / "dashboards" / "assets"),
        assets_path_ignore=["pages", "wall"] if is_wall else ["wall"],
        index_string=index(DARK if is_wall else LIGHT),
    )
    style = {"width": width, "height": height, "background": "var(--panel)"} | (WALL_TYPE if is_wall else {})
    app.layout = html.Div(html.Div(component, id="box", style=style))
    protect(app.server, app.csp_hashes)
    app.make_ready()
    size = (1920, 1080) if is_wall else (1440, 900)
    with listening(app.server) as port, visiting(browser, *size) as visit:
        visit.page.goto(f"http://127.0.0.1:{port}/")
        visit.page.locator("#box").wait_for()
        visit.page.evaluate("document.fonts.ready")
        yield visit.page


def texts(page: Page) -> list[dict[str, Any]]:
    """{text, size, left, top, right, bottom} of every line of words in the box."""
    found: list[dict[str, Any]] = page.locator("#box").evaluate(TEXTS)
    return found


def pixels(picture: Locator, colour: str) -> int:
    """How many pixels of a picture have exactly the colour #rrggbb."""
    count: int = picture.evaluate(PIXELS, [int(colour[place : place + 2], 16) for place in (1, 3, 5)])
    return count


def overlapping(boxes: list[dict[str, Any]], slack: float = 0) -> list[tuple[str, str]]:
    """The pairs of words that lie upon one another by more than `slack` pixels both ways."""
    return [(one["text"], two["text"]) for one, two in combinations(boxes, 2) if _meet(one, two, slack)]


def outside(boxes: list[dict[str, Any]], width: int, height: int, page: Page) -> list[str]:
    """The words that leave the box."""
    box = page.locator("#box").bounding_box()
    assert box is not None and (box["width"], box["height"]) == (width, height)
    left, top = box["x"] - 1, box["y"] - 1
    right, bottom = left + width + 2, top + height + 2
    return [
        each["text"]
        for each in boxes
        if each["left"] < left or each["top"] < top or each["right"] > right or each["bottom"] > bottom
    ]


def _meet(one: dict[str, Any], two: dict[str, Any], slack: float) -> bool:
    beside = one["right"] <= two["left"] + slack or two["right"] <= one["left"] + slack
    above = one["bottom"] <= two["top"] + slack or two["bottom"] <= one["top"] + slack
    return not (beside or above)
