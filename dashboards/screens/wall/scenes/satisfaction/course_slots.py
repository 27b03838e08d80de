"""Slots 7 and 8, which are courses: hour by hour of the day, month by month."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.course import Course
from dashboards.components.trend import TrendLabels, trend
from dashboards.messages import _
from dashboards.screens.wall import guards, tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.satisfaction.facts import SATISFIED, Facts
from dashboards.theme import DARK


def by_hour(facts: Facts, links: Links) -> html.Section:
    """When people press, and how satisfied they are then."""
    listed = [*_drawn(facts.hours, facts), guards.of_satisfied(facts, links)]
    aim = tiles.target(facts.reading(SATISFIED).target)
    return tiles.tile(7, _("By hour of the day"), links.to(tab="hours"), [], listed, beside=aim)


def by_month(facts: Facts, links: Links) -> html.Section:
    """The course with its band."""
    listed = [*_drawn(facts.months, facts), guards.of_satisfied(facts, links, facts.period.name)]
    aim = tiles.target(facts.reading(SATISFIED).target)
    return tiles.tile(8, _("12 months"), links.to(view="trend"), [], listed, beside=aim)


def _drawn(course: Course, facts: Facts) -> list[Any]:
    """The drawing, and what its line is; words where there is neither line nor bar."""
    whole = facts.reading(SATISFIED)
    if not course.months:
        return [tiles.row(whole.text if whole.value is None else words.NO_DATA)]
    drawn = trend(course, DARK, labels=TrendLabels(received=_("Ratings"), share=_("Satisfied")))
    notes = [_("The band is the interval of 95%"), whole.formula] if course.shares else []
    return [drawn, tiles.footnote(" · ".join(filter(None, notes)))]
