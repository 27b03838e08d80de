"""Is something spreading, who is not protected, who is not looked after? A unit by period, down to a facility."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import html, register_page

from dashboards import words
from dashboards.components.page import page
from dashboards.controls import controls, views
from dashboards.health_indicators import COVER
from dashboards.messages import _
from dashboards.place import Place
from dashboards.published import dictionary
from dashboards.rim import or_explained
from dashboards.screens.health import SCREEN
from dashboards.screens.health.address import VIEWS, VIEWS_OF_MEASURE, View
from dashboards.screens.health.covers import checkup, chronic, records, vaccination
from dashboards.screens.health.diseases import diseases
from dashboards.screens.health.download import downloads
from dashboards.screens.health.periods import find_health_place, told_grains
from dashboards.screens.health.provenance import provenance
from dashboards.screens.health.rows import rows, title_of
from dashboards.screens.health.summary import summary
from dashboards.screens.health.visits import linked, visits

TITLE = _("Health of the grass roots")
CONTENT: Mapping[str, Callable[[Place[View]], list[Any]]] = MappingProxyType(
    {
        "": summary,
        "diseases": diseases,
        "vaccination": vaccination,
        "checkup": checkup,
        "records": records,
        "chronic": chronic,
        "visits": visits,
        "linked": linked,
    }
)
CONTENT_OF_MEASURE: Mapping[str, Callable[[Place[View]], list[Any]]] = MappingProxyType(
    {"": rows, "provenance": provenance}
)

register_page(__name__, path=SCREEN.path, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@or_explained
def layout(**query: str) -> html.Div:
    """The page that an address asks for: the rows of a number, or a view of a unit."""
    view = View.read(query)
    place = find_health_place(view)
    title, content = place.unit.name, CONTENT.get(view.view, summary)
    if view.measure or view.view not in CONTENT:
        place = place.on(measure=view.measure or COVER)
        content = CONTENT_OF_MEASURE.get(view.view, rows)
        is_list = content is rows
        title = title_of(place) if is_list else str(dictionary(place)[place.view.measure]["name_vi"])
    parts = [controls(place, grains=told_grains(place, place.view.told_by)), _tabs(place), *content(place)]
    return page(
        SCREEN, title, _about(title, place), _crumbs(place), parts, place.snapshot, is_past=place.is_past,
        now=place.view.link(snapshot=""),
    )  # fmt: skip


def _tabs(place: Place[View]) -> html.Div:
    view = place.view
    if view.measure:
        options = [(name, view.link(view=each), each == view.view) for each, name in VIEWS_OF_MEASURE.items()]
    else:
        options = [(name, view.tab(each), each == view.view) for each, name in VIEWS.items()]
    return views(options, downloads(place))


def _crumbs(place: Place[View]) -> list[tuple[str, str]]:
    """From the area down to the page's unit, in the same view and period; then the list."""
    crumbs = [(words.capital(unit.short_name), place.view.elsewhere(unit.code)) for unit in place.line]
    if place.view.measure:
        crumbs.append((TITLE, place.view.link()))
    return crumbs


def _about(title: str, place: Place[View]) -> str:
    first = TITLE if title == place.unit.name else place.unit.name
    tab = "" if place.view.measure else VIEWS.get(place.view.view, "")
    open_said = words.PROVISIONAL if place.period.is_open else ""
    return " · ".join(part for part in (first, tab, place.period.title, open_said) if part)
