"""The wall's first scene: sentences and figures that say what the snapshot and the sources say, and nothing else."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from dash.development.base_component import Component

from dashboards import words
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.walls import component, everything_failed, publish_with, slots, wall_of
from tests.installation import Installation
from warehouse import reader

OVERVIEW = "overview"
NO_BANDS = "UPDATE marts.indicator_value SET band = NULL; "
NO_DELIVERIES = "UPDATE marts.delivery SET received_at = period_start, state = 'on_time', silent_since_date = NULL; "


def drawn(scope: str = "BS5") -> dict[int, Component]:
    return slots(component(wall_of(OVERVIEW, scope=scope)))


def said(node: Any) -> str:
    return " ".join(text(node).split())


def sentences(tile: Component) -> list[str]:
    (listed,) = [each for each in walk(tile) if getattr(each, "className", "") == "matters"]
    return [said(each) for each in listed.children]


def banded(indicator: str, unit: str, band: str, since: str, grain: str = "report_quarter") -> str:
    return (
        f"UPDATE marts.indicator_value SET band = '{band}' WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND grain = '{grain}' AND basis = 'successor' AND period_start >= DATE '{since}'; "
    )


def value(indicator: str, unit: str = "BS5", grain: str = "report_quarter", column: str = "value") -> Any:
    return reader.sql(
        f"SELECT {column} FROM marts.indicator_value WHERE indicator = '{indicator}' AND unit_code = '{unit}' "
        f"AND basis = 'successor' AND grain = '{grain}' ORDER BY period_end DESC LIMIT 1"
    ).iloc[0][column]


def test_measles_stands_first_and_no_small_number_is_told(synthetic: Installation) -> None:
    """D05."""
    told = sentences(drawn()[1])
    assert 3 <= len(told) <= 5
    assert told[0] == (
        "Vượt ngưỡng Sởi tại xã Đông Sơn, 4 tuần liền: dưới 10 người khám có chẩn đoán trong tuần 47 · từ 26/10 · "
        "Trung tâm Y tế khu vực"
    )


@pytest.mark.parametrize(
    ("more", "mark", "since"),
    [
        ("", "Không đạt", "từ 15/3"),
        (banded("on_time_share", "21085", "watch", "2026-06-15"), "Cần theo dõi", "từ 15/6"),
        (banded("on_time_share", "21085", "missed", "2020-01-01"), "Không đạt", "ít nhất từ 01/07/2025"),
    ],
)
def test_since_when_is_the_first_period_in_a_row_with_that_band(
    synthetic: Installation, synthetic_file: Path, more: str, mark: str, since: str
) -> None:
    planted = banded("on_time_share", "21085", "missed", "2026-03-15") + more
    publish_with(synthetic, synthetic_file, NO_BANDS + NO_DELIVERIES + planted)
    (told,) = sentences(drawn()[1])
    share = words.share(Decimal(str(value("on_time_share", "21085"))))
    assert told == (
        f"{mark} Giải quyết trước hạn và đúng hạn: xã Bình Minh {share} (mục tiêu 98%) · {since} · "
        "Văn phòng HĐND và UBND xã"
    )


def test_every_kind_of_sentence_in_its_order(synthetic: Installation, synthetic_file: Path) -> None:
    """A disease, an old red, a younger red, who owes, a source that is down; then nothing amber any more."""
    planted = (
        banded("measles_persons_week", "21109", "missed", "2026-11-09", "week")
        + banded("overdue_open", "21061", "missed", "2025-12-15")
        + banded("rejected_rating_share", "21061", "missed", "2026-09-15")
        + banded("online_share", "21040", "watch", "2024-12-15")
    )
    publish_with(synthetic, synthetic_file, NO_BANDS + planted)
    everything_failed(["health_record"])
    told = sentences(drawn()[1])
    starts = ("Vượt ngưỡng Sởi tại xã Đông Sơn, 2 tuần liền", "Không đạt Hồ sơ đang giải quyết quá hạn: xã Vạn Tường",
              "Không đạt Lượt đánh giá bị loại: xã Vạn Tường", "Chưa gửi ", "Hồ sơ sức khỏe")  # fmt: skip
    assert len(told) == 5 and [each.startswith(start) for each, start in zip(told, starts, strict=True)] == [True] * 5
    assert "trường chưa nộp sổ điểm giữa kỳ I 2026–2027" in told[3] and "hạn nộp 20/11" in told[3]
    assert "Mất kết nối nguồn từ" in told[4] and told[4].endswith("Người quản trị")
    assert "5 trong " in said(drawn()[1])


def test_each_sentence_leads_to_the_page_of_its_subject(synthetic: Installation) -> None:
    title, *inside = links(drawn()[1])
    assert urlsplit(title).path == "/"
    measles = parse_qs(urlsplit(inside[0]).query)
    assert urlsplit(inside[0]).path == "/health" and measles["tab"] == ["diseases"] and measles["unit"] == ["21109"]
    assert (measles["grain"], measles["start"]) == (["week"], ["2026-11-16"])
    assert {urlsplit(each).path for each in inside} >= {"/health", "/procedures", "/education", "/satisfaction"}


def test_the_chief_figures_are_those_of_the_warehouse(synthetic: Installation) -> None:
    tiles = drawn()
    shown: dict[tuple[str, str], str] = {}
    for slot in (2, 3, 4, 5):
        shown |= numbers(tiles[slot])
    for indicator in ("on_time_share", "returned_share", "overdue_open", "satisfied_share"):
        assert float(shown[indicator, "BS5"]) == pytest.approx(float(value(indicator)), abs=1e-6), indicator
    assert "trên 10 ngày làm việc: " in said(tiles[2]) and "Trả lại, từ chối, rút: " in said(tiles[2])
    assert "khoảng tin cậy 95%" in said(tiles[5]) and "lượt" in said(tiles[5])


def test_mark_books_are_told_with_who_is_waited_for(synthetic: Installation) -> None:
    """D09."""
    rows = reader.sql(
        "SELECT unit_name_vi, state FROM marts.delivery WHERE source = 'smas' AND term = 'mid_term_1' "
        "AND school_year = '2026-2027' ORDER BY unit_code"
    )
    shown = said(drawn()[4])
    assert f"{(rows['state'] == 'on_time').sum()}/{len(rows)} trường" in shown and "Mục tiêu 100%" in shown
    missing = [name.removeprefix("Trường ") for name in rows.loc[rows["state"] == "missing", "unit_name_vi"]]
    assert missing and f"Chưa nộp ({len(missing)}): {', '.join(missing[:5])}" in shown


def test_diseases_are_told_by_their_signals_and_who_is_least_protected(synthetic: Installation) -> None:
    shown = said(drawn()[3])
    assert shown.startswith("Bệnh truyền nhiễm tuần 47") and "Vượt ngưỡng xã Đông Sơn 4 tuần liền" in shown
    covers = reader.sql(
        "SELECT unit_code, value FROM marts.indicator_value WHERE indicator = 'measles_2_doses_cover' AND is_open "
        "AND grain = 'month' AND basis = 'successor' AND unit_kind = 'commune' ORDER BY value, unit_code"
    )
    assert ("measles_2_doses_cover", covers.iloc[0]["unit_code"]) in numbers(drawn()[3])
    assert "chưa phải số ca công bố" in shown and "Mẫu số: " in shown


def test_weeks_in_a_row_are_those_of_the_commune_that_is_named(synthetic: Installation, synthetic_file: Path) -> None:
    """The whole signals for longer than any of its communes: people are ill in one, then in another."""
    measles = {"BS5": "2026-09-28", "21109": "2026-10-26", "21061": "2026-11-09"}
    dengue = {"21109": "2026-10-26", "21061": "2026-11-16"}
    planted = [banded("measles_persons_week", unit, "missed", day, "week") for unit, day in measles.items()]
    planted += [banded("dengue_persons_week", unit, "missed", day, "week") for unit, day in dengue.items()]
    publish_with(synthetic, synthetic_file, NO_BANDS + "".join(planted))
    shown = said(drawn()[3])
    assert "Vượt ngưỡng xã Đông Sơn 4 tuần liền và 1 nơi nữa" in shown and "8 tuần" not in shown
    assert "Vượt ngưỡng xã Đông Sơn 4 tuần liền, xã Vạn Tường" in shown, "both where a line has room for them"
    assert "Sởi tại xã Đông Sơn, 4 tuần liền: " in said(drawn()[1])


@pytest.mark.parametrize(("state", "why"), [("not_received", words.NO_DATA), ("to_come", words.TO_COME)])
def test_communes_stand_worst_first_and_a_silent_one_is_not_calm(
    synthetic: Installation, synthetic_file: Path, state: str, why: str
) -> None:
    planted = (
        banded("on_time_share", "21061", "missed", "2026-09-15")
        + banded("satisfied_share", "21061", "missed", "2026-09-15")
        + banded("on_time_share", "21040", "watch", "2026-09-15")
        + banded("on_time_share", "21100", "met", "2026-09-15")
        + banded("measles_2_doses_cover", "21085", "met", "2026-11-01", "month")
        + f"UPDATE marts.indicator_value SET state = '{state}', value = NULL WHERE unit_code = '21085' "
        "AND indicator = 'dengue_persons_week' AND period_start = DATE '2026-11-16'"
    )
    publish_with(synthetic, synthetic_file, NO_BANDS + planted)
    rows = [said(each) for each in walk(drawn()[6]) if getattr(each, "className", "") == "sector-row"]
    assert rows[0] == "Thủ tục Y tế Giáo dục Hài lòng" and len(rows) == 6
    assert rows[1].startswith("Vạn Tường Không đạt") and rows[1].endswith("Không đạt")
    assert rows[2].startswith("Bình Sơn Cần theo dõi")
    (silent,) = [row for row in rows if row.startswith("Bình Minh")]
    assert why in silent
    signs = [each for each in walk(drawn()[6]) if str(getattr(each, "className", "")).startswith("sign sign-missed")]
    assert len(signs) == 2


def test_the_sources_say_cause_and_next_try(synthetic: Installation) -> None:
    """D15."""
    everything_failed(["health_record"])
    tile = drawn()[8]
    (down,) = [each for each in walk(tile) if attributes_of(each).get("data-state") == "down"]
    assert said(tile).startswith("Dữ liệu đến đâu") and attributes_of(down)["data-source"] == "health_record"
    assert "Mất kết nối nguồn" in said(down) and "source=health_record" in links(down)[0]
    assert next(each for each in walk(tile) if "data-state" in attributes_of(each)) is down
    assert "Hệ thống thông tin giải quyết TTHC Đúng hạn" in said(tile)


def test_the_service_index_ranks_the_communes_beside_what_they_could_reach(synthetic: Installation) -> None:
    tile, shown = drawn()[7], said(drawn()[7])
    scores = reader.sql(
        "SELECT unit_code, value FROM marts.indicator_value WHERE indicator = 'service_index_766' AND is_open "
        "AND grain = 'report_quarter' AND basis = 'successor' ORDER BY value, unit_code"
    )
    assert len(scores) == 5 and list(numbers(tile)) == [("service_index_766", code) for code in scores["unit_code"]]
    told = [words.number(value, 1) for value in scores["value"]]
    assert all(f"{points}/44" in shown for points in told) and "Mục tiêu 90 điểm" in shown and "44/100 điểm" in shown
    assert "56 điểm chưa có nguồn: công khai, minh bạch 18; " in shown and "mức độ hài lòng 18" in shown
    whole, *parts = [parse_qs(urlsplit(each).query) for each in links(tile)]
    assert [each["unit"] for each in parts] == [[code] for code in scores["unit_code"]] and whole["unit"] == ["BS5"]
    assert {urlsplit(each).path for each in links(tile)} == {"/procedures"}
    assert [each["view"] for each in (whole, *parts)] == [["766"]] * 6


def test_the_service_index_of_one_commune_tells_where_it_falls_short(synthetic: Installation) -> None:
    tile, shown = drawn("21061")[7], said(drawn("21061")[7])
    score = value("service_index_766", "21061")
    assert f"{words.number(score, 1)}/44 điểm có nguồn" in shown and "90 điểm" in shown
    assert float(numbers(tile)["service_index_766", "21061"]) == pytest.approx(float(score), abs=1e-6)
    weakest = reader.sql(
        "SELECT part.name_vi FROM marts.indicator_part_value AS value JOIN marts.indicator_part AS part "
        "USING (indicator, part) WHERE unit_code = '21061' AND grain = 'report_quarter' AND basis = 'successor' "
        "AND period_start = DATE '2026-09-15' ORDER BY points / highest LIMIT 3"
    )["name_vi"]
    places = [shown.index(name) for name in weakest]
    assert len(places) == 3 and places == sorted(places)


def test_the_course_has_received_and_on_time_alone(synthetic: Installation) -> None:
    shown = said(drawn()[9])
    assert "Tiếp nhận" in shown and "Đúng hạn" in shown and "Đã giải quyết" not in shown
    assert words.BOUNDARY_BREAK in shown and "view=trend" in links(drawn()[9])[0]


def test_hidden_figures_are_words_everywhere(synthetic: Installation, synthetic_file: Path) -> None:
    nothing = ", ".join(f"{name} = NULL" for name in ("value", "numerator", "denominator", "n", "band"))
    publish_with(synthetic, synthetic_file, f"UPDATE marts.indicator_value SET state = 'suppressed', {nothing}")
    tiles = drawn()
    for slot in (2, 3, 5):
        assert words.SUPPRESSED in said(tiles[slot]), slot
    # In small cells briefly, and why once, below them.
    assert said(tiles[6]).count("Đã ẩn") == 20 and said(tiles[6]).count("đã ẩn để bảo vệ dữ liệu cá nhân") == 1
    assert {shown for slot in (2, 3, 5) for shown in numbers(tiles[slot]).values()} == {""}


def test_a_wall_of_one_commune_speaks_of_itself(synthetic: Installation) -> None:
    tiles = drawn("21109")
    assert sentences(tiles[1])[0].startswith("Vượt ngưỡng Sởi tại xã Đông Sơn")
    assert not [each for each in sentences(tiles[1]) if "xã Vạn Tường" in each or "xã Bình Minh" in each]
    rows = [said(each) for each in walk(tiles[6]) if getattr(each, "className", "") == "sector-row"]
    assert rows == [] and said(tiles[6]).startswith("Bốn lĩnh vực")
    subjects = [said(each) for each in walk(tiles[6]) if "subject-row" in str(getattr(each, "className", ""))]
    assert [each.split(" ")[0] for each in subjects] == ["Thủ", "Y", "Giáo", "Hài"]
    assert "Vượt ngưỡng Số người khám có chẩn đoán" in subjects[1], "the figure that it is judged by"
    assert subjects[1].endswith(": dưới 10"), "no small number"
    share = words.share(Decimal(str(value("on_time_share", "21109"))))
    assert f"Giải quyết trước hạn và đúng hạn: {share} (mục tiêu 98%)" in subjects[0]
    assert "(mục tiêu " in subjects[3] and "%" not in subjects[3].partition(" (mục tiêu")[0], "not without its sample"
