"""The page of administrative procedures: numbers of a unit, the rows behind each, and one dossier behind a row."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from dash import Input, Output, State, callback, html, no_update, register_page

from dashboards import words
from dashboards.components.page import page
from dashboards.messages import _
from dashboards.place import find_place, snapshot_of
from dashboards.published import dictionary
from dashboards.rim import or_explained, tried
from dashboards.screens.procedures import SCREEN
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.controls import controls, tabs
from dashboards.screens.procedures.digital import digital
from dashboards.screens.procedures.dossier_page import dossier_page, read_dossier
from dashboards.screens.procedures.download import address, downloads
from dashboards.screens.procedures.index_view import index_view
from dashboards.screens.procedures.map_view import map_view
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.provenance import provenance
from dashboards.screens.procedures.rows import rows, rows_for, title_of
from dashboards.screens.procedures.summary import summary
from dashboards.screens.procedures.trend import trend
from dashboards.screens.procedures.values import part_in_words
from dashboards.screens.procedures.why import why

TITLE = _("Handling of administrative procedures")
UNREADABLE = _("The list cannot be read. Load the page again to use the newest snapshot.")

CONTENT: Mapping[str, Callable[[Place], list[Any]]] = MappingProxyType(
    {"": summary, "digital": digital, "trend": trend, "map": map_view, "766": index_view}
)
CONTENT_OF_MEASURE: Mapping[str, Callable[[Place], list[Any]]] = MappingProxyType(
    {"": rows, "why": why, "provenance": provenance, "map": map_view}
)

register_page(__name__, path=SCREEN.path, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@or_explained
def layout(**query: str) -> html.Div:
    """The page that an address asks for: one dossier, a list, or the numbers."""
    view = View.read(query)
    if view.dossier:
        return _of_dossier(view)
    place = find_place(view)
    title, content = place.unit.name, CONTENT.get(view.view, summary)
    if view.measure or view.view not in CONTENT:
        view_of_measure = view.measure or "on_time_share"
        place = place.on(measure=view_of_measure)
        title, content = title_of(place), CONTENT_OF_MEASURE.get(view.view, rows)
        if view.view in ("why", "provenance"):
            title = str(dictionary(place)[place.view.measure]["name_vi"])
    about = _about(title, place)
    parts = [controls(place), tabs(place, downloads(place)), *content(place)]
    return page(
        SCREEN, title, about, _crumbs(place), parts, place.snapshot,
        is_past=place.is_past, now=view.link(snapshot=""),
    )  # fmt: skip


@callback(
    Output("dossiers", "getRowsResponse"),
    Output("dossiers-notice", "children"),
    Output("download-xlsx", "href"),
    Output("download-csv", "href"),
    Input("dossiers", "getRowsRequest"),
    State("dossiers-of", "data"),
    prevent_initial_call=True,
)
def send_rows(request: dict[str, Any] | None, asked: dict[str, Any]) -> tuple[Any, Any, Any, Any]:
    """One block of the list, from the page's own snapshot, and where the file of the list as it stands now is."""
    if not request:
        return no_update, no_update, no_update, no_update
    found = tried(rows_for, request, asked)
    view, snapshot_id = View(**asked["view"]), asked["snapshot"]
    workbook, text = (address(view, snapshot_id, kind, request) for kind in ("xlsx", "csv"))
    if found is None:
        return {"rowData": [], "rowCount": 0}, UNREADABLE, workbook, text
    return found, "", workbook, text


def _of_dossier(view: View) -> html.Div:
    snapshot = snapshot_of(view)
    dossier = read_dossier(view, snapshot)
    crumbs = [(TITLE, view.link(measure="", part="", dossier="")), (view.dossier, view.link())]
    if view.measure:
        crumbs.insert(1, (_("Dossiers"), view.link(dossier="")))
    about = f"{dossier['procedure_name_vi']} · {dossier['agency_name_vi']}"
    title = _("Dossier {code}", code=view.dossier)
    return page(
        SCREEN, title, about, crumbs, dossier_page(view, snapshot, dossier), snapshot, is_past=bool(view.snapshot),
        now=view.link(snapshot=""),
    )  # fmt: skip


def _crumbs(place: Place) -> list[tuple[str, str]]:
    """From the area down to the page's unit, in the same period; then what narrows it, and the list."""
    crumbs = [
        (words.capital(unit.short_name), place.view.elsewhere(unit.code, view="", group="")) for unit in place.line
    ]
    narrowing = part_in_words(place)
    for count, (_name, said) in enumerate(narrowing):
        kept = {name: place.view.narrowed[name] for name, _said in narrowing[: count + 1]}
        crumbs.append((said, place.view.elsewhere(place.unit.code, view="", group="", **kept)))
    if place.view.measure or place.view.view:
        crumbs.append((TITLE, place.view.link()))
    return crumbs


def _about(title: str, place: Place) -> str:
    first = TITLE if title == place.unit.name else place.unit.name
    parts = [first, *(said for _name, said in part_in_words(place)), place.period.title]
    parts.append(words.PROVISIONAL if place.period.is_open else "")
    return " · ".join(part for part in parts if part)
