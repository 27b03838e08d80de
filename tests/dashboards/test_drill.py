"""The rows of a list are the number they stand for: every unit, both bases, many periods, every list."""

from typing import Any

import pytest

from dashboards.readings import find, readings
from dashboards.screens.procedures.address import MEASURES, View
from dashboards.screens.procedures.dossier_list import COUNTED_BY, adds_up, dossier_list, lateness, rows_for
from dashboards.screens.procedures.place import SCOPE, Place, find_place
from dashboards.screens.procedures.summary import ADDED, parts_of, remainder, summary
from tests.dashboards.elements import attributes_of, links, text, walk
from tests.installation import Installation
from warehouse.reader import query

VIEWS = [
    View(),
    View(unit="21061"),
    View(unit="21061", start="2025-06-15"),
    View(unit="21061", grain="month"),
    View(unit="21040", grain="report_year"),
    View(unit="H48.152.03", grain="report_year"),
    View(unit="524", basis="own"),
    View(unit="524", basis="own", grain="month", start="2025-06-01"),
    View(unit="21085", basis="own", start="2025-03-15"),
    View(unit="BS5", basis="own", grain="quarter", start="2025-07-01"),
    View(unit="BS5", grain="day"),
    View(unit="BS5", grain="week"),
]


def total_of(place: Place, measure: str) -> int:
    view = View(**{**place.view.__dict__, "measure": measure})
    listed = dossier_list(Place(**{**place.__dict__, "view": view}))
    return next(int(attributes_of(each)["data-count"]) for each in walk(listed) if _id(each) == "dossier-count")


def _id(component: Any) -> str:
    return str(getattr(component, "id", ""))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.link())
def test_every_list_adds_up_to_its_number(real: Installation, view: View) -> None:
    place = find_place(view)
    frame = query(
        "procedures/values", scope=SCOPE, snapshot=place.snapshot.id, grain=place.period.grain,
        period_start=place.period.start, **place.asked,
    )  # fmt: skip
    among = readings(frame)
    found = 0
    for measure, (indicator, part) in COUNTED_BY.items():
        counted = getattr(find(among, indicator, place.unit.code), part)
        if counted is None:
            assert view.grain == "day" and indicator.endswith("_share")
            continue
        assert total_of(place, measure) == counted, measure
        found += counted
    assert found > 0, "nothing was counted: the equality would say nothing"


def test_on_time_and_late_are_all_that_was_resolved(real: Installation) -> None:
    place = find_place(View())
    counts = {measure: total_of(place, measure) for measure in ("resolved", "on_time", "late")}
    assert counts["on_time"] + counts["late"] == counts["resolved"] > counts["late"] > 0


@pytest.mark.parametrize("view", [View(), View(unit="21061"), View(unit="524", basis="own")], ids=View.link)
def test_the_parts_of_a_unit_add_up_to_it(real: Installation, view: View) -> None:
    place = find_place(view)
    frame = query(
        "procedures/values", scope=SCOPE, snapshot=place.snapshot.id, grain=place.period.grain,
        period_start=place.period.start, **place.asked,
    )  # fmt: skip
    among = readings(frame)
    parts = parts_of(place, among)
    assert len(parts) > 1
    assert [remainder(place, among, parts, indicator) for indicator in ADDED] == [0, 0, 0]


def test_every_number_of_the_page_leads_to_rows(synthetic: Installation) -> None:
    found = links(summary(find_place(View())))
    for measure in MEASURES:
        assert any(f"measure={measure}" in link and "unit=BS5" in link for link in found), measure
    assert any("unit=21061" in link and "measure=overdue" in link for link in found)


def asked(**changes: str) -> dict[str, Any]:
    place = find_place(View(grain="year", measure="received", **changes))
    store = next(each for each in walk(dossier_list(place)) if _id(each) == "dossiers-of")
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
@pytest.mark.parametrize("column", ["received_date", "due_date", "agency_name_vi"])
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


def test_a_block_is_never_longer_than_it_may_be(synthetic: Installation) -> None:
    assert len(rows_for({"startRow": 0, "endRow": 1_000_000}, asked())["rowData"]) == 100


def test_a_difference_between_list_and_number_is_said() -> None:
    assert "lệch" in adds_up("received", 3, (), "BS5")
    assert adds_up("elsewhere", 3, (), "BS5") == ""


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"resolution": "late", "working_days_past_due": 6}, "chậm 6 ngày làm việc"),
        ({"resolution": "late", "working_days_past_due": 0}, "chậm, chưa đủ 1 ngày làm việc"),
        ({"resolution": "early", "working_days_past_due": -3}, "trước hạn 3 ngày làm việc"),
        ({"resolution": "on_time", "working_days_past_due": 0}, "đúng hạn"),
        ({"resolution": "returned", "working_days_past_due": 0}, "trả lại, rút"),
        ({"resolution": "on_time", "due_date": None, "working_days_past_due": None}, "không có ngày hẹn trả"),
        ({"resolved_date": None, "is_overdue": True, "working_days_past_due": 11}, "chậm 11 ngày làm việc"),
        ({"resolved_date": None, "working_days_past_due": -2}, "còn 2 ngày làm việc"),
        ({"resolved_date": None, "working_days_past_due": 0}, "đến hạn hôm nay"),
    ],
)
def test_lateness_in_words(row: dict[str, Any], said: str) -> None:
    usual = {"resolution": None, "due_date": "2026-10-01", "resolved_date": "2026-10-02", "is_overdue": False}
    assert lateness(usual | row) == said


def test_the_list_names_its_count_and_what_it_equals(real: Installation) -> None:
    said = text(dossier_list(find_place(View(measure="received"))))
    assert "hồ sơ" in said and "đúng bằng số trên màn hình" in said


@pytest.mark.parametrize(("measure", "column"), [("overdue", "lateness"), ("late", "lateness"), ("received", None)])
def test_a_list_of_late_dossiers_begins_with_the_latest(
    synthetic: Installation, measure: str, column: str | None
) -> None:
    grid = next(each for each in walk(dossier_list(find_place(View(measure=measure)))) if _id(each) == "dossiers")
    sorted_by = [each["field"] for each in attributes_of(grid)["columnDefs"] if each.get("sort") == "desc"]
    assert sorted_by == ([column] if column else [])
