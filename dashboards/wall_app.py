"""The wall: an app and a process of its own, so that what the pages need (tables, figures) never weighs on it.

The browser asks `/wall/version` every few seconds, and for a new scene only when the version has changed.
"""

import hashlib
import logging
from typing import Any

from dash import Input, Output, html
from dash.exceptions import PreventUpdate
from flask import Response, jsonify, redirect, request

from config import clock
from config.settings import settings
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.empty_state import empty_state
from dashboards.headers import protect
from dashboards.screens.wall.screen import scene
from dashboards.shell import Shell, index
from dashboards.standing import standing
from dashboards.theme import DARK
from warehouse.reader import Snapshot, State, current

LOG = logging.getLogger(__name__)
PREFIX = "/wall/"
UNREADABLE = "unreadable"
WAITING = ("Chưa đọc được bản số liệu", "Màn hình tự hiện lại khi đọc được. Người quản trị: chạy lệnh ioc doctor.")

app = Shell(
    __package__,
    url_base_pathname=PREFIX,
    serve_locally=True,
    assets_folder="assets",
    assets_path_ignore=["pages"],
    title="Màn hình điều hành",
    update_title="",
    # Or Dash would call the layout when this module is imported, outside of any request.
    suppress_callback_exceptions=True,
    index_string=index(DARK),
    enable_mcp=False,
)
app.suites = ("dash/deps", "dash/html", "dash/dash-renderer")
server = app.server


def _layout() -> html.Div:
    return html.Div(
        [
            html.Data(id="wanted", value="", hidden=True),
            html.Div(
                id="notice", role="alert", **attributes(data_cut_off=words.CUT_OFF, data_behind=words.NEW_UNREADABLE)
            ),
            html.Div(id="clock"),
            html.Div(id="scene", children=_first_scene()),
        ],
        className="wall",
    )


app.layout = _layout


@app.callback(Output("scene", "children"), Input("wanted", "value"), prevent_initial_call=True)
def swap(_wanted: str) -> Any:
    """The newest scene; the one that stands is kept where the newest cannot be read."""
    try:
        return _scene()
    except Exception as error:  # whatever the reason, the wall keeps what it shows and the browser asks again
        LOG.error("the wall keeps its scene: %r", error)
        raise PreventUpdate from error


@server.get("/")
def to_wall() -> Any:
    """The wall's own process has one page."""
    return redirect(PREFIX)


@server.get("/wall/version")
def version() -> Response:
    """{"version": …} with an ETag; 304 where the browser knows it. The header X-Wall-Time is our clock."""
    newest = _newest_version()
    answer = jsonify(version=newest)
    answer.set_etag(newest)
    answer.headers["X-Wall-Time"] = clock.now().isoformat()
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def _newest_version() -> str:
    try:
        snapshot = current()
        return _version(snapshot, standing(snapshot))
    except Exception as error:  # the wall must know that we are there, also while no snapshot can be read
        LOG.error("no version of the wall's scene: %r", error)
        return UNREADABLE


def _first_scene() -> html.Main:
    """The scene for a browser that has none yet; it heals as soon as there is something to read."""
    try:
        return _scene()
    except Exception:  # the wall never shows a stack trace; the browser asks again every few seconds
        LOG.exception("the wall has no scene")
        return html.Main(empty_state(*WAITING), className="scene", **attributes(data_version=""))


def _scene() -> html.Main:
    snapshot = current()
    known = standing(snapshot)
    return scene(snapshot, known, _version(snapshot, known), _pages_address())


def _version(snapshot: Snapshot | None, known: State) -> str:
    """Changes with the snapshot and with what is said of any source."""
    said = [(source.id, source.state, source.sentence_vi, source.is_invented) for source in known.sources]
    return hashlib.sha256(repr((snapshot and snapshot.id, said)).encode()).hexdigest()[:16]


def _pages_address() -> str:
    host = request.host.rsplit(":", 1)[0]
    return f"{request.scheme}://{host}:{settings().ports.pages}"


protect(server, app.csp_hashes)
app.make_ready()
