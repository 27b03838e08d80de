"""Slots 1 and 7, which are courses: diseases week by week with their thresholds, visits day by day."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.day_bars import day_bars
from dashboards.components.measured import measured
from dashboards.components.signal import SIGNALS, signal
from dashboards.components.week_course import Week, week_course
from dashboards.health_indicators import DISEASES
from dashboards.messages import _
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import lines_of
from dashboards.screens.wall.scenes.health import figures
from dashboards.screens.wall.scenes.health.facts import Facts
from dashboards.senders import VISIT, received_of
from dashboards.theme import DARK

SPOTS, SPOT_LINES = 2, 2


def diseases(facts: Facts, links: Links) -> html.Section:
    """Persons seen with a diagnosis, week by week against the threshold, and where it signals."""
    title = _("Infectious diseases by week")
    week = {} if facts.week is None else {"grain": "week", "start": facts.week.isoformat(), "end": ""}
    href = links.to(tab="diseases", **week)
    if facts.week is None:
        return tiles.nothing(1, title, href)
    rows = [_disease(each, links.to(tab="diseases", disease=each.code, **week)) for each in facts.diseases]
    named = _("week {week}", week=facts.week.isocalendar().week)
    said = words.capital(_("by diagnosis when seen, not yet the announced number of cases"))
    has_gap = any(not each.is_drawn for disease in facts.diseases for each in disease.weeks)
    gap = _("gap: hidden or not received") if has_gap else ""
    received = received_of(facts.senders, VISIT, until=facts.week + timedelta(days=6))
    notes = (words.capital(named), received, _("dashed: threshold, pale: below 10"), gap)
    listed = [
        html.Ul(rows, className="diseases"), tiles.footnote(said), tiles.footnote(" · ".join(filter(None, notes))),
    ]  # fmt: skip
    return tiles.tile(1, title, href, [], listed)


def _disease(of: figures.Disease, href: str) -> html.Li:
    newest, last = of.weeks[-1], of.newest
    number = measured(last.text, indicator=DISEASES[of.code], value=last.value, unit=last.unit_code,
                      class_name="disease-count" if last.value is not None else "disease-count in-words")  # fmt: skip
    return html.Li(
        [
            html.A(of.name, href=href, className="disease-name"),
            number,
            html.Div(_course(of), className="disease-course"),
            html.Span(signal(of.band), className="disease-signal"),
            html.Span(_threshold(newest), className="disease-threshold"),
            html.Span(_spots(of), className="disease-spots"),
        ]
    )


def _course(of: figures.Disease) -> html.Div | html.P:
    if any(week.is_drawn for week in of.weeks):
        return week_course(of.weeks, DARK, name=of.name)
    return tiles.row(_("All {count} weeks are hidden or without data", count=words.number(len(of.weeks))))


def _threshold(week: Week) -> str:
    """What a week is measured by; why by nothing, where its signal does not say so and there is a number to measure."""
    value = week.threshold
    if value is None:
        return "" if week.count is None or signal(week.band) else words.NO_EARLIER_PERIOD
    return _("threshold {count}", count=words.number(value, 0 if value == int(value) else 1))


def _spots(of: figures.Disease) -> list[Any]:
    """ "Xã Đông Sơn: dưới 10, 4 tuần liền", as many as there is room for."""
    told = _told(of, SPOTS)
    if lines_of(_in_words(told)) > SPOT_LINES:
        told = _told(of, 1)
    parts: list[Any] = []
    for said, band in told:
        parts += ["; " if parts else "", said, *([" ", signal(band)] if band else [])]
    return parts


def _told(of: figures.Disease, most: int) -> list[tuple[str, str]]:
    """(what is said, the band whose signal stands beside it): for how long the unit has signalled where none of its
    parts has for as long, and where it signals, beside a part that is louder than the unit its own signal."""
    spots, rest = of.spots[:most], len(of.spots) - most
    own = _("{weeks} weeks in a row", weeks=words.number(of.in_a_row)) if of.in_a_row > 1 else ""
    more = _("and {count} more", count=words.number(rest)) if rest > 0 else ""
    told = [(own, ""), *((_spot(each), each.band if of.is_louder(each) else "") for each in spots), (more, "")]
    return [(said, band) for said, band in told if said]


def _in_words(told: Iterable[tuple[str, str]]) -> str:
    """What is said as it is read, a letter for each sign."""
    return "; ".join(f"{said} ✕ {SIGNALS[band].word}" if band else said for said, band in told)


def _spot(spot: figures.Spot) -> str:
    """One week alone is not one of several in a row."""
    unit, count = words.capital(spot.name), tiles.lower(spot.text)
    if spot.weeks < 2:
        return f"{unit}: {count}"
    return _("{unit}: {count}, {weeks} weeks in a row", unit=unit, count=count, weeks=words.number(spot.weeks))


def visits(facts: Facts, links: Links) -> html.Section:
    """Visits at the stations by day; a day of which a station has not sent is an empty frame, and no zero."""
    of, href = facts.visits, links.to(tab="visits")
    if not of.by_part:
        return tiles.nothing(7, _("Visits at the communes' stations"), href)
    title = _("Visits at the communes' stations, {days} days", days=len(of.days))
    whole = figures.total(of.whole)
    number = measured(words.number(whole), indicator="station_visits:days", value=whole, unit=facts.unit.code,
                      class_name="value")  # fmt: skip
    figure = [
        html.P([html.A(number, href=href, className="number-link"), html.Span(_("visits"), className="unit")],
               className="line"),
    ]  # fmt: skip
    codes = figures.busiest(of, facts.parts)
    named = [(facts.parts[code], of.by_part[code], links.unit(code, tab="visits")) for code in tiles.fitting(codes)]
    rows = named or [(facts.unit.short_name, of.whole, href)]
    top = max(count for _name, counts, _href in rows for count in counts if count is not None)
    shown = [_days(name, of.days, counts, top, there) for name, counts, there in rows]
    more = tiles.more(len(codes) - len(named))
    listed = [html.Ul(shown, className="visits"), *more, tiles.footnote(_span(facts))]
    return tiles.tile(7, title, href, figure, listed)


def _days(name: str, days: Sequence[date], counts: tuple[int | None, ...], top: int, href: str) -> html.Li:
    said = words.capital(name)
    drawn = day_bars(list(zip(days, counts, strict=True)), top, DARK, name=said)
    is_known = any(count is not None for count in counts)
    total = html.Span(words.number(figures.total(counts)) if is_known else "–", className="visits-total")
    return html.Li([html.A(said, href=href, className="visits-name"), html.Div(drawn, className="visits-days"), total])


def _span(facts: Facts) -> str:
    days = facts.visits.days
    span = f"{words.short_day(days[0])}–{words.short_day(days[-1])}"
    is_partial = any(count is None for counts in facts.visits.by_part.values() for count in counts)
    received = received_of((each for each in facts.senders if each.kind == "station"), VISIT)
    notes = (span, _("frame: not received") if is_partial else "", received)
    return " · ".join(filter(None, notes))
