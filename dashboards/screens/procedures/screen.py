"""The page of administrative procedures: numbers of a unit, the rows behind each, and one dossier behind a row."""

from typing import Any

from dash import Input, Output, State, callback, html, no_update, register_page

from dashboards import words
from dashboards.components.page import page
from dashboards.rim import or_explained, tried
from dashboards.screens.procedures.address import MEASURES, PATH, View
from dashboards.screens.procedures.dossier_list import dossier_list, rows_for
from dashboards.screens.procedures.dossier_page import dossier_page, read_dossier
from dashboards.screens.procedures.place import Place, Unit, find_place, snapshot_now
from dashboards.screens.procedures.summary import summary

TITLE = "Giải quyết thủ tục hành chính"
UNREADABLE = "Danh sách không đọc được. Tải lại trang để dùng bản số liệu mới nhất."

register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@or_explained
def layout(**query: str) -> html.Div:
    """The page that an address asks for: one dossier, a list, or the numbers."""
    view = View.read(query)
    if view.dossier:
        return _of_dossier(view)
    place = find_place(view)
    if view.measure:
        crumbs = [*_crumbs(place), (MEASURES[view.measure], view.link())]
        return page(MEASURES[view.measure], _about(place.unit.name, place), crumbs, dossier_list(place), place.snapshot)
    return page(place.unit.name, _about(TITLE, place), _crumbs(place), summary(place), place.snapshot)


@callback(
    Output("dossiers", "getRowsResponse"),
    Output("dossiers-notice", "children"),
    Input("dossiers", "getRowsRequest"),
    State("dossiers-of", "data"),
    prevent_initial_call=True,
)
def send_rows(request: dict[str, Any] | None, asked: dict[str, Any]) -> tuple[Any, Any]:
    """One block of the list, from the page's own snapshot."""
    if not request:
        return no_update, no_update
    rows = tried(rows_for, request, asked)
    return ({"rowData": [], "rowCount": 0}, UNREADABLE) if rows is None else (rows, "")


def _of_dossier(view: View) -> html.Div:
    snapshot = snapshot_now()
    dossier = read_dossier(view, snapshot)
    crumbs = [(TITLE, view.link(measure="", dossier="")), (view.dossier, view.link())]
    if view.measure:
        crumbs.insert(1, (MEASURES[view.measure], view.link(dossier="")))
    about = f"{dossier['procedure_name_vi']} · {dossier['agency_name_vi']}"
    return page(f"Hồ sơ {view.dossier}", about, crumbs, dossier_page(view, snapshot, dossier), snapshot)


def _crumbs(place: Place) -> list[tuple[str, str]]:
    """From the area down to the page's unit, in the same period."""
    units = {(unit.code, unit.valid_from): unit for unit in place.units}
    crumbs: list[tuple[str, str]] = []
    at: Unit | None = place.unit
    while at is not None:
        crumbs.insert(0, (at.short_name, place.view.link(unit=at.code, measure="")))
        at = units.get((at.parent_code, at.parent_from)) if at.parent_code and at.parent_from else None
    return crumbs


def _about(first: str, place: Place) -> str:
    parts = [first, place.period.title, words.PROVISIONAL if place.period.is_open else ""]
    return " · ".join(part for part in parts if part)
