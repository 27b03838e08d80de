"""What a wall shows at which time of day: its programmes, their hours, and how a wrong one is refused."""

from datetime import datetime, time
from pathlib import Path

import pytest

from config.clock import TIMEZONE
from config.displays import Display, read_displays
from config.errors import ConfigurationInvalid
from config.programmes import Hours, Showing
from dashboards.screens.wall.room import room_for
from dashboards.screens.wall.scene import scenes
from tests.dashboards.planted_scene import planted
from tests.dashboards.test_displays import GOOD, NINE, written

BRIEFING = """
[[hall.programmes]]
name = "briefing"
title = "Giao ban"
from = "07:30"
until = "08:00"
scenes = ["procedures"]
"""
NIGHT = """
[[hall.programmes]]
name = "night"
title = "Ban đêm"
from = "18:00"
until = "06:30"
scenes = ["data"]
"""
VISITORS = """
[[hall.programmes]]
name = "visitors"
title = "Khách đến"
for_visitors = true
scenes = ["procedures"]
"""
LOBBY = """
[lobby]
like = "hall"
programme = "visitors"
"""


def at(clock: str, day: int = 2) -> datetime:
    return datetime.combine(datetime(2026, 11, day), time.fromisoformat(clock), TIMEZONE)


def read(folder: Path, *parts: str) -> Display:
    return read_displays(written(folder, "".join((GOOD, *parts))))[0]


@pytest.mark.parametrize(
    ("clock", "name"),
    [
        ("07:29", ""), ("07:30", "briefing"), ("07:59", "briefing"), ("08:00", ""), ("17:59", ""),
        ("18:00", "night"), ("23:59", "night"), ("00:00", "night"), ("06:29", "night"), ("06:30", ""),
    ],
)  # fmt: skip
def test_the_time_of_day_says_what_stands(tmp_path: Path, clock: str, name: str) -> None:
    display = read(tmp_path, BRIEFING, NIGHT, VISITORS, LOBBY)
    stands = display.at(at(clock))
    assert stands.name == name
    expected = {"": display.scenes, "briefing": (Showing("procedures", 20),), "night": (Showing("data", 15),)}
    assert stands.scenes == expected[name]


def test_a_chosen_programme_stands_all_day_and_no_other_is_possible(tmp_path: Path) -> None:
    lobby = read_displays(written(tmp_path, GOOD + BRIEFING + NIGHT + VISITORS + LOBBY))[1]
    assert (lobby.name, lobby.pixels, lobby.pages[9][-1]) == ("lobby", (1920, 1080), (9,))
    assert {lobby.at(at(clock)).name for clock in ("07:30", "12:00", "20:00")} == {"visitors"}
    assert [each.name for each in lobby.possible] == ["visitors"] and lobby.possible[0].is_for_visitors


@pytest.mark.parametrize(
    ("one", "two", "minutes"),
    [
        ("07:30-08:00", "08:00-18:00", 0),
        ("07:30-08:00", "07:45-18:00", 15),
        ("18:00-06:30", "06:00-07:00", 30),
        ("18:00-06:30", "23:00-07:00", 450),
        ("18:00-06:30", "06:30-18:00", 0),
    ],
)
def test_minutes_that_two_hours_share(one: str, two: str, minutes: int) -> None:
    first, second = (Hours.of(*each.split("-")) for each in (one, two))
    assert first.shared(second) == second.shared(first) == minutes


