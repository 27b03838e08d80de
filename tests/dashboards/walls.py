"""A wall as the tests ask for it: its tree of components, its slots, and a snapshot with one thing changed."""

import shutil
from pathlib import Path
from typing import Any

import duckdb
from dash.development.base_component import Component

from config.outcomes import begin, finish
from config.settings import settings
from dashboards import wall_app
from dashboards.wall_app import WallApp
from tests.dashboards.elements import text, walk
from tests.dashboards.synthetic import write_pointer_to
from tests.installation import Installation

FIRST = "/wall/television/"


def component(app: WallApp = wall_app.apps[0]) -> Any:
    """The layout that a browser is given."""
    with wall_app.server.test_request_context(FIRST):
        return app.layout()


def said(app: WallApp = wall_app.apps[0]) -> str:
    """All words of a wall."""
    return text(component(app))


def slots(node: Any) -> dict[int, Component]:
    """The tiles of a scene by their slot."""
    names = {each: getattr(each, "className", None) or "" for each in walk(node)}
    return {int(name.rpartition("-")[2]): each for each, name in names.items() if name.startswith("tile slot-")}


def publish_with(installation: Installation, file: Path, change: str) -> None:
    """Serve the snapshot `file` with one thing changed."""
    changed = Path(shutil.copy(file, installation.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"))
    with duckdb.connect(str(changed)) as connection:
        connection.execute(change)
    write_pointer_to(installation.home, changed)


def everything_failed() -> None:
    """Let the last pull of each source and the last build have failed, so that the longest sentences stand."""
    for source in ("one_stop", "national_portal"):
        finish(begin(source, "pull"), "failed", error="SourceUnavailable", next_try_at=settings().clock)
    finish(begin("build", "build"), "failed", error="CheckFailed", sentence_vi="dossier: rows_kept")
