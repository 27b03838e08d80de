"""The demo's situations of the one-stop work, each found again on the slots and pages where a leader would meet it."""

import re

import pandas as pd
import pytest
from dash.development.base_component import Component

from dashboards.place import find_place
from dashboards.published import published
from dashboards.screens.indicators.screen import layout as indicators
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.rows import asked_of_page, count_of, rows_frame
from dashboards.screens.procedures.screen import layout
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.procedures.facts import Facts, read_facts
from dashboards.screens.wall.scenes.procedures.scene import SCENE
from dashboards.screens.wall.stage import find_stage
from dashboards.words import BOUNDARY_BREAK
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.views import followed
from tests.installation import Installation
from tests.story import BINH_CHUONG, BINH_MINH, BINH_SON, DONG_SON, OCTOBER_30, VAN_TUONG
from warehouse.build import build
from warehouse.reader import current

pytestmark = pytest.mark.slow
HALF_A_POINT = 0.005
SINCE_OCTOBER = {"grain": "quarter", "start": "2026-10-01"}


@pytest.fixture(scope="module")
def facts(story: Installation) -> Facts:
    return facts_of("BS5")


def facts_of(scope: str) -> Facts:
    snapshot = current()
    assert snapshot is not None
    place = find_stage(snapshot, scope)
    assert place is not None
    return read_facts(place)


def slot(number: int, facts: Facts) -> Component:
    """A tile of the wall."""
    return SCENE.slots[number].draw(facts, Links.of(facts.place, "http://127.0.0.1:1", "/procedures"))


def rows_of(asked: dict[str, str]) -> pd.DataFrame:
    """The whole list of dossiers that an address leads to."""
    return rows_frame(asked_of_page(find_place(View.read(asked))), {}, limit=100_000, offset=0)


def said_of_pictures(facts: Facts, number: int) -> str:
    """What those hear who do not see a slot's drawings."""
    tile = slot(number, facts)
    return " ".join(attributes_of(each)["alt"] for each in walk(tile) if getattr(each, "alt", None))


def on_slot(facts: Facts, number: int) -> str:
    return text(slot(number, facts))


def value(page: object, indicator: str, unit: str) -> float:
    return float(numbers(page)[indicator, unit])


def test_d01_the_slip_of_one_commune_stands_first_and_is_explained(facts: Facts) -> None:
    on_time = on_slot(facts, 2)
    communes = re.findall(r"Xã (?:Vạn Tường|Bình Sơn|Bình Minh|Bình Chương|Đông Sơn)", on_time)
    assert communes[0] == "Xã Vạn Tường" and "Không đạt" in on_time
    # Since 15/09, half a month of the good quarter included.
    assert value(slot(2, facts), "on_time_share", VAN_TUONG) == pytest.approx(0.921, abs=HALF_A_POINT)
    assert "Đất đai" in on_slot(facts, 5).partition("n =")[0]
    page = layout(unit=VAN_TUONG, **SINCE_OCTOBER)
    assert value(page, "on_time_share", VAN_TUONG) == pytest.approx(0.912, abs=HALF_A_POINT)
    explained = text(layout(unit=VAN_TUONG, measure="on_time_share", view="why", **SINCE_OCTOBER))
    worst = explained.partition("Những phần làm thay đổi nhiều nhất")[2]
    assert worst.index("Phòng Kinh tế xã Vạn Tường · Đất đai") < 200


def test_d01_the_course_bears_the_mark_of_the_reform(facts: Facts) -> None:
    assert BOUNDARY_BREAK in on_slot(facts, 7) and on_slot(facts, 7).startswith("18 tháng")
    graph = next(each for each in walk(layout(view="trend", unit=VAN_TUONG)) if hasattr(each, "figure"))
    assert BOUNDARY_BREAK in [note["text"] for note in graph.figure.layout.annotations]


def test_d01_the_wall_of_the_commune_shows_its_collapse_and_its_recovery(story: Installation) -> None:
    of_commune = facts_of(VAN_TUONG)
    shares = {month.name: float(month.share) for month in of_commune.course.months if month.share is not None}
    assert shares["06/25"] == pytest.approx(0.978, abs=2 * HALF_A_POINT)
    assert min(shares[month] for month in ("07/25", "08/25", "09/25")) < 0.72
    assert shares["08/26"] > 0.94 > 0.92 > shares["10/26"]
    assert BOUNDARY_BREAK in on_slot(of_commune, 7) and "08/25 68," in said_of_pictures(of_commune, 7)


