"""/procedures: cluster, commune, agency, the dossiers behind each number, and one dossier down to its raw page."""

import logging
from typing import Any

from dash import Input, Output, State, callback, html, register_page

from config import clock
from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.components.freshness import freshness
from dashboards.components.invented import invented_mark
from dashboards.screens.procedures import contents, dossier_page, figures, parts
from dashboards.screens.procedures.view import MEASURES, PATH, NotUnderstood, View, read_view
from warehouse.reader import Snapshot, current, state

LOG = logging.getLogger(__name__)
TITLE = "Thủ tục hành chính"
NO_SNAPSHOT = "Máy chủ chưa lấy số liệu lần nào. Tải lại trang sau khi bản đầu tiên được công bố."
BROKEN = "Không đọc được bản số liệu. Báo người quản trị chạy “ioc doctor”, rồi “ioc build”."


def layout(**query: str) -> html.Div:
    """The page of a URL; whatever is wrong with it is said in words, never as an error page."""
    snapshot = None
    try:
        snapshot = current()
        body = [empty_state(words.NO_DATA, NO_SNAPSHOT)] if snapshot is None else _body(read_view(query), snapshot)
    except NotUnderstood as error:
        body = [empty_state("Không mở được trang này", str(error)), html.P(html.A(TITLE, href=PATH))]
    except Exception:  # the viewer is told what to do; the operator finds the reason in the log
        LOG.exception("the page could not be made")
        body = [empty_state("Chưa hiện được số liệu", BROKEN)]
    return html.Div([_head(), html.Main(body), _foot(snapshot)])


def _body(view: View, snapshot: Snapshot) -> list[Any]:
    if view.dossier:
        return dossier_page.dossier_page(view, snapshot)
    shown = contents.read_contents(view, snapshot)
    if view.measure:
        _, total = contents.rows_behind(shown, view.measure, 0, "received_date", descending=True)
        return [parts.trail(shown), *parts.dossier_list(shown, MEASURES[view.measure], total)]
    return [parts.trail(shown), parts.choices(shown), parts.tiles(shown), parts.breakdown(shown), parts.definitions(shown)]


def _head() -> html.Header:
    return html.Header([html.A("Trung tâm điều hành", href=PATH, className="brand"), html.H1(TITLE)], className="page-head")


def _foot(snapshot: Snapshot | None) -> html.Footer:
    known = state(clock.now())
    said = [] if snapshot is None else [html.P(f"Bản số liệu {snapshot.id} · biết đến {words.instant(snapshot.known_at)}")]
    return html.Footer(
        [freshness(known.sources), *said, invented_mark(bool(snapshot and snapshot.invented_sources))], className="page-foot"
    )


@callback(
    Output("dossiers", "getRowsResponse"), Input("dossiers", "getRowsRequest"), State("asked", "data"), prevent_initial_call=True
)
def more_rows(request: dict[str, Any] | None, asked: dict[str, str]) -> dict[str, Any] | None:
    """The next rows of the list, from the snapshot that its page was made from."""
    return figures.row_block(request, asked) if request else None


register_page(__name__, path=PATH, title=TITLE, layout=layout)
