"""What this page alone lets choose: the way of looking, the division, the processing system."""

from typing import Any

from dash import html

from dashboards.components.menu import menu
from dashboards.controls import controls as usual_controls
from dashboards.controls import views
from dashboards.messages import _
from dashboards.screens.procedures.address import GROUPS, SYSTEMS, VIEWS, VIEWS_OF_MEASURE
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import usual_group


def controls(place: Place) -> html.Nav:
    """The choices of every page, and the system."""
    view = place.view
    systems = [(_("all systems"), view.link(system=""), not view.system)]
    systems += [(name, view.link(system=system), system == view.system) for system, name in SYSTEMS.items()]
    return usual_controls(place, menu(_("System"), systems))


def tabs(place: Place, *beside: Any) -> html.Div:
    """The ways of looking at the same numbers, and what stands beside them."""
    known = VIEWS_OF_MEASURE if place.view.measure and place.view.view != "map" else VIEWS
    # What only a part of an indicator counts has its rows, and no value of its own to be explained.
    offered = {"": known[""]} if place.view.criterion else known
    options = [(name, place.view.link(view=view), view == place.view.view) for view, name in offered.items()]
    return views(options, *beside)


def divisions(place: Place) -> html.Details:
    """By what the table is divided."""
    chosen = place.view.group or usual_group(place)
    offered = [group for group in GROUPS if place.unit.kind == "area" or group != "unit"]
    options = [(GROUPS[group], place.view.link(group=group), group == chosen) for group in offered]
    return menu(_("Divided by"), options)
