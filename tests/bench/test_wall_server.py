"""What a server of walls holds after many publications: as much as after a few, and no more open files."""

import gc
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from config.displays import read_displays
from dashboards.wall_app import make_server
from tests.dashboards.conftest import publish
from tests.dashboards.synthetic import announce_source, write_snapshot
from tests.dashboards.walls import publish_with
from tests.installation import installed

pytestmark = pytest.mark.bench

WARM, PUBLICATIONS, MOST_GROWTH = 20, 100, 0.1


def test_a_server_of_walls_does_not_grow_with_publications(tmp_path: Path) -> None:
    """All scenes of all profiles are drawn of each."""
    held = list[tuple[float, int]]()
    with installed(tmp_path) as installation:
        announce_source()
        file = write_snapshot(tmp_path / "made", dossiers=24_000)
        publish(installation, file)
        server, apps = make_server(read_displays())
        client, own = server.test_client(), psutil.Process()
        for number in range(PUBLICATIONS):
            publish_with(installation, file, f"UPDATE marts.indicator_value SET value = {1 - number / 1000} * value")
            for app in apps:
                assert client.get(f"{app.home}scenes").status_code == 200
            gc.collect()
            held.append((own.memory_full_info().uss / 1e6, own.num_fds()))
    (before, open_before), (after, open_after) = held[WARM - 1], held[-1]
    print(
        f"\na server of {len(apps)} walls after {WARM} and {PUBLICATIONS} publications: {before:.0f} and {after:.0f} MB"
    )
    assert after < before * (1 + MOST_GROWTH) and open_after <= open_before
