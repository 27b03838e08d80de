"""Slots 2 to 5 of "Giáo dục": what pupils learned, by commune, school and subject."""

from collections.abc import Sequence

from dash import html

from dashboards import words
from dashboards.components.bars import Bar
from dashboards.components.judgement import judgement
from dashboards.components.ranking import Ranked
from dashboards.messages import _
from dashboards.readings import Reading
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.education import figures, terms
from dashboards.screens.wall.scenes.education.facts import (
    BELOW_5,
    COMPLETED,
    FAIL,
    GOOD_OF_SEMESTER,
    LEVELS,
    Facts,
    Told,
)

LEVEL_NAMES = (_("Good"), _("Fair"), _("Reached"), _("Not reached"))


def levels(facts: Facts, links: Links) -> html.Section:
    """The four levels of all pupils and of each commune, the year in the title."""
    told = facts.told.get(FAIL)
    if told is None:
        return tiles.nothing(2, _("Learning, lower secondary"), links.to(tab="levels"))
    parts = _parts(told, FAIL, facts)
    # Five communes stand in their order; of the schools of one, those where most did not reach a level.
    shown = parts if facts.is_area else sorted(parts, key=lambda part: -(part.value or 0))
    rows = [_levels_row(told, part.unit_code, figures.brief(part.unit_name), links) for part in tiles.fitting(shown)]
    whole = _levels_row(told, facts.place.unit.code, facts.place.unit.short_name, links)
    head = html.Div(
        [html.Span(), *(html.Span(name, className="level-head") for name in LEVEL_NAMES)], className="level-row"
    )
    listed = [
        html.Div([head, whole], className="levels-of-all"),
        html.Div(rows, className="level-rows"),
        *tiles.more(len(shown) - len(rows)),
        terms.note(told, _("TT 22/2021, worked out anew")),
    ]
    title = _("Learning, lower secondary, {term}", term=terms.name(told))
    return tiles.tile(2, title, terms.to(links, told, "levels"), [], listed)


def _levels_row(told: Told, code: str, name: str, links: Links) -> html.Div:
    found = [told.named(level, {code: name})[0] for level in LEVELS]
    there = html.A(
        words.capital(name), href=links.unit(code, tab="levels", **told.period.named), className="level-name"
    )
    if all(each.value is None for each in found):
        return html.Div([there, html.Span(found[0].text, className="level-words")], className="level-row level-hidden")
    return html.Div([there, *(tiles.number(each, "level-value") for each in found)], className="level-row")


def shift(facts: Facts, links: Links) -> html.Section:
    """How the share of Good and Fair moved from semester I to II, and the schools where it fell most."""
    if facts.halves is None:
        return tiles.nothing(3, _("Semester I to II"), links.to(tab="shift"), words.NO_EARLIER_PERIOD)
    first, second = facts.halves
    moved = [figures.moved(*facts.halves, each, facts.place.unit.code) for each in (GOOD_OF_SEMESTER, figures.FAILED)]
    said = [
        html.P([html.Span(name), html.Span(each, className="moved")], className="row")
        for name, each in zip((_("Good and Fair: "), _("Not reached: ")), moved, strict=True)
    ]
    falls = figures.falls(first, second, facts.schools, LIST_ROWS)
    rows = [
        Ranked(words.capital(fall.unit_name), fall, links.unit(fall.unit_code, tab="levels", **second.period.named))
        for fall in falls
    ]
    none = _("Good and Fair fell at no school that is shown")
    risen = figures.risen(*facts.half_subjects)
    subject = html.P([_("Most below 5.0: "), html.Span(risen, className="moved")], className="row") if risen else None
    note = tiles.footnote(_("Largest falls of Good and Fair, in points"))
    partly = [
        tiles.footnote(f"{figures.semester(each)}: {each.books.words}") for each in facts.halves if each.books.words
    ]
    listed = [note, tiles.ranked(rows, none), subject, *partly]
    title = _("Semester I to II, {year}", year=second.period.name.rsplit(" ", 1)[-1])
    return tiles.tile(3, title, terms.to(links, second, "shift"), said, listed)


def subjects(facts: Facts, links: Links) -> html.Section:
    """The five subjects × grades with the most averages below 5.0."""
    told = facts.told.get(BELOW_5)
    if told is None:
        return tiles.nothing(4, _("Most averages below 5.0"), links.to(tab="subjects"))
    whole = told.reading(BELOW_5)
    rows = [
        Ranked(name, reading, terms.to(links, told, "subjects", subject=subject, grade=grade))
        for name, reading, subject, grade in figures.subjects(facts.subjects, whole.unit_code, facts.bounds, LIST_ROWS)
    ]
    none = words.NO_DATA if facts.subjects.empty else words.SUPPRESSED
    all_of_them = html.P([_("All subjects: "), tiles.number(whole, ""), " ", judgement(whole.band)], className="row")
    listed = [tiles.ranked(rows, none), all_of_them, terms.note(told)]
    title = _("Most averages below 5.0, {term}", term=figures.semester(told))
    return tiles.tile(4, title, terms.to(links, told, "subjects"), [], listed, beside=tiles.target(whole.target))


def primary(facts: Facts, links: Links) -> html.Section:
    """Who completed the grade, by commune."""
    told = facts.told.get(COMPLETED)
    if told is None:
        return tiles.nothing(5, _("Primary: grade completed"), links.to(tab="primary"))
    whole = told.reading(COMPLETED)
    # Those of which no number is shown stand behind, in words.
    parts = tiles.lowest_first(_parts(told, COMPLETED, facts))
    bars = [_bar(part, told, links) for part in tiles.fitting(parts)]
    figure = [tiles.big(whole, "", terms.to(links, told, "primary"))]
    title = _("Primary: grade completed, {term}", term=terms.name(told))
    listed = [tiles.bars(bars, tiles.why_none(whole)), *tiles.more(len(parts) - len(bars)), terms.note(told)]
    beside = tiles.target(whole.target)
    return tiles.tile(5, title, terms.to(links, told, "primary"), figure, listed, beside=beside)


def _bar(part: Reading, told: Told, links: Links) -> Bar:
    href = links.unit(part.unit_code, tab="primary", grain=told.period.grain, **told.period.named)
    return Bar(part, href=href)


def _parts(told: Told, indicator: str, facts: Facts) -> Sequence[Reading]:
    """All communes of an area, in words where there is no figure; the schools of a commune that have one."""
    parts = told.named(indicator, facts.parts)
    if facts.is_area:
        return parts
    return [each for each in parts if each.text not in (words.NO_EVENTS, words.NO_DATA)]
