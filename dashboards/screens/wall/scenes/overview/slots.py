"""Slots 2 to 5 of "Tổng quan điều hành": one for each subject, its chief figure and what must be read with it."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.components.signal import signal
from dashboards.health_indicators import MEASLES_2
from dashboards.messages import _
from dashboards.overview.facts import BOOKS, WEEKLY, Row
from dashboards.overview.standings import ON_TIME, SATISFIED, Standing
from dashboards.readings import Reading
from dashboards.screens.wall import guards, tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.overview.facts import Facts, worst_of

DOSSIERS = _("dossiers")
SIGNALLING = ("watch", "missed")
WHERE = 40
"""Letters of a line that says where a disease signals, in the narrowest tile."""


def on_time(facts: Facts, links: Links) -> html.Section:
    """The on-time share with what it never stands without; below it what is overdue now."""
    path, whole, overdue = "/procedures", facts.reading(ON_TIME), facts.reading("overdue_open")
    figure = [tiles.big(whole, "", links.at(path, measure=ON_TIME)), guards.of_on_time(facts, links)]
    late = tiles.guard(overdue, _("Open and overdue"), DOSSIERS, links.at(path, measure="overdue_open"), _long(facts))
    listed = html.Div([late], className="guards")
    return tiles.tile(
        2, _("Procedures resolved on time"), links.at(path), figure, listed, beside=tiles.target(whole.target)
    )


def _long(facts: Facts) -> html.P:
    """How many of what is overdue have been so for long."""
    long_ones = facts.reading("overdue_open_over_10_days")
    return tiles.row(_("over 10 working days: "), tiles.number(long_ones, ""), " ", judgement(long_ones.band))


def diseases(facts: Facts, links: Links) -> html.Section:
    """Each disease's signal and for how many weeks in a row; who is least protected against measles."""
    path = "/health"
    told = [(name, standing) for indicator, name in WEEKLY.items() if (standing := facts.overview.own(indicator))]
    week = max((standing.period.start for _name, standing in told), default=None)
    if week is None:
        return tiles.nothing(3, _("Infectious diseases"), links.at(path))
    at = {"tab": "diseases", "grain": "week", "start": week.isoformat()}
    rows = [_disease(name, standing, facts, links.at(path, **at)) for name, standing in told]
    notes = [words.capital(_("by diagnosis when seen, not yet the announced number of cases"))]
    notes += [facts.counted_of.text] if facts.counted_of else []
    listed = [html.Ul(rows, className="signals"), *(tiles.footnote(each) for each in notes)]
    title = _("Infectious diseases, week {week}", week=week.isocalendar().week)
    return tiles.tile(3, title, links.at(path, **at), _least(facts, links.at(path, tab="vaccination")), listed)


def _disease(name: str, standing: Standing, facts: Facts, href: str) -> html.Li:
    """The loudest signal of the unit and its communes; of the communes that have it the one that has stood so longest,
    with its own weeks, as it is named wherever the disease is told."""
    parts = facts.overview.of_parts(standing.reading.indicator) if facts.is_area else ()
    loudest = max([standing, *parts], key=_loudness)
    shown = signal(loudest.reading.band) or html.Span(loudest.reading.text)
    spots = [each for each in parts if each.reading.band == loudest.reading.band]
    where = _lasting(loudest, spots) if loudest.reading.band in SIGNALLING else ""
    return html.Li(
        [html.A(name, href=href, className="signal-name"), shown, html.Span(where, className="signal-where")]
    )


def _lasting(loudest: Standing, spots: Sequence[Standing]) -> str:
    """ "xã Đông Sơn 4 tuần liền, xã Bình Sơn"; "xã Đông Sơn 4 tuần liền và 2 nơi nữa" where a line holds no more."""
    if not spots:
        return _weeks(loudest)
    ordered = sorted(spots, key=_loudness, reverse=True)
    told = [f"{each.reading.unit_name} {_weeks(each)}".rstrip() for each in ordered]
    whole = ", ".join(told)
    if len(told) == 1 or len(whole) <= WHERE:
        return whole
    return told[0] + _(" and {count} more", count=words.number(len(told) - 1))


def _weeks(standing: Standing) -> str:
    return _("{weeks} weeks in a row", weeks=words.number(standing.in_a_row)) if standing.in_a_row > 1 else ""


