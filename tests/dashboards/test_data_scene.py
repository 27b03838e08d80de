"""The scene on the data itself: what each slot says in health and in trouble, and where it leads."""

import shutil
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from connectors.kit.registry import sources
from dashboards.screens.wall.source_rows import NUMBERED
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.test_wall_scenes import feet
from tests.dashboards.unwell import LAST_QUARTER, break_form, hold_rows, outcome
from tests.dashboards.views import followed
from tests.dashboards.walls import DISPLAYS, component, publish_with, said, slots, wall_of
from tests.installation import CLOCK, Installation
from warehouse import reader

GONE = "Hệ thống đánh giá hài lòng tại quầy không còn cột score trong bảng ratings. Dữ liệu đã nhận vẫn giữ nguyên"
VIEWS = {1: "", 2: "deliveries", 3: "held", 4: "totals", 5: "form", 6: "nights", 7: "findings", 8: "held", 9: ""}


def tiles(scope: str = "BS5") -> dict[int, Component]:
    return slots(component(wall_of("data", scope=scope)))


def test_nine_slots_lead_to_their_views(synthetic: Installation) -> None:
    found = tiles()
    assert list(found) == list(VIEWS)
    for slot, view in VIEWS.items():
        first, *_ = links(found[slot])
        assert "/data-health?" in first and followed(first).get("view", "") == view
    connected = [each for each in reader.state(CLOCK).sources if each.state != "not_connected"]
    assert text(found[1]).startswith(NUMBERED[len(connected)])
    value = numbers(found[3])["quarantined_share", "BS5"]
    assert float(value) == pytest.approx(0.007) and "Cần theo dõi" in text(found[3])
    assert "Biết gì, chưa biết gì?" in str(component(wall_of("data")))


@pytest.mark.parametrize("profile", DISPLAYS)
def test_each_page_tells_the_age_of_every_source_that_it_draws_on(synthetic: Installation, profile: str) -> None:
    found = feet(component(wall_of("data", profile)))
    assert found and {len(foot) for foot in found} == {len(sources()) - 1}, "slots 1 and 4 say the portal's"


def test_a_source_that_is_down_stands_first_with_its_cause_and_its_next_try(synthetic: Installation) -> None:
    outcome(synthetic, "23T07:10", "failed", "Máy chủ SFTP từ chối mật khẩu. Hãy sửa .env", next_try="23T08:00")
    first = next(each for each in walk(tiles()[1]) if "data-source" in attributes_of(each))
    assert attributes_of(first)["data-source"] == "one_stop" and "Mất kết nối" in text(first)
    assert "thử lại lúc 08:00 · Máy chủ SFTP từ chối mật khẩu" in text(first) and ".env" not in text(first)


@pytest.mark.parametrize(
    ("why", "is_told"), [("Máy chủ nguồn không trả lời", True), (f"Máy chủ {'rất ' * 12}bận", False)]
)
def test_others_that_are_down_say_why_where_they_have_room(synthetic: Installation, why: str, is_told: bool) -> None:
    for source in ("one_stop", "satisfaction"):
        outcome(synthetic, "23T07:10", "failed", why, next_try="23T08:00", source=source)
    first, second = [each for each in walk(tiles()[1]) if "data-source" in attributes_of(each)][:2]
    assert [attributes_of(each)["data-state"] for each in (first, second)] == ["down", "down"]
    assert why in text(first) and (why in text(second)) is is_told


def test_two_nights_stopped_name_the_column(synthetic: Installation) -> None:
    """Situation D19."""
    shutil.rmtree(synthetic.home / "outcomes")
    for day in (17, 18, 19, 20, 23):
        outcome(synthetic, f"{day}T01:00", "ok")
        told: Any = ("failed", GONE) if day in (18, 19) else ("ok", None)
        outcome(synthetic, f"{day}T01:10", *told, source="satisfaction")
    strips = [
        attributes_of(each)["aria-label"]
        for each in walk(tiles()[6])
        if getattr(each, "className", "") == "strip-signs"
    ]
    assert strips[0].startswith("5 nhận đủ, 25 chưa có kỳ đến hạn")
    assert "3 nhận đủ, 2 không nhận được" in strips[1]
    words = text(tiles()[6])
    assert "18 và 19/11 · Hệ thống đánh giá hài lòng tại quầy không còn cột score trong bảng ratings" in words
    assert words.count("không còn cột score") == 1 and "vẫn giữ nguyên" not in words
    assert "chưa có kỳ đến hạn" in words and "25/10" in words and "23/11" in words, "the grey dot, and both ends"


