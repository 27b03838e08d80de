"""The wall's scene of health stations: nine slots that say what the snapshot says, and nothing that is hidden there."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from config import clock
from config.sandbox_state import SandboxState, write_sandbox_state
from dashboards import words
from dashboards.place import day_of
from dashboards.pro_rata import expected
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scene import scenes
from dashboards.screens.wall.scenes.health.facts import Facts, read_facts
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.dashboards.walls import component, everything_failed, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader
from warehouse.reader import Snapshot

HEALTH = "health"
VISITORS = (3, 4, 5, 7, 8)
COMMUNES = ("Bình Sơn", "Vạn Tường", "Bình Minh", "Bình Chương", "Đông Sơn")
PERSONS = ("measles_persons_week", "dengue_persons_week", "hand_foot_mouth_persons_week")


def tile(slot: int, scope: str = "BS5") -> Component:
    return slots(component(wall_of(HEALTH, scope=scope)))[slot]


def said(slot: int, scope: str = "BS5") -> str:
    return " ".join(text(tile(slot, scope)).split())


def value(indicator: str, unit: str = "BS5", grain: str = "month") -> Decimal:
    found = reader.sql(
        f"SELECT value FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND basis = 'successor' AND grain = '{grain}' ORDER BY period_start DESC LIMIT 1"
    )
    return Decimal(str(found.iloc[0]["value"]))


def numbers(node: Any) -> dict[str, str]:
    """{indicator: the number in full} of what a tile shows."""
    found = (attributes_of(each) for each in walk(node))
    return {str(each["data-indicator"]): str(each["data-value"]) for each in found if "data-indicator" in each}


def test_a_disease_says_its_week_its_signal_and_where_it_signals(synthetic: Installation) -> None:
    """D05: measles in Đông Sơn in four weeks in a row; how many is told to nobody."""
    shown = said(1)
    assert "Tuần 47" in shown and "theo chẩn đoán khi khám, chưa phải số ca công bố" in shown.lower()
    measles = shown.partition("Sốt xuất huyết")[0]
    assert "Sởi Dưới 10" in measles and "Vượt ngưỡng" in measles and "ngưỡng 0" in measles
    assert "Xã Đông Sơn: dưới 10, 4 tuần liền" in measles
    assert numbers(tile(1))["measles_persons_week"] == ""
    rounded = value("dengue_persons_week", grain="week")
    assert rounded % 10 == 0 and f"khoảng {words.number(rounded)}" in shown


def test_a_disease_signals_as_its_communes_do_where_the_whole_cannot_be_judged(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(
        synthetic, synthetic_file,
        "UPDATE marts.indicator_value SET band = NULL WHERE indicator = 'measles_persons_week' AND unit_kind = 'area'",
    )  # fmt: skip
    measles = said(1).partition("Sốt xuất huyết")[0]
    assert "Vượt ngưỡng" in measles and "Xã Đông Sơn: dưới 10, 4 tuần liền" in measles


def test_no_small_number_is_in_the_drawing_nor_in_its_words(synthetic: Installation) -> None:
    pictures = [each for each in walk(tile(1)) if type(each).__name__ == "Img"]
    assert len(pictures) == 3
    heard = str(getattr(pictures[0], "alt", ""))
    assert heard.startswith("Sởi. ") and heard.count("tuần") == 26
    weeks = dict(each.strip().split(": ", 1) for each in heard.removeprefix("Sởi. ").split(";"))
    assert [weeks[f"tuần {week}"] for week in range(43, 48)] == ["0", *["Dưới 10"] * 4]


def test_who_is_not_protected_stands_first(synthetic: Installation) -> None:
    shown = said(2)
    whole = value("measles_2_doses_cover")
    assert f"khoảng {words.share(whole)}" in shown and "Mục tiêu 95%" in shown
    by_commune = {
        name: value("measles_2_doses_cover", code)
        for name, code in zip(COMMUNES, ("21040", "21061", "21085", "21100", "21109"), strict=True)
    }
    lowest_first = sorted(COMMUNES, key=lambda name: (by_commune[name], name))
    named = sorted(COMMUNES, key=lambda name: shown.index(f"Xã {name}"))
    assert [by_commune[name] for name in named] == [by_commune[name] for name in lowest_first]
    least = reader.sql(
        "SELECT unit.short_name_vi AS name FROM marts.indicator_value AS value JOIN marts.unit AS unit "
        "ON unit.unit_code = value.unit_code AND unit.valid_from = value.unit_from AND unit.valid_to IS NULL "
        "WHERE indicator = 'measles_2_doses_cover' AND basis = 'successor' AND grain = 'month' AND value.is_open "
        "AND value.unit_kind = 'facility' AND state = 'shown' ORDER BY value, value.unit_code LIMIT 1"
    )
    assert f"Thấp nhất đã biết: {least.iloc[0]['name']}" in shown
    assert "Mẫu số: trẻ 18–24 tháng có hồ sơ sức khỏe điện tử" in shown and "số liệu ngày" in shown


@pytest.mark.parametrize(
    ("slot", "indicator", "aim"),
    [(3, "full_vaccination_under_1", "95% cả năm"), (4, "annual_checkup_cover", "100% cả năm")],
)
def test_a_year_is_read_against_the_part_that_falls_to_the_last_day_that_is_known(
    synthetic: Installation, slot: int, indicator: str, aim: str
) -> None:
    shown, reached = said(slot), value(indicator)
    came = "stream_kind = 'record' AND received_at IS NOT NULL"
    day = day_of(reader.sql(f"SELECT max(period_end) AS day FROM marts.delivery WHERE {came}").day[0])
    assert day < current().today
    due = expected(Decimal(aim.split("%")[0]) / 100, day, day.year)
    assert words.share(reached) in shown and f"Mục tiêu {aim}" in shown
    said_so = f"theo tiến độ đến {words.short_day(day)} {words.share(due)}: {words.points(reached - due, 1)}"
    assert said_so in shown
    (picture,) = [each for each in walk(tile(slot)) if type(each).__name__ == "Img"]
    assert f"11/2026 {words.share(reached)}" in str(getattr(picture, "alt", ""))
    assert "Mẫu số: " in shown and "số liệu ngày 01/07/2024" in shown


def current() -> Snapshot:
    snapshot = reader.current()
    assert snapshot is not None
    return snapshot


def test_shares_are_told_with_what_they_are_counted_of(synthetic: Installation) -> None:
    records = said(5)
    for indicator in ("health_record_cover", "health_record_renewed"):
        assert words.share(value(indicator)) in records
    assert "dân số thường trú và tạm trú" in records and "người có hồ sơ sức khỏe điện tử" in records
    chronic = said(6)
    for indicator in ("hypertension_managed_share", "diabetes_managed_share"):
        assert words.share(value(indicator)) in chronic
    assert chronic.count("ước tính") == 2 and "tỷ lệ hiện mắc" in chronic and "Mục tiêu 50%" in chronic


def test_a_share_above_the_whole_is_not_cut_off(synthetic: Installation, synthetic_file: Path) -> None:
    change = "UPDATE marts.indicator_value SET value = 1.083 WHERE indicator = 'health_record_cover'"
    publish_with(synthetic, synthetic_file, change)
    assert "108,3%" in said(5)


def test_links_and_sessions_of_the_open_month(synthetic: Installation) -> None:
    shown = said(8)
    assert words.share(value("visits_linked_share")) in shown and "Mục tiêu 100%" in shown
    assert f"{words.number(value('telehealth_sessions'))} phiên" in shown
    assert "Tháng 11/2026" in shown and words.PROVISIONAL in shown and "Mới nhận 4/5 trạm" in shown


def test_each_slot_leads_to_its_tab(synthetic: Installation) -> None:
    tabs = {1: "diseases", 2: "vaccination", 3: "vaccination", 4: "checkup", 5: "records", 6: "chronic", 7: "visits",
            8: "linked"}  # fmt: skip
    found = slots(component(wall_of(HEALTH)))
    for slot, tab in tabs.items():
        assert f"tab={tab}" in links(found[slot])[0] and "/health?" in links(found[slot])[0], slot
    assert "/data-health?" in links(found[9])[0] and "source=health_record" in links(found[9])[0]
    assert "grain=week&start=2026-11-16" in links(found[1])[0] and "grain=month" in links(found[4])[0]


def test_hidden_figures_are_words(synthetic: Installation, synthetic_file: Path) -> None:
    nothing = ", ".join(f"{name} = NULL" for name in ("value", "numerator", "denominator", "n", "band"))
    publish_with(synthetic, synthetic_file, f"UPDATE marts.indicator_value SET state = 'suppressed', {nothing}")
    found = slots(component(wall_of(HEALTH)))
    for slot in (1, 2, 3, 4, 5, 6):
        assert words.SUPPRESSED in text(found[slot]), slot
        assert set(numbers(found[slot]).values()) == {""}, slot


def test_a_denominator_that_nobody_has_is_said(synthetic: Installation, synthetic_file: Path) -> None:
    change = (
        "UPDATE marts.indicator_value SET state = 'no_source', value = NULL, numerator = NULL, band = NULL "
        "WHERE indicator IN ('health_record_cover', 'annual_checkup_cover')"
    )
    publish_with(synthetic, synthetic_file, change)
    assert words.NO_SOURCE in said(5) and words.NO_SOURCE in said(4) and "tiến độ" not in said(4)


def test_a_wall_of_one_commune_tells_its_facilities(synthetic: Installation) -> None:
    shown = said(2, scope="21109")
    assert "theo cơ sở" in shown and shown.count("Điểm trạm") >= 3
    assert "Xã Đông Sơn" not in said(1, scope="21109").partition("Tuần 47")[0]
    assert "Trạm Y tế" in said(7, scope="21109") or "Điểm trạm" in said(7, scope="21109")


def read() -> Facts:
    place = find_stage(current(), "BS5")
    assert place is not None
    return read_facts(place)


def test_what_visitors_may_see_tells_the_cluster_alone(synthetic: Installation) -> None:
    scene, facts = scenes()[HEALTH], read()
    assert tuple(number for number, slot in scene.slots.items() if slot.is_for_visitors) == VISITORS
    links_of = Links.of(facts.place, "http://pages", scene.page)
    divided = " ".join(text(slot.draw(facts, links_of)) for slot in scene.slots.values())
    assert all(name in divided for name in COMMUNES)
    for number in VISITORS:
        drawn = scene.slots[number].draw(facts.undivided(), links_of)
        told = text(drawn) + " ".join(str(getattr(each, "alt", "")) for each in walk(drawn))
        assert not [name for name in COMMUNES if f"ã {name}" in told], number
        assert len(told) > 40, number


def test_a_source_that_refuses_is_said_below_figures_that_stand(synthetic: Installation) -> None:
    """D15."""
    everything_failed(["health_record"])
    shown = text(component(wall_of(HEALTH)))
    assert "Mất kết nối nguồn" in shown and words.share(value("annual_checkup_cover")) in said(4)


def test_a_source_that_nobody_connected(synthetic: Installation) -> None:
    """Every tile says so under its title, and none of them a number."""
    write_sandbox_state(SandboxState(1, 1.0, clock.now(), clock.now(), {}))
    pointer = synthetic.home / "warehouse" / "current.json"
    pointer.write_text(pointer.read_text(encoding="utf-8").replace('"health_record"', '"nobody"'), encoding="utf-8")
    found = slots(component(wall_of(HEALTH)))
    assert len(found) == 9 and all(words.NO_SOURCE in text(each) and not numbers(each) for each in found.values())


def test_a_course_is_left_out_where_no_month_is_known(synthetic: Installation) -> None:
    scene, facts = scenes()[HEALTH], read()
    bare = replace(facts, months=dict.fromkeys(facts.months, ()))
    drawn = scene.slots[4].draw(bare, Links.of(facts.place, "", scene.page))
    assert not [each for each in walk(drawn) if type(each).__name__ == "Img"] and "Mục tiêu" in text(drawn)
