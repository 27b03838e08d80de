"""The walls: a process of their own, so that what the pages need (tables, figures) never weighs on them.

Each profile of config/displays.toml is a Dash app at /wall/<profile>/. The browser asks `/wall/version` every few
seconds, and for new scenes only when the version has changed.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping
from typing import Any

from dash import Input, Output, html
from dash.exceptions import PreventUpdate
from flask import Flask, Response, jsonify, redirect, request

from config import clock
from config.displays import Display, read_displays
from config.settings import settings
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.headers import protect
from dashboards.markup import to_html
from dashboards.messages import _
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import Scene
from dashboards.screens.wall.screen import unreadable, wall
from dashboards.shell import Shell, index
from dashboards.standing import known_nights, standing
from dashboards.theme import DARK
from warehouse.reader import Snapshot, State, current

LOG = logging.getLogger(__name__)
UNREADABLE = "unreadable"


class WallApp(Shell):
    """The app of one profile, showing its scenes out of `known` (None: those that there are).

    Raises `ConfigurationInvalid` where the profile has no room for their slots.
    """

    def __init__(self, display: Display, on: Flask, known: Mapping[str, Scene[Any]] | None = None) -> None:
        self.room = room_for(display, known)
        super().__init__(
            __package__,
            server=on,  # type: ignore[arg-type]  # Dash takes a Flask there, and its annotation says bool
            url_base_pathname=f"/wall/{display.name}/",
            serve_locally=True,
            assets_folder="assets",
            assets_path_ignore=["pages"],
            title=_("Operations screen"),
            update_title="",
            # Or Dash would call the layout when this module is imported, outside of any request.
            suppress_callback_exceptions=True,
            index_string=index(DARK).replace("</head>", f"<style>{self.room.css()}</style></head>"),
            enable_mcp=False,
        )
        self.suites = ("dash/deps", "dash/html", "dash/dash-renderer")
        self.layout = self._shell
        self.callback(Output("drawn", "value"), Input("wanted", "value"), prevent_initial_call=True)(self._swap)

    def tree(self) -> html.Main:
        """All scenes for a browser that has none yet; they heal as soon as there is something to read."""
        try:
            return self._newest()
        except Exception:  # the wall never shows a stack trace; the browser asks again every few seconds
            LOG.exception("the wall has no scenes")
            return unreadable()

    def _shell(self) -> html.Div:
        said = attributes(
            data_cut_off=words.CUT_OFF, data_behind=words.NEW_UNREADABLE, data_moment=_("{time} on {day}")
        )
        return html.Div(
            [
                html.Data(id="wanted", value="", hidden=True),
                html.Div(id="notice", role="alert", **said),
                html.Div(id="clock"),
                html.Div(id="turn"),
                # wall.js puts what is drawn into the scene.
                html.Data(id="drawn", value=to_html(self.tree()), hidden=True),
                html.Div(id="scene"),
            ],
            className="wall wall-of-panels" if self.room.has_framed_panels else "wall",
        )

    def _swap(self, _wanted: str) -> str:
        """The newest scenes; those that stand are kept where the newest cannot be read."""
        try:
            return to_html(self._newest())
        except Exception as error:  # whatever the reason, the wall keeps what it shows and the browser asks again
            LOG.error("the wall keeps its scenes: %r", error)
            raise PreventUpdate from error

    def _newest(self) -> html.Main:
        snapshot = current()
        known = standing(snapshot)
        return wall(snapshot, known, _version(snapshot, known), _pages_address(), self.room)


def _version(snapshot: Snapshot | None, known: State) -> str:
    """Changes with the snapshot, and with what is said of it, of any source and of any night."""
    said = [(each.id, each.state, each.sentence_vi, each.cause, each.is_invented) for each in known.sources]
    nights = [(night.source, night.date, night.state) for night in known_nights(snapshot)]
    whole = (snapshot and snapshot.id, said, nights, known.held_back_vi)
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:16]


def _newest_version() -> str:
    try:
        snapshot = current()
        return _version(snapshot, standing(snapshot))
    except Exception as error:  # the wall must know that we are there, also while no snapshot can be read
        LOG.error("no version of the wall's scenes: %r", error)
        return UNREADABLE


def _pages_address() -> str:
    host = request.host.rsplit(":", 1)[0]
    return f"{request.scheme}://{host}:{settings().ports.pages}"


def make_server(
    displays: Iterable[Display], known: Mapping[str, Scene[Any]] | None = None
) -> tuple[Flask, tuple[WallApp, ...]]:
    """A server of walls, and one app a profile, in their order; `known` as for `WallApp`."""
    made = Flask(__name__)
    walls = tuple(WallApp(display, made, known) for display in displays)

    def to_first_wall() -> Any:
        """The first profile stands in for one that was not named."""
        return redirect(f"/wall/{walls[0].room.display.name}/")

    for rule in ("/", "/wall", "/wall/"):
        made.add_url_rule(rule, f"first {rule}", to_first_wall)
    made.add_url_rule("/wall/version", "version", version)
    protect(made, lambda: [quoted for each in walls for quoted in each.csp_hashes()])
    for each in walls:
        each.make_ready()
    return made, walls


def version() -> Response:
    """{"version": …} with an ETag; 304 where the browser knows it. The header X-Wall-Time is our clock."""
    newest = _newest_version()
    answer = jsonify(version=newest)
    answer.set_etag(newest)
    answer.headers["X-Wall-Time"] = clock.now().isoformat()
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


server, apps = make_server(read_displays())
