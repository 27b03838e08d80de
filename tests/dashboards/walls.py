"""A wall as the tests ask for it: its tree of components, its slots, and a snapshot with one thing changed."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
from dash.development.base_component import Component
from flask import Flask

from config import clock
from config.displays import Display, read_displays
from config.outcomes import begin, finish
from config.programmes import Showing
from config.sandbox_state import SandboxState, write_sandbox_state
from config.settings import settings
from dashboards.pace import PACE, Pace
from dashboards.screens.wall.scene import Scene
from dashboards.wall_app import WallApp, make_server
from tests.dashboards.elements import text, walk
from tests.dashboards.synthetic import BATCH, KNOWN_AT, write_pointer_to
from tests.installation import Installation
from warehouse.publish import read_pointer, write_pointer

FIRST = "/wall/television/"
DISPLAYS = {display.name: display for display in read_displays()}
PROCEDURES = "procedures"
YOUNG = (
    "DELETE FROM marts.indicator_value WHERE period_start < DATE '2026-08-01';"
    "DELETE FROM marts.dossier WHERE received_date < DATE '2026-08-01'"
)
"""What changes a snapshot into one of a district whose first dossier came on 01/08/2026."""
_EMPTIED = "UPDATE marts.indicator_value SET value = NULL, band = NULL"
_UNCOUNTED = "numerator = NULL, denominator = NULL, n = NULL"
IN_WORDS = {
    "below_minimum": f"{_EMPTIED}, state = 'below_minimum', n = 17",
    "suppressed": f"{_EMPTIED}, state = 'suppressed', {_UNCOUNTED}",
    "no_events": f"{_EMPTIED}, state = 'no_events', {_UNCOUNTED}",
    "mixed": f"{_EMPTIED}, state = 'below_minimum', n = 17 WHERE indicator IN ('on_time_share', 'satisfied_share');"
    f"{_EMPTIED}, state = 'suppressed', {_UNCOUNTED}"
    " WHERE indicator LIKE '%_persons_week' OR indicator = 'measles_2_doses_cover'",
}
"""What puts words in place of every number, by the state that says why; "mixed" leaves numbers beside them."""


def showing(profile: str, *scenes: str, scope: str = "BS5") -> Display:
    """A profile of the project with these scenes all day: ten seconds a page of the first, twenty of the second."""
    shown = tuple(Showing(scene, 10 * at) for at, scene in enumerate(scenes, start=1))
    return replace(DISPLAYS[profile], scenes=shown, scope=scope, programmes=(), chosen="")


@lru_cache(maxsize=64)
def wall_of(scene: str = PROCEDURES, profile: str = "television", scope: str = "BS5") -> WallApp:
    """The wall of one scene, on a server of its own."""
    _server, (app,) = make_server([showing(profile, scene, scope=scope)])
    return app


@lru_cache(maxsize=64)
def server_of(profile: str, *scenes: str, scope: str = "BS5") -> Flask:
    """A server of one wall with these scenes, at /wall/<profile>/."""
    return make_server([showing(profile, *scenes, scope=scope)])[0]


def server_with(
    known: Mapping[str, Scene[Any]], profile: str = "television", pace: Pace = PACE
) -> tuple[Flask, WallApp]:
    """A server of one wall with scenes of a test, and its app."""
    made, (app,) = make_server([showing(profile, *known)], known, pace)
    return made, app


def component(app: WallApp | None = None) -> Any:
    """The tree of scenes that a browser is given as text; of procedures alone where no wall is named."""
    asked = app or wall_of()
    with asked.server.test_request_context(asked.config.requests_pathname_prefix):
        return asked.tree()


def said(app: WallApp | None = None) -> str:
    """All words of a wall."""
    return text(component(app))


def slots(node: Any) -> dict[int, Component]:
    """The tiles of a wall of one scene by their slot."""
    names = [(getattr(each, "className", None) or "", each) for each in walk(node)]
    found = [(int(name.rpartition("-")[2]), each) for name, each in names if name.startswith("tile slot-")]
    assert len(dict(found)) == len(found), "more than one scene"
    return dict(found)


def id_with(change: str) -> str:
    """The id of the snapshot with a change: another one has another, since what was drawn of one is given again."""
    return f"ioc-20261123T080000-{sha256(change.encode()).hexdigest()[:8]}"


def publish_with(installation: Installation, file: Path, change: str) -> None:
    """Serve the snapshot `file` with one thing changed."""
    served = installation.home / "warehouse" / f"{id_with(change)}.duckdb"
    changed = Path(shutil.copy(file, served.with_suffix(".part")))
    with duckdb.connect(str(changed)) as connection:
        connection.execute(change)
    write_pointer_to(installation.home, changed.rename(served))


def connect(installation: Installation, sources: Iterable[str]) -> None:
    """Let these sources, and no others, be connected, each with a pull that went well and was told in the snapshot."""
    started, ids = clock.now(), tuple(sources)
    write_sandbox_state(SandboxState(1, 1.0, started, started, {each: {"url": "/nowhere"} for each in ids}))
    file = installation.home / "warehouse" / "current.json"
    pointer = read_pointer(file)
    assert pointer is not None
    write_pointer(replace(pointer, newest_event_at=dict.fromkeys(ids, KNOWN_AT)), file)
    for each in ids:
        finish(begin(each, "pull"), "ok", batches=[BATCH], rows=1)


def pulls_failed(sources: Iterable[str]) -> None:
    """Let the last pull of each source have failed, so that its longest sentence stands."""
    for source in sources:
        finish(begin(source, "pull"), "failed", error="SourceUnavailable", next_try_at=settings().clock)


def everything_failed(sources: Iterable[str] = ("one_stop", "national_portal")) -> None:
    """Let the last pull of each source and the last build have failed."""
    pulls_failed(sources)
    finish(begin("build", "build"), "failed", error="CheckFailed", sentence_vi="dossier: rows_kept")
