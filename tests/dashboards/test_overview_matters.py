"""What needs somebody, from standings typed by hand: each kind of sentence, their order, and which of them are told."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dashboards import words
from dashboards.marks import Mark
from dashboards.overview import matters
from dashboards.overview.matters import Matter
from dashboards.overview.standings import Standing
from dashboards.place import Period, Unit
from dashboards.readings import Reading
from dashboards.screens.wall.need import lines_of
from dashboards.screens.wall.scenes.overview.matter_slot import LINES, chosen, in_words
from dashboards.senders import Sender
from warehouse.reader import SourceState

AREA = Unit("BS5", date(2025, 7, 1), None, "area", "Cụm 5 xã", "cụm 5 xã", None, None)
QUARTER = Period("report_quarter", date(2026, 9, 15), date(2026, 12, 14), date(2026, 11, 23), True, "", "Quý IV/2026")
WEEK = Period("week", date(2026, 11, 16), date(2026, 11, 22), date(2026, 11, 22), False, "", "Tuần 47/2026")
TERM = Period("school_term", date(2026, 9, 5), date(2026, 11, 14), date(2026, 11, 14), False, "", "Giữa kỳ I 2026–2027")
MEASLES = {"measles_persons_week": "Sởi"}


def standing(
    band: str | None = "missed",
    unit: str = "21061",
    *,
    indicator: str = "on_time_share",
    text: str = "92,1%",
    value: float | None = 0.921,
    period: Period = QUARTER,
    began: date = date(2026, 9, 15),
    in_a_row: int = 1,
    subject: str = "dossier",
) -> Standing:
    number = None if value is None else Decimal(str(value))
    names = {"21061": "xã Vạn Tường", "21109": "xã Đông Sơn", "BS5": "cụm 5 xã"}
    reading = Reading(indicator, unit, names.get(unit, f"xã {unit}"), text, number, band=band, target="98%",
                      target_value=0.98, owner="Văn phòng HĐND và UBND xã")  # fmt: skip
    name = "Tỷ lệ giải quyết trước hạn và đúng hạn (thuộc thẩm quyền của xã)"
    return Standing(reading, name, subject, period, True, began, "Quý I/2025", in_a_row, False)


def matter(
    sign: str = "missed",
    began: date = date(2026, 9, 15),
    subject: str = "dossier",
    *,
    spreads: bool = False,
    gap: float = 0.0,
    what: str = "Việc",
) -> Matter:
    return Matter(Mark("Không đạt", sign), what, "từ 15/9", "Ai đó", began, subject, "", spreads=spreads, gap=gap)


def test_a_band_says_what_where_since_when_and_who_answers() -> None:
    (told,) = matters.of_bands([standing()], [], AREA)
    assert told.what == "giải quyết trước hạn và đúng hạn: xã Vạn Tường 92,1% (mục tiêu 98%)"
    assert (told.mark.word, told.since, told.who) == ("Không đạt", "trong kỳ từ 15/9", "Văn phòng HĐND và UBND xã")
    assert told.named == {"unit": "21061", "grain": "report_quarter", "start": "2026-09-15", "end": ""}


def test_two_matters_of_one_subject_that_began_on_one_day_are_told_apart() -> None:
    """Or the second would not bring its scene forward, since the first did."""
    among = [standing(), standing(indicator="overdue_open", text="12", value=12)]
    first, second = matters.of_bands(among, [], AREA)
    assert (first.subject, first.began) == (second.subject, second.began) and first.key != second.key
    (later,) = matters.of_bands([standing(text="91,0%", value=0.91)], [], AREA)
    assert later.key == first.key, "a figure that moves is no new matter"


def test_the_communes_of_one_indicator_are_one_sentence_and_red_ones_hide_amber_ones() -> None:
    among = [
        standing("watch", "21040", began=date(2024, 1, 1)),
        standing("missed", "21109", began=date(2026, 9, 15)),
        standing("missed", "21061", began=date(2026, 6, 15), in_a_row=2),
        standing("missed", "BS5", began=date(2020, 1, 1)),
    ]
    (told,) = matters.of_bands(among, [], AREA)
    assert "xã Vạn Tường 92,1% và 1 nơi nữa" in told.what and told.since == "từ 15/6"


def test_an_area_speaks_where_none_of_its_communes_does() -> None:
    (told,) = matters.of_bands([standing("watch", "BS5"), standing("met", "21061")], [], AREA)
    assert "cụm 5 xã 92,1%" in told.what and told.mark.word == "Cần theo dõi"
    (told,) = matters.of_bands([standing("missed", "BS5"), standing("watch", "21061")], [], AREA)
    assert "cụm 5 xã 92,1% (" in told.what and told.mark.word == "Không đạt", "as its own tile says beside it"
    assert matters.of_bands([standing("met"), standing(None), standing("within")], [], AREA) == []


def test_what_is_hidden_is_told_without_a_number() -> None:
    (told,) = matters.of_bands([standing(text="Đã ẩn để bảo vệ dữ liệu cá nhân", value=None)], [], AREA)
    assert told.what == "giải quyết trước hạn và đúng hạn: xã Vạn Tường (mục tiêu 98%)"


@pytest.mark.parametrize("indicator", ["measles_2_doses_cover", "health_record_cover", "satisfied_share"])
def test_a_share_that_needs_its_denominator_or_its_sample_is_told_without_its_number(indicator: str) -> None:
    (told,) = matters.of_bands([standing(indicator=indicator)], [], AREA)
    assert told.what.endswith("xã Vạn Tường (mục tiêu 98%)")


def test_a_share_by_a_formula_that_is_not_confirmed_is_told_without_its_number() -> None:
    known = standing(indicator="data_reuse_share")
    doubtful = replace(known, reading=replace(known.reading, formula=words.UNCONFIRMED))
    (told,) = matters.of_bands([doubtful], [], AREA)
    assert told.what.endswith("xã Vạn Tường (mục tiêu 98%)")


def test_what_the_deliveries_tell_by_name_is_not_told_as_a_share_too() -> None:
    among = [standing(indicator=each) for each in matters.TOLD_BY_NAME]
    assert len(among) == 2 and matters.of_bands(among, [], AREA) == []
    assert matters.of_bands([standing()], ["on_time_share"], AREA) == []


def test_since_when_is_told_no_further_back_than_is_known() -> None:
    known = standing(began=date(2024, 12, 15), in_a_row=8)
    assert known.since == "từ 15/12/2024"
    assert replace(known, is_from_the_first=True).since == "ít nhất từ 15/12/2024"
    assert replace(known, period=TERM, began_name="Cả năm 2025–2026").since == "từ cả năm 2025–2026"


def test_a_disease_says_its_weeks_and_no_small_number() -> None:
    spot = standing("missed", "21109", indicator="measles_persons_week", text="Dưới 10", value=None, period=WEEK,
                    began=date(2026, 10, 26), in_a_row=4, subject="health")  # fmt: skip
    (told,) = matters.of_diseases([spot, standing()], MEASLES, AREA)
    assert told.what == "Sởi tại xã Đông Sơn, 4 tuần liền: dưới 10 người khám có chẩn đoán trong tuần 47"
    assert (told.mark.word, told.since, told.spreads) == ("Vượt ngưỡng", "từ 26/10", True)
    assert told.named["tab"] == "diseases" and told.named["start"] == "2026-11-16"
    assert matters.of_diseases([replace(spot, reading=replace(spot.reading, band="met"))], MEASLES, AREA) == []
    hidden = replace(spot, reading=replace(spot.reading, text=words.SUPPRESSED))
    (told,) = matters.of_diseases([hidden], MEASLES, AREA)
    assert told.what == "Sởi tại xã Đông Sơn, 4 tuần liền: số người khám trong tuần 47 đã ẩn"


def test_weeks_and_number_of_a_disease_are_those_of_the_commune_that_is_named() -> None:
    among = [
        standing("missed", unit, indicator="measles_persons_week", text=text, value=None, period=WEEK, in_a_row=weeks)
        for unit, text, weeks in (("21061", "12", 2), ("21109", "Dưới 10", 4), ("21040", "15", 1), ("BS5", "30", 9))
    ]
    (told,) = matters.of_diseases(among, MEASLES, AREA)
    assert told.what == (
        "Sởi tại xã Đông Sơn, 4 tuần liền: dưới 10 người khám có chẩn đoán trong tuần 47, và 2 nơi nữa"
    )


NOW = datetime(2026, 11, 22, tzinfo=UTC)


def source(state: str, sentence: str) -> SourceState:
    return SourceState("health_record", "Hồ sơ sức khỏe", state, sentence, None, None, NOW, NOW, NOW, {}, False)


def test_a_source_is_told_in_its_own_sentence_while_somebody_must_act() -> None:
    down = source("down", "Mất kết nối nguồn từ 01:02 ngày 23/11")
    (told,) = matters.of_sources([down, source("fresh", "Số liệu đến 07:15")], "Người quản trị")
    assert (told.mark.word, told.mark.sign) == ("Hồ sơ sức khỏe", "missed")
    assert told.what == "Mất kết nối nguồn từ 01:02 ngày 23/11" and told.who == "Người quản trị"


@pytest.mark.parametrize(("days", "sign"), [(1, "watch"), (2, "watch"), (3, "missed")])
def test_what_is_late_for_days_is_red(days: int, sign: str) -> None:
    """By the days that its own sentence counts, whatever weekend lies between."""
    (told,) = matters.of_sources([replace(source("late", "Chậm"), late_days=days)], "Người quản trị")
    assert told.mark.sign == sign


def sender(name: str, silent_from: date | None) -> Sender:
    return Sender(name, name, "station", "", 30, 20, None, None, {"record": silent_from})


def test_silent_facilities_are_one_sentence_named_by_the_longest_silent() -> None:
    among = [sender("Trạm B", date(2026, 11, 18)), sender("Trạm A", date(2026, 11, 17)), sender("Trạm C", None)]
    (told,) = matters.of_senders(among, "Đơn vị gửi", date(2026, 11, 23))
    assert told.what == "Không có dữ liệu của Trạm A và 1 nơi nữa" and told.since == "chờ từ 17/11"
    assert matters.of_senders(among[2:], "Đơn vị gửi", date(2026, 11, 23)) == []


def test_missing_mark_books_are_told_by_commune() -> None:
    told = standing(period=TERM, subject="education")
    (owed,) = matters.of_books({"xã Bình Chương": 1, "xã Bình Minh": 3}, told, date(2026, 11, 20))
    assert owed.what == "4 trường chưa nộp sổ điểm giữa kỳ I 2026–2027: xã Bình Minh 3, xã Bình Chương 1"
    assert owed.since == "hạn nộp 20/11" and owed.mark.sign == "missed"
    assert matters.of_books({}, told, date(2026, 11, 20)) == []


def test_red_stands_first_what_spreads_before_all_of_it_then_the_oldest_then_the_farthest() -> None:
    told = [
        spreading := matter(began=date(2026, 11, 16), spreads=True, subject="health"),
        oldest := matter(began=date(2024, 12, 15), subject="a"),
        farther := matter(gap=0.9, subject="b"),
        nearer := matter(gap=0.1, subject="c"),
        amber := matter("watch", date(2020, 1, 1), subject="d"),
    ]
    for turned in (told, told[::-1]):
        assert chosen(turned) == (spreading, oldest, farther, nearer, amber)


def test_the_worst_of_each_subject_is_told_before_a_second_of_any_but_no_amber_before_red() -> None:
    old = [matter(began=date(2025, 1, day), what=f"Việc {day}") for day in range(1, 7)]
    late = matter(began=date(2026, 11, 23), subject="quality")
    amber = matter("watch", date(2020, 1, 1), "education")
    assert chosen([*old, late, amber]) == (*old[:4], late)
    assert chosen([*old[:2], late, amber]) == (*old[:2], late, amber)


def test_no_more_is_told_than_a_tile_has_room_for() -> None:
    long_ones = [matter(began=date(2025, 1, day), what="việc " * 36) for day in range(1, 6)]
    assert len(chosen(long_ones)) == 3
    assert sum(lines_of(in_words(each)) for each in chosen(long_ones)) <= LINES
    assert chosen([]) == ()


def test_lines_are_counted_of_all_that_is_said() -> None:
    short = matter(what="việc")
    longer = (replace(short, what="việc " * 8), replace(short, who="người " * 7))
    assert [lines_of(in_words(each)) for each in (short, *longer)] == [1, 2, 2]
