"""What the wall's scene of health stations says of the parts of its unit: which one signals, and who is not listed."""

from pathlib import Path

from dash import html

from tests.dashboards.elements import text, walk
from tests.dashboards.test_health_scene import said, tile
from tests.dashboards.walls import publish_with
from tests.installation import Installation

BINH_SON, BINH_MINH, BINH_CHUONG, DONG_SON = "21040", "21085", "21100", "21109"
LAST_WEEK = "grain = 'week' AND period_start = DATE '2026-11-16'"


def banded(indicator: str, of: str, band: str, also: str = "") -> str:
    return f"UPDATE marts.indicator_value SET band = '{band}'{also} WHERE indicator = '{indicator}' AND {of};"


def of_disease(name: str, scope: str = "BS5") -> str:
    """What slot 1 says of a disease."""
    (row,) = (each for each in walk(tile(1, scope)) if isinstance(each, html.Li) and text(each).startswith(name))
    return " ".join(text(row).split())


def test_a_signal_stands_beside_the_number_that_it_is_of(synthetic: Installation, synthetic_file: Path) -> None:
    """Sixty in the cluster are within its threshold of seventy; the twenty-five of a commune are above its own."""
    disease = "hand_foot_mouth_persons_week"
    publish_with(
        synthetic, synthetic_file,
        banded(disease, f"unit_kind = 'area' AND {LAST_WEEK}", "met", ", value = 60, target = 70, state = 'shown'")
        + banded(disease, f"unit_code = '{BINH_CHUONG}' AND {LAST_WEEK}", "missed", ", value = 25, state = 'shown'"),
    )  # fmt: skip
    told = of_disease("Tay chân miệng")
    assert "Tay chân miệng 60 " in told and told.endswith(" Trong ngưỡng ngưỡng 70 Xã Bình Chương: 25 Vượt ngưỡng")
    assert of_disease("Sởi").endswith("Vượt ngưỡng ngưỡng 0 Xã Đông Sơn: dưới 10, 4 tuần liền")


def test_the_loudest_part_stands_first_and_then_the_longest(synthetic: Installation, synthetic_file: Path) -> None:
    disease = "measles_persons_week"
    publish_with(
        synthetic, synthetic_file,
        banded(disease, f"unit_code IN ('BS5', '{DONG_SON}') AND band = 'missed'", "watch")
        + banded(disease, f"unit_code = '{BINH_MINH}' AND {LAST_WEEK}", "missed"),
    )  # fmt: skip
    assert of_disease("Sởi").endswith(
        "Cần theo dõi ngưỡng 0 Xã Bình Minh: 0 Vượt ngưỡng ; Xã Đông Sơn: dưới 10, 4 tuần liền"
    )


def test_where_names_have_no_room_one_stands_and_how_many_more_there_are(
    synthetic: Installation, synthetic_file: Path
) -> None:
    disease = "measles_persons_week"
    publish_with(
        synthetic, synthetic_file,
        banded(disease, f"unit_code = '{DONG_SON}'", "met") + banded(disease, "unit_kind = 'facility'", "missed"),
    )  # fmt: skip
    told = of_disease("Sởi", DONG_SON)
    assert told.count("Vượt ngưỡng") == 1 and told.endswith(" mục nữa") and "Trong ngưỡng" in told


def test_on_the_wall_of_a_commune_the_facility_that_signals_is_named(synthetic: Installation) -> None:
    """D05: few are a band there too."""
    told = of_disease("Sởi", DONG_SON)
    assert "Vượt ngưỡng ngưỡng 0 " in told and "Điểm trạm Bình Châu: dưới 10, 4 tuần liền" in told


def test_for_how_long_a_unit_has_signalled_is_told_where_no_part_has(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, banded("measles_persons_week", "unit_kind = 'facility'", "met"))
    assert of_disease("Sởi", DONG_SON).endswith("Vượt ngưỡng ngưỡng 0 4 tuần liền")


def test_facilities_that_no_list_has_room_for_are_counted(synthetic: Installation) -> None:
    """One of the two without a number is among those that are not listed."""
    vaccinated, visited = tile(2, BINH_SON), tile(7, BINH_SON)
    names = [text(each) for each in walk(vaccinated) if getattr(each, "className", None) == "to-target-name"]
    assert len(names) == 4 and "và 3 mục nữa" in text(vaccinated)
    rows = [each for each in walk(visited) if isinstance(each, html.Li)]
    assert len(rows) == 4 and "và 3 mục nữa" in text(visited)
    assert "mục nữa" not in said(2) + said(7)


def test_a_commune_s_tiles_say_how_far_its_own_records_go(synthetic: Installation, synthetic_file: Path) -> None:
    """D07: others' files came up to 22/11, which its targets are asked for by."""
    publish_with(synthetic, synthetic_file, "UPDATE marts.health_denominator SET denominator_date = NULL")
    for slot in (3, 4):
        told = said(slot, BINH_MINH)
        assert "theo tiến độ đến 22/11" in told and "số liệu ngày 16/11/2026" in told
        assert "Mới nhận 0/1 trạm · hồ sơ của xã đến 16/11" in told
        assert "hồ sơ của xã" not in said(slot) + said(slot, DONG_SON)
        assert "số liệu ngày 22/11/2026" in said(slot)


def test_a_commune_of_which_no_record_ever_came_is_not_told_by_the_days_of_others(
    synthetic: Installation, synthetic_file: Path
) -> None:
    own = f"(SELECT facility_code FROM marts.facility WHERE unit_code = '{BINH_MINH}')"
    never = f"UPDATE marts.delivery SET received_at = NULL WHERE stream_kind = 'record' AND unit_code IN {own}"
    publish_with(synthetic, synthetic_file, f"UPDATE marts.health_denominator SET denominator_date = NULL; {never}")
    for slot in (3, 4):
        told = said(slot, BINH_MINH)
        assert "chưa nhận hồ sơ nào của xã" in told and "số liệu ngày" not in told and "Mẫu số: " in told
        assert "số liệu ngày 22/11/2026" in said(slot)
