"""What a scene reads of a unit is read once for all walls that show it, and anew when any of it can have changed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboards.wall_app import make_server
from tests.dashboards.planted_scene import Told, planted
from tests.dashboards.synthetic import STAMP
from tests.dashboards.walls import id_with, publish_with, pulls_failed, showing
from tests.installation import CLOCK, Installation

CHANGE = "UPDATE marts.indicator_value SET value = 0.9 * value"


def test_walls_of_one_unit_read_a_scene_once(
    synthetic: Installation, synthetic_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[tuple[str, str]] = []

    def read(place: Any) -> Told:
        places.append((place.snapshot.id, place.unit.code))
        return Told(place)

    profiles = {"television": "BS5", "panel_4k": "BS5", "wall_3x3": "BS5", "wall_3x2": "21061"}
    walls = [showing(profile, "small", scope=scope) for profile, scope in profiles.items()]
    server, apps = make_server(walls, {"small": planted(read=read)})

    def read_of_all() -> list[tuple[str, str]]:
        places.clear()
        for app, scope in zip(apps, profiles.values(), strict=True):
            shown = server.test_client().get(f"{app.home}scenes").get_data(as_text=True)
            assert ("nói Xã Vạn Tường" in shown) is (scope == "21061") and shown.count("nói ") == 6
        return places.copy()

    assert (read_of_all(), read_of_all()) == ([(STAMP, "BS5"), (STAMP, "21061")], [])
    publish_with(synthetic, synthetic_file, CHANGE)
    assert read_of_all() == [(id_with(CHANGE), "BS5"), (id_with(CHANGE), "21061")], "another snapshot"
    pulls_failed(["one_stop"])
    assert len(read_of_all()) == 2, "a source stands otherwise"
    monkeypatch.setattr("dashboards.screens.wall.scene.told", lambda _snapshot: "what is told of sources")
    publish_with(synthetic, synthetic_file, f"{CHANGE} WHERE band = 'missed'")
    assert len(read_of_all()) == 2
    synthetic.set_clock(CLOCK + timedelta(days=1))
    assert len(read_of_all()) == 2, "who is late is so by a day more"
