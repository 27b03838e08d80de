"""The demo's situations at the rating devices, D12 to D14, found on the slots and pages where a leader meets them."""

import pytest
from dash.development.base_component import Component

from dashboards import words
from dashboards.screens.satisfaction.screen import layout
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.satisfaction.facts import Facts, read_facts
from dashboards.screens.wall.scenes.satisfaction.scene import SCENE
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import links, numbers, text
from tests.dashboards.satisfied import counted, rows_of, tables, tile
from tests.installation import Installation
from tests.story import BINH_CHUONG, VAN_TUONG
from warehouse.reader import current

pytestmark = pytest.mark.slow
HALF_A_POINT = 0.005
TOO_FEW = "Chưa đủ mẫu (n = 17, cần 30)"
PAGES = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def facts(story: Installation) -> Facts:
    snapshot = current()
    assert snapshot is not None
    place = find_stage(snapshot, "BS5")
    assert place is not None
    return read_facts(place)


def slot(number: int, facts: Facts) -> Component:
    return SCENE.slots[number].draw(facts, Links.of(facts.place, PAGES, "/satisfaction"))


def test_d12_a_gamed_device_is_found_and_what_it_did_is_told(facts: Facts) -> None:
    shown = numbers(slot(2, facts))["satisfied_share", VAN_TUONG]
    assert float(shown) == pytest.approx(0.834, abs=HALF_A_POINT)
    assert "Nếu kể cả lượt bị loại: xã Vạn Tường 98,9%" in text(slot(2, facts))
    assert "K-VT-02 · bấm dồn một nút 612" in " ".join(text(slot(6, facts)).split())
    page = layout(unit=VAN_TUONG, tab="rejected")
    assert "tỷ lệ hài lòng sẽ là 98,9%" in text(page)
    row = rows_of(tables(page)["Lượt bị loại theo thiết bị"])[0]
    assert row[0] == "K-VT-02" and row[4] == "612"
    burst = next(each for each in links(page) if "rejection=burst" in each and "device=K-VT-02" in each)
    assert counted(burst) == 612
    assert "83,3%" in text(tile(layout(unit=VAN_TUONG), "Hài lòng tại thiết bị đánh giá"))


def test_d13_seventeen_ratings_are_too_few(facts: Facts) -> None:
    assert TOO_FEW in text(slot(2, facts))
    assert TOO_FEW in text(tile(layout(unit=BINH_CHUONG), "Hài lòng tại thiết bị đánh giá"))


def test_d14_lateness_explains_dissatisfaction(facts: Facts) -> None:
    shares = {key: reading.value for key, reading in facts.lateness.items()}
    assert float(shares["on_time"] or 0) == pytest.approx(0.95, abs=HALF_A_POINT)
    assert float(shares["late"] or 0) == pytest.approx(0.61, abs=HALF_A_POINT)
    listed = rows_of(tables(layout(tab="lateness"))["Theo kết quả giải quyết hồ sơ"])
    year = {row[0].split(" · ")[0]: row for row in listed if "12 tháng" in row[0]}
    said = text(slot(4, facts))
    for key, name in (("on_time", "Hồ sơ đúng hạn"), ("late", "Hồ sơ quá hạn")):
        reading = facts.lateness[key]
        assert reading.text in said and year[name][1].startswith(reading.text)
        assert f"n = {words.number(reading.denominator or 0)} lượt" in said


def test_every_slot_speaks_and_no_officer_is_named(facts: Facts) -> None:
    for number in SCENE.slots:
        said = text(slot(number, facts))
        assert len(said) > 30 and "CBMAU" not in said and "SIPAS" not in said
    assert "Chưa có nguồn dữ liệu" in text(slot(9, facts))
