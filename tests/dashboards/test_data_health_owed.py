"""The page on the data itself: who has not sent, and what the sources and the portal count beside what came."""

from pathlib import Path

from dashboards.screens.data_health.screen import layout
from tests.dashboards.elements import text
from tests.dashboards.unwell import LAST_QUARTER
from tests.dashboards.walls import publish_with
from tests.installation import Installation
from warehouse import reader


def test_two_systems_that_disagree_are_told(synthetic: Installation) -> None:
    """Situation D17: what the portal counts beyond us."""
    more = int(reader.sql("SELECT sum(difference) AS more FROM marts.portal_difference").more[0])
    sentence = f"Tháng 11/2026, Cổng quốc gia nhiều hơn {more} hồ sơ"
    assert more and sentence in text(layout(view="totals")) and sentence in text(layout())
    assert "1.000" in text(layout(view="totals", source="one_stop"))
    assert "Cổng quốc gia nhiều hơn" not in text(layout(view="totals", source="smas"))


def test_where_the_portal_shows_fewer_of_one_commune_it_still_shows_more_of_another(
    synthetic: Installation, synthetic_file: Path
) -> None:
    change = "UPDATE marts.portal_difference SET difference = if(unit_code = '21040', 7, -9)"
    publish_with(synthetic, synthetic_file, change)
    assert "Tháng 11/2026, Cổng quốc gia nhiều hơn 7 hồ sơ" in text(layout(view="totals"))


def test_a_total_of_a_whole_stream_is_told_and_a_source_without_one_says_so(
    synthetic: Installation, synthetic_file: Path
) -> None:
    change = "INSERT INTO quality.control_total VALUES ('satisfaction', 'reason', NULL, NULL, NULL, 6, 5, 1, now())"
    other = "INSERT INTO quality.control_total VALUES ('satisfaction', 'rating', NULL, NULL, NULL, 5, 6, -1, now())"
    publish_with(synthetic, synthetic_file, f"{change};{other}")
    said = text(layout(view="totals"))
    assert "tại quầy · reason toàn bộ 6 5 +1" in said and "3 số tổng, 2 số lệch, tổng cộng 2 bản ghi" in said
    assert "Sổ điểm các trường (SMAS) không cho số tổng riêng" in text(layout(view="totals", source="smas"))
    assert "không cho số tổng riêng" not in text(layout(view="totals", source="satisfaction"))


def test_who_has_not_sent(synthetic: Installation) -> None:
    owed = reader.sql(
        "SELECT unit_name_vi, state FROM marts.delivery WHERE source = 'smas' AND deadline_date = DATE '2026-11-20'"
    )
    said = text(layout(view="deliveries"))
    assert " 14 lần gửi chưa nhận được, 1 lần nhận muộn" in said, "a night that failed is over: the next one came in"
    assert "Chậm 3 ngày · chờ từ 20/11/2026" in said and "ngày 22/11/2026" in said
    named = {name for name, state in zip(owed.unit_name_vi, owed.state, strict=True) if state != "on_time"}
    assert len(named) == 5 and {name for name in owed.unit_name_vi if name in said} == named
    assert "60 55 1 4 0" in said, "expected, in time, late, not sent, made up for"
    assert "Cuối kỳ I" not in said, "a term that is not due yet"
    assert said.count("Trạm Y tế xã Bình Minh") == 1, "a silent station is one row, whatever it owes (D07)"
    assert "10 tệp 18/11/2026 Chưa gửi Chậm 6 ngày · chờ từ 17/11/2026" in said
    assert "lượt khám, hằng ngày 23/11/2026 317 312 0 5 0" in said, "six senders, 53 days, the last of one not due yet"
    state = synthetic.home / "sandbox.json"
    state.write_text(state.read_text().replace('"smas"', '"nobody"'), encoding="utf-8")
    assert not [name for name in named if name in text(layout(view="deliveries"))], "nobody connected them"


def test_a_book_is_waited_for_until_it_comes(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, LAST_QUARTER)
    said = text(layout(view="deliveries"))
    assert " 14 lần gửi chưa nhận được, 0 lần nhận muộn" in said and said.count("chờ từ 14/09/2026") == 4
    assert "14 lần gửi chưa nhận được" in text(layout()), "and among what is to be done"


def test_what_fell_due_before_is_waited_for_where_nothing_has_since(
    synthetic: Installation, synthetic_file: Path
) -> None:
    gone = "DELETE FROM marts.delivery WHERE deadline_date > DATE '2026-09-14'"
    publish_with(synthetic, synthetic_file, f"{LAST_QUARTER}; {gone}")
    said = text(layout(view="deliveries"))
    assert " 4 lần gửi chưa nhận được" in said and "Theo nguồn và kỳ" not in said
