"""The ways of looking at a number: where it comes from, why it changed, its map, its course, an earlier snapshot."""

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from config.outcomes import begin, finish
from dashboards import words
from dashboards.comparison import day_year_before
from dashboards.place import find_place
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.provenance import provenance
from dashboards.screens.procedures.rows import count_of
from dashboards.screens.procedures.screen import layout
from dashboards.screens.procedures.why import compare, why
from tests.dashboards.conftest import own_copy
from tests.dashboards.elements import links, numbers, text, walk
from tests.installation import CLOCK, Installation
from warehouse import reader
from warehouse.publish import read_pointer, write_pointer
from warehouse.reader import kept

OLDER = "ioc-20261030T070000-0ddba11a"


def keep_an_older(installation: Installation, until: date) -> str:
    """Keep, beside the served snapshot, one that had not yet heard of dossiers received after `until`."""
    folder = installation.home / "warehouse"
    served = read_pointer(folder / "current.json")
    assert served is not None
    older = Path(shutil.copy(folder / served.file, folder / f"{OLDER}.duckdb"))
    with duckdb.connect(str(older)) as connection:
        connection.execute("DELETE FROM marts.dossier WHERE received_date > ?", [until])
    known_at = datetime.combine(until, datetime.min.time(), CLOCK.tzinfo) + timedelta(hours=7)
    write_pointer(replace(served, id=OLDER, file=older.name, known_at=known_at), folder / f"{OLDER}.json")
    write_pointer(served, folder / f"{served.id}.json")
    return OLDER


@pytest.mark.parametrize("view", ["", "digital", "trend", "map"])
@pytest.mark.parametrize("unit", ["BS5", "21061", "H48.152.03"])
def test_every_view_of_every_kind_of_unit_is_a_page(synthetic: Installation, view: str, unit: str) -> None:
    said = text(layout(unit=unit, view=view))
    assert words.INVENTED in said and "Quý IV/2026" in said
    assert "chưa hiện được" not in said


@pytest.mark.parametrize("view", ["", "why", "provenance"])
@pytest.mark.parametrize("measure", ["on_time_share", "overdue_open", "returned_share", "handling_days_median"])
def test_every_view_of_every_kind_of_number_is_a_page(synthetic: Installation, view: str, measure: str) -> None:
    said = text(layout(unit="21061", measure=measure, view=view))
    assert words.INVENTED in said and "chưa hiện được" not in said


def test_a_week_later_every_page_says_how_old_its_data_is(synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=7))
    for query in ({}, {"view": "map"}, {"measure": "overdue_open"}, {"measure": "on_time_share", "view": "why"}):
        assert "Chậm 3 ngày làm việc" in text(layout(**query)), query


def test_the_course_of_a_part_is_not_that_of_the_whole(synthetic: Installation) -> None:
    assert "chỉ tính cho cả đơn vị" in text(layout(unit="21061", field="LV3", view="trend"))
    assert "chỉ tính cho cả đơn vị" not in text(layout(unit="21061", view="trend"))


def test_a_snapshots_name_of_any_length_is_a_sentence(synthetic: Installation) -> None:
    assert "không còn được giữ" in text(layout(snapshot="i" * 3000))


def test_the_deliveries_of_a_number_add_up_to_its_rows(synthetic: Installation) -> None:
    place = find_place(View(unit="21061", measure="on_time_share", part="rest"))
    said = text(provenance(place))
    assert f"Cộng 1 {words.number(count_of(place))}" in said
    for part in ("Cách tính", "Mục tiêu", "giả định", place.snapshot.id, "Việc mới nhất ở nguồn"):
        assert part in said


def test_a_change_is_told_with_both_figures_and_the_parts_that_made_it(synthetic: Installation) -> None:
    place = find_place(View(unit="21061", measure="on_time_share", start="2026-06-15"))
    before = place.before()
    assert before is not None
    said = text(why(place))
    for share in (each.share for each in compare(before, place).whole):
        assert share is not None and words.share(float(share), 2) in said
    assert "Phòng" in said and "điểm" in said and before.period.title in said


def test_an_open_period_is_compared_with_as_many_days(synthetic: Installation) -> None:
    place = find_place(View(measure="dossiers_received"))
    assert place.period.is_open
    for against in ("", "year"):
        here = place.on(against=against)
        start = here.periods[1].start if not against else day_year_before(here.period.start)
        cutoff = start + (here.period.cutoff - here.period.start)
        before = reader.sql(
            "SELECT count(*) AS dossiers FROM marts.dossier WHERE is_own_competence "
            f"AND received_date BETWEEN DATE '{start}' AND DATE '{cutoff}'"
        ).dossiers.iloc[0]
        moved = words.difference(count_of(here), int(before))
        said = text(why(here))
        assert f"{words.number(count_of(here))}, {moved} so với" in said
        assert f"({words.short_day(start)}–{words.short_day(cutoff)})" in said


