"""The walls: a process of their own, so that what the pages need (tables, figures) never weighs on them.

Each profile of config/displays.toml is a Dash app at /wall/<profile>/, its shell; /wall lists them. The browser asks
`/wall/version` every few seconds, and `/wall/<profile>/scenes` for new scenes only when the version has changed. What
it keeps for the day on which nobody answers, and how it takes over a new shell: dashboards/bundle.py, ADR 0015.
"""

import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from dash import html
from flask import Flask, Response, jsonify, redirect, request

from config import clock
from config.displays import Display, read_displays
from config.settings import settings
from dashboards import bundle, words
from dashboards.components.attributes import attributes
from dashboards.frames import Lately
from dashboards.headers import protect
from dashboards.markup import to_html
from dashboards.messages import _
from dashboards.pace import PACE, Pace
from dashboards.screens.wall.listing import listing
from dashboards.screens.wall.preview import address, preview
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import Scene, read_once, scenes
from dashboards.screens.wall.screen import unreadable, wall
from dashboards.shell import Shell, index
from dashboards.standing import standing, told
from dashboards.theme import DARK
from warehouse.reader import Snapshot, State, current, served_at

LOG = logging.getLogger(__name__)
UNREADABLE = "unreadable"
DISPLAYS = "WALL_DISPLAYS"
LIST_POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""The list holds previews of the walls, and no script."""
BUILD, BUILD_HEADER = "WALL_BUILD", "X-Wall-Build"
"""Each answer of a wall names its build: whatever else answers in the server's place cannot."""


class WallApp(Shell):
    """The app of one profile, showing its scenes out of `known`.

    Raises `ConfigurationInvalid` where the profile has no room for their slots.
    """

    def __init__(self, display: Display, on: Flask, known: Mapping[str, Scene[Any]], pace: Pace = PACE) -> None:
        self.room = room_for(display, known)
        self.pace = pace
        self._whole, self._first = Lately[str](), Lately[str]()
        super().__init__(
            __package__,
            server=on,  # type: ignore[arg-type]  # Dash takes a Flask there, and its annotation says bool
            url_base_pathname=self.home,
            serve_locally=True,
            assets_folder="assets",
            assets_path_ignore=["pages"],
            assets_ignore=bundle.NOT_LOADED,
            title=_("Operations screen"),
            update_title="",
            # Or Dash would call the layout when this module is imported, outside of any request.
            suppress_callback_exceptions=True,
            index_string=index(DARK)
            .replace("<head>", f"<head><script>{bundle.GUARD}</script>")
            .replace("</head>", f"<style>{self.room.css()}</style></head>"),
            enable_mcp=False,
        )
        self.suites = ("dash/deps", "dash/html", "dash/dash-renderer")
        self.layout = self._shell
        on.add_url_rule(f"{self.home}scenes", f"scenes of {display.name}", self._scenes)
        on.add_url_rule(f"{self.home}worker.js", f"worker of {display.name}", self._worker)
        on.add_url_rule(address(self.room), f"preview of {display.name}", self._preview)

    @property
    def home(self) -> str:
        """The address of the wall."""
        return f"/wall/{self.room.display.name}/"

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """The index page, with its build and its pace for wall.js."""
        told = [("data-build", self._build), ("data-home", self.home), *self.pace.attributes()]
        said = " ".join(f'{name}="{value}"' for name, value in told)
        return super().interpolate_index(**parts).replace("<html ", f"<html {said} ", 1)

    def tree(self) -> html.Main:
        """All scenes for a browser that has none yet; they heal as soon as there is something to read."""
        try:
            return self._newest()
        except Exception:  # the wall never shows a stack trace; the browser asks again every few seconds
            LOG.exception("the wall has no scenes")
            return unreadable()

    def _shell(self) -> html.Div:
        said = attributes(
            data_cut_off=words.CUT_OFF,
            data_behind=words.NEW_UNREADABLE,
            data_unreached=bundle.UNREACHED,
            data_moment=_("{time} on {day}"),
        )
        return html.Div(
            [
                html.Div(id="notice", role="alert", **said),
                html.Div(id="clock"),
                html.Div(id="turn"),
                # wall.js asks for the scenes and puts them in.
                html.Div(id="scene"),
            ],
            className=self.room.class_name,
        )

    def _scenes(self) -> Response:
        """The newest scenes as HTML; 503 where they cannot be read, with words for a wall that shows none yet."""
        return _fresh(*self._text(self._whole))

    def _preview(self) -> Response:
        """The page that stands first now, and no other: the list of walls is soon there."""
        text, status = self._text(self._first, scenes=1)
        return _fresh(preview(self.room, text, (each for each in self._files if ".css" in each)), status)

    def _worker(self) -> Response:
        return bundle.worker(self.home, self._build, self._files, DARK)

    @cached_property
    def _files(self) -> tuple[str, ...]:
        return bundle.files_of(self.server.test_client(), self.home)

    @property
    def _build(self) -> str:
        return str(self.server.config.get(BUILD, ""))

    def _newest(self) -> html.Main:
        return self._drawn(*_newest_known(self._displays))

    def _text(self, lately: Lately[str], scenes: int | None = None) -> tuple[str, int]:
        """The newest scenes, as many of the first as are asked for (None: all), and the answer's status."""
        try:
            snapshot, known, version = _newest_known(self._displays)
            asked_for = version, self._pages_address()
            return lately.get(asked_for, lambda: to_html(self._drawn(snapshot, known, version, scenes))), 200
        except Exception as error:  # whatever the reason, the wall keeps what it shows and asks again
            LOG.error("the wall has no new scenes: %r", error)
            return to_html(unreadable()), 503

    def _drawn(self, snapshot: Snapshot | None, known: State, version: str, scenes: int | None = None) -> html.Main:
        stands = self.room.display.at(now := clock.now())
        shown = replace(stands, scenes=stands.scenes[:scenes])
        frozen_at = stands.frozen_at(now)
        if frozen_at is not None and (frozen := served_at(frozen_at)) is not None:
            return wall(frozen, standing(frozen), version, self._pages_address(), self.room, shown, frozen_at)
        return wall(snapshot, known, version, self._pages_address(), self.room, shown)

    def _pages_address(self) -> str:
        """Where readers reach the pages: as the profile says, or else at our own host, which only a desk here may."""
        host = request.host.rsplit(":", 1)[0]
        return self.room.display.pages_address or f"{request.scheme}://{host}:{settings().ports.pages}"

    @property
    def _displays(self) -> tuple[Display, ...]:
        return tuple(self.server.config[DISPLAYS])


