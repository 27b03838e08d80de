"""What the wall says of the facilities' own files, built by the whole chain: the demo's story of health."""

from dashboards import words
from tests.dashboards.elements import attributes_of, text, walk
from tests.dashboards.walls import component, slots, wall_of
from tests.warehouse.health_world import HealthWorld

SHARES = {
    5: ("health_record_cover", "health_record_renewed"),
    6: ("hypertension_managed_share", "diabetes_managed_share"),
}


def said(slot: int) -> str:
    return " ".join(text(slots(component(wall_of("health")))[slot]).split())


def test_measles_rises_in_one_commune_and_no_number_of_it_is_told(health: HealthWorld) -> None:
    """D05."""
    measles = said(1).partition("Sốt xuất huyết")[0]
    assert "Sởi Dưới 10" in measles and "Vượt ngưỡng" in measles and "Xã Đông Sơn: dưới 10, 4 tuần liền" in measles
    heard = next(str(each.alt) for each in walk(slots(component(wall_of("health")))[1]) if hasattr(each, "alt"))
    assert heard.startswith("Sởi. ") and heard.endswith("; ".join(f"tuần {week}: Dưới 10" for week in range(44, 48)))


def test_a_silent_station_is_told_and_is_no_zero(health: HealthWorld) -> None:
    """D07."""
    assert "Trạm Y tế xã Bình Minh Chậm 6 ngày · chờ từ 17/11" in said(9)
    assert all("Mới nhận 4/5 trạm" in said(slot) for slot in (1, 7, 8, 9))
    drawn = [str(getattr(each, "alt", "")) for each in walk(slots(component(wall_of("health")))[7])]
    (of_commune,) = [each for each in drawn if each.startswith("Xã Bình Minh.")]
    assert all(f"{day}/11 chưa nhận" in of_commune for day in range(17, 22))


def test_the_wall_says_the_shares_of_the_build_with_what_they_are_counted_of(health: HealthWorld) -> None:
    rows = health.rows(
        "SELECT indicator, value FROM marts.indicator_value WHERE unit_code = 'BS5' AND basis = 'successor' "
        "AND grain = 'month' AND is_open AND state = 'shown'"
    )
    value = {row["indicator"]: row["value"] for row in rows}
    for slot, indicators in SHARES.items():
        shown = said(slot)
        assert all(words.share(value[each]) in shown for each in indicators)
        assert "Mẫu số: " in shown and "số liệu ngày 01/07/2025" in shown
    numbers = {each.get("data-indicator") for each in map(attributes_of, walk(component(wall_of("health"))))}
    assert {"annual_checkup_cover", "visits_linked_share", "telehealth_sessions"} <= numbers
