"""The nine slots of "Giải quyết thủ tục hành chính": where is it stuck, and who holds it?"""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.bars import Bar, bars_to_target
from dashboards.components.judgement import judgement
from dashboards.components.ranking import Ranked, ranking, worst_first
from dashboards.components.trend import TrendLabels, trend
from dashboards.components.unit_map import map_area, unit_map
from dashboards.geometry import outlines
from dashboards.lateness import BANDS
from dashboards.messages import _
from dashboards.place import past
from dashboards.readings import Reading
from dashboards.screens.wall import guards, tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.procedures import figures
from dashboards.screens.wall.scenes.procedures.facts import Facts
from dashboards.theme import DARK

DOSSIERS = _("dossiers")
AGENCY_ROWS = 4
"""Fewer than communes: the name of an agency may take two lines."""
HOLDERS = 2


def received(facts: Facts, links: Links) -> html.Section:
    """What came in, its online share, and how that compares."""
    online = facts.reading("online_share")
    figure = [
        tiles.big(facts.reading("dossiers_received"), DOSSIERS, links.rows("dossiers_received")),
        html.P(facts.against_year_before, className="row") if facts.against_year_before else None,
        tiles.footnote(facts.portal_note),
    ]
    share = tiles.number(online, "value", links.rows("online_share"))
    listed = [
        html.P([share, html.Span(_("online share of it"), className="unit")], className="line"),
        html.P([tiles.target(online.target), judgement(online.band)], className="line"),
    ]
    title = _("Dossiers received in {period}", period=tiles.lower(facts.period.name))
    return tiles.tile(1, title, links.to(measure="received"), figure, listed)


def on_time(facts: Facts, links: Links) -> html.Section:
    """The on-time share, what it never stands without, and the same by part."""
    whole = facts.reading("on_time_share")
    shown = tiles.big(whole, tiles.lower(facts.unit.short_name), links.rows("on_time_share"))
    parts = tiles.lowest_first(facts.part_readings("on_time_share"))
    bars = [
        Bar(
            part,
            name=tiles.within(part.unit_name, facts.unit.short_name),
            note=guards.of_part_on_time(facts, part.unit_code),
            href=links.unit(part.unit_code),
        )
        for part in tiles.fitting(parts, LIST_ROWS if facts.is_area else AGENCY_ROWS)
    ]
    title = _("On time by commune") if facts.is_area else _("On time by agency")
    content = [tiles.bars(bars, words.NO_DATA), *tiles.more(len(parts) - len(bars))]
    figure = [shown, guards.of_on_time(facts, links)]
    return tiles.tile(2, title, links.to(group=_group(facts)), figure, content, beside=tiles.target(whole.target))


def overdue(facts: Facts, links: Links) -> html.Section:
    """What is late by how much, and what lies with others."""
    total, long_ones = facts.reading("overdue_open"), facts.reading("overdue_open_over_10_days")
    figure = [
        tiles.big(total, DOSSIERS, links.rows("overdue_open")),
        html.P([tiles.target(total.target)], className="line"),
    ]
    listed = [
        *(_bands(facts, links) if total.value is not None else []),
        html.P([_("Over 10 working days: "), judgement(long_ones.band)], className="row") if long_ones.band else None,
        *_elsewhere(facts, links),
    ]
    return tiles.tile(3, _("Open and overdue"), links.to(status="overdue"), figure, listed)


def _elsewhere(facts: Facts, links: Links) -> list[html.P | None]:
    """What others hold past due and who they are; the page lists those rows for the area alone."""
    if facts.elsewhere is None:
        return []
    number = tiles.number(facts.elsewhere, "", links.rows(figures.ELSEWHERE) if facts.is_area else "")
    said = html.P([_("Other agencies hold, past due: "), number], className="row apart")
    held = list(facts.holders.items()) if facts.elsewhere.value else []
    named = [name if len(held) == 1 else f"{name}: {words.number(count)}" for name, count in held]
    shown = tiles.fitting(named, HOLDERS)
    return [said, *map(tiles.footnote, shown), *tiles.more(len(named) - len(shown))]


def _bands(facts: Facts, links: Links) -> list[Any]:
    shown = [
        tiles.band(
            BANDS[late].name, count, f"overdue_open:{late}", facts.unit.code, links.rows("overdue_open", late=late)
        )
        for late, count in facts.overdue.items()
    ]
    return [html.Div(shown, className="bands"), tiles.footnote(_("in working days past due"))]


def due_soon(facts: Facts, links: Links) -> html.Section:
    """What falls due, and who holds it."""
    total = facts.reading("due_within_2_days")
    holders = figures.most_first(facts.among, "due_within_2_days", facts.agencies)[:LIST_ROWS]
    others = figures.beside_list(total, holders)
    figure = [tiles.big(total, DOSSIERS, links.rows("due_within_2_days"))]
    listed = [_holders(total, holders, links)]
    listed += [tiles.footnote(_("Other agencies: {count}", count=words.number(others)))] if others > 0 else []
    reached = past(facts.period.cutoff)
    beside = html.Span(_("from {day}", day=words.short_day(reached)), className="target") if reached else None
    return tiles.tile(4, _("Due within 2 working days"), links.to(status="due_soon"), figure, listed, beside=beside)


