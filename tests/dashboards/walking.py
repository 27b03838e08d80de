"""A walk in a real browser: an address opened until it is whole, a list counted, a number compared with its rows."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import Page

from tests.dashboards.served import Visit

NUMBER = "a:has([data-indicator])"
GRID, ROWS = "#dossiers .ag-row:has(.ag-cell)", "main .rows tbody tr"


@dataclass
class Walk:
    """A browser page, the servers' addresses, how long each step took, in seconds, and the lists that were counted.

    `wall` serves the large wall of one scene, and gives its address.
    """

    visit: Visit
    wall: Callable[[str], str]
    pages: str
    took: list[float] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.visit.page

    def go(self, address: str, until: str) -> None:
        """Open an address on the pages' server and wait for what makes it whole."""
        began = time.perf_counter()
        self.page.goto(address)
        self.page.locator(until).first.wait_for()
        self.took.append(time.perf_counter() - began)

    def count(self, address: str) -> int:
        """How many rows a list has; the list says itself that this is the number it stands for, or says nothing.

        Two paths may end at one list, which is opened once.
        """
        if address not in self.counted:
            self.counted[address] = self._count(address)
        return self.counted[address]

    def _count(self, address: str) -> int:
        self.go(address, ".adds-up [data-count]")
        assert "lệch" not in self.page.locator(".adds-up").inner_text()
        found = int(self.page.locator(".adds-up [data-count]").get_attribute("data-count") or -1)
        if found:
            # The grid of dossiers asks for its rows; other lists come with the page.
            rows = GRID if self.page.locator("#dossier-count").count() else ROWS
            self.page.locator(f"{rows} a").first.wait_for()
            assert min(found, 10) <= self.page.locator(rows).count() <= found
        return found


def assert_the_rows_make(walk: Walk, indicator: str, value: str, address: str) -> None:
    """The rows behind a count are as many as it says; those of a share are that share of those below the line."""
    if not indicator.endswith("_share"):
        assert walk.count(address) == float(value), (indicator, address)
        return
    above, below = (walk.count(of_part(address, part)) for part in ("", "denominator"))
    assert above / below == pytest.approx(float(value), abs=1e-6), (indicator, address)


def of_part(address: str, part: str) -> str:
    """The address of one side of an indicator, whichever side was named; the numerator is not named."""
    asked = urlsplit(address)
    named = [(name, text) for name, text in parse_qsl(asked.query) if name != "part"]
    return asked._replace(query=urlencode([*named, *([("part", part)] if part else [])])).geturl()


def numbers_in(walk: Walk, within: str) -> list[tuple[str, str, str]]:
    """(indicator, value in full, address of its rows) of the numbers that are links."""
    found: list[tuple[str, str, str]] = walk.page.evaluate(
        """within => [...document.querySelectorAll(within)].flatMap(e => {
            const {indicator, value} = e.querySelector('[data-indicator]').dataset;
            const isOfRows = e.href.includes('measure=') && !e.href.includes('view=');
            return value && isOfRows ? [[indicator, value, e.href]] : [];
        })""",
        f"{within} {NUMBER}",
    )
    return found