def test_d02_the_share_that_missing_due_dates_flatter_says_so(facts: Facts) -> None:
    on_time = on_slot(facts, 2)
    noted = re.search(r"Xã Đông Sơn\s+([\d,]+)%.{0,20}?([\d,]+)% không có ngày hẹn trả", on_time)
    assert noted and [float(each.replace(",", ".")) for each in noted.groups()] == pytest.approx([97.7, 5.4], abs=0.5)
    page = layout(unit=DONG_SON, **SINCE_OCTOBER)
    assert value(page, "on_time_share", DONG_SON) == pytest.approx(0.979, abs=HALF_A_POINT)
    said = re.search(r"([\d,]+)% không có ngày hẹn trả", text(page))
    assert said and float(said[1].replace(",", ".")) / 100 == pytest.approx(0.068, abs=HALF_A_POINT)


def test_d02_the_missing_due_dates_are_red(story: Installation) -> None:
    place = find_place(View.read({"unit": DONG_SON, **SINCE_OCTOBER}))
    (missing,) = (each for each in published(place, ["missing_due_date_share"]) if each.unit_code == DONG_SON)
    assert missing.band == "missed" and float(missing.value or 0) == pytest.approx(0.068, abs=HALF_A_POINT)
    page = indicators(unit=DONG_SON)
    card = next(each for each in walk(page) if getattr(each, "id", None) == "missing_due_date_share")
    figure = next(each for each in walk(card) if getattr(each, "className", "") == "indicator-figure")
    assert "Không đạt" in text(figure)


def test_d02_the_share_as_it_would_be_if_all_without_a_due_date_were_late(story: Installation) -> None:
    asked = {"unit": DONG_SON, "measure": "on_time_share", **SINCE_OCTOBER}
    on_time, resolved = (rows_of({**asked, "part": part}) for part in ("numerator", "denominator"))
    without = int(on_time["due_date"].isna().sum())
    assert without > 50
    assert (len(on_time) - without) / len(resolved) == pytest.approx(0.911, abs=HALF_A_POINT)


def test_d03_what_was_returned_on_its_due_day_is_told(facts: Facts) -> None:
    assert "Quý III/2026:  xã Bình Chương 5,0%" in on_slot(facts, 9)
    tile = slot(9, facts)
    quarter = {"unit": BINH_CHUONG, "start": "2026-06-15"}
    assert any(quarter.items() <= followed(link).items() and "view=why" in link for link in links(tile))
    assert value(layout(**quarter), "returned_share", BINH_CHUONG) == pytest.approx(0.05, abs=HALF_A_POINT)
    said = text(layout(measure="returned_share", view="why", **quarter))
    moved = re.search(r"([\d,]+)%, \+[\d,]+ điểm % so với Quý II/2026 \([^)]*\) \(([\d,]+)%\)", said)
    now, before = (float(each.replace(",", ".")) for each in moved.groups()) if moved else (0, 0)
    assert before == pytest.approx(2.1, abs=0.5) and now == pytest.approx(4.96, abs=0.5)
    found = re.search(
        r"(\d+) trong (\d+) hồ sơ bị trả lại vào đúng ngày hẹn trả; nhiều nhất trong tuần từ 07/09/2026", said
    )
    assert found and int(found[1]) >= 50


def test_d04_due_dates_on_the_new_holiday_are_listed(facts: Facts) -> None:
    page = layout()
    link = next(each for each in links(page) if "finding=due_on_holiday" in each)
    assert "rơi vào ngày nghỉ; nếu tính ngày làm việc kế tiếp là 25/11/2026" in text(page)
    assert count_of(find_place(View.read(followed(link)))) == 38


def test_d16_a_figure_that_was_sent_is_explained_by_late_records(story: Installation, facts: Facts) -> None:
    then = build(as_known_at=OCTOBER_30).snapshot_id
    october = {"unit": BINH_SON, "grain": "month", "start": "2026-10-01"}
    assert value(layout(**october), "on_time_share", BINH_SON) == pytest.approx(0.975, abs=HALF_A_POINT)
    earlier = layout(snapshot=then, **october)
    assert value(earlier, "on_time_share", BINH_SON) == pytest.approx(0.989, abs=HALF_A_POINT)
    assert "Đây là số liệu như đã biết đến" in text(earlier)
    said = text(layout(measure="on_time_share", view="why", against=then, **october))
    assert re.search(r"\d+ hồ sơ về sau", said) and "không có số này tỷ lệ là 98," in said


def test_d17_the_national_portals_greater_count_stands_beside_ours(facts: Facts) -> None:
    said = re.search(r"nhiều hơn (\d+) hồ sơ", on_slot(facts, 1))
    assert said and 126 <= int(said[1]) <= 140
    assert re.search(r"nhiều hơn (\d+) hồ sơ", text(layout()))


def test_d18_the_form_that_does_not_add_up_is_named_with_its_dossiers(facts: Facts) -> None:
    page = layout(unit=BINH_MINH)
    assert "lệch 3 hồ sơ" in text(page)
    link = next(each for each in links(page) if "finding=finished_without_date" in each)
    assert count_of(find_place(View.read(followed(link)))) == 3
