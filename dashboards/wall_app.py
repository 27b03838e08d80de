"""The wall: an app and a process of its own, so that what the pages need (tables, figures) never weighs on it.

The browser asks `/wall/version` every few seconds, and for a new scene only when the version has changed.
"""

import hashlib
import logging
from typing import Any

from dash import Input, Output, html, no_update
from flask import Response, jsonify, redirect, request

from config import clock
from config.settings import settings
from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.headers import protect
from dashboards.screens.wall.screen import scene
from dashboards.shell import INDEX, Shell
from warehouse.reader import Snapshot, State, current, state

LOG = logging.getLogger(__name__)
PREFIX = "/wall/"

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
    index_string=INDEX,
    enable_mcp=False,
)
app.suites = ("dash/deps", "dash/html", "dash/dash-renderer")
server = app.server


def _layout() -> html.Div:
    return html.Div(
        [
            html.Data(id="wanted", value="", hidden=True),
            html.Div(id="notice", role="alert", **{"data-cut-off": words.CUT_OFF, "data-behind": words.NEW_UNREADABLE}),
            html.Div(id="clock"),
            html.Div(id="scene", children=_scene()),
        ],
        className="wall",
    )


app.layout = _layout


@app.callback(Output("scene", "children"), Input("wanted", "value"), prevent_initial_call=True)
def swap(_wanted: str) -> Any:
    """The newest scene; the one that stands is kept where the newest cannot be read."""
    try:
        return _scene()
    except Exception:  # whatever the reason, the wall keeps what it shows and the browser asks again
        LOG.exception("the wall keeps its scene")
        return no_update


@server.get("/")
def to_wall() -> Any:
    """The wall's own process has one page."""
    return redirect(PREFIX)


@server.get("/wall/version")
def version() -> Response:
    """{"version": …} with an ETag; 304 where the browser knows it. The header X-Wall-Time is our clock."""
    answer = jsonify(version=_version(current(), state(clock.now())))
    answer.set_etag(answer.json["version"])
    answer.headers["X-Wall-Time"] = clock.now().isoformat()
    answer.headers["Cache-Control"] = "no-cache"
    return answer.make_conditional(request)


def _scene() -> html.Main:
    snapshot, known = current(), state(clock.now())
    return scene(snapshot, known, _version(snapshot, known), _pages_address())


def _version(snapshot: Snapshot | None, known: State) -> str:
    """Changes with the snapshot and with what is said of any source."""
    said = [(source.id, source.state, source.sentence_vi, source.is_invented) for source in known.sources]
    return hashlib.sha256(repr((snapshot and snapshot.id, said)).encode()).hexdigest()[:16]


def _pages_address() -> str:
    host = request.host.rsplit(":", 1)[0]
    return f"{request.scheme}://{host}:{settings().ports.pages}"


protect(server, app.csp_hashes)
