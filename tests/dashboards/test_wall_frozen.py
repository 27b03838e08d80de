"""A programme whose figures stand still for a meeting: the wall keeps those of its beginning, says so, and lets go."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from config import displays
from config.errors import ConfigurationInvalid
from config.programmes import Hours, Programme
from dashboards.wall_app import make_server
from tests.dashboards.planted_scene import Told, planted
from tests.dashboards.served import listening, visiting
from tests.dashboards.synthetic import STAMP
from tests.dashboards.test_displays import GOOD, written
from tests.dashboards.test_programmes import BRIEFING
from tests.dashboards.wall_sight import SIZES, TELEVISION, Size, assert_whole, keep_picture, look, opened
from tests.dashboards.walls import DISPLAYS, FIRST, id_with, publish_with, showing
from tests.installation import CLOCK, Installation
from warehouse.reader import served_at

FIXED = "Đã chốt số liệu lúc 07:30 để họp giao ban"
START = CLOCK.replace(hour=7, minute=30)
UNCHANGED = "SELECT 1"


def frozen(profile: str = "television") -> displays.Display:
    display = DISPLAYS[profile]
    return replace(
        display, programmes=tuple(replace(each, is_frozen=each.name == "briefing") for each in display.programmes)
    )


def publish_at(installation: Installation, file: Path, built_at: datetime, change: str = UNCHANGED) -> str:
    """Serve the snapshot `file` with one thing changed, as built at an instant; its id."""
    publish_with(installation, file, change)
    warehouse = installation.home / "warehouse"
    pointer = json.loads((warehouse / "current.json").read_text(encoding="utf-8"))
    told = json.dumps(pointer | {"built_at": built_at.isoformat()})
    for name in ("current.json", f"{id_with(change)}.json"):
        (warehouse / name).write_text(told, encoding="utf-8")
    return id_with(change)


def asked(client: FlaskClient) -> tuple[str, str]:
    """The version that the wall is told, and its scenes."""
    version = client.get("/wall/version").get_json()["version"]
    scenes = client.get(f"{FIRST}scenes").get_data(as_text=True)
    assert f'data-version="{version}"' in scenes, "a wall would say that the newest cannot be read"
    return version, scenes


def test_what_is_published_during_a_briefing_comes_when_it_ends(synthetic: Installation, synthetic_file: Path) -> None:
    client = make_server([frozen()])[0].test_client()
    synthetic.set_clock(CLOCK.replace(hour=7, minute=35))
    _before, scenes = asked(client)
    assert f'data-snapshot="{STAMP}"' in scenes and FIXED in scenes
    later = publish_at(synthetic, synthetic_file, CLOCK.replace(hour=7, minute=40))
    synthetic.set_clock(CLOCK.replace(hour=7, minute=59))
    during, scenes = asked(client)
    assert f'data-snapshot="{STAMP}"' in scenes and later not in scenes and FIXED in scenes
    synthetic.set_clock(CLOCK.replace(hour=8, minute=0))
    after, scenes = asked(client)
    assert after != during and f'data-snapshot="{later}"' in scenes and STAMP not in scenes and FIXED not in scenes


def test_outside_of_it_and_where_nothing_is_frozen_the_newest_stands(
    synthetic: Installation, synthetic_file: Path
) -> None:
    later = publish_at(synthetic, synthetic_file, CLOCK.replace(hour=7, minute=40))
    synthetic.set_clock(CLOCK.replace(hour=7, minute=45))
    _version, scenes = asked(make_server([DISPLAYS["television"]])[0].test_client())
    assert f'data-snapshot="{later}"' in scenes and FIXED not in scenes


def test_a_wall_that_stands_still_and_one_that_goes_on_are_each_read_once(
    synthetic: Installation, synthetic_file: Path
) -> None:
    later = publish_at(synthetic, synthetic_file, CLOCK.replace(hour=7, minute=40))
    synthetic.set_clock(CLOCK.replace(hour=7, minute=45))
    read = list[str]()

    def told(place: Any) -> Told:
        read.append(place.snapshot.id)
        return Told(place)

    going_on = showing("wall_3x3", "small")
    stands = Programme("briefing", "Giao ban", going_on.scenes, Hours.of("07:30", "08:00"), is_frozen=True)
    standing = replace(showing("television", "small"), programmes=(stands,))
    server, walls = make_server([going_on, standing, showing("panel_4k", "small")], {"small": planted(read=told)})
    for wall in walls:
        server.test_client().get(f"{wall.home}scenes")
    assert read == [later, STAMP]


def test_what_may_be_deleted_by_now_is_not_guessed(synthetic: Installation, synthetic_file: Path) -> None:
    for minute in (31, 32, 33):
        newest = publish_at(synthetic, synthetic_file, CLOCK.replace(hour=7, minute=minute), f"SELECT {minute}")
        told = served_at(START)
        assert told is not None and told.id == STAMP
    newest = publish_at(synthetic, synthetic_file, CLOCK.replace(hour=7, minute=34), "SELECT 34")
    assert served_at(START) is None
    synthetic.set_clock(CLOCK.replace(hour=7, minute=45))
    _version, scenes = asked(make_server([frozen()])[0].test_client())
    assert f'data-snapshot="{newest}"' in scenes and FIXED not in scenes


def test_nothing_was_served_before_the_first(synthetic: Installation, synthetic_file: Path) -> None:
    (synthetic.home / "warehouse" / f"{STAMP}.json").unlink()
    publish_at(synthetic, synthetic_file, CLOCK.replace(hour=7, minute=40))
    assert served_at(START) is None


def test_hours_through_midnight_began_the_day_before() -> None:
    hours = Hours.of("18:00", "06:30")
    assert hours.began(CLOCK.replace(hour=19)) == CLOCK.replace(hour=18, minute=0)
    assert (CLOCK.replace(hour=18, minute=0) - hours.began(CLOCK.replace(hour=5))).days == 1


def test_a_programme_without_hours_has_nothing_to_be_frozen_at(tmp_path: Path) -> None:
    without = "".join(line for line in BRIEFING.splitlines(keepends=True) if not line.startswith(("from", "until")))
    with pytest.raises(ConfigurationInvalid, match=r"\[hall\] programmes\.briefing\.frozen: .*thêm from và until"):
        displays.read_displays(written(tmp_path, f"{GOOD}{without}frozen = true\n"))
    (hall,) = displays.read_displays(written(tmp_path, f"{GOOD}{BRIEFING}frozen = true\n"))
    assert hall.programmes[0].is_frozen and hall.programmes[0].frozen_at(START.replace(minute=45)) == START


@pytest.mark.parametrize(
    "size",
    [pytest.param(each, marks=() if each == TELEVISION else pytest.mark.slow, id=f"{each[0]} {each[3]}")
     for each in SIZES],
)  # fmt: skip
def test_that_figures_are_fixed_is_read_in_the_head(browser: Browser, full: Installation, size: Size) -> None:
    name, width, height, scale = size
    display = frozen(name)
    full.set_clock(START)
    server, _apps = make_server([display])
    with listening(server) as port, visiting(browser, width, height, scale) as visit:
        opened(visit, f"http://127.0.0.1:{port}/wall", name)
        expect(visit.page.get_by_text(FIXED)).to_be_visible()
        keep_picture(visit.page, f"frozen_{name}_{scale}")
        assert_whole(look(visit.page), display)
