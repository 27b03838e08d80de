"""The pages of a wall, of which only the shown one stands as elements: turned to by hand, and what all of them say."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from dashboards.screens.wall.room import Room

TURN = """number => { window.pages.all().forEach(page => { page.dataset.dwell = 0; }); window.pages.show(number); }"""
HELD = """css => { const read = document.createElement('template');
    read.innerHTML = window.pages.all().map(window.pages.text).join('');
    return [...read.content.querySelectorAll(css)].map(e => e.textContent); }"""


def held(page: Page, css: str) -> list[str]:
    """What the elements so chosen say on all pages of a wall, those that are not shown too."""
    said: list[str] = page.evaluate(HELD, css)
    return said


def turn_to(page: Page, number: int) -> None:
    """Show one page of the wall, which stands from then on."""
    page.evaluate(TURN, number)


def turned(page: Page, room: Room) -> Iterator[int]:
    """Each page of a wall of several scenes, turned to by hand: the wall's own turning is looked at elsewhere."""
    expect(page.locator(".page")).to_have_count(len(room.all_pages))
    for number in range(len(room.all_pages)):
        turn_to(page, number)
        yield number