# The books of the first half of term I are due on 20/11/2026.
@pytest.mark.parametrize(("month", "day", "seconds"), [(11, 20, 15), (11, 21, 60), (12, 4, 60), (12, 5, 15)])
def test_two_weeks_after_a_deadline_a_scene_stands_longer(tmp_path: Path, month: int, day: int, seconds: int) -> None:
    text = GOOD.replace("data = 15 }", "data = 15 }\nafter_deadline_s = { data = 60 }")
    (display,) = read_displays(written(tmp_path, text))
    shown = display.at(datetime(2026, month, day, 9, tzinfo=TIMEZONE)).scenes
    assert [each.dwell_s for each in shown] == [20, seconds]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('from = "07:30"\n', "", "[hall] programmes.briefing.from: thiếu khóa này"),
        ('until = "08:00"\n', "", "[hall] programmes.briefing.until: thiếu khóa này"),
        ('"08:00"', '"8h"', "[hall] programmes.briefing.until: viết giờ và phút"),
        ('"08:00"', '"24:00"', "[hall] programmes.briefing.until: viết giờ và phút"),
        ('"08:00"', '"07:30"', "[hall] programmes.briefing.until: 07:30–07:30 dài 0 phút"),
        ('"18:00"', '"07:45"', "[hall] programmes.night: 07:45–06:30 chồng lên 07:30–08:00 của briefing 15 phút"),
        ('"06:30"', '"07:40"', "[hall] programmes.night: 18:00–07:40 chồng lên 07:30–08:00 của briefing 10 phút"),
        ('"night"', '"briefing"', "[hall] programmes.briefing: có hai chương trình cùng tên"),
        ('title = "Giao ban"\n', "", "[hall] programmes.briefing.title: thiếu khóa này"),
        ('name = "briefing"\n', "", "[hall] programmes.name: thiếu khóa này"),
        ('scenes = ["data"]\n', "scenes = []\n", "[hall] programmes.night.scenes: viết tên các cảnh"),
        ('scenes = ["data"]\n', 'scenes = ["health"]\n', "[hall] programmes.night.dwell_s: thêm số giây của cảnh"),
        ('scenes = ["data"]\n', 'scenes = ["data"]\nloud = 1\n', "[hall] programmes.night.loud: không có khóa này"),
        ("for_visitors = true", "for_visitors = 1", "[hall] programmes.visitors.for_visitors: viết true hoặc false"),
        ("for_visitors = true", 'for_visitors = true\nfrom = "09:00"\nuntil = "10:00"',
         "[hall] programmes.visitors.from: chương trình cho khách không theo giờ"),
        ('programme = "visitors"', 'programme = "nobody"',
         "[lobby] programme: không có chương trình nobody; chọn trong: briefing, night, visitors"),
        ('programme = "visitors"', 'programme = "visitors"\nqr = true', "[lobby] qr: mã QR dẫn tới"),
        ('like = "hall"', 'like = "hallway"', "[lobby] like: viết tên một màn hình"),
        ('like = "hall"', 'like = "lobby"', "[lobby] like: viết tên một màn hình"),
        ('like = "hall"', 'like = ["hall"]', "[lobby] like: viết tên một màn hình"),
        ('from = "07:30"\nuntil = "08:00"\n', "for_visitors = true\n", "[hall] programmes.briefing: không có giờ"),
        ("data = 15 }", "data = 15 }\nafter_deadline_s = { health = 60 }",
         "[hall] after_deadline_s.health: dwell_s không có cảnh này"),
        ("data = 15 }", "data = 15 }\nqr = 1", "[hall] qr: viết true hoặc false"),
        ("data = 15 }", "data = 15 }\nprogrammes = 1", "[hall] programmes: viết mỗi mục thành một bảng"),
    ],
)  # fmt: skip
def test_a_wrong_programme_is_named_with_its_remedy(tmp_path: Path, before: str, after: str, said: str) -> None:
    with_programmes = GOOD if "programmes = 1" in after else GOOD + BRIEFING + NIGHT + VISITORS + LOBBY
    text = with_programmes.replace(before, after, 1)
    assert text != with_programmes
    path = written(tmp_path, text)
    with pytest.raises(ConfigurationInvalid) as refused:
        read_displays(path)
    assert said in str(refused.value) and str(path) in str(refused.value)


def test_a_profile_that_chooses_a_programme_may_have_seconds_of_its_own(tmp_path: Path) -> None:
    lobby = f"{LOBBY}dwell_s = {{ procedures = 40, data = 15 }}\n"
    found = read_displays(written(tmp_path, GOOD + VISITORS + lobby))[1]
    assert found.possible[0].scenes == (Showing("procedures", 40),)


def test_a_scene_that_a_programme_cannot_show_is_refused_with_those_that_it_can(tmp_path: Path) -> None:
    lobby = read_displays(written(tmp_path, GOOD + VISITORS.replace('"procedures"', '"data"') + LOBBY))[1]
    with pytest.raises(ConfigurationInvalid) as refused:
        room_for(lobby)
    assert "[lobby] programmes.visitors.scenes: khách không được xem ô nào của cảnh data" in str(refused.value)
    unknown = GOOD.replace("procedures = 20", "procedures = 20, weather = 5") + NIGHT.replace('"data"', '"weather"')
    (hall,) = read_displays(written(tmp_path, unknown))
    with pytest.raises(ConfigurationInvalid, match=r"programmes.night.scenes: không có cảnh weather; chọn trong: data"):
        room_for(hall)


def test_a_profile_has_room_for_what_any_of_its_programmes_shows(tmp_path: Path) -> None:
    known = {"procedures": scenes()["procedures"], "data": planted()}
    narrow = GOOD.replace('["procedures", "data"]', '["data"]').replace(NINE, "[[1, 2, 3], [4, 5, 6], [7, 8, 9]]")
    alone = narrow.replace("procedures = 20, ", "")
    room_for(read_displays(written(tmp_path, alone))[0], known)
    with pytest.raises(ConfigurationInvalid, match=r"\[hall\] pages_of_9: cảnh procedures, ô \d cần rộng"):
        room_for(read_displays(written(tmp_path, narrow + BRIEFING))[0], known)
