"""Slot 1: at most five sentences on what needs somebody, each leading to the page that shows it."""

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.marked import marked
from dashboards.marks import SOURCES
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.plain_words import brief
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.overview.facts import CHIEF, Facts
from dashboards.screens.wall.scenes.overview.matters import Matter, chosen
from dashboards.words import JUDGEMENTS


def matters(facts: Facts, links: Links) -> html.Section:
    """What, where, since when, who answers."""
    title, told = _("Needs direction"), chosen(facts.matters)
    if not facts.standings and not told:
        return tiles.nothing(1, title, links.to())
    if not told:
        return tiles.tile(1, title, links.to(), [], [tiles.row(each) for each in _calm(facts)])
    rows = [_sentence(each, links) for each in told]
    counted = _("{shown} of {count}", shown=words.number(len(told)), count=words.number(len(facts.matters)))
    beside = html.Span(counted, className="target") if len(told) < len(facts.matters) else None
    return tiles.tile(1, title, links.to(), [], html.Ul(rows, className="matters"), beside=beside)


def _calm(facts: Facts) -> list[str]:
    """That all is well, where all that counts was judged and every source has come; else what is known, what not."""
    unjudged = [indicator for indicator in CHIEF if not facts.is_judged(indicator)]
    lacking = [each for each in facts.sources if not (each.is_connected and SOURCES[each.state].is_calm)]
    if not unjudged and not lacking:
        return [_("All chief indicators are met or within tolerance, and all data came")]
    is_any_judged = any(each.reading.band in JUDGEMENTS for each in facts.standings.values())
    said = [_("Of what was judged, nothing misses its target")] if is_any_judged else []
    if unjudged:
        counts = {"count": words.number(len(unjudged)), "all": words.number(len(CHIEF))}
        said.append(_("{count}/{all} chief indicators could not be judged everywhere", **counts))
    if lacking:
        names = ", ".join(brief(each.title_vi) for each in lacking)
        said.append(_("Data is missing of {count} sources: {names}", count=words.number(len(lacking)), names=names))
    return said


def _sentence(matter: Matter, links: Links) -> html.Li:
    page = screen_of(matter.subject)
    what = words.capital(matter.what)
    said = html.A(what, href=links.at(page.path, **matter.named), className="matter-what") if page else what
    since = html.Span(matter.since, className="matter-since") if matter.since else None
    rest = html.Span([" · ", since, " · " if since else "", matter.who], className="matter-who")
    # A red line brings its scene forward, once for as long as it is the same matter (assets/wall/forward.js).
    brings = attributes(data_brings=page.path, data_matter=matter.key) if page else {}
    return html.Li([marked(matter.mark), " ", said, rest], **brings if matter.is_red else {})
