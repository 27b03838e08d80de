"""A unit at a glance: its numbers, its parts below them, the course of its records, and who has not sent."""

from typing import Any

from dash import html

from dashboards.health_indicators import CHECKUP, COVER, FULL, LINKED, MEASLES_2
from dashboards.messages import _
from dashboards.place import Place
from dashboards.screens.health.address import View
from dashboards.screens.health.breakdown import both, breakdowns
from dashboards.screens.health.course import course_section
from dashboards.screens.health.covers import RECORDS
from dashboards.screens.health.senders import senders_section, silent_notes
from dashboards.screens.health.tiles import tiles
from dashboards.tables import Table

HEADS = {
    MEASLES_2: _("2 doses against measles"),
    FULL: _("In full, under 1"),
    CHECKUP: _("Check-ups"),
    COVER: _("With a record"),
    LINKED: _("Visits linked"),
}


def summary(place: Place[View]) -> list[Any]:
    """The tiles, who is silent, the parts of the unit, two years of records, and who has sent."""
    return [
        silent_notes(place),
        html.Div(tiles(place), className="kpis"),
        *breakdowns(place, _("At a glance"), HEADS),
        course_section(place, RECORDS),
        senders_section(place),
    ]


def summary_table(place: Place[View]) -> Table:
    """The parts of the unit, for the file."""
    return both(place, _("At a glance"), HEADS)
