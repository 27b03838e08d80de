"""Which school, which subject? Numbers of a unit by school term, down to one class in one subject."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import html, register_page

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.components.page import page
from dashboards.controls import controls, views
from dashboards.messages import _
from dashboards.place import Place
from dashboards.published import dictionary
from dashboards.rim import or_explained
from dashboards.screens.education import SCREEN
from dashboards.screens.education.address import COMPLETED, GOOD, ON_TIME, VIEWS, VIEWS_OF_MEASURE, View
from dashboards.screens.education.differences import differences
from dashboards.screens.education.download import downloads
from dashboards.screens.education.learning import levels, shift
from dashboards.screens.education.provenance import provenance
from dashboards.screens.education.rows import rows, title_of
from dashboards.screens.education.simple import attendance, class_sizes, primary, prizes
from dashboards.screens.education.subjects import subjects
from dashboards.screens.education.summary import summary
from dashboards.screens.education.terms import find_term_place, not_due, told_terms
from dashboards.screens.education.values import has_parts
from dashboards.screens.education.workbooks import deliveries, workbooks

TITLE = _("Schools and pupils")
OF_SECONDARY = ("levels", "shift", "subjects", "differences")
CONTENT: Mapping[str, Callable[[Place[View]], list[Any]]] = MappingProxyType(
    {
        "": summary,
        "workbooks": workbooks,
        "levels": levels,
        "shift": shift,
        "subjects": subjects,
        "primary": primary,
        "attendance": attendance,
        "classes": class_sizes,
        "differences": differences,
        "prizes": prizes,
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
    place = find_term_place(view)
    title, content = place.unit.name, CONTENT.get(view.view, summary)
    if view.measure or view.view not in CONTENT:
        place = place.on(measure=view.measure or ON_TIME)
        content = CONTENT_OF_MEASURE.get(view.view, rows)
        is_list = content is rows
        title = title_of(place) if is_list else str(dictionary(place)[place.view.measure]["name_vi"])
    parts = [controls(place), _tabs(place), *(_awaited(place) or content(place))]
    return page(
        SCREEN, title, _about(title, place), _crumbs(place), parts, place.snapshot, is_past=place.is_past,
        now=view.link(snapshot=""),
    )  # fmt: skip


def _awaited(place: Place[View]) -> list[Any]:
    """What stands where nothing can be told of the term yet; empty where something is, and for what has no term."""
    if not place.view.measure and place.view.view in VIEWS and place.view.view not in _views(place):
        return [html.Section(empty_state(_("This school has no pupils of that level"), _("Choose another view.")))]
    said = "" if place.view.view in ("", "prizes", "provenance") else not_due(place)
    if not said or deliveries(place)["received_at"].notna().any():
        return []
    return [html.Section(empty_state(said, _("Look at another term.")))]


def _views(place: Place[View]) -> Mapping[str, str]:
    """The views that a unit can have: a school teaches primary or lower secondary pupils."""
    if has_parts(place):
        return VIEWS
    of_primary, of_secondary = bool(told_terms(place, COMPLETED)), bool(told_terms(place, GOOD))
    unknown = of_primary == of_secondary
    without = () if unknown else OF_SECONDARY if of_primary else ("primary",)
    return {each: name for each, name in VIEWS.items() if each not in without}


def _tabs(place: Place[View]) -> html.Div:
    view = place.view
    known = VIEWS_OF_MEASURE if view.measure else _views(place)
    narrowed = {} if view.measure else {"subject": "", "grade": "", "class_name": ""}
    options = [(name, view.link(view=each, **narrowed), each == view.view) for each, name in known.items()]
    return views(options, downloads(place))


def _crumbs(place: Place[View]) -> list[tuple[str, str]]:
    """From the area down to the page's unit, in the same view and term; then the list."""
    crumbs = [(words.capital(unit.short_name), place.view.elsewhere(unit.code)) for unit in place.line]
    if place.view.measure or place.view.class_name:
        crumbs.append((TITLE, place.view.link()))
    return crumbs


def _about(title: str, place: Place[View]) -> str:
    first = TITLE if title == place.unit.name else place.unit.name
    shown = place.period.title if place.view.view != "prizes" else ""
    return " · ".join(part for part in (first, VIEWS.get(place.view.view, ""), shown) if part)
