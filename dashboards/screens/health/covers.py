"""The tabs of shares of people: vaccination, check-ups, health records, chronic diseases; each with its denominator."""

from typing import Any

from dash import html

from dashboards.health_indicators import CHECKUP, COVER, DIABETES, FULL, HYPERTENSION, MEASLES_2, RENEWED
from dashboards.messages import _
from dashboards.place import Place
from dashboards.screens.health.address import View
from dashboards.screens.health.breakdown import both, breakdowns, denominator_notes
from dashboards.screens.health.course import course_section, course_table, pro_rata_note, pro_rata_section
from dashboards.screens.health.values import whole
from dashboards.tables import Table

FULL_NAME, MEASLES_NAME = _("Under 1, fully vaccinated"), _("18–24 months, 2 doses against measles")
CHECKUP_NAME = _("Had a check-up in the year")
VACCINATION = {FULL: FULL_NAME, MEASLES_2: MEASLES_NAME}
CHECKUPS = {CHECKUP: CHECKUP_NAME}
RECORDS = {COVER: _("With a health record"), RENEWED: _("Renewed within 12 months")}
CHRONIC = {HYPERTENSION: _("Hypertension, managed"), DIABETES: _("Diabetes, managed")}
ESTIMATED = _("Estimated: how many are ill is taken from the prevalence in surveys, not counted here.")
NEVER_CLIPPED = _(
    "A share above 100% is shown as it is: more people have a record, or came, than the population figure counts."
)


def vaccination(place: Place[View]) -> list[Any]:
    """The first year against its pro-rata line, then both shares by commune and facility."""
    reading = whole(place, FULL)
    return [
        pro_rata_section(place, FULL, FULL_NAME, reading),
        *breakdowns(place, _("Vaccination"), VACCINATION),
        _notes(place, VACCINATION),
    ]


def checkup(place: Place[View]) -> list[Any]:
    """Check-ups since the year began against their pro-rata line, by commune and facility."""
    return [
        pro_rata_section(place, CHECKUP, CHECKUP_NAME, whole(place, CHECKUP)),
        *breakdowns(place, _("Check-ups"), CHECKUPS),
        _notes(place, CHECKUPS, pro_rata_note(place, whole(place, CHECKUP))),
    ]


def records(place: Place[View]) -> list[Any]:
    """Who has a health record, and whose was renewed: over two years, by commune and facility."""
    return [
        course_section(place, RECORDS),
        *breakdowns(place, _("Health records"), RECORDS),
        _notes(place, RECORDS, NEVER_CLIPPED),
    ]


def chronic(place: Place[View]) -> list[Any]:
    """Who of those estimated to be ill is seen regularly."""
    return [
        html.Section([html.P(ESTIMATED, className="no-count")]),
        *breakdowns(place, _("Chronic diseases (estimated)"), CHRONIC),
        course_section(place, CHRONIC),
        _notes(place, CHRONIC),
    ]


def _notes(place: Place[View], indicators: dict[str, str], *more: str) -> html.Section:
    said = [html.P(each, className="note") for each in more if each]
    return html.Section([denominator_notes(place, indicators), *said])


def vaccination_table(place: Place[View]) -> Table:
    """Both shares of vaccination, for the file."""
    return both(place, _("Vaccination"), VACCINATION)


def checkup_table(place: Place[View]) -> Table:
    """Check-ups, for the file."""
    return both(place, _("Check-ups"), CHECKUPS)


def records_table(place: Place[View]) -> Table:
    """Health records by commune and facility, for the file; a unit without parts has its months."""
    table = both(place, _("Health records"), RECORDS)
    return table if table.rows else course_table(place, RECORDS)


def chronic_table(place: Place[View]) -> Table:
    """Chronic diseases, for the file."""
    return both(place, _("Chronic diseases (estimated)"), CHRONIC)