def test_a_year_before_lies_across_the_reform_and_says_so(synthetic: Installation) -> None:
    place = find_place(View(unit="21061", measure="on_time_share", start="2026-03-15", against="year"))
    said = text(why(place))
    assert words.BOUNDARY_BREAK in said
    assert "Xã Vạn Tường · Đất đai" in said


def test_where_nothing_was_before_it_says_so(synthetic: Installation) -> None:
    oldest = find_place(View(measure="on_time_share")).periods[-1].start.isoformat()
    assert words.NO_EARLIER_PERIOD in text(why(find_place(View(measure="on_time_share", start=oldest))))


def test_what_cannot_be_divided_says_so(synthetic: Installation) -> None:
    assert "không chia nhỏ được" in text(why(find_place(View(measure="handling_days_median"))))


def test_returned_dossiers_on_their_due_day_are_told(synthetic: Installation) -> None:
    with duckdb.connect(str(own_copy(synthetic))) as connection:
        connection.execute("UPDATE marts.dossier SET due_date = resolved_date WHERE resolution = 'returned'")
    place = find_place(View(measure="returned_share"))
    returned = words.number(count_of(place))
    assert f"{returned} trong {returned} hồ sơ bị trả lại vào đúng ngày hẹn trả" in text(why(place))


def test_an_earlier_snapshot_is_read_said_and_left_again(synthetic: Installation) -> None:
    older = keep_an_older(synthetic, date(2026, 10, 29))
    assert older in [each.id for each in kept()]
    now = layout(measure="dossiers_received")
    assert any(f"snapshot={older}" in link for link in links(now)), "it is offered"
    then = layout(measure="dossiers_received", snapshot=older)
    said = text(then)
    assert "số liệu như đã biết đến 07:00 ngày 29/10/2026" in said and older in said
    assert any("snapshot=" not in link for link in links(then))
    received = (count_of(find_place(View(measure="dossiers_received", snapshot=each))) for each in ("", older))
    assert next(received) > next(received) > 0


def test_what_came_later_is_named_beside_what_was_known(synthetic: Installation) -> None:
    older = keep_an_older(synthetic, date(2026, 10, 29))
    with duckdb.connect(str(own_copy(synthetic))) as connection:
        connection.execute("UPDATE marts.dossier_version SET landed_at = received FROM ("
                           "SELECT dossier_code, received_date::TIMESTAMPTZ AS received FROM marts.dossier) AS dossier "
                           "WHERE dossier.dossier_code = dossier_version.dossier_code")  # fmt: skip
    place = find_place(View(measure="dossiers_received", against=older))
    then = count_of(find_place(View(measure="dossiers_received", snapshot=older)))
    late = count_of(place) - then
    assert f"{words.number(late)} hồ sơ về sau 07:00 ngày 29/10/2026" in text(why(place))


def test_a_map_has_each_commune_with_its_number_and_leads_to_it(synthetic: Installation) -> None:
    page = layout(view="map")
    shown = {unit for (indicator, unit) in numbers(page) if indicator == "on_time_share"}
    assert {"21040", "21061", "21085", "21100", "21109"} <= shown
    assert "Sơ đồ, không phải ranh giới" in text(page)
    old = layout(view="map", unit="524", basis="own", start="2025-03-15")
    assert {"21043", "21058", "21091"} <= {unit for (_, unit) in numbers(old)}
    assert "chọn cụm xã" in text(layout(view="map", unit="21061"))


def test_a_snapshot_of_an_earlier_version_says_what_to_do(synthetic: Installation) -> None:
    with duckdb.connect(str(own_copy(synthetic))) as connection:
        connection.execute("DROP TABLE marts.indicator_definition")
    for query in ({}, {"measure": "overdue_open"}, {"view": "map"}):
        said = text(layout(**query))
        assert "phiên bản trước" in said and "ioc build" in said, query


def test_a_build_that_failed_is_told_over_the_figures(synthetic: Installation) -> None:
    assert "không qua kiểm tra" not in text(layout())
    synthetic.set_clock(CLOCK + timedelta(hours=1))
    finish(begin("build", "build"), "failed", error="CheckFailed", sentence_vi="dossier: rows_kept")
    assert "Bản số liệu lúc 08:30 không qua kiểm tra · đang dùng bản lúc 07:" in text(layout())


def test_a_tile_says_target_direction_move_and_age(synthetic: Installation) -> None:
    tiles = [each for each in walk(layout()) if getattr(each, "className", "") == "kpi"]
    assert len(tiles) == 8
    on_time = text(next(each for each in tiles if "Trước hạn và đúng hạn" in text(each)))
    for part in (
        "Mục tiêu từ 98%",
        "điểm % so với Quý III/2026",
        "tính đến 23/11/2026",
        "Số liệu đến 07:15 ngày 23/11",
    ):
        assert part in on_time, part
    returned = text(next(each for each in tiles if "Từ chối, trả lại, rút" in text(each)[:30]))
    assert "Mục tiêu không quá 3%" in returned
