"""The demo's situations that a leader meets on the wall's first scene, D05, D09, D12 and D15, each on its slot."""

import pytest
from dash.development.base_component import Component

from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scene import scenes
from dashboards.screens.wall.scenes.overview.facts import Facts, read_facts
from dashboards.screens.wall.scenes.overview.matter_slot import chosen
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import numbers, text
from tests.installation import Installation
from tests.story import DONG_SON
from warehouse.reader import current

pytestmark = pytest.mark.slow
HALF_A_POINT = 0.005


@pytest.fixture(scope="module")
def facts(story: Installation) -> Facts:
    snapshot = current()
    assert snapshot is not None
    place = find_stage(snapshot, "BS5")
    assert place is not None
    return read_facts(place)


def drawn(slot: int, facts: Facts) -> Component:
    scene = scenes()["overview"]
    return scene.slots[slot].draw(facts, Links.of(facts.place, "http://127.0.0.1:1", scene.page))


def said(slot: int, facts: Facts) -> str:
    return " ".join(text(drawn(slot, facts)).split())


def test_d05_measles_is_the_first_line(facts: Facts) -> None:
    first = chosen(facts.overview.matters)[0]
    assert first.what.startswith("Sởi tại xã Đông Sơn, 4 tuần liền: dưới 10 người khám có chẩn đoán trong tuần 47")
    assert (first.mark.word, first.since, first.who) == ("Vượt ngưỡng", "từ 26/10", "Trung tâm Y tế khu vực")
    assert "Sởi Vượt ngưỡng xã Đông Sơn 4 tuần liền" in said(3, facts)
    assert "Tiêm đủ 2 mũi sởi: xã Đông Sơn" in said(3, facts)
    cover = numbers(drawn(3, facts))["measles_2_doses_cover", DONG_SON]
    assert float(cover) == pytest.approx(0.81, abs=HALF_A_POINT)


def test_d09_mark_books_that_did_not_come(facts: Facts) -> None:
    assert "55/60 trường" in said(4, facts) and "Chưa nộp (4): " in said(4, facts) and "Nộp chậm (1)" in said(4, facts)
    assert "4 trường chưa nộp sổ điểm giữa kỳ I 2026–2027: xã Bình Minh 3, xã Bình Chương 1" in said(1, facts)


def test_d12_a_gamed_device_is_among_what_needs_somebody(facts: Facts) -> None:
    (gamed,) = [each for each in chosen(facts.overview.matters) if each.subject == "satisfaction"]
    assert gamed.what.startswith("lượt đánh giá bị loại: xã Vạn Tường") and gamed.is_red
    assert "Lượt đánh giá bị loại" in said(5, facts) and "Không đạt" in said(5, facts)


def test_d15_one_source_refuses_the_password_and_the_others_are_fresh(facts: Facts) -> None:
    shown = said(8, facts).partition("Hồ sơ sức khỏe")[2]
    assert "Mất kết nối nguồn từ 01:02 ngày 23/11 · thử lại lúc 08:00" in shown and "mật khẩu" in shown
    assert shown.count("Mất kết nối nguồn") == 1 and shown.count("Đúng hạn") == 3
    assert "Mất kết nối nguồn từ 01:02 ngày 23/11" in said(1, facts)


def test_a_silent_station_is_told_though_it_is_not_among_the_first_five(facts: Facts) -> None:
    (silent,) = [each for each in facts.overview.matters if "Trạm Y tế xã Bình Minh" in each.what]
    assert silent.since == "chờ từ 17/11" and silent.is_red
    of_commune = said(6, facts).partition("Bình Minh")[2]
    assert of_commune.split("Không đạt")[0].endswith("Chưa có số liệu ")


def test_five_sentences_of_five_subjects_red_first(facts: Facts) -> None:
    shown = chosen(facts.overview.matters)
    assert len(shown) == 5 and {each.subject for each in shown} == {
        "health", "dossier", "satisfaction", "education", "quality",
    }  # fmt: skip
    assert all(each.is_red and each.who for each in shown)


def test_every_slot_speaks(facts: Facts) -> None:
    for slot in scenes()["overview"].slots:
        assert len(said(slot, facts)) > 40, slot
    assert "Bình Sơn Đạt" in said(6, facts) and said(6, facts).rindex("Bình Sơn") > said(6, facts).index("Vạn Tường")