def _loudness(standing: Standing) -> tuple[int, int]:
    band = standing.reading.band or ""
    return (SIGNALLING.index(band) + 1, standing.in_a_row) if band in SIGNALLING else (0, 0)


def _least(facts: Facts, href: str) -> list[Any]:
    """The commune with the lowest share of two doses that is shown, and how many are hidden; of one commune its own."""
    parts = facts.overview.of_parts(MEASLES_2) if facts.parts else ()
    least = worst_of(parts) or facts.reading(MEASLES_2)
    where = f": {least.unit_name}" if least.value is not None and facts.is_area else ""
    named = html.P(f"{_('Two doses against measles')}{where}", className="guard-name")
    hidden = sum(each.reading.text == words.SUPPRESSED for each in parts)
    beside = html.Span(_("({count} communes hidden)", count=words.number(hidden)), className="unit") if hidden else None
    return [named, tiles.big(least, "", href), html.P([tiles.target(least.target), beside], className="line")]


def books(facts: Facts, links: Links) -> html.Section:
    """How many mark books of the newest term came in time, and which schools are waited for."""
    path, told = "/education", facts.overview.own(BOOKS)
    if told is None or not facts.overview.books:
        return tiles.nothing(4, _("Mark books"), links.at(path))
    reading, period = told.reading, told.period
    href = links.at(path, tab="workbooks", grain=period.grain, **period.named)
    owed, is_due = facts.overview.books, reading.value is not None
    in_time = sum(row["state"] == "on_time" for row in owed)
    count = _("{count}/{expected} schools", count=words.number(in_time), expected=words.number(len(owed)))
    # The count is what is read; the value is the share, as everywhere.
    number = measured(count, indicator=BOOKS, value=reading.value, unit=reading.unit_code, class_name="value")
    figure = [
        html.P(html.A(number, href=href, className="number-link"), className="line"),
        html.P([html.Span(_BOOKS[is_due], className="unit"), judgement(reading.band)], className="line"),
    ]
    listed = [tiles.row(_waited_for(owed, state, name)) for state, name in _WAITED[is_due].items()]
    title = _("Mark books of {term}", term=tiles.lower(period.name))
    return tiles.tile(4, title, href, figure, listed, beside=tiles.target(reading.target))


# Before the deadline, nobody is judged; after it.
_BOOKS = (_("sent so far"), _("sent in time"))
_WAITED = ({"not_due": _("Not due yet")}, {"missing": _("Not yet"), "late": _("Sent late")})


def _waited_for(books: tuple[Row, ...], state: str, name: str) -> str:
    """ "Chưa nộp (4): THCS Mẫu 05, …"; the number says how many there are where not all are named."""
    names = [str(row["unit_name_vi"]).removeprefix(_("School ")) for row in books if row["state"] == state]
    if not names:
        return f"{name}: 0"
    rest = f" +{len(names) - LIST_ROWS}" if len(names) > LIST_ROWS else ""
    return f"{name} ({len(names)}): {', '.join(names[:LIST_ROWS])}{rest}"


def satisfied(facts: Facts, links: Links) -> html.Section:
    """The share with its sample and its interval; what was rejected, large where that is more than may be."""
    path, share, rejected = "/satisfaction", facts.reading(SATISFIED), facts.reading(guards.REJECTED)
    sample = [] if share.denominator is None else [_("n = {n} ratings", n=words.number(share.denominator))]
    if share.value is not None and share.low is not None and share.high is not None:
        sample.append(_("interval of 95%: {interval}", interval=words.interval(share.low, share.high)))
    figure = [
        tiles.big(share, "", links.at(path, measure=SATISFIED)),
        *(tiles.row(each) for each in sample),
        tiles.footnote(share.formula),
    ]
    much = tiles.guard(rejected, _("Ratings rejected"), "", links.at(path, tab="rejected"))
    listed = html.Div(much, className="guards") if _is_beyond(rejected) else guards.of_satisfied(facts, links)
    title = _("Satisfaction of the people")
    return tiles.tile(5, title, links.at(path), figure, listed, beside=tiles.target(share.target))


def _is_beyond(reading: Reading) -> bool:
    aim = reading.target_value
    return reading.value is not None and aim is not None and float(reading.value) > aim
