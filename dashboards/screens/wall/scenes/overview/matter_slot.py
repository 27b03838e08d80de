"""Slot 1: at most five sentences on what needs somebody, each leading to the page that shows it."""

from collections.abc import Iterable
from itertools import accumulate

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.marked import marked
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.overview.matters import Matter, in_order
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS, lines_of
from dashboards.screens.wall.scenes.overview.facts import Facts

LINES = 16
"""Lines that the narrowest tile has."""
NO_BREAK = "\u00a0"


def matters(facts: Facts, links: Links) -> html.Section:
    """What, where, since when, who answers."""
    title, told = _("Needs direction"), chosen(facts.overview.matters)
    if not facts.overview.standings and not told:
        return tiles.nothing(1, title, links.to())
    if not told:
        return tiles.tile(1, title, links.to(), [], [tiles.row(each) for each in facts.overview.calm()])
    rows = [_sentence(each, links) for each in told]
    counted = _("{shown} of {count}", shown=words.number(len(told)), count=words.number(len(facts.overview.matters)))
    beside = html.Span(counted, className="target") if len(told) < len(facts.overview.matters) else None
    return tiles.tile(1, title, links.to(), [], html.Ul(rows, className="matters"), beside=beside)


def chosen(among: Iterable[Matter]) -> tuple[Matter, ...]:
    """The sentences that are told, in their order: as many as a tile has room for, and five at most.

    The worst of each subject is told before a second of any, so that no subject hides the others.
    """
    ordered = in_order(among)
    worst: dict[str, Matter] = {}
    for each in ordered:
        worst.setdefault(each.subject, each)
    by_need = sorted(ordered, key=lambda each: (not each.is_red, worst[each.subject] is not each))
    room = accumulate(lines_of(in_words(each)) for each in by_need)
    fitting = [each for each, lines in zip(by_need, room, strict=True) if lines <= LINES]
    return tuple(in_order(fitting[:LIST_ROWS]))


def in_words(matter: Matter) -> str:
    """A sentence as it is read, a letter for its sign; since when is not broken (`.matter-since`)."""
    since = matter.since.replace(" ", NO_BREAK)
    return " · ".join(each for each in (f"✕ {matter.mark.word} {matter.what}", since, matter.who) if each)


def _sentence(matter: Matter, links: Links) -> html.Li:
    page = screen_of(matter.subject)
    what = words.capital(matter.what)
    said = html.A(what, href=links.at(page.path, **matter.named), className="matter-what") if page else what
    since = html.Span(matter.since, className="matter-since") if matter.since else None
    rest = html.Span([" · ", since, " · " if since else "", matter.who], className="matter-who")
    # A red line brings its scene forward, once for as long as it is the same matter (assets/wall/forward.js).
    brings = attributes(data_brings=page.path, data_matter=matter.key) if page else {}
    return html.Li([marked(matter.mark), " ", said, rest], **brings if matter.is_red else {})