def test_nights_without_data_stand_before_those_that_brought_a_part(synthetic: Installation) -> None:
    shutil.rmtree(synthetic.home / "outcomes")
    outcome(synthetic, "17T01:00", "ok")
    outcome(synthetic, "18T01:00", "failed", "Hệ thống không trả lời tại 127.0.0.1:38877 (trả lỗi 429). Hãy sửa .env")
    outcome(synthetic, "19T01:00", "partial", "Luồng hồ sơ dừng ở trang 4")
    outcome(synthetic, "20T01:00", "ok")
    words = text(tiles()[6])
    assert 0 < words.index("18/11 ·") < words.index("19/11 ·") and "Hệ thống không trả lời" in words
    assert "127.0.0.1" not in words


def test_what_lasted_two_nights_stands_before_what_failed_in_one(synthetic: Installation) -> None:
    """As in situation D19: single nights of sources that did not answer must not hide it."""
    shutil.rmtree(synthetic.home / "outcomes")
    failed = {("one_stop", 20), ("health_record", 21), ("smas", 23)}
    stopped = {("satisfaction", 18), ("satisfaction", 19)}
    for source, day in product(("one_stop", "health_record", "smas", "satisfaction"), range(17, 24)):
        told: Any = ("failed", "Máy chủ không trả lời") if (source, day) in failed else ("ok", None)
        outcome(synthetic, f"{day}T01:10", *(("partial", GONE) if (source, day) in stopped else told), source=source)
    said = text(tiles()[6]).partition("chưa có kỳ đến hạn")[2]
    assert (
        0 < said.index("18 và 19/11 · Hệ thống đánh giá hài lòng") < said.index("23/11 · Sổ điểm các trường: Máy chủ")
    )
    assert "20/11 ·" not in said and "21/11 ·" not in said


def test_many_nights_with_one_cause_are_counted(synthetic: Installation) -> None:
    """A list of their days would leave no room for the cause."""
    shutil.rmtree(synthetic.home / "outcomes")
    for day in (16, 17, 18, 20):
        outcome(synthetic, f"{day}T01:10", "failed", GONE, source="satisfaction")
    outcome(synthetic, "23T01:10", "ok", source="satisfaction")
    assert "4 đêm, 16/11–20/11 · Hệ thống đánh giá hài lòng tại quầy không còn cột score" in text(tiles()[6])


def test_every_source_says_when_it_is_asked_again(synthetic: Installation) -> None:
    said = text(tiles()[1])
    connected = [each for each in reader.state(CLOCK).sources if each.state != "not_connected"]
    assert said.count(" · thử lại ") == len(connected) > 1 and "thử lại 07:45" in said


def test_findings_owners_and_the_snapshot(synthetic: Installation, synthetic_file: Path) -> None:
    hold_rows(synthetic, synthetic_file)
    found = tiles()
    assert "Điểm trung bình trong sổ khác điểm tính lại" in text(found[7])
    assert any(followed(link).get("code") == "mark_differs" for link in links(found[7]))
    assert "Trường 4 giữ lại 1 phát hiện" in text(found[8]) and "Trung tâm PVHCC xã 5 giữ lại" in text(found[8])
    assert any(followed(link).get("owner") == "Người quản trị" for link in links(found[8]))
    assert f"Số bản còn lưu {len(reader.kept())}" in text(found[9]) and "đang dùng bản mới nhất" in text(found[9])


