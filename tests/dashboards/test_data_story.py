"""The demo's situations in the data itself, D04, D06, D07, D09, D15 and D17 to D19, on the scene about it."""

import re

import pytest
from dash.development.base_component import Component

from config import clock
from dashboards.screens.data_health.screen import layout
from sandbox.health.story import RESENT
from tests.dashboards.elements import text, walk
from tests.dashboards.walls import component, slots, wall_of
from tests.installation import Installation
from tests.story import BINH_MINH
from warehouse import reader

pytestmark = pytest.mark.slow
GONE = "Hệ thống đánh giá hài lòng tại quầy không còn cột score trong bảng ratings"
STRIPS = ("Hồ sơ sức khỏe", "Cổng Dịch vụ công quốc gia", "Hệ thống thông tin giải quyết TTHC",
          "Hệ thống đánh giá hài lòng tại quầy", "Sổ điểm các trường")  # fmt: skip


def tiles_of(scope: str) -> dict[int, str]:
    """What each slot says on the wall of a unit."""
    found = slots(component(wall_of("data", scope=scope)))
    return {slot: " ".join(text(tile).split()) for slot, tile in found.items()}


@pytest.fixture(scope="module")
def said(story: Installation) -> dict[int, str]:
    return tiles_of("BS5")


def strips() -> dict[str, list[str]]:
    """{source: the signs of thirty nights} of slot 6."""
    tile: Component = slots(component(wall_of("data")))[6]
    found = [each for each in walk(tile) if getattr(each, "className", "") == "strip"]
    return {
        text(each).strip(): [
            name.removeprefix("sign sign-")
            for name in (str(getattr(sign, "className", "")) for sign in walk(each))
            if name.startswith("sign sign-")
        ]
        for each in found
    }


def test_d04_on_the_new_holiday_no_source_is_late(story: Installation) -> None:
    before = clock.now()
    story.set_clock(before.replace(day=24, hour=15))
    try:
        states, nights = tiles_of("BS5")[1], strips()
    finally:
        story.set_clock(before)
    assert states.count("Ngày nghỉ, không cập nhật") == 3 and "Chậm" not in states
    assert nights["Hệ thống thông tin giải quyết TTHC"][-1] == "none"


def test_d06_what_was_sent_again_stands_among_the_replaced(said: dict[int, str]) -> None:
    assert re.search(rf"Bản thay thế: .*lượt khám, chữa bệnh {RESENT.count}\b", said[4]) and RESENT.count == 64
    total = re.search(r"([\d.]+) bản thay thế", said[4])
    kinds = [int(each.replace(".", "")) for each in re.findall(r" ([\d.]+)(?:;|$)", said[4].partition("thay thế: ")[2])]
    assert total and 0 < sum(kinds) <= int(total[1].replace(".", "")) and "bản ghi từ 24/9" in said[4]


def test_d07_and_d09_who_has_not_sent_is_named(said: dict[int, str]) -> None:
    assert "Trạm Y tế xã Bình Minh Chậm 6 ngày 10 tệp · chờ từ 17/11/2026" in said[2]
    assert said[2].count("Chậm 3 ngày Giữa kỳ I 2026–2027 · hạn 20/11/2026") == 3
    # Ten files of the station and four books; one book and a file that broke off came late.
    assert "14 lần gửi chưa nhận được, 2 lần nhận muộn" in said[2]


def test_d15_one_source_is_down_and_says_when_it_is_tried_again(said: dict[int, str]) -> None:
    down = said[1].removeprefix("Năm nguồn ")
    assert down.startswith("Hồ sơ sức khỏe, lượt khám các cơ sở y tế Mất kết nối Mất kết nối nguồn từ 01:02 ngày 23/11")
    assert "thử lại lúc 08:00" in down and "mật khẩu" in down
    assert down.count("Mất kết nối nguồn") == 1 and down.count("Đúng hạn") == 3


def test_d17_the_national_portal_shows_more_than_was_copied(said: dict[int, str]) -> None:
    told = re.search(r"Số của Cổng quốc gia Lệch tháng 11/2026: Cổng quốc gia so với kho \+(\d+) hồ sơ", said[4])
    assert told and 126 <= int(told[1]) <= 140
    note = " ".join(text(slots(component(wall_of("procedures")))[1]).split())
    assert f"Cổng Dịch vụ công quốc gia ghi nhiều hơn {told[1]} hồ sơ trong tháng 11" in note
    assert "Số tổng của nguồn Khớp" in said[4], "the source's own count agrees: what lacks is not copied yet"
    page = " ".join(text(layout(view="totals")).split())
    assert f"Cổng quốc gia nhiều hơn {told[1]} hồ sơ: bản sao từ hệ thống các bộ về sau" in page


def test_d18_the_form_of_one_commune_does_not_add_up(said: dict[int, str]) -> None:
    row = re.search(r"Xã Bình Minh ([\d.]+) ≠ ([\d.]+) Lệch 3", said[5])
    assert row and int(row[1].replace(".", "")) - int(row[2].replace(".", "")) == 3
    assert "Lệch 3" in tiles_of(BINH_MINH)[5]
    assert "3 hồ sơ xử lý xong mà không có ngày kết thúc" in tiles_of(BINH_MINH)[5]
    assert re.search(r"Xã Vạn Tường ([\d.]+) = \1 Khớp", said[5])


def test_d19_a_renamed_column_stopped_one_table_for_two_nights(said: dict[int, str]) -> None:
    assert f"18 và 19/11 · {GONE}" in said[6] and said[6].count("không còn cột score") == 1
    nights = {name: found for name, found in strips().items() if name in STRIPS}
    assert set(nights) == set(STRIPS) and all(len(found) == 30 for found in nights.values())
    # The strips end today, the 23rd.
    stopped = {name: [29 - 23 + day for day in (17, 18, 19, 20) if found[29 - 23 + day] != "met"]
               for name, found in nights.items()}  # fmt: skip
    assert stopped == {name: [] for name in STRIPS} | {STRIPS[3]: [24, 25]}
    assert [nights[STRIPS[3]][at] for at in (24, 25)] == ["watch", "watch"]


def test_d19_nothing_of_the_two_nights_was_lost(story: Installation) -> None:
    compared = reader.sql(
        "SELECT stream, source_total, landed_keys FROM quality.control_total WHERE source = 'satisfaction' "
        "AND landed_at >= TIMESTAMPTZ '2026-11-20 00:00:00+07' AND window_from <= DATE '2026-11-18'"
    )
    assert set(compared.stream) >= {"rating"} and (compared.source_total == compared.landed_keys).all()
    days = reader.sql(
        "SELECT rated_at::DATE AS day, count(*) AS ratings FROM marts.rating "
        "WHERE rated_at >= TIMESTAMPTZ '2026-11-16 00:00:00+07' GROUP BY ALL ORDER BY ALL"
    )
    counted = {day.day: int(count) for day, count in zip(days.day, days.ratings, strict=True)}
    assert min(counted[day] for day in range(16, 21)) > max(counted.values()) / 3


def test_every_slot_speaks(said: dict[int, str]) -> None:
    assert sorted(said) == list(range(1, 10)) and min(map(len, said.values())) > 40
