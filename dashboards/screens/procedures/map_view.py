"""An indicator on the map of communes: real boundaries where the operator has put them, a schematic otherwise."""

from datetime import date
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.break_mark import BOUNDARY_CHANGE
from dashboards.components.empty_state import empty_state
from dashboards.components.menu import menu
from dashboards.components.unit_map import MapArea, unit_map
from dashboards.geometry import Centre, outlines
from dashboards.messages import _
from dashboards.place import Unit
from dashboards.published import dictionary, published
from dashboards.refusal import Refusal
from dashboards.screens.procedures.breakdown import breakdown
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.tiles import until
from dashboards.screens.procedures.values import Part, divided, whole
from dashboards.theme import LIGHT

MAPPED = ("on_time_share", "overdue_open", "dossiers_received", "online_share", "returned_share")


def map_view(place: Place) -> list[Any]:
    """The map of the chosen indicator, and the table that says the same in numbers. Raises `Refusal` for another."""
    indicator = place.view.measure or MAPPED[0]
    if indicator not in MAPPED:
        raise Refusal(
            _("This indicator is not shown on the map"), _("Choose another."), link=place.view.link(measure="")
        )
    known = published(place, (indicator,))
    among = whole(place, (indicator,), known)
    parts = divided(place, "unit", (indicator,), known) if place.unit.kind == "area" else []
    told = dictionary(place)
    options = [(told[each]["name_vi"], place.view.link(measure=each), each == indicator) for each in MAPPED]
    heads = html.Div([menu(_("Indicator"), options), html.P(until(place))])
    return [html.Section([heads, _drawn(place, parts, indicator)]), breakdown(place, (indicator,), among, known)]


def _drawn(place: Place, parts: list[Part], indicator: str) -> Any:
    units = {unit.code: unit for unit in place.units if _is_drawn(unit, place)}
    shown = [part for part in parts if part.key in units]
    if not shown:
        return empty_state(
            words.NO_DATA, _("The map shows the communes of an area: choose the cluster or the district.")
        )
    areas = [_area(place, part, units[part.key], indicator) for part in shown]
    centres = [_centre(units[part.key]) for part in shown]
    is_old = units[shown[0].key].valid_from < BOUNDARY_CHANGE
    return unit_map(areas, outlines(centres, 2020 if is_old else 2025), LIGHT, link=dcc.Link)


def _is_drawn(unit: Unit, place: Place) -> bool:
    day = place.period.cutoff if place.view.basis == "own" else date.max
    return unit.kind == "commune" and unit.is_valid_on(day) and unit.latitude is not None


def _area(place: Place, part: Part, unit: Unit, indicator: str) -> MapArea:
    reading = part.find(indicator)
    href = place.view.link(unit=part.key, view="", measure="", group="")
    return MapArea(part.key, unit.short_name, reading.text, reading.band, href, indicator, reading.value)


def _centre(unit: Unit) -> Centre:
    return Centre(unit.code, unit.latitude or 0.0, unit.longitude or 0.0)
