"""Do they mean it, and why not: the share satisfied of a unit, what guards it, and every press behind it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import html, register_page

from dashboards import words
from dashboards.components.page import page
from dashboards.controls import controls, views
from dashboards.messages import _
from dashboards.place import Place, snapshot_of
from dashboards.published import dictionary
from dashboards.rim import or_explained
from dashboards.screens.satisfaction import SCREEN
from dashboards.screens.satisfaction.address import SATISFIED, VIEWS, VIEWS_OF_MEASURE, View
from dashboards.screens.satisfaction.criteria import criteria
from dashboards.screens.satisfaction.download import downloads
from dashboards.screens.satisfaction.privacy import find_open_place
from dashboards.screens.satisfaction.provenance import provenance
from dashboards.screens.satisfaction.rating_page import rating_page, read_rating
from dashboards.screens.satisfaction.rows import rows, title_of
from dashboards.screens.satisfaction.summary import summary, with_rejected
from dashboards.screens.satisfaction.tabs import hours, lateness, rated, reasons, rejected
from dashboards.screens.satisfaction.trend import trend
from dashboards.screens.satisfaction.values import narrowed_in_words, span_in_words
from dashboards.screens.satisfaction.why import why

TITLE = _("Satisfaction of those served")


def _rejected(place: Place[View]) -> list[Any]:
    return rejected(place, with_rejected(place))


CONTENT: Mapping[str, Callable[[Place[View]], list[Any]]] = MappingProxyType(
    {
        "": summary,
        "reasons": reasons,
        "lateness": lateness,
        "rated": rated,
        "rejected": _rejected,
        "hours": hours,
        "trend": trend,
        "criteria": criteria,
    }
)
CONTENT_OF_MEASURE: Mapping[str, Callable[[Place[View]], list[Any]]] = MappingProxyType(
    {"": rows, "why": why, "provenance": provenance}
)

register_page(__name__, path=SCREEN.path, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@or_explained
def layout(**query: str) -> html.Div:
    """The page that an address asks for: one press, a list, or the numbers."""
    view = View.read(query)
    if view.rating:
        return _of_rating(view)
    place = find_open_place(view)
    title, content = place.unit.name, CONTENT.get(view.view, summary)
    if view.measure or view.view not in CONTENT:
        place = place.on(measure=view.measure or SATISFIED)
        title, content = title_of(place), CONTENT_OF_MEASURE.get(view.view, rows)
        if view.view in ("why", "provenance"):
            title = str(dictionary(place)[place.view.measure]["name_vi"])
    parts = [controls(place), _tabs(place), *content(place)]
    return page(
        SCREEN, title, _about(title, place), _crumbs(place), parts, place.snapshot,
        is_past=place.is_past, now=view.link(snapshot=""),
    )  # fmt: skip


def _tabs(place: Place[View]) -> html.Div:
    known = VIEWS_OF_MEASURE if place.view.measure else VIEWS
    options = [
        (name, place.view.link(view=view, page="", against=""), view == place.view.view) for view, name in known.items()
    ]
    return views(options, downloads(place))


def _of_rating(view: View) -> html.Div:
    snapshot = snapshot_of(view)
    rating = read_rating(view, snapshot)
    crumbs = [(TITLE, view.link(measure="", part="", rating="", page="")), (view.rating, view.link())]
    if view.measure:
        crumbs.insert(1, (_("List"), view.link(rating="")))
    title = _("Rating {number}", number=view.rating)
    return page(
        SCREEN, title, str(rating["agency_name_vi"]), crumbs, rating_page(view, snapshot, rating), snapshot,
        is_past=bool(view.snapshot), now=view.link(snapshot=""),
    )  # fmt: skip


def _crumbs(place: Place[View]) -> list[tuple[str, str]]:
    """From the area down to the page's unit, in the same period; then what narrows it, and the list."""
    crumbs = [
        (words.capital(unit.short_name), place.view.elsewhere(unit.code, view="", group="", span="", against=""))
        for unit in place.line
    ]
    kept: dict[str, str] = {}
    for name, said in narrowed_in_words(place).items():
        kept[name] = place.view.narrowed[name]
        there = place.view.elsewhere(place.unit.code, view="", group="", against="", **kept)
        crumbs.append((words.capital(said), there))
    if place.view.measure or place.view.view:
        crumbs.append((TITLE, place.view.link()))
    return crumbs


def _about(title: str, place: Place[View]) -> str:
    first = TITLE if title == place.unit.name else place.unit.name
    parts = [first, *narrowed_in_words(place).values(), span_in_words(place)]
    parts.append(words.PROVISIONAL if place.period.is_open else "")
    return " · ".join(part for part in parts if part)
