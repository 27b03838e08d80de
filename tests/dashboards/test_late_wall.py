"""A wall whose newest snapshot is nine days old says of which day it speaks, and that nothing came since."""

from datetime import timedelta
from pathlib import Path

import pytest

from dashboards.screens.wall.scene import scenes
from tests.dashboards.elements import text
from tests.dashboards.walls import component, publish_with, slots, wall_of
from tests.installation import CLOCK, Installation


@pytest.fixture
def late(synthetic: Installation) -> Installation:
    synthetic.set_clock(CLOCK + timedelta(days=9))
    return synthetic


@pytest.mark.parametrize("name", scenes())
def test_no_scene_says_of_an_earlier_day_that_it_is_today(late: Installation, name: str) -> None:
    shown = text(component(wall_of(name)))
    assert "nay)" not in shown and "đến nay" not in shown
    assert "–23/11)" in shown or name == "education"


def test_today_is_said_while_it_is_today(synthetic: Installation) -> None:
    assert "(15/9–nay)" in text(component(wall_of("procedures")))
    assert "theo tiến độ đến 22/11 " in text(component(wall_of("health"))), "of today no records have come yet"
    assert "tính từ" not in text(slots(component(wall_of("procedures")))[4])


def test_what_is_counted_from_a_day_names_it(late: Installation) -> None:
    assert "tính từ 23/11" in text(slots(component(wall_of("procedures")))[4])
    assert "theo tiến độ đến 22/11 " in text(component(wall_of("health")))


def test_the_first_matter_of_the_overview_may_be_that_nothing_came(late: Installation) -> None:
    assert "Chậm 5 ngày làm việc · chờ từ 25/11" in text(slots(component(wall_of("overview")))[1])


ALL_SENT = """
    UPDATE marts.delivery SET state = 'on_time', received_at = coalesce(received_at, deadline_date::TIMESTAMPTZ),
        silent_since_date = NULL
    WHERE state IN ('missing', 'late')
"""


def test_that_everybody_has_sent_is_said_of_the_day_that_is_known(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, ALL_SENT)
    everybody, facilities = (text(slots(component(wall_of(name)))[slot]) for name, slot in (("data", 2), ("health", 9)))
    assert "Mọi nơi đã gửi" in everybody and "Tất cả cơ sở đã gửi" in facilities and "Đạt" in facilities
    synthetic.set_clock(CLOCK + timedelta(days=9))
    everybody, facilities = (text(slots(component(wall_of(name)))[slot]) for name, slot in (("data", 2), ("health", 9)))
    assert "Đến 23/11 mọi nơi đã gửi" in everybody and "Mọi nơi đã gửi" not in everybody
    assert "Đến 23/11 tất cả cơ sở đã gửi" in facilities and "Đạt" not in facilities
