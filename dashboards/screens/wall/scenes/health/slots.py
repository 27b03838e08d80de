"""The nine slots of "Y tế cơ sở": is something spreading, who is not protected?"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from dash import html

from config import clock
from dashboards import words
from dashboards.components.bars import Bar
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.components.year_course import year_course
from dashboards.health_indicators import (
    CHECKUP,
    COVER,
    DIABETES,
    FULL,
    HYPERTENSION,
    LINKED,
    MEASLES_2,
    RENEWED,
    TELEHEALTH,
)
from dashboards.messages import _
from dashboards.place import past
from dashboards.pro_rata import expected
from dashboards.readings import Reading
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.health.facts import Facts
from dashboards.senders import RECORD, SESSION, VISIT, received_of, stations_received
from dashboards.theme import DARK


def measles(facts: Facts, links: Links) -> html.Section:
    """Who is protected against measles, the least protected first."""
    whole = facts.reading(MEASLES_2)
    parts = tiles.lowest_first(facts.part_readings(MEASLES_2))
    bars = [Bar(part, href=links.unit(part.unit_code, tab="vaccination")) for part in tiles.fitting(parts)]
    title = _("Two doses against measles by commune") if facts.is_area else _("Two doses against measles by facility")
    notes = _together(_counted_by(facts, whole), received_of(facts.senders, RECORD))
    more = tiles.more(len(parts) - len(bars))
    listed = [tiles.bars(bars, words.NO_DATA), *more, _least(facts, links), tiles.footnote(notes)]
    figure = [tiles.big(whole, "", links.to(tab="vaccination"))]
    return tiles.tile(2, title, links.to(tab="vaccination"), figure, listed, beside=tiles.target(whole.target))


def _least(facts: Facts, links: Links) -> html.P | None:
    """The facility that stands lowest: a commune's share hides it."""
    least = facts.least_protected
    if least is None or not facts.is_area:
        return None
    href = links.unit(least.unit_code, tab="vaccination")
    return tiles.footnote(_("Lowest: "), html.A(f"{least.unit_name} {least.text}", href=href))


def vaccinated(facts: Facts, links: Links) -> html.Section:
    """Children who completed this year, against the part of the target that falls to the days passed."""
    title = _("Fully vaccinated under 1 year")
    return _against_pro_rata(facts, links, 3, title, FULL, "vaccination")


def checked(facts: Facts, links: Links) -> html.Section:
    """Who came for a check-up this year, against the same line."""
    title = _("Periodic health check-ups {year}", year=facts.period.cutoff.year)
    return _against_pro_rata(facts, links, 4, title, CHECKUP, "checkup")


def _against_pro_rata(facts: Facts, links: Links, slot: int, title: str, indicator: str, tab: str) -> html.Section:
    whole, href = facts.reading(indicator), links.to(tab=tab)
    figure = [tiles.big(whole, "", href), _due(facts, whole)]
    months = facts.months[indicator]
    target = None if whole.target_value is None else Decimal(str(whole.target_value))
    is_known = any(each.share is not None for each in months)
    drawn = year_course(months, target, DARK, name=title) if is_known else None
    notes = _together(_counted_by(facts, whole), received_of(facts.senders, RECORD), _own_records(facts))
    listed = [drawn, tiles.footnote(notes)]
    aim = _("{target} of the whole year", target=whole.target) if whole.target else ""
    return tiles.tile(slot, title, href, figure, listed, beside=tiles.target(aim))


def _due(facts: Facts, reading: Reading) -> html.P | None:
    """What the target asks by the last day that is known, and how far that is away."""
    if reading.target_value is None or reading.value is None:
        return None
    due = expected(reading.target_value, facts.reached, facts.period.cutoff.year)
    moved = words.about(words.points(reading.value - due, 1), is_rounded=reading.is_rounded)
    said = _("pro rata up to {day}", day=words.short_day(facts.reached))
    return tiles.row(f"{said} {words.share(due)}: {moved}")


def _own_records(facts: Facts) -> str:
    """How far a unit's own records go, where the target is asked for by a later day, to which others' do."""
    if facts.own_reached is None:
        return _("no records of the commune received")
    if facts.own_reached >= facts.reached:
        return ""
    return _("records of the commune up to {day}", day=words.short_day(facts.own_reached))


def _counted_by(facts: Facts, reading: Reading) -> str:
    """What a share is counted of, and whether its formula is not confirmed."""
    denominator = facts.denominators.get(reading.indicator)
    return _together(denominator.text if denominator else "", reading.formula)


