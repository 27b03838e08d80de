"""The words a viewer reads, each against the spelling that the wording page fixes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboards import words
from dashboards.plain_words import for_a_leader


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.9605, "96,1%"),
        (0.96049, "96,0%"),
        (Decimal("0.979500"), "98,0%"),
        (0.97949, "97,9%"),
        (1, "100,0%"),
        (0, "0,0%"),
        (1.2345, "123,5%"),
    ],
)
def test_a_share_has_one_decimal_rounded_half_up(value: float, said: str) -> None:
    assert words.share(value) == said


def test_a_report_may_ask_for_two_decimals() -> None:
    assert words.share(0.99845, 2) == "99,85%"


@pytest.mark.parametrize(
    ("value", "decimals", "said"), [(1234.5, 1, "1.234,5"), (1234567, 0, "1.234.567"), (0.5, 0, "1")]
)
def test_numbers_have_vietnamese_separators(value: float, decimals: int, said: str) -> None:
    assert words.number(value, decimals) == said


@pytest.mark.parametrize(("value", "is_share", "said"), [(0.98, True, "98%"), (0.003, True, "0,3%"), (0, False, "0")])
def test_a_target_has_no_idle_decimal(value: float, is_share: bool, said: str) -> None:
    assert words.target(value, is_share) == said


def test_an_instant_is_told_in_vietnamese_time() -> None:
    just_after_midnight = datetime(2026, 11, 22, 17, 5, tzinfo=UTC)
    assert words.instant(just_after_midnight) == "00:05 ngày 23/11/2026"


@pytest.mark.parametrize(
    ("start", "end", "is_open", "said"),
    [
        (date(2026, 9, 15), date(2026, 12, 14), True, "Quý IV/2026 (15/9–nay)"),
        (date(2026, 9, 15), date(2026, 12, 14), False, "Quý IV/2026 (15/9–14/12)"),
        (date(2026, 9, 15), date(2026, 9, 15), True, "Quý IV/2026"),
    ],
)
def test_a_period_names_its_days(start: date, end: date, is_open: bool, said: str) -> None:
    assert words.period("Quý IV/2026", start, end, is_open) == said


def test_an_open_period_of_which_the_last_days_are_not_known_says_until_when() -> None:
    known = words.period("Quý IV/2026", date(2026, 9, 15), date(2026, 12, 14), True, date(2026, 11, 23))
    assert known == "Quý IV/2026 (15/9–23/11)"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Máy chủ 10.0.0.1 từ chối tài khoản", "Máy chủ từ chối tài khoản"),
        ("Không kết nối được máy chủ sftp.yte.example (EOFError).", "Không kết nối được máy chủ (EOFError)."),
        ("Nguồn không trả lời tại 10.0.0.1:80.", "Nguồn không trả lời."),
        ("Máy chủ SFTP từ chối mật khẩu", "Máy chủ SFTP từ chối mật khẩu"),
    ],
)
def test_a_leader_is_told_no_address(sentence: str, said: str) -> None:
    assert for_a_leader(sentence) == said


def test_a_period_that_explains_itself_is_left_alone() -> None:
    name = "Năm 2026 (dương lịch)"
    assert words.period(name, date(2026, 1, 1), date(2026, 12, 31), True) == name


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (110, 100, "tăng 10 (10,0%)"),
        (1462, 1586, "giảm 124 (7,8%)"),
        (5, 0, "tăng 5"),
        (22680, 583, "tăng 22.097"),
        (7, 7, "không đổi"),
    ],
)
def test_a_difference_is_told_in_words(now: int, before: int, said: str) -> None:
    assert words.difference(now, before) == said


def test_sentences_of_the_wording_page() -> None:
    assert words.below_minimum(17, 30) == "Chưa đủ mẫu (n = 17, cần 30)"
    assert words.missing_due_dates(0.068) == "6,8% không có ngày hẹn trả"
    assert words.late_by(6) == "quá hạn 6 ngày làm việc"
    assert words.CUT_OFF.format(since="14:32", held="14:30") == (
        "Màn hình mất kết nối từ 14:32 · đang giữ số liệu lúc 14:30"
    )
    assert [words.JUDGEMENTS[band].word for band in ("met", "watch", "missed")] == ["Đạt", "Cần theo dõi", "Không đạt"]


def test_names_are_ordered_by_letters_before_accents() -> None:
    names = ["Đông Sơn", "Bình Trị", "Bình Hòa", "Bình Hải", "Châu Ổ"]
    assert sorted(names, key=words.sort_key) == ["Bình Hải", "Bình Hòa", "Bình Trị", "Châu Ổ", "Đông Sơn"]


@pytest.mark.parametrize(
    ("moved", "said"),
    [(-0.0144, "−1,44 điểm %"), (Decimal("0.003"), "+0,30 điểm %"), (0, "0,00 điểm %"), (-0.00001, "0,00 điểm %")],
)
def test_a_change_of_a_share_is_told_in_points(moved: float, said: str) -> None:
    assert words.points(moved) == said


def test_a_share_that_is_there_is_never_written_as_nothing() -> None:
    assert words.share(Decimal("0.000104")) == "dưới 0,1%" and words.share(0.0005) == "0,1%"
    assert words.share(0) == "0,0%" and words.share(0.00001, 2) == "dưới 0,01%" and words.share(0.0001, 0) == "dưới 1%"
