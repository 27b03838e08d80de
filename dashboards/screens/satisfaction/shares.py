"""Rows of shares: each with how many presses it rests on, its interval, and what must be read beside it."""

from collections.abc import Sequence
from decimal import Decimal

from dash import html

from dashboards import words
from dashboards.components.kpi_tile import aim
from dashboards.messages import _
from dashboards.place import Place
from dashboards.readings import Reading
from dashboards.screens.satisfaction.address import DISSATISFIED, RATED, REJECTED, SATISFIED, View
from dashboards.screens.satisfaction.reported import is_reported
from dashboards.screens.satisfaction.values import Part, whole
from dashboards.tables import (
    COUNT,
    INTERVAL,
    SHARE,
    Cell,
    Head,
    Table,
    count,
    interval,
    text,
    value,
)

HEADS = {
    SATISFIED: (Head(_("Satisfied"), SHARE), Head(_("Ratings"), COUNT), INTERVAL),
    DISSATISFIED: (Head(_("Not satisfied"), COUNT),),
    REJECTED: (Head(_("Rejected"), SHARE),),
    RATED: (Head(_("Dossiers rated"), SHARE), Head(_("Handed out"), COUNT)),
}


def shares(
    place: Place[View], caption: str, first: str, parts: Sequence[Part], indicators: Sequence[str], total: Part | None
) -> Table:
    """A table of parts, each number leading to its rows; `first` is what the parts are."""
    heads = [Head(first), *(head for each in indicators for head in HEADS[each])]
    rows = tuple(_row(place, part, indicators) for part in parts)
    last = _row(place, total, indicators) if total else ()
    return Table(caption, tuple(heads), rows, last)


def aims(place: Place[View], indicators: Sequence[str]) -> html.P | None:
    """What each judged column is judged by: "Hài lòng: Mục tiêu từ 90% · Không hài lòng: Mục tiêu 0"."""
    asked = [each for each in whole(place, indicators) if each.target]
    said = [f"{HEADS[each.indicator][0].title}: {aim(each)}" for each in asked]
    return html.P(" · ".join(said), className="note aims") if said else None


def whole_of(place: Place[View], among: tuple[Reading, ...]) -> Part:
    """The page's own unit as the last row."""
    return Part(place.unit.code, _("Sum: {unit}", unit=place.unit.short_name), {}, among)


def _row(place: Place[View], part: Part, indicators: Sequence[str]) -> tuple[Cell, ...]:
    is_whole = part.key == place.unit.code and not part.changes
    leads = bool(part.changes) or is_whole
    name = text(words.capital(part.name), place.view.link(group="", view="", **part.changes) if part.changes else "")
    cells = [name]
    for indicator in indicators:
        cells += _cells(place, part, indicator, leads)
    return tuple(cells)


def _cells(place: Place[View], part: Part, indicator: str, leads: bool) -> list[Cell]:
    reading = part.find(indicator)
    is_known = is_reported(place, indicator)
    if reading.text == words.NO_DATA and is_known:
        reading = _nothing(indicator, part)
    rows = place.view.rows(indicator, **part.changes) if leads else ""
    link = place.view.rows(indicator, "denominator", **part.changes) if leads else ""
    below = count(reading.denominator or 0, link) if is_known else count(None)
    if indicator == SATISFIED:
        return [value(reading, rows), below, interval(reading)]
    if indicator == RATED:
        return [value(reading, rows), below]
    return [value(reading, rows)]


def _nothing(indicator: str, part: Part) -> Reading:
    """A part in which no such row exists has a count of nothing, and no share."""
    if indicator == DISSATISFIED:
        return Reading(indicator, part.key, part.name, words.number(0), Decimal(0), 0)
    return Reading(indicator, part.key, part.name, words.NO_EVENTS)
