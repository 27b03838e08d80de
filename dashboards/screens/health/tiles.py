"""A unit's numbers, each in its newest period up to the page's, with denominator, what came, and the period before."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from dash import html

from dashboards import words
from dashboards.components.break_mark import BOUNDARY_CHANGE
from dashboards.components.kpi_tile import kpi_tile
from dashboards.components.signal import signal
from dashboards.denominators import read_denominators
from dashboards.health_indicators import (
    CHECKUP,
    COVER,
    COVERS,
    DIABETES,
    DISEASE_NAMES,
    DISEASES,
    FULL,
    HYPERTENSION,
    LINKED,
    MEASLES_2,
    RENEWED,
    TELEHEALTH,
    VISITS,
)
from dashboards.messages import _
from dashboards.place import Place
from dashboards.readings import Reading, readings
from dashboards.screens.health.address import View
from dashboards.screens.health.breakdown import is_share
from dashboards.screens.health.course import pro_rata_note
from dashboards.screens.health.diseases import NO_COUNT, newest_week, row_of_signal, threshold
from dashboards.screens.health.periods import newest, year_before
from dashboards.screens.health.senders import received
from dashboards.screens.health.values import whole
from dashboards.screens.health.visits import visits_between

TITLES = {
    MEASLES_2: _("18–24 months, 2 doses against measles"),
    FULL: _("Under 1, fully vaccinated"),
    CHECKUP: _("Had a check-up in the year"),
    COVER: _("With a health record"),
    RENEWED: _("Health records renewed within 12 months"),
    HYPERTENSION: _("Hypertension, managed (estimated)"),
    DIABETES: _("Diabetes, managed (estimated)"),
    VISITS: _("Visits at stations"),
    LINKED: _("Visits linked to the national book"),
    TELEHEALTH: _("Sessions at a distance"),
}
TABS = {
    MEASLES_2: "vaccination",
    FULL: "vaccination",
    CHECKUP: "checkup",
    COVER: "records",
    RENEWED: "records",
    HYPERTENSION: "chronic",
    DIABETES: "chronic",
    VISITS: "visits",
    LINKED: "linked",
    TELEHEALTH: "linked",
}
UNITS = {VISITS: _("visits"), TELEHEALTH: _("sessions")}
CUMULATED = (FULL, CHECKUP)
PERSONS = _("persons")


def tiles(place: Place[View]) -> list[html.Section]:
    """The diseases of the newest week, then every other number, in the order in which they are read."""
    of_diseases = [tile for name in DISEASES if (tile := _of_disease(place, name)) is not None]
    found = [(each, newest(place, [each])) for each in TITLES]
    return [*of_diseases, *(_tile(there, indicator) for indicator, there in found if there is not None)]


def _of_disease(place: Place[View], name: str) -> html.Section | None:
    indicator = DISEASES[name]
    there = newest(place, [indicator])
    if there is None:
        return None
    frame, reading = newest_week(there, indicator)
    if reading is None:
        return None
    weeks = row_of_signal(frame)
    notes = [
        str(frame["period_name_vi"].iloc[0]),
        _("Threshold {threshold}", threshold=threshold(reading)) if reading.target_value is not None else "",
        _("{count} weeks in a row", count=words.number(weeks)) if weeks > 1 else "",
        _before(frame),
        NO_COUNT,
    ]
    links = [(_("See weeks and communes"), there.view.link(view="diseases", disease=name))]
    usual = [(_("Where does the figure come from?"), there.view.source_of(indicator))]
    # A threshold is no target: it stands in the notes, with a word of its own.
    bare = replace(reading, target="", band=None)
    tile = kpi_tile(
        DISEASE_NAMES[name], bare, PERSONS, _up_to(there), links, [each for each in notes if each], usual=usual
    )
    tile.children.insert(2, html.P(signal(reading.band)))
    return tile


def _before(frame: pd.DataFrame) -> str:
    earlier = readings(frame.iloc[1:2])
    if not earlier:
        return ""
    return _("The week before: {said}", said=earlier[0].text.lower())


def _tile(place: Place[View], indicator: str) -> html.Section:
    reading, view = whole(place, indicator), place.pinned
    links = [(_("See the breakdown"), view.link(view=TABS[indicator], disease=""))]
    if indicator == TELEHEALTH and reading.value:
        links.insert(0, (_("See the sessions"), view.rows(indicator)))
    usual = [(_("Where does the figure come from?"), view.source_of(indicator))]
    notes = [each for each in _notes(place, indicator, reading) if each]
    return kpi_tile(TITLES[indicator], reading, UNITS.get(indicator, ""), _as_of(place), links, notes, usual=usual)


def _notes(place: Place[View], indicator: str, reading: Reading) -> Sequence[str]:
    counted = _of(reading) if is_share(indicator) else ""
    denominator = read_denominators(place, COVERS).get(indicator) if indicator in COVERS else None
    if denominator and reading.text == words.NO_SOURCE:
        return [words.capital(denominator.said)]
    return [
        counted,
        pro_rata_note(place, reading) if indicator in CUMULATED else "",
        moved(place, indicator, reading),
        denominator.text if denominator else "",
    ]


def _of(reading: Reading) -> str:
    if not reading.denominator or reading.numerator is None:
        return ""
    numerator = words.about(words.number(reading.numerator), is_rounded=reading.is_rounded)
    return _("{numerator} of {denominator}", numerator=numerator, denominator=words.number(reading.denominator))


def moved(place: Place[View], indicator: str, reading: Reading) -> str:
    """Against the period before; what is summed up since January against the same period a year before.

    Visits of a period still open stand against as many days of the one before.
    """
    if reading.value is None:
        return ""
    if indicator == VISITS and place.period.is_open:
        return _visits_moved(place, reading)
    earlier = year_before(place) if indicator in CUMULATED else place.before()
    before = whole(earlier, indicator) if earlier else None
    if earlier is None or before is None or before.value is None:
        return words.NO_EARLIER_PERIOD
    if is_share(indicator):
        said = words.about(
            words.points(reading.value - before.value), is_rounded=reading.is_rounded or before.is_rounded
        )
    else:
        said = words.capital(words.difference(int(reading.value), int(before.value)))
    compared = _("{moved} against {period}", moved=said, period=_small(earlier.period.title))
    crosses = earlier.period.start < BOUNDARY_CHANGE <= place.period.start
    return f"{compared}. {words.BOUNDARY_BREAK}" if crosses else compared


def _visits_moved(place: Place[View], reading: Reading) -> str:
    earlier = place.before()
    if earlier is None:
        return words.NO_EARLIER_PERIOD
    start = earlier.period.start
    last = min(start + (place.period.cutoff - place.period.start), earlier.period.end)
    before = visits_between(place, start, last)
    if before is None or reading.value is None:
        return words.NO_EARLIER_PERIOD
    said = words.capital(words.difference(int(reading.value), before))
    days = f"{words.short_day(start)}–{words.short_day(last)}"
    return _("{moved} against {period}", moved=said, period=f"{_small(earlier.period.name)} ({days})")


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _as_of(place: Place[View]) -> str:
    """The period, until when it counts, and whose files are missing."""
    is_open = words.PROVISIONAL if place.period.is_open else ""
    return " · ".join(part for part in (place.period.title, is_open, _up_to(place)) if part)


def _up_to(place: Place[View]) -> str:
    day = _("up to {day}", day=words.day(min(place.period.cutoff, place.period.end)))
    return " · ".join(part for part in (day, received(place)) if part)