def _together(*said: str) -> str:
    return " · ".join(filter(None, said))


def records(facts: Facts, links: Links) -> html.Section:
    """How many have a record, and how many of these are kept up to date."""
    names = {COVER: _("Have a record"), RENEWED: _("Renewed in 12 months")}
    listed = _guards(facts, links.to(tab="records"), names, RECORD)
    return tiles.tile(5, _("Electronic health records"), links.to(tab="records"), [], listed)


def chronic(facts: Facts, links: Links) -> html.Section:
    """Who is looked after, as visits tell, of an estimated number of patients."""
    names = {HYPERTENSION: _("Hypertension"), DIABETES: _("Diabetes")}
    listed = _guards(facts, links.to(tab="chronic"), names, VISIT, _("estimated"))
    beside = html.Span(_("managed"), className="target")
    return tiles.tile(6, _("Hypertension, diabetes"), links.to(tab="chronic"), [], listed, beside=beside)


def _guards(facts: Facts, href: str, names: Mapping[str, str], stream: str, unit: str = "") -> list[Any]:
    """A row a share, each with what it is counted of; that of all of them stands once, below, with what has come of
    the stream that tells them."""
    notes = {each: _counted_by(facts, facts.reading(each)) for each in names}
    is_one = len(set(notes.values())) == 1
    rows = [
        tiles.guard(facts.reading(each), name, unit, href, None if is_one else tiles.footnote(notes[each]))
        for each, name in names.items()
    ]
    below = _together(next(iter(notes.values())) if is_one else "", received_of(facts.senders, stream))
    return [html.Div(rows, className="guards"), tiles.footnote(below)]


def linked(facts: Facts, links: Links) -> html.Section:
    """Which visits reached the national health book, and the sessions with a doctor elsewhere."""
    here = links.to(tab="linked")
    rows = [
        tiles.guard(
            facts.reading(LINKED),
            _("Visits that are linked"),
            "",
            here,
            tiles.footnote(_("to the electronic health book")),
        ),
        tiles.guard(facts.reading(TELEHEALTH), _("Telehealth"), _("sessions"), links.rows(TELEHEALTH)),
    ]
    senders = {each.code: each for each in (*facts.senders, *facts.session_senders)}.values()
    provisional = words.PROVISIONAL if facts.period.is_open else ""
    notes = _together(facts.period.title, provisional, received_of(senders, VISIT, SESSION))
    return tiles.tile(8, _("Links, telehealth"), here, [], [html.Div(rows, className="guards"), tiles.footnote(notes)])


def silent(facts: Facts, links: Links) -> html.Section:
    """Which facilities have not sent, since when."""
    title, href = _("Facilities that have not sent"), links.at("/data-health", source="health_record")
    if not facts.senders:
        return tiles.nothing(9, title, href)
    today, count, received = clock.today(), len(facts.silent), stations_received(facts.senders)
    number = measured(words.number(count), indicator="silent_facilities", value=count, unit=facts.unit.code,
                      class_name="value")  # fmt: skip
    reached = facts.period.cutoff
    # Nobody knows who has sent since: what is missing stays so, and what is not is not judged.
    band = "missed" if count else None if past(reached) else "met"
    figure = [
        html.P([html.A(number, href=href, className="number-link"), html.Span(_("facilities"), className="unit"),
                judgement(band)], className="line"),
        tiles.row(received) if received else None,
    ]  # fmt: skip
    rows = [_silent(each.name, each.said(today), href) for each in facts.silent[:LIST_ROWS]]
    everybody = tiles.up_to(reached, _("All facilities have sent"))
    content = html.Ul(rows, className="silent") if rows else tiles.row(everybody)
    listed = [content, *tiles.more(count - LIST_ROWS), _others(facts)]
    return tiles.tile(9, title, href, figure, listed, beside=tiles.target("0"))


def _others(facts: Facts) -> html.P | None:
    """Up to which day those have sent that are not silent."""
    days = [each.last_day for each in facts.senders if not each.silent_from and each.last_day]
    if not days:
        return None
    said = _("the other {count} have sent up to {day}", count=words.number(len(days)), day=words.short_day(min(days)))
    return tiles.footnote(words.capital(said))


def _silent(name: str, said: str, href: str) -> html.Li:
    return html.Li([html.A(name, href=href, className="silent-name"), html.Span(said, className="silent-said")])
