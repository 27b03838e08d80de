"""What the wall's first scene must not say of figures that are flattered, hidden, or not all there."""

from decimal import Decimal
from pathlib import Path

import pytest

from dashboards import words
from tests.dashboards.elements import walk
from tests.dashboards.test_education_partly import BEGUN, COMING, WITHOUT_OTHERS
from tests.dashboards.test_overview_scene import NO_BANDS, NO_DELIVERIES, banded, drawn, said, sentences, value
from tests.dashboards.walls import publish_with
from tests.installation import Installation


@pytest.mark.parametrize(
    "flattering",
    [
        "value = 0.068 WHERE indicator = 'missing_due_date_share'",
        "value = 0.114 WHERE indicator = 'returned_share'",
        "value = NULL, state = 'not_received' WHERE indicator = 'returned_share'",
    ],
)
def test_a_share_that_is_flattered_in_its_unit_is_told_without_its_number(
    synthetic: Installation, synthetic_file: Path, flattering: str
) -> None:
    """D02, D03: what was returned, or cannot be late, would have to stand beside it."""
    planted = banded("on_time_share", "21085", "missed", "2026-03-15")
    change = f"UPDATE marts.indicator_value SET {flattering} AND unit_code = '21085'; "
    publish_with(synthetic, synthetic_file, NO_BANDS + NO_DELIVERIES + planted + change)
    (told,) = sentences(drawn()[1])
    assert told.startswith("Không đạt Giải quyết trước hạn và đúng hạn: xã Bình Minh (mục tiêu 98%) · ")
    beside = said(drawn("21085")[6])
    share = words.share(Decimal(str(value("on_time_share", "21085"))))
    assert f"Giải quyết trước hạn và đúng hạn: {share} (mục tiêu 98%)" in beside and "Trả lại, từ chối, rút" in beside


def test_a_disease_is_measured_by_a_threshold_and_not_by_a_target(
    synthetic: Installation, synthetic_file: Path
) -> None:
    seen = (
        "UPDATE marts.indicator_value SET state = 'shown', value = 24, target = 15.5, band = 'missed' "
        "WHERE indicator = 'dengue_persons_week' AND unit_code = '21085' AND period_start = DATE '2026-11-16'"
    )
    publish_with(synthetic, synthetic_file, NO_BANDS + seen)
    shown = said(drawn("21085")[6])
    assert "Số người khám có chẩn đoán sốt xuất huyết trong tuần: 24 (ngưỡng 15,5)" in shown


HIDDEN_COVER = (
    "UPDATE marts.indicator_value SET state = 'suppressed', value = NULL, numerator = NULL, denominator = NULL, "
    "n = NULL, band = NULL WHERE indicator = 'measles_2_doses_cover' AND unit_code IN ('21085', '21100'); "
)


def test_what_is_hidden_is_not_told_as_calm(synthetic: Installation, synthetic_file: Path) -> None:
    calm = "UPDATE marts.indicator_value SET band = 'within' WHERE indicator LIKE '%_persons_week'; "
    signal = banded("dengue_persons_week", "21100", "watch", "2026-11-16", "week")
    publish_with(synthetic, synthetic_file, NO_BANDS + calm + signal + HIDDEN_COVER)
    tiles = drawn()
    rows = {row[0]: row for each in walk(tiles[6]) if getattr(each, "className", "") == "sector-row"
            if (row := [said(part) for part in each.children])}  # fmt: skip
    assert rows["Bình Minh"][2] == "Đã ẩn" and "đã ẩn để bảo vệ dữ liệu cá nhân" in said(tiles[6])
    assert rows["Bình Chương"][2] == "Cần theo dõi", "what is known to be bad is told"
    assert rows["Bình Sơn"][2] == "Trong ngưỡng"


def test_the_lowest_cover_says_how_many_communes_are_hidden(synthetic: Installation, synthetic_file: Path) -> None:
    assert "xã ẩn số liệu" not in said(drawn()[3])
    publish_with(synthetic, synthetic_file, HIDDEN_COVER)
    assert "Mục tiêu 95% (2 xã ẩn số liệu)" in said(drawn()[3]) and "xã ẩn số liệu" not in said(drawn("21085")[3])


FULL = "UPDATE marts.indicator_part_value SET denominator = 10, points = 99"
ONLINE_PAYMENT = "part = (SELECT part FROM marts.indicator_part WHERE name_vi = 'Hồ sơ thanh toán trực tuyến')"


def test_a_criterion_of_which_nothing_happened_is_no_weakness(synthetic: Installation, synthetic_file: Path) -> None:
    name, highest, of_it = "Hồ sơ thanh toán trực tuyến", 6, f"{ONLINE_PAYMENT} AND unit_code = '21061'"
    change = "UPDATE marts.indicator_part_value SET numerator = 0, points = 0, denominator = {} WHERE {}; "
    for counted in (10, 0):
        publish_with(synthetic, synthetic_file, change.format(counted, of_it))
        assert (f"{name} {words.out_of(0, highest)}" in said(drawn("21061")[7])) is bool(counted)


def test_where_no_criterion_is_listed_the_index_says_why(synthetic: Installation, synthetic_file: Path) -> None:
    for change, why in (
        (
            f"{FULL}; UPDATE marts.indicator_part_value SET denominator = 0, points = 0 WHERE {ONLINE_PAYMENT}",
            "1 tiêu chí không phát sinh, 0 điểm",
        ),
        (FULL, "Không tiêu chí nào thiếu điểm"),
        ("DELETE FROM marts.indicator_part_value", words.NO_DATA),
    ):
        publish_with(synthetic, synthetic_file, change)
        listed = [said(each) for each in walk(drawn("21061")[7]) if getattr(each, "className", "") == "row"]
        assert listed == [why]


@pytest.mark.parametrize(
    ("books", "scope", "is_told"),
    [(BEGUN, "BS5", False), (COMING, "BS5", True), (WITHOUT_OTHERS, "21061", True), (WITHOUT_OTHERS, "BS5", False)],
)
def test_figures_of_a_term_stand_once_none_of_its_books_is_waited_for(
    synthetic: Installation, synthetic_file: Path, books: str, scope: str, is_told: bool
) -> None:
    """One early book would stand for all schools; how many came is told while they come."""
    failing = (
        "; UPDATE marts.indicator_value SET band = 'missed' WHERE indicator = 'lower_secondary_fail_share' "
        "AND unit_code = '21061' AND period_end = DATE '2026-05-31'"
    )
    publish_with(synthetic, synthetic_file, NO_BANDS + books + failing)
    tiles = drawn(scope)
    assert ("mức Chưa đạt: xã Vạn Tường" in said(tiles[1])) is is_told
    assert "Sổ điểm giữa kỳ I 2026–2027" in said(tiles[4])
