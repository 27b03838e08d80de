"""Why a figure changed: against the period before or a year before, and through which parts of the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.changes import Contribution, Counts, of_count, of_share
from dashboards.components.break_mark import BOUNDARY_CHANGE
from dashboards.components.data_table import data_table
from dashboards.components.empty_state import empty_state
from dashboards.components.menu import menu
from dashboards.messages import _
from dashboards.place import Place
from dashboards.published import dictionary
from dashboards.screens.satisfaction.address import RATED, View
from dashboards.screens.satisfaction.earlier import compared_with
from dashboards.screens.satisfaction.reported import is_reported
from dashboards.screens.satisfaction.values import Part, divided

LISTED = 8
HEADS = (_("Part"), _("Before"), _("This period"), _("By its own rate"), _("By its weight"), _("Together"))


@dataclass(frozen=True)
class Comparison:
    """Two places, the counts of the same parts in both, and the parts by key."""

    before: Place[View]
    now: Place[View]
    counts: tuple[Mapping[str, Counts], Mapping[str, Counts]]
    parts: Mapping[str, Part]

    @property
    def minimum_n(self) -> int:
        """How many rows a share must rest on to be told."""
        return int(dictionary(self.now)[self.now.view.measure]["minimum_n"])

    def is_enough(self, counts: Counts) -> bool:
        """Whether a share may be told; one of nothing says so itself."""
        return not counts.denominator or counts.denominator >= self.minimum_n

    def share(self, counts: Counts) -> str:
        """A share, or the words for why there is none."""
        if counts.share is None:
            return words.NO_EVENTS
        if not self.is_enough(counts):
            return words.below_minimum(counts.denominator, self.minimum_n)
        return _share(counts.share)


def why(place: Place[View]) -> list[Any]:
    """What moved, and the parts that moved it."""
    before = compared_with(place.on(span=""))
    if before is None:
        nothing = empty_state(words.NO_EARLIER_PERIOD, _("Choose another comparison."))
        return [html.Section([_against(place), nothing])]
    if not is_reported(place.on(span=""), place.view.measure):
        nothing = empty_state(words.NO_DATA, _("The devices have reported nothing of these days yet."))
        return [html.Section([_against(place), nothing])]
    comparison = compare(before, place.on(span=""))
    is_share = dictionary(place)[place.view.measure]["kind"] == "ratio"
    moved = (of_share if is_share else of_count)(*comparison.counts)
    # Parts of a whole that is too small to be told would tell it.
    is_told = not is_share or all(comparison.is_enough(each) for each in map(_whole, comparison.counts))
    said = [_against(place), html.P(_said(comparison, is_share), className="verdict")]
    if before.period.start < BOUNDARY_CHANGE <= place.period.end:
        said.append(html.P(words.BOUNDARY_BREAK, className="break-note"))
    if not is_told:
        return [html.Section(said)]
    return [html.Section(said), html.Section(_table(comparison, moved[:LISTED], is_share))]


def compare(before: Place[View], now: Place[View]) -> Comparison:
    """The counts of both places by the next level down that both have."""
    lowest = "procedure" if now.view.measure == RATED else "counter"
    group = {"area": "unit", "commune": "field"}.get(now.unit.kind, lowest)
    sides = [divided(each, group, [now.view.measure]) for each in (before, now)]
    found = [{part.key: _counts(part) for part in side} for side in sides]
    return Comparison(before, now, (found[0], found[1]), {part.key: part for side in sides for part in side})


def _counts(part: Part) -> Counts:
    (reading,) = part.readings
    return Counts(reading.numerator or 0, reading.denominator or 0)


def _against(place: Place[View]) -> html.Details:
    view = place.view
    options = [
        (_("the period before"), view.link(against=""), not view.against),
        (_("the same period a year before"), view.link(against="year"), view.against == "year"),
    ]
    return menu(_("Compared with"), options)


def _whole(side: Mapping[str, Counts]) -> Counts:
    return Counts(sum(each.numerator for each in side.values()), sum(each.denominator for each in side.values()))


def _said(comparison: Comparison, is_share: bool) -> str:
    """From what to what, in one sentence."""
    before, now = map(_whole, comparison.counts)
    then = comparison.before.period.title
    if not is_share:
        moved = words.difference(now.numerator, before.numerator)
        return _("{now}, {moved} against {then}", now=words.number(now.numerator), moved=moved, then=then)
    if before.share is None or now.share is None:
        return words.NO_EVENTS
    if not (comparison.is_enough(before) and comparison.is_enough(now)):
        named = ((comparison.now.period.title, now), (then, before))
        return "; ".join(f"{period}: {comparison.share(counts)}" for period, counts in named)
    moved = words.points(now.share - before.share)
    then = _("{share} in {period}", share=_share(before.share), period=then)
    return _("{now}, {moved} against {then}", now=_share(now.share), moved=moved, then=then)


def _share(value: Fraction) -> str:
    return words.share(value.numerator / value.denominator, 2)


def _table(comparison: Comparison, moved: list[Contribution], is_share: bool) -> Any:
    if not moved:
        return html.P(_("No part has moved."))
    rows = [_row(comparison, each, is_share) for each in moved]
    heads = HEADS if is_share else (*HEADS[:3], HEADS[5])
    return data_table(_("The parts that moved it most"), heads, rows)


def _row(comparison: Comparison, moved: Contribution, is_share: bool) -> list[Any]:
    part, view = comparison.parts[moved.key], comparison.now.view
    name = words.capital(part.name)
    link = dcc.Link(name, href=view.link(view="", against="", **part.changes)) if part.changes else name
    sides = (moved.before, moved.now)
    counts = [_of(comparison, side, is_share) for side in sides]
    if not is_share:
        return [link, *counts, words.signed(int(moved.total))]
    # What its own rate adds would give away the share of a part that is too small to have one.
    is_enough = all(map(comparison.is_enough, sides))
    own = [words.points(moved.rate), words.points(moved.mix)] if is_enough else ["", ""]
    return [link, *counts, *own, words.points(moved.total)]


def _of(comparison: Comparison, counts: Counts, is_share: bool) -> str:
    if not is_share:
        return words.number(counts.numerator)
    if counts.share is None or not comparison.is_enough(counts):
        return comparison.share(counts)
    return f"{_share(counts.share)} ({words.number(counts.numerator)}/{words.number(counts.denominator)})"
