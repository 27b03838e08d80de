"""What walls said and showed behind lines that are cut, noted in their pages before it is painted, and whether it was
honest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from playwright.sync_api import Page

from tests.faults.line import Cut, Line

MARKED_S, HEALED_S, NEW_S = 15.0, 30.0, 15.0
MARK = "Màn hình mất kết nối từ"
NOTE = """(() => { let last = ''; const look = () => {
    const notice = document.querySelector('#notice'), scene = document.querySelector('.scene');
    const texts = scene ? scene.innerHTML + window.pages.all().map(window.pages.text).join('') : '';
    const named = texts.matchAll(/data-snapshot="([^"]+)"|<span>(ioc-[^<]+)</g);
    const ids = new Set([...named].map(([, ofTiles, ofFoot]) => ofTiles || ofFoot));
    const whole = {visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true};
    const seen = [...document.querySelectorAll('.page-shown .tile')].filter(e => e.checkVisibility(whole));
    const nameless = seen.filter(e => !e.closest('.cell').dataset.snapshot);
    const told = JSON.stringify({said: notice ? notice.textContent : '', snapshots: [...ids],
        tiles: scene ? seen.length : -1, nameless: nameless.length, load: performance.timeOrigin});
    if (told !== last) { last = told; window.noted(Date.now() / 1000, told); } };
    new MutationObserver(look).observe(document, {childList: true, subtree: true, attributes: true}); })();"""


@dataclass(frozen=True)
class Noted:
    """What a wall said and showed from an instant on; -1 tiles: its page has no scenes yet.

    `snapshots` are those that its tiles name, `nameless` the tiles seen that name none; `load` tells page loads apart.
    """

    at: float
    said: str
    snapshots: tuple[str, ...]
    tiles: int
    nameless: int
    load: float


@dataclass(frozen=True)
class Outcome:
    """One cut: seconds until it was marked, until it was healed, and until the newest snapshot stood.

    `since`: what the mark said, a time of day; `last_heard`: the minutes in which the server may have answered last.
    """

    how: Cut
    is_restarted: bool
    since: str
    last_heard: frozenset[str]
    marked_s: float
    healed_s: float
    new_s: float


@dataclass
class Wall:
    """One wall behind its line."""

    line: Line
    page: Page
    noted: list[Noted] = field(default_factory=list)

    def note(self, at: float, told: str) -> None:
        """Called by the page."""
        found = json.loads(told)
        self.noted.append(Noted(**{**found, "at": at, "snapshots": tuple(found["snapshots"])}))

    def first(self, since: float, *, is_marked: bool, snapshot: str = "") -> Noted | None:
        """What stood first, from `since` on, as is asked for; None if nothing does yet. It may have before."""
        return next((each for each in self._since(since) if _is_as_asked(each, is_marked, snapshot)), None)

    def steady(self, since: float) -> float | None:
        """Since when, after `since`, it stands and was not marked again; None if it does not."""
        found = None
        for each in self._since(since):
            if each.said.startswith(MARK) or each.tiles <= 0:
                found = None
            elif found is None and not each.said:
                found = each.at
        return found

    def blanks(self) -> list[Noted]:
        """Where no tile was seen although scenes had stood in the same page."""
        stood = dict[float, float]()
        for each in self.noted:
            if each.tiles > 0:
                stood.setdefault(each.load, each.at)
        return [each for each in self.noted if each.tiles <= 0 and each.at > stood.get(each.load, each.at)]

    def _since(self, since: float) -> list[Noted]:
        before = [replace(each, at=since) for each in self.noted if each.at <= since][-1:]
        return [*before, *(each for each in self.noted if each.at > since)]


def _is_as_asked(each: Noted, is_marked: bool, snapshot: str) -> bool:
    is_said = each.said.startswith(MARK) if is_marked else not each.said
    return is_said and each.tiles > 0 and (not snapshot or each.snapshots == (snapshot,))


def assert_honest(walls: Sequence[Wall], outcomes: Sequence[Outcome]) -> None:
    """Every cut was marked in time and with the right time, and healed; the newest snapshot came; no wall was ever
    empty once its scenes had stood, and none showed tiles of two snapshots."""
    assert [each for each in outcomes if each.marked_s > MARKED_S] == []
    assert [each for each in outcomes if each.since not in each.last_heard] == []
    assert [each for each in outcomes if each.healed_s > HEALED_S] == []
    assert [each for each in outcomes if each.new_s > NEW_S] == []
    for wall in walls:
        assert wall.blanks() == []
        assert [each for each in wall.noted if len(each.snapshots) > 1 or each.nameless] == []
