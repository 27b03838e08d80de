"""Addresses: read, refused and written; and which unit and period they mean."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.place import Period, Unit, choose_period, choose_unit
from dashboards.refusal import Refusal
from dashboards.screens.procedures.address import View

OLD = Unit("21085", date(2020, 2, 1), date(2025, 6, 30), "commune", "Xã Bình Minh (cũ)", "Bình Minh (cũ)", "524", None)
NEW = Unit("21085", date(2025, 7, 1), None, "commune", "Xã Bình Minh", "xã Bình Minh", "BS5", None)
GONE = Unit(
    "21046", date(2020, 2, 1), date(2025, 6, 30), "commune", "Xã Bình Thạnh (cũ)", "Bình Thạnh (cũ)", "524", None
)
QUARTERS = tuple(
    Period("report_quarter", start, date(2026, 12, 14), date(2026, 11, 23), True, "Quý")
    for start in (date(2026, 9, 15), date(2026, 6, 15))
)


def test_a_bare_address_is_the_cluster_on_new_units_in_the_newest_report_quarter() -> None:
    assert View.read({}) == View(unit="BS5", basis="successor", grain="report_quarter")


def test_an_address_survives_being_written_and_read() -> None:
    view = View(
        "21061", "own", "month", "2026-09-01", measure="on_time_share", part="rest", late="1-5", dossier="H48-1"
    )
    query = {name: given[0] for name, given in parse_qs(urlsplit(view.link()).query).items()}
    assert View.read(query) == view


def test_a_link_changes_what_it_is_told_and_keeps_the_rest() -> None:
    link = View(unit="21061", measure="on_time_share").link(measure="overdue_open")
    assert parse_qs(urlsplit(link).query) == {
        "unit": ["21061"], "basis": ["successor"], "grain": ["report_quarter"], "measure": ["overdue_open"],
    }  # fmt: skip


def test_what_an_address_does_not_know_is_left_alone() -> None:
    assert View.read({"colour": "red", "unit": " 21061 "}).unit == "21061"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"basis": "both"}, "both"),
        ({"grain": "hour"}, "hour"),
        ({"view": "all"}, "all"),
        ({"group": "hamlet"}, "hamlet"),
        ({"part": "half"}, "half"),
        ({"late": "always"}, "always"),
        ({"system": "DISTRICT"}, "DISTRICT"),
        ({"start": "15/9"}, "15/9"),
    ],
)
def test_an_unknown_value_is_refused_by_name(query: dict[str, str], named: str) -> None:
    with pytest.raises(Refusal) as refused:
        View.read(query)
    assert named in refused.value.what
    assert refused.value.to_do


@pytest.mark.parametrize(
    ("query", "measure"),
    [
        ({"measure": "received"}, "dossiers_received"),
        ({"status": "overdue"}, "overdue_open"),
        ({"status": "due_soon"}, "due_within_2_days"),
        ({"status": "returned"}, "returned_share"),
        ({"measure": "online_share"}, "online_share"),
    ],
)
def test_short_words_of_other_screens_mean_an_indicator(query: dict[str, str], measure: str) -> None:
    assert View.read(query).measure == measure


def test_tab_is_another_word_for_view() -> None:
    assert View.read({"tab": "digital"}).view == "digital"


def test_rows_and_another_unit_keep_what_belongs_to_them() -> None:
    view = View(unit="21061", view="map", group="agency", field="LV3", late="1-5")
    assert "field=LV3" in view.rows("overdue_open") and "view=" not in view.rows("overdue_open")
    assert "field" not in view.elsewhere("BS5") and "late" not in view.elsewhere("BS5")


def test_a_code_used_twice_means_the_unit_of_the_period() -> None:
    before, after = View("21085", "own", start="2025-03-15"), View("21085", "own", start="2026-03-15")
    assert choose_unit([OLD, NEW], before) is OLD
    assert choose_unit([OLD, NEW], after) is NEW
    assert choose_unit([OLD, NEW], View("21085", "own")) is NEW


def test_old_units_carried_onto_new_ones_leave_only_the_new() -> None:
    assert choose_unit([OLD, NEW], View("21085", "successor", start="2025-03-15")) is NEW
    with pytest.raises(Refusal) as refused:
        choose_unit([GONE], View("21046", "successor"))
    assert "basis=own" in (refused.value.link or "")


def test_an_unknown_unit_is_refused_by_code() -> None:
    with pytest.raises(Refusal, match="99999"):
        choose_unit([OLD, NEW], View("99999"))


def test_without_a_day_the_newest_period_is_meant() -> None:
    assert choose_period(QUARTERS, NEW, View()) is QUARTERS[0]
    assert choose_period(QUARTERS, NEW, View(start="2026-06-15")) is QUARTERS[1]


@pytest.mark.parametrize(("periods", "named"), [(QUARTERS, "16/06/2026"), ((), "quý báo cáo")])
def test_a_period_that_is_not_there_is_refused(periods: tuple[Period, ...], named: str) -> None:
    with pytest.raises(Refusal, match=named):
        choose_period(periods, NEW, View(start="2026-06-16"))
