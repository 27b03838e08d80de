"""The slot of control totals: what is compared with what, whose it is, and what was replaced."""

from pathlib import Path

from connectors.kit.registry import sources
from tests.dashboards.elements import text
from tests.dashboards.test_data_scene import tiles
from tests.dashboards.walls import component, connect, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader


def replaced(source: str, table: str, count: int, day: str = "2026-11-09") -> str:
    """What lets some rows that landed on a day have given way to newer ones."""
    return (
        f"INSERT INTO marts.landed_row_day VALUES ('{source}', '{table}', DATE '{day}', 'BS5', DATE '2025-07-01', "
        f"'superseded', {count})"
    )


def test_two_systems_that_disagree(synthetic: Installation) -> None:
    """Situation D17."""
    more = int(reader.sql("SELECT sum(difference) AS more FROM marts.portal_difference").more[0])
    words = text(tiles()[4])
    assert f"tháng 11/2026: Cổng quốc gia so với kho +{more} hồ sơ" in words and "Lệch" in words
    assert "đã đối chiếu 1 số, không số nào lệch" in words
    connect(synthetic, sources())
    assert f"+{more} hồ sơ · Số liệu đến 07:15 ngày 23/11" in text(tiles()[4]), "and how old the portal's figure is"
    alone = text(tiles("21040")[4])
    assert f"+{more // 5} hồ sơ" in alone, "a commune's wall compares its own"
    assert alone.count(", toàn cụm") == 2 and "toàn cụm" not in text(tiles()[4]), "and says what is everybody's"


def test_differences_of_opposite_sign_do_not_cancel_out(synthetic: Installation, synthetic_file: Path) -> None:
    swapped = "UPDATE marts.portal_difference SET difference = CASE unit_code WHEN '21040' THEN 5 WHEN '21061' THEN -5"
    publish_with(synthetic, synthetic_file, f"{swapped} ELSE 0 END")
    assert "Cổng quốc gia so với kho +5 · −5 hồ sơ" in text(tiles()[4]) and "Lệch" in text(tiles()[4])
    assert "ghi nhiều hơn 5 hồ sơ trong tháng 11" in text(slots(component(wall_of("procedures")))[1])
    publish_with(synthetic, synthetic_file, "UPDATE marts.portal_difference SET difference = 0")
    assert "Lệch" not in text(tiles()[4])


def test_why_there_is_nothing_of_the_portal_to_compare(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, "DELETE FROM marts.portal_difference")
    assert "Số của Cổng quốc gia Chưa có nguồn dữ liệu" in text(tiles()[4])
    connect(synthetic, sources())
    assert "Số của Cổng quốc gia Chưa có số liệu" in text(tiles()[4])


def test_rows_that_were_replaced_stand_in_the_account(synthetic: Installation, synthetic_file: Path) -> None:
    """As in situation D06: superseded rows are named beside those in use, and of which kind they are."""
    publish_with(synthetic, synthetic_file, replaced("one_stop", "dossier", 64))
    words = text(tiles()[4])
    assert "64 bản thay thế" in words and "Bản thay thế: danh sách hồ sơ 64" in words and "bản ghi từ 24/9" in words


def test_of_what_was_replaced_the_most_frequent_kinds_of_late_are_told(
    synthetic: Installation, synthetic_file: Path
) -> None:
    smas = [table for table in sources()["smas"].tables if table not in ("class_list", "mark")]
    changes = [
        replaced("one_stop", "dossier", 1000, "2026-09-23"),
        replaced("one_stop", "nobody_named_this", 300),
        replaced("one_stop", "nor_this", 200),
        replaced("a_source_that_was_removed", "rows", 400),
        *(replaced("health_record", table, 100) for table in sources()["health_record"].tables),
        *(replaced("smas", table, 10) for table in smas),
    ]
    publish_with(synthetic, synthetic_file, ";".join(changes))
    told = text(tiles()[4]).partition("Bản thay thế: ")[2]
    assert told.startswith("hệ thống thông tin giải quyết TTHC 500; nguồn không còn dùng 400; ")
    assert told.count(" 100") == 4 and told.endswith(f"; và {2 + len(smas)} loại nữa") and "_" not in told
