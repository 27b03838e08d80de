"""The rows of a list are the number they stand for: every unit, both bases, many periods, every side of a number."""

from typing import Any

import pandas as pd
import pytest

from dashboards.place import find_place
from dashboards.published import dictionary, published
from dashboards.readings import adds_up
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.breakdown import ADDED, remainder
from dashboards.screens.procedures.rows import count_of, counted_by, lateness, rows, rows_for, title_of
from dashboards.screens.procedures.screen import layout
from dashboards.screens.procedures.summary import TABLE, summary
from dashboards.screens.procedures.tiles import INDICATORS
from dashboards.screens.procedures.values import divided, whole
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.views import followed
from tests.installation import Installation

VIEWS = [
    View(),
    View(unit="21061", start="2025-06-15"),
    View(unit="H48.152.03", grain="report_year"),
    View(unit="524", basis="own", grain="month", start="2025-06-01"),
    View(unit="BS5", grain="week"),
]
MORE_VIEWS = [
    View(unit="21061"),
    View(unit="21061", grain="month"),
    View(unit="21040", grain="report_year"),
    View(unit="524", basis="own"),
    View(unit="21085", basis="own", start="2025-03-15"),
    View(unit="BS5", basis="own", grain="quarter", start="2025-07-01"),
    View(unit="BS5", grain="day"),
]
ALL_VIEWS = [*VIEWS, *(pytest.param(view, marks=pytest.mark.slow) for view in MORE_VIEWS)]
DIVIDED_BY_ONE = ("agency", "field", "procedure")
COLUMNS = ["due_date", *(pytest.param(each, marks=pytest.mark.slow) for each in ("received_date", "agency_name_vi"))]
PARTS = ("numerator", "denominator", "rest")


def _id(component: Any) -> str:
    return str(getattr(component, "id", ""))


@pytest.mark.parametrize("view", ALL_VIEWS, ids=View.link)
def test_every_side_of_every_number_has_as_many_rows_as_it_counts(real: Installation, view: View) -> None:
    place = find_place(view)
    named = dictionary(place)
    known, found = published(place, named), 0
    for indicator, told in named.items():
        for part in PARTS:
            if pd.isna(told[f"{part}_vi"]):
                continue
            here = place.on(measure=indicator, part=part)
            counted = counted_by(here, known)
            if counted is not None:
                assert count_of(here) == counted, (indicator, part)
                found += counted
    assert found > 0, "nothing was counted: the equality would say nothing"


@pytest.mark.parametrize(
    "group", ["unit", "agency_field", *(pytest.param(each, marks=pytest.mark.slow) for each in DIVIDED_BY_ONE)]
)
def test_the_cells_of_a_division_have_their_rows_and_add_up(real: Installation, group: str) -> None:
    place = find_place(View(grain="report_year"))
    known = published(place, INDICATORS)
    parts = divided(place, group, TABLE, known)
    among = whole(place, INDICATORS, known)
    assert len(parts) > 1
    assert [remainder(place, among, parts, each) for each in ADDED] == [0, 0, 0]
    for part in parts[:6]:
        for indicator in TABLE:
            reading = part.find(indicator)
            there = find_place(View.read(followed(place.view.rows(indicator, **part.changes))))
            assert count_of(there) == (reading.numerator or 0), (part.name, indicator)


@pytest.mark.parametrize(
    "view",
    [
        View(unit="21061", grain="report_year", field="DATDAI"),
        View(unit="BS5", grain="report_year", system="MINISTRY"),
        View(unit="21040", grain="report_year", agency="H48.151.03"),
    ],
    ids=View.link,
)
def test_what_narrows_a_page_narrows_all_of_it(real: Installation, view: View) -> None:
    place = find_place(view)
    everything = whole(place, INDICATORS, published(place, INDICATORS))
    for reading in everything:
        there = place.on(measure=reading.indicator, part="numerator")
        assert count_of(there) == reading.numerator, reading.indicator
    bands = [int(text(each).split(" ")[0].replace(".", "")) for each in walk(summary(place)) if _is_band(each)]
    overdue = next(each for each in everything if each.indicator == "overdue_open")
    assert len(bands) == 3 and sum(bands) == overdue.numerator


def _is_band(component: Any) -> bool:
    return "late=" in str(getattr(component, "href", ""))


def test_each_link_of_the_summary_opens_the_rows_it_speaks_of(synthetic: Installation) -> None:
    page = summary(find_place(View()))
    shown = {f"{float(value):.6f}" for value in numbers(page).values() if value}
    opened = 0
    for link in sorted({link for link in links(page) if "measure=" in link and "view=" not in link}):
        place = find_place(View.read(followed(link)))
        said = text(rows(place))
        assert title_of(place)
        assert "lệch" not in said, link
        opened += 1
    assert opened > 30 and shown


def test_on_time_and_late_are_all_that_was_resolved(real: Installation) -> None:
    place = find_place(View(measure="on_time_share"))
    on_time, late, resolved = (count_of(place.on(part=part)) for part in ("numerator", "rest", "denominator"))
    assert on_time + late == resolved > late > 0


def asked(**changes: str) -> dict[str, Any]:
    place = find_place(View(**{"grain": "year", "measure": "dossiers_received"} | changes))
    store = next(each for each in walk(rows(place)) if _id(each) == "dossiers-of")
    given: dict[str, Any] = attributes_of(store)["data"]
    return given


def fetched(given: dict[str, Any], start: int, column: str = "dossier_code", order: str = "asc") -> dict[str, Any]:
    return rows_for({"startRow": start, "endRow": start + 100, "sortModel": [{"colId": column, "sort": order}]}, given)


