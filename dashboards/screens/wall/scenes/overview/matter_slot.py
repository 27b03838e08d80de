"""Slot 1: at most five sentences on what needs somebody, each leading to the page that shows it."""

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.marked import marked
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.overview.facts import Facts
from dashboards.screens.wall.scenes.overview.matters import Matter, chosen


def matters(facts: Facts, links: Links) -> html.Section:
    """What, where, since when, who answers."""
    title, told = _("Needs direction"), chosen(facts.matters)
    if not facts.standings and not told:
        return tiles.nothing(1, title, links.to())
    if not told:
        return tiles.tile(1, title, links.to(), [], tiles.row(_("Nothing misses its target, and all data came")))
    rows = [_sentence(each, links) for each in told]
    counted = _("{shown} of {count}", shown=words.number(len(told)), count=words.number(len(facts.matters)))
    beside = html.Span(counted, className="target") if len(told) < len(facts.matters) else None
    return tiles.tile(1, title, links.to(), [], html.Ul(rows, className="matters"), beside=beside)


def _sentence(matter: Matter, links: Links) -> html.Li:
    page = screen_of(matter.subject)
    what = words.capital(matter.what)
    said = html.A(what, href=links.at(page.path, **matter.named), className="matter-what") if page else what
    since = html.Span(matter.since, className="matter-since") if matter.since else None
    rest = html.Span([" · ", since, " · " if since else "", matter.who], className="matter-who")
    # A red line brings its scene forward, once for as long as it is the same matter (assets/wall/forward.js).
    brings = attributes(data_brings=page.path, data_matter=matter.key) if page else {}
    return html.Li([marked(matter.mark), " ", said, rest], **brings if matter.is_red else {})
