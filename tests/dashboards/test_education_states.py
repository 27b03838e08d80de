"""What the page of schools says where there is no figure: the term is to come, nobody taught it, nothing was marked."""

from pathlib import Path

import pytest

from dashboards.screens.education.screen import layout
from tests.dashboards.elements import text, walk
from tests.dashboards.schooled import BEFORE_THE_DEADLINE, rows_of, tables
from tests.dashboards.walls import publish_with
from tests.installation import Installation

AWAITED = "Chưa đến kỳ · kỳ tới: cuối kỳ I, hạn 20/01/2027"
TO_COME = {"start": "2026-09-05", "end": "2027-05-31"}
MAU_12 = "51524512"


def test_a_day_on_which_several_terms_begin_means_the_newest_that_ended(synthetic: Installation) -> None:
    page = layout(start="2026-09-05", tab="workbooks")
    assert "Sổ điểm, giữa kỳ I 2026–2027" in tables(page) and AWAITED not in text(page)
    assert "Sổ điểm, cả năm 2025–2026" in tables(layout(start="2025-09-05", tab="workbooks"))


@pytest.mark.parametrize("tab", ["workbooks", "levels", "subjects", "primary", "attendance", "classes", "differences"])
def test_a_term_to_come_lists_nothing_and_says_which_is_awaited(synthetic: Installation, tab: str) -> None:
    page = layout(tab=tab, **TO_COME)
    assert AWAITED in text(page) and not tables(page)
    assert "chưa nộp" not in text(page).casefold()


def test_tiles_of_a_term_to_come_say_so_and_judge_nothing(synthetic: Installation) -> None:
    page = layout(**TO_COME)
    tiles = [text(each) for each in walk(page) if getattr(each, "className", None) == "kpi"]
    assert len(tiles) == 9 and all(AWAITED in tile for tile in tiles)
    shown = [tile.partition("Cách tính")[0] for tile in tiles]
    assert not any(word in tile for tile in shown for word in ("Không phát sinh", "chưa nộp", "Mới nhận"))


def test_a_tile_says_how_many_books_of_its_own_term_came(synthetic: Installation) -> None:
    tiles = [text(each) for each in walk(layout()) if getattr(each, "className", None) == "kpi"]
    of_year = [tile for tile in tiles if "Cả năm 2025–2026" in tile]
    of_half = [tile for tile in tiles if "Giữa kỳ I 2026–2027" in tile]
    assert of_year and all("đã nhận 60/60 trường · hạn 10/06/2026" in tile for tile in of_year)
    assert of_half and all("đã nhận 56/60 trường · hạn 20/11/2026" in tile for tile in of_half)


def test_before_the_deadline_the_page_says_how_many_books_came_and_judges_nobody(
    synthetic: Installation, synthetic_file: Path
) -> None:
    publish_with(synthetic, synthetic_file, BEFORE_THE_DEADLINE)
    (tile,) = [
        text(each) for each in walk(layout()) if getattr(each, "className", None) == "kpi" and "Sổ điểm" in text(each)
    ]
    assert "Giữa kỳ I 2026–2027" in tile and "Chưa đánh giá trước hạn nộp" in tile
    assert "55/60 trường" in tile and "5 chưa đến hạn" in tile and "Không phát sinh" not in tile
    listed = layout(tab="workbooks")
    assert "55/60 trường nộp đúng hạn · 5 chưa đến hạn" in " ".join(text(listed).split())
    assert [row[2] for row in rows_of(listed, "Sổ điểm, giữa kỳ I 2026–2027")[:6]] == ["Chưa đến hạn"] * 5 + [
        "Nộp đúng hạn"
    ]


def test_a_school_has_the_tabs_of_what_it_teaches(synthetic: Installation) -> None:
    page = layout(unit=MAU_12, tab="primary")
    assert "Trường không có học sinh cấp học này" in text(page) and not tables(page)
    tabs = [text(each) for each in walk(page) if str(getattr(each, "className", "")).startswith("look")]
    assert any("Kết quả học tập" in each for each in tabs) and not any("Tiểu học" in each for each in tabs)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"subject": "NOPE"}, "môn học không có: NOPE"),
        ({"unit": MAU_12, "class": "99Z"}, "lớp không có: 99Z"),
        ({"tab": "moon"}, "Chọn một trong: Sổ điểm, Kết quả học tập"),
        ({"measure": "lower_secondary_good_share"}, "không có danh sách"),
    ],
)
def test_a_refusal_names_what_there_is_in_words(synthetic: Installation, query: dict[str, str], said: str) -> None:
    refused = text(layout(**{"tab": "subjects"} | query if "measure" not in query else query))
    assert said in refused and ".." not in refused and "?." not in refused and "workbooks" not in refused


def test_a_tab_without_figures_says_so(synthetic: Installation) -> None:
    page = layout(tab="subjects", start="2026-09-05", end="2026-11-14")
    assert "Chưa có số liệu" in text(page) and "hãy chọn kỳ khác" in text(page) and not tables(page)


@pytest.mark.parametrize(
    ("tab", "aim"),
    [("levels", "3%"), ("primary", "từ 99%"), ("attendance", "từ 98%"), ("classes", "0%"), ("subjects", "10%")],
)
def test_what_is_judged_stands_with_its_target(synthetic: Installation, tab: str, aim: str) -> None:
    (note,) = [text(each) for each in walk(layout(tab=tab)) if getattr(each, "className", None) == "note targets"]
    assert f"Mục tiêu {aim}" in note or f"Mục tiêu không quá {aim}" in note


def test_shares_stand_with_their_counts(synthetic: Installation) -> None:
    total = rows_of(layout(tab="primary"), "Tiểu học hoàn thành")[-1]
    share, _, count = total[1].rpartition(" ")
    assert "%" in share and "/" in count


def test_no_mark_of_certainty_and_no_file_name_reaches_the_page(synthetic: Installation) -> None:
    for tab in ("prizes", "attendance"):
        said = text(layout(tab=tab))
        assert "[seen]" not in said and "[assumed]" not in said and ".csv;" not in said and "config/" not in said