def _newest_known(displays: Iterable[Display]) -> tuple[Snapshot | None, State, str]:
    """What there is to draw now, and its version.

    That changes with the snapshot, with what is told of it, of any source and of any night, with the day, from which
    it is counted how late somebody is, and with what any of these walls shows at this time of day.
    """
    known, now = standing(snapshot := current()), clock.now()
    shown = [(programme, programme.frozen_at(now)) for programme in (each.at(now) for each in displays)]
    whole = (snapshot and snapshot.id, told(snapshot, known), now.date(), shown)
    return snapshot, known, hashlib.sha256(repr(whole).encode()).hexdigest()[:16]


def _newest_version(displays: Iterable[Display]) -> str:
    try:
        return _newest_known(displays)[-1]
    except Exception as error:  # the wall must know that we are there, also while no snapshot can be read
        LOG.error("no version of the wall's scenes: %r", error)
        return UNREADABLE


def _fresh(text: str, status: int) -> Response:
    response = Response(text, status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    return response


def make_server(
    displays: Iterable[Display], known: Mapping[str, Scene[Any]] | None = None, pace: Pace = PACE
) -> tuple[Flask, tuple[WallApp, ...]]:
    """A server of walls, and one app a profile, in their order; `known` as for `WallApp`."""
    made = Flask(__name__)
    made.config[DISPLAYS] = tuple(displays)
    shown = {name: read_once(scene) for name, scene in (known or scenes()).items()}
    walls = tuple(WallApp(display, made, shown, pace) for display in made.config[DISPLAYS])

    for rule in ("/wall", "/wall/"):
        made.add_url_rule(rule, f"list {rule}", lambda: _list(walls))
    made.add_url_rule("/", "to the list", lambda: redirect("/wall"))
    made.add_url_rule("/wall/version", "version", lambda: version(made.config[BUILD], made.config[DISPLAYS]))
    guard = bundle.quoted_hash(bundle.GUARD)
    protect(made, lambda: [guard, *(quoted for each in walls for quoted in each.csp_hashes())])
    made.after_request(lambda response: _signed(response, str(made.config.get(BUILD, ""))))
    for each in walls:
        each.make_ready()
    made.config[BUILD] = bundle.build_of(made.test_client(), [each.home for each in walls])
    return made, walls


def _list(walls: Sequence[WallApp]) -> Response:
    try:
        is_invented = any(source.is_invented for source in standing(current()).sources)
    except Exception as error:  # the list has no figures to mark, and must stand while none can be read
        LOG.error("the list of walls: %r", error)
        is_invented = False
    fonts = walls[0].get_asset_url("tokens.css")
    response = Response(listing([each.room for each in walls], clock.now(), fonts, is_invented=is_invented))
    response.headers["Content-Security-Policy"] = LIST_POLICY
    return response


def version(build: str, displays: Iterable[Display]) -> Response:
    """{"version": …, "build": …} with an ETag; 304 where the browser knows it. The header X-Wall-Time is our clock."""
    newest = _newest_version(displays)
    answer = jsonify(version=newest, build=build)
    answer.set_etag(f"{newest} {build}")
    answer.headers["X-Wall-Time"] = clock.now().isoformat()
    answer.headers["Cache-Control"] = "no-cache"
    answer.make_conditional(request)
    return answer


def _signed(response: Response, build: str) -> Response:
    response.headers[BUILD_HEADER] = build
    return response


server, apps = make_server(read_displays())