def _holders(total: Reading, holders: Sequence[Reading], links: Links) -> Any:
    """Who holds the dossiers of a stock; where there are none nothing needs to have happened."""
    rows = [Ranked(each.unit_name, each, links.rows(each.indicator, agency=each.unit_code)) for each in holders]
    return tiles.ranked(rows, total.text if total.value is None else _("No dossiers"))


def slowest(facts: Facts, links: Links) -> html.Section:
    """Agency and field, the lowest on-time shares, and what these never stand without."""
    rows = [
        Ranked(
            _("{field} · {agency}", field=each.field, agency=each.agency),
            each.reading,
            links.rows("on_time_share", part="rest", agency=each.agency_code, field=each.field_code),
        )
        for each in facts.slowest
    ]
    target = tiles.target(facts.reading("on_time_share").target)
    sample = tiles.footnote(_sampled(len(rows), facts.minimum_n))
    listed = [ranking(rows, link=html.A), sample, guards.of_on_time(facts, links)]
    href = links.to(group="agency_field")
    return tiles.tile(5, _("Five slowest places"), href, [], listed, beside=target)


def _sampled(count: int, minimum: int) -> str:
    """What the list is of, and why it is shorter than five."""
    said = {
        0: _("No agency and field has {minimum} or more resolved", minimum=minimum),
        LIST_ROWS: _("On time by agency and field, where {minimum} or more are resolved", minimum=minimum),
    }
    fewer = _("Only {count} agencies and fields have {minimum} or more resolved", count=count, minimum=minimum)
    return said.get(count, fewer)


def digital(facts: Facts, links: Links) -> html.Section:
    """Five shares to their targets."""
    names = (
        _("Submitted online"),
        _("Online payment"),
        _("Dossiers digitised"),
        _("Results in electronic form"),
        _("Digitised data reused"),
    )
    bars = [
        Bar(reading, name=name, note=reading.formula, href=links.rows(reading.indicator))
        for reading, name in zip(map(facts.reading, figures.DIGITAL), names, strict=True)
    ]
    span = figures.target_span(bar.reading for bar in bars)
    title = _("Online, payment, digitised, reused")
    return tiles.tile(
        6, title, links.to(tab="digital"), [], bars_to_target(bars, link=html.A), beside=tiles.target(span)
    )


def by_month(facts: Facts, links: Links) -> html.Section:
    """The course."""
    labels = TrendLabels(received=_("Received"), share=_("On time"), resolved=_("Resolved"))
    whole = sum(not month.is_open for month in facts.course.months)
    title = _("{count} months", count=whole) if whole else _("By month")
    listed = [trend(facts.course, DARK, labels=labels), guards.of_on_time(facts, links, facts.period.name)]
    aim = tiles.target(facts.reading("on_time_share").target)
    return tiles.tile(7, title, links.to(view="trend"), [], listed, beside=aim)


def map_of_communes(facts: Facts, links: Links) -> html.Section:
    """The communes by their on-time share; of a commune its agencies by what is overdue."""
    if not facts.is_area:
        return _overdue_by_agency(facts, links)
    areas = [map_area(part, links.unit(part.unit_code)) for part in facts.part_readings("on_time_share")]
    drawn = unit_map(areas, outlines(facts.centres, 2025), DARK, link=html.A)
    beside = html.Span(_("on time"), className="target")
    listed = [drawn, guards.of_on_time_by_part(facts)]
    return tiles.tile(8, _("Map of the five communes"), links.to(view="map"), [], listed, beside=beside)


def _overdue_by_agency(facts: Facts, links: Links) -> html.Section:
    """One commune has no map of communes: it is divided by its agencies."""
    every = figures.most_first(facts.among, "overdue_open", facts.agencies)
    holders = tiles.fitting(every)
    listed = [_holders(facts.reading("overdue_open"), holders, links), *tiles.more(len(every) - len(holders))]
    return tiles.tile(8, _("Overdue by agency"), links.to(status="overdue", group="agency"), [], listed)


def returned(facts: Facts, links: Links) -> html.Section:
    """What flatters or spoils the on-time share."""
    names = (_("Returned, refused, withdrawn"), _("Supplemented twice or more"), _("Overdue without apology"))
    notes = (_returned_before(facts, links), None, None)
    rows = [
        tiles.guard(facts.reading(indicator), name, unit, links.rows(indicator), note)
        for indicator, name, unit, note in zip(figures.GUARDS, names, ("", "", DOSSIERS), notes, strict=True)
    ]
    title = _("Returned, supplemented again, no apology yet")
    return tiles.tile(9, title, links.to(status="returned"), [], html.Div(rows, className="guards"))


def _returned_before(facts: Facts, links: Links) -> html.P | None:
    """Who returned the most in the last closed quarter, if that was too much: a quarter's end is when it happens."""
    too_much = (Ranked(each.unit_name, each) for each in figures.beyond_target(facts.returned_before))
    most = next(iter(worst_first(too_much, better="down")), None)
    if most is None or facts.before is None:
        return None
    href = links.unit(
        most.reading.unit_code, start=facts.before.start.isoformat(), measure="returned_share", view="why"
    )
    return tiles.footnote(f"{facts.before.name}: ", html.A(f"{most.name} {most.reading.text}", href=href))


def _group(facts: Facts) -> str:
    return "unit" if facts.is_area else "agency"