def test_blocks_follow_one_another_without_gap_or_overlap(synthetic: Installation) -> None:
    given = asked()
    total = fetched(given, 0)["rowCount"]
    codes = [row["dossier_code"] for start in range(0, total, 100) for row in fetched(given, start)["rowData"]]
    assert len(codes) == len(set(codes)) == total > 1000


@pytest.mark.parametrize(("order", "first"), [("asc", min), ("desc", max)])
@pytest.mark.parametrize("column", COLUMNS)
def test_the_warehouse_sorts_over_all_rows(synthetic: Installation, column: str, order: str, first: Any) -> None:
    given = asked()
    shown = [_sortable(row[column]) for row in fetched(given, 0, column, order)["rowData"]]
    assert shown == sorted(shown, reverse=order == "desc")
    everything = [
        _sortable(row[column])
        for start in range(0, 4000, 100)
        for row in fetched(given, start)["rowData"]
        if row[column]
    ]
    assert shown[0] == first(everything)


def _sortable(cell: str) -> str:
    day, _, rest = cell.partition("/")
    month, _, year = rest.partition("/")
    return f"{year}-{month}-{day}" if year else cell


def test_the_warehouse_filters_over_all_rows_and_without_accents(synthetic: Installation) -> None:
    given, total = asked(), fetched(asked(), 0)["rowCount"]
    model = {"agency_name_vi": {"filterType": "text", "type": "contains", "filter": "dong son"}}
    found = rows_for({"startRow": 0, "endRow": 100, "filterModel": model}, given)
    assert 0 < found["rowCount"] < total
    assert all("Đông Sơn" in row["agency_name_vi"] for row in found["rowData"])
    model |= {"due_date": {"type": "inRange", "dateFrom": "2026-03-01 00:00:00", "dateTo": "2026-03-31 00:00:00"}}
    narrower = rows_for({"startRow": 0, "endRow": 100, "filterModel": model}, given)
    assert 0 < narrower["rowCount"] < found["rowCount"]
    assert {row["due_date"][3:] for row in narrower["rowData"]} == {"03/2026"}


def test_a_block_is_never_longer_than_it_may_be(synthetic: Installation) -> None:
    assert len(rows_for({"startRow": 0, "endRow": 1_000_000}, asked())["rowData"]) == 100


def test_a_difference_between_list_and_number_is_said() -> None:
    assert "lệch" in adds_up(3, 4)
    assert "đúng bằng" in adds_up(4, 4)
    assert adds_up(3, None) == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"resolution": "late", "working_days_past_due": 6}, "quá hạn 6 ngày làm việc"),
        ({"resolution": "late", "working_days_past_due": 0}, "quá hạn, chưa đủ 1 ngày làm việc"),
        ({"resolution": "early", "working_days_past_due": -3}, "trước hạn 3 ngày làm việc"),
        ({"resolution": "on_time", "working_days_past_due": 0}, "đúng hạn"),
        ({"resolution": "returned", "working_days_past_due": 0}, "trả lại, rút"),
        ({"resolution": "on_time", "due_date": None, "working_days_past_due": None}, "không có ngày hẹn trả"),
        ({"is_finished": False, "is_overdue": True, "working_days_past_due": 11}, "quá hạn 11 ngày làm việc"),
        ({"is_finished": False, "working_days_past_due": -2}, "còn 2 ngày làm việc"),
        ({"is_finished": False, "working_days_past_due": 0}, "đến hạn hôm nay"),
    ],
)
def test_lateness_in_words(row: dict[str, Any], said: str) -> None:
    usual = {"resolution": None, "due_date": "2026-10-01", "is_finished": True, "is_overdue": False}
    assert lateness(usual | row) == said


def test_the_list_names_its_count_and_what_it_equals(real: Installation) -> None:
    said = text(rows(find_place(View(measure="dossiers_received"))))
    assert "hồ sơ" in said and "đúng bằng số trên màn hình" in said


def test_what_narrows_a_list_is_said_and_can_be_dropped(synthetic: Installation) -> None:
    listed = rows(find_place(View(measure="overdue_open", late="1-5", field="LV3")))
    said = text(listed)
    assert "1–5 ngày làm việc" in said and "Đất đai" in said
    dropped = [link for link in links(listed) if "late=" not in link and "field=LV3" in link]
    assert dropped


@pytest.mark.parametrize(
    ("measure", "part", "column"),
    [("overdue_open", "", "lateness"), ("on_time_share", "rest", "lateness"), ("dossiers_received", "", None)],
)
def test_a_list_of_late_dossiers_begins_with_the_latest(
    synthetic: Installation, measure: str, part: str, column: str | None
) -> None:
    grid = next(each for each in walk(rows(find_place(View(measure=measure, part=part)))) if _id(each) == "dossiers")
    sorted_by = [each["field"] for each in attributes_of(grid)["columnDefs"] if each.get("sort") == "desc"]
    assert sorted_by == ([column] if column else [])


@pytest.mark.parametrize("unit", ["BS5", "21061", "H48.152.03"])
def test_one_goes_down_from_the_cluster_to_the_dossiers(synthetic: Installation, unit: str) -> None:
    page = layout(unit=unit, grain="report_year")
    assert any("field=" in link for link in links(page)) == (unit == "H48.152.03")
    assert any("unit=H48.152.03" in link for link in links(page)) == (unit != "BS5")
    fields = layout(unit="H48.152.03", grain="report_year", field="LV3")
    assert any("procedure=" in link for link in links(fields))
    procedure = next(link for link in links(fields) if "procedure=" in link and "measure" not in link)
    last = layout(**followed(procedure))
    assert any("measure=dossiers_received" in link and "procedure=" in link for link in links(last))
