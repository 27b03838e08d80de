"""What of a page can be reached, by a thumb and by the keyboard alone, as a browser has drawn it."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

LEAST_PX = 44
MOST_TABS = 250

# What can be pressed and is too low for a thumb. Links inside a sentence are as high as their line (WCAG 2.5.8), cells
# of a grid are walked through with the arrows, and a box may be pressed through its label.
TOO_LOW = """least => [...document.querySelectorAll('a[href], button, summary, input, select, textarea, [role=button]')]
    .filter(e => e.checkVisibility({ visibilityProperty: true }))
    .filter(e => !e.closest('[aria-hidden=true], .ag-row, .ag-header'))
    .map(e => { const box = (e.closest('label') || e).getBoundingClientRect();
        return { what: `${e.tagName} "${(e.textContent || e.ariaLabel || e.name || '').trim().slice(0, 50)}"`
                + ` in ${e.parentElement.className || e.parentElement.tagName}`,
            height: box.height, isInSentence: e.tagName === 'A' && getComputedStyle(e).display === 'inline'
                && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim().length > 3) }; })
    .filter(e => !e.isInSentence && e.height < least - 0.5)
    .map(e => `${e.height.toFixed(0)} px high: ${e.what}`)"""
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(e => e.checkVisibility({visibilityProperty: true})).map(e => Number(e.tagName[1]))"""
FOCUSED = """() => { const e = document.activeElement, style = getComputedStyle(e); return {
    what: e === document.body ? ''
        : `${e.tagName} "${(e.textContent || e.ariaLabel || e.name || '').trim().slice(0, 50)}"`,
    address: e.getAttribute('href') || '', region: e.closest('header, main, footer')?.tagName || '',
    isSeen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== 'none'
        || e.matches('.ag-cell-focus, .ag-header-cell, .ag-tab-guard, [class*=ag-]') }; }"""

VISIBLE_ADDRESSES = "each => each.filter(e => e.checkVisibility()).map(e => e.getAttribute('href'))"


def lines(findings: list[str]) -> str:
    """The findings as a test's failure shows them."""
    return "\n".join([f"{len(findings)} of them:", *findings])


def too_low(page: Page) -> list[str]:
    """What is too low for a thumb, also in what opens when it is pressed."""
    page.evaluate(OPEN_ALL)
    found: list[str] = page.evaluate(TOO_LOW, LEAST_PX)
    return found


def walked(page: Page) -> Iterator[dict[str, Any]]:
    """What has the focus after each press of Tab, until it leaves the page."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused: dict[str, Any] = page.evaluate(FOCUSED)
        if not focused["what"]:
            return
        yield focused
