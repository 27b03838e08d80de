"""Slot 7 of "Tổng quan điều hành": the service index of each commune; of one commune, where it falls short."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.ranking import Ranked
from dashboards.messages import _
from dashboards.readings import Reading
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.overview.facts import Facts
from dashboards.service_index import INDEX, SOURCED, Criterion, Score

PATH, VIEW = "/procedures", "766"
WEAKEST = 3


def index_766(facts: Facts, links: Links) -> html.Section:
    """Points beside those that could be reached, the lowest first, and which points have no source.

    An area has no score of its own: its communes are scored.
    """
    index, title, there = facts.service_index, _("Service index (766)"), links.at(PATH, view=VIEW)
    if not index.groups:
        return tiles.nothing(7, title, there, words.NO_SOURCE)
    readings = [each.reading for each in facts.overview.of_parts(INDEX)]
    aims = [_("{points} points", points=each.target) for each in readings if each.target]
    figure = [] if facts.is_area else [_own(facts, there)]
    rows = _communes(readings, links) if facts.is_area else _weakest(facts)
    counts = {name: words.target(points, is_share=False) for name, points in (
        ("reachable", index.reachable), ("highest", index.highest), ("without", index.highest - index.reachable),
    )}  # fmt: skip
    notes = (
        _("Only {reachable} of {highest} points have a source, so nothing is judged against the target.", **counts),
        _("{without} points without a source: {groups}", **counts, groups=index.missing()),
    )
    doubt = next((each.formula for each in readings), "")
    listed = [tiles.ranked(rows, _why_none(facts)), *(tiles.footnote(each) for each in (*notes, doubt))]
    return tiles.tile(7, title, there, figure, listed, beside=tiles.target(aims[0] if aims else ""))


def _own(facts: Facts, href: str) -> Any:
    return tiles.big(facts.reading(INDEX), SOURCED, href)


def _communes(readings: list[Reading], links: Links) -> list[Ranked]:
    return [
        Ranked(words.capital(each.unit_name), each, links.at(PATH, view=VIEW, unit=each.unit_code))
        for each in tiles.lowest_first(readings)
    ]


def _weakest(facts: Facts) -> list[Ranked]:
    """The criteria that miss the largest part of their points."""
    return [
        Ranked(each.name, _score(each, score, facts.unit.code))
        for each, score in facts.service_index.weakest(facts.unit.code)[:WEAKEST]
        if score.points < each.highest
    ]


def _why_none(facts: Facts) -> str:
    """Why nothing is listed: nothing was scored, or no criterion that counted anything falls short."""
    if facts.unit.code not in facts.service_index.scored:
        return words.NO_DATA
    idle = facts.service_index.idle(facts.unit.code)
    if idle:
        return _("{count} criteria of which nothing happened have no points", count=words.number(idle))
    return _("No criterion falls short")


def _score(criterion: Criterion, score: Score, unit: str) -> Reading:
    said = words.out_of(score.points, criterion.highest)
    return Reading(f"{INDEX}:{criterion.number}", unit, "", said, score.points)