def test_the_form_that_does_not_add_up(synthetic: Installation, synthetic_file: Path) -> None:
    """Situation D18."""
    assert text(tiles()[5]).count("Khớp") == 5 and "không có ngày kết thúc" not in text(tiles()[5])
    break_form(synthetic, synthetic_file)
    words = text(tiles()[5])
    assert "Xã Bình Minh 100 ≠ 97 Lệch 3" in words and "3 hồ sơ xử lý xong mà không có ngày kết thúc" in words
    assert text(tiles("21040")[5]).count("Khớp") == 1


def test_held_rows_by_reason_and_owner(synthetic: Installation, synthetic_file: Path) -> None:
    assert "Không có bản ghi nào giữ lại" in text(tiles()[3])
    hold_rows(synthetic, synthetic_file)
    held = tiles()[3]
    assert "11 bản ghi đang giữ lại" in text(held) and "thiếu ngày tiếp nhận 5 Trung tâm PVHCC xã" in text(held)
    assert any(followed(link).get("code") == "mark_out_of_range" for link in links(held))
    assert text(held).endswith("và 1 mục nữa"), "three of four reasons are listed"
    of_one = text(tiles("21040")[3])
    assert "toàn cụm" in of_one.partition("%")[0] and "toàn cụm" not in text(held).partition("%")[0]


def test_one_row_of_several_that_are_told_otherwise_is_an_example(
    synthetic: Installation, synthetic_file: Path
) -> None:
    change = "UPDATE quality.held_row SET message_vi = message_vi || ' ' || key WHERE code = 'missing_accepted_date'"
    hold_rows(synthetic, synthetic_file, change)
    held = text(tiles()[3])
    assert held.count("ví dụ: ") == 1 and "ví dụ: hồ sơ đang xử lý nhưng thiếu ngày tiếp nhận" in held
    assert "mọi kỳ" in text(tiles()[7])


def test_who_has_not_sent(synthetic: Installation, synthetic_file: Path) -> None:
    words = text(tiles()[2])
    told = reader.sql(
        "SELECT numerator, denominator FROM marts.indicator_value WHERE indicator = 'sources_on_time_share' "
        "AND grain = 'report_quarter' AND is_open AND basis = 'successor' AND unit_kind = 'area'"
    )
    missed = int(told.denominator[0] - told.numerator[0])
    assert f"{told.numerator[0]} / {told.denominator[0]}" in words, "the counts behind the share"
    # Four books, and the files of two streams of five days that are due from the silent station.
    made_up = missed - 15
    assert ("14 lần gửi chưa nhận được, 1 lần nhận muộn" + (f"; {made_up} đêm lỗi, đã bù" if made_up else "")) in words
    assert "Trạm Y tế xã Bình Minh Chậm 6 ngày 10 tệp · chờ từ 17/11/2026" in words, "one row, said first (D07)"
    assert words.count("Chậm 3 ngày Giữa kỳ I 2026–2027 · hạn 20/11/2026") == 3 and "và 1 mục nữa" in words
    for commune in ("21040", "21061", "21085", "21100", "21109"):
        late = reader.sql(
            "SELECT unit_name_vi FROM marts.delivery JOIN marts.unit_lineage USING (unit_code, unit_from) "
            f"WHERE in_code = '{commune}' AND basis = 'successor' AND state IN ('late', 'missing') AND source = 'smas' "
            "AND deadline_date = DATE '2026-11-20'"
        ).unit_name_vi
        own = text(tiles(commune)[2])
        assert all(name in own for name in late) and own.count("hạn 20/11/2026") == len(late), commune
        assert len(late) or "Mọi nơi đã gửi" in own
    publish_with(synthetic, synthetic_file, "UPDATE marts.delivery SET state = 'on_time' WHERE state <> 'not_due'")
    assert "Mọi nơi đã gửi" in text(tiles()[2])


def test_a_book_is_waited_for_until_it_comes(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, LAST_QUARTER)
    words = text(tiles()[2])
    assert "14 lần gửi chưa nhận được, 0 lần nhận muộn" in words and "hạn 14/09/2026" in words


def test_before_the_first_snapshot_nothing_is_claimed(empty: Installation) -> None:
    assert "ioc up --once" in said(wall_of("data")) and slots(component(wall_of("data"))) == {}
