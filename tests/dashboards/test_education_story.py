"""The demo's situations at the schools, D09 to D11, found on the slots and pages where a leader meets them."""

from collections.abc import Iterator

import pytest
from dash.development.base_component import Component

from connectors.kit.runner import pull
from dashboards import words
from dashboards.screens.education.screen import layout
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.education.facts import Facts, read_facts
from dashboards.screens.wall.scenes.education.scene import SCENE
from dashboards.screens.wall.stage import find_stage
from tests.dashboards.elements import text
from tests.dashboards.schooled import rows_of
from tests.installation import Installation, installed, served
from tests.story import BINH_CHUONG, BINH_MINH, VAN_TUONG
from warehouse import reader
from warehouse.build import build
from warehouse.reader import current

pytestmark = pytest.mark.slow
HALF_A_POINT = 0.005
FAILING = ("Trường THCS Mẫu 03", "Trường THCS Mẫu 07", "Trường THCS Mẫu 11", "Trường THCS Mẫu 15")
PAGES = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The schools of the whole demo, and no other source: their books take minutes."""
    with installed(tmp_path_factory.mktemp("schools"), seed=1, scale=1.0) as installation:
        with served(installation, with_story=True, only=["smas"]):
            pull("smas")
        build()
        yield installation


@pytest.fixture(scope="module")
def facts(demo: Installation) -> Facts:
    snapshot = current()
    assert snapshot is not None
    place = find_stage(snapshot, "BS5")
    assert place is not None
    return read_facts(place)


def slot(number: int, facts: Facts) -> Component:
    return SCENE.slots[number].draw(facts, Links.of(facts.place, PAGES, "/education"))


def said(node: Component) -> str:
    return " ".join(text(node).split())


def test_d09_five_books_did_not_come_in_time(facts: Facts) -> None:
    assert "55/60 trường" in said(slot(1, facts)) and "Chưa nộp (4)" in said(slot(1, facts))
    rows = rows_of(layout(tab="workbooks"), "Sổ điểm, giữa kỳ I 2026–2027")
    waited = [(row[1].lower(), row[2]) for row in rows[:5]]
    units = reader.sql("SELECT unit_code, short_name_vi FROM marts.unit WHERE valid_to IS NULL")
    names = dict(zip(units["unit_code"], units["short_name_vi"], strict=True))
    missing, late = "Chưa nộp, đã quá hạn", "Nộp chậm"
    assert sorted(waited) == sorted(
        [
            *[(names[BINH_MINH].lower(), missing)] * 3,
            (names[BINH_CHUONG].lower(), missing),
            (names[VAN_TUONG].lower(), late),
        ]
    )
    assert {row[2] for row in rows[5:]} == {"Nộp đúng hạn"} and rows[4][3].endswith("22/11/2026")


def test_d10_lifted_marks_stand_with_both_values(facts: Facts) -> None:
    assert "31 điểm trung bình" in said(slot(8, facts)) and "Trường THCS Mẫu 12: 31" in said(slot(8, facts))
    page = layout(tab="differences")
    rows = rows_of(page, "Điểm trung bình trong sổ và tính lại, cả năm 2025–2026")
    assert {row[0] for row in rows} == {"Trường THCS Mẫu 12"} and sum(int(row[4]) for row in rows) == 31
    told = [row for row in rows if int(row[4]) >= 5]
    assert len(told) >= 3 and {row[3] for row in rows} == {"trung bình cả năm"}
    for row in told:
        recorded, anew = (float(cell.replace(",", ".")) for cell in row[5:7])
        least, _, most = row[7].partition("–")
        assert 0.1 <= recorded - anew <= 0.3 and {least, most or least} <= {"0,1", "0,2", "0,3"}
    assert all(row[5] == words.SUPPRESSED for row in rows if int(row[4]) < 5)
    levels = rows_of(page, "Kết quả trong sổ và tính lại, cả năm 2025–2026")
    assert len(levels) == 1 and levels[0][0] == "Trường THCS Mẫu 12"
    assert levels[0][1].endswith(": 9 học sinh có kết quả trong sổ (khá) khác kết quả tính lại (đạt)")


def test_d11_one_subject_fails_at_four_schools(facts: Facts) -> None:
    assert "tăng nhiều nhất: Toán 8" in said(slot(3, facts))
    assert said(slot(4, facts)).partition("Mục tiêu 10%")[2].strip().startswith("Toán 8")
    counted = reader.sql(
        "SELECT unit_name_vi, average_count, below_5_share FROM marts.subject_term WHERE subject_code = 'TOAN' "
        "AND grade = 8 AND term = 'year' AND unit_kind = 'area' AND NOT is_hidden"
    ).iloc[0]
    assert 0.09 < float(counted["below_5_share"]) < 0.14
    schools = [row for row in rows_of(layout(tab="subjects", subject="TOAN", grade="8"), "Điểm") if "THCS" in row[0]]
    shares = {
        row[0]: (int(row[2].partition("%")[0]) / 100, int(row[4].replace(".", ""))) for row in schools if "%" in row[2]
    }
    assert set(FAILING) <= set(shares)
    together = sum(share * count for share, count in (shares[name] for name in FAILING))
    assert together / sum(shares[name][1] for name in FAILING) == pytest.approx(0.23, abs=2 * HALF_A_POINT)
    assert schools[0][0] in FAILING and schools[1][0] in FAILING


def test_what_the_books_say_is_what_is_worked_out_anew_but_for_the_lifted_marks(demo: Installation) -> None:
    """300 books, written by another program than ours: nothing else differs."""
    found = reader.sql("SELECT code, key FROM quality.finding WHERE source = 'smas' AND code LIKE '%_differs'")
    assert set(found["code"]) == {"mark_differs", "level_differs"}
    assert {key.partition(" · ")[0] for key in found["key"]} == {"51524512"}
    assert not len(reader.sql("FROM quality.finding WHERE code IN ('subject_missing', 'too_few_regular_marks')"))


def test_every_slot_speaks(facts: Facts) -> None:
    for number in SCENE.slots:
        assert len(said(slot(number, facts))) > 40
    shown = said(slot(7, facts))
    assert "/35" in shown or "/45" in shown
