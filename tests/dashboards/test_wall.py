"""The walls' server: its small version endpoint, its scene in every state, and its numbers against the warehouse."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pandas as pd
import pytest
from dash.development.base_component import Component
from flask import Flask
from flask.testing import FlaskClient

from config.displays import read_displays
from dashboards import wall_app, words
from dashboards.wall_app import WallApp
from tests.dashboards.conftest import publish
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.synthetic import STAMP, write_pointer_to, write_snapshot
from tests.installation import CLOCK, Installation
from warehouse import reader

OPEN_QUARTER = "basis = 'successor' AND grain = 'report_quarter' AND is_open"
FIRST = "/wall/television/"
ON_THE_WALL = [
    *("dossiers_received", "online_share", "on_time_share", "returned_share", "overdue_open", "overdue_forwarded"),
    *("due_within_2_days", "online_payment_share", "digitised_share", "electronic_result_share", "data_reuse_share"),
    *("repeat_supplement_share", "overdue_without_apology"),
]
DRILLS = {
    1: {"measure": ["received"]},
    2: {"group": ["unit"]},
    3: {"status": ["overdue"]},
    4: {"status": ["due_soon"]},
    5: {"group": ["agency_field"]},
    6: {"tab": ["digital"]},
    7: {"view": ["trend"]},
    8: {"view": ["map"]},
    9: {"status": ["returned"]},
}


def component(app: WallApp = wall_app.apps[0]) -> Any:
    with wall_app.server.test_request_context(FIRST):
        return app.layout()


def said(app: WallApp = wall_app.apps[0]) -> str:
    return text(component(app))


def slots(node: Any) -> dict[int, Component]:
    """The tiles of a scene by their slot."""
    names = {each: getattr(each, "className", None) or "" for each in walk(node)}
    return {int(name.rpartition("-")[2]): each for each, name in names.items() if name.startswith("tile slot-")}


@pytest.fixture
def of_one_commune() -> Iterator[WallApp]:
    """The television of xã Vạn Tường, on a server of its own."""
    display = replace(read_displays()[0], name="van_tuong", scope="21061")
    yield WallApp(display, Flask(__name__))


@pytest.mark.parametrize("address", ["/", "/wall", "/wall/"])
def test_every_short_address_leads_to_the_first_wall(wall: FlaskClient, synthetic: Installation, address: str) -> None:
    assert wall.get(address).headers["Location"] == FIRST


def test_each_profile_is_a_wall_of_its_own(wall: FlaskClient, synthetic: Installation) -> None:
    names = [display.name for display in read_displays()]
    assert names == ["television", "wall_3x3", "wall_3x2"]
    for name in names:
        assert wall.get(f"/wall/{name}/").status_code == 200
    assert wall.get("/wall/no_such_wall/").status_code == 404


def test_a_version_that_is_known_is_not_sent_again(wall: FlaskClient, synthetic: Installation) -> None:
    first = wall.get("/wall/version")
    again = wall.get("/wall/version", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.get_data() == b"" and again.headers["X-Wall-Time"] == CLOCK.isoformat()


def test_the_version_changes_with_what_is_said(
    wall: FlaskClient, synthetic: Installation, synthetic_file: Path
) -> None:
    versions = [wall.get("/wall/version").headers["ETag"]]
    synthetic.set_clock(CLOCK + timedelta(days=4))
    versions.append(wall.get("/wall/version").headers["ETag"])
    newer = shutil.copy(synthetic_file, synthetic.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb")
    write_pointer_to(synthetic.home, Path(newer))
    versions.append(wall.get("/wall/version").headers["ETag"])
    assert len(set(versions)) == 3


def test_the_scene_carries_the_version_that_the_endpoint_names(wall: FlaskClient, synthetic: Installation) -> None:
    shown = next(each for each in walk(component()) if "data-version" in attributes_of(each))
    assert attributes_of(shown)["data-version"] == wall.get("/wall/version").get_json()["version"]


@pytest.mark.parametrize("state", ["real", "synthetic"])
def test_the_numbers_are_those_of_the_warehouse(state: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(state)
    shown = numbers(component())
    rows = reader.sql(f"SELECT indicator, unit_code, value FROM marts.indicator_value WHERE {OPEN_QUARTER}")
    expected = {
        (row["indicator"], row["unit_code"]): "" if pd.isna(row["value"]) else f"{row['value']:.6f}"
        for row in rows.to_dict("records")
    }
    # An agency's on-time share on the wall is of one field only; it is compared with its rows below.
    compared = {key for key in shown if key in expected and not (key[0] == "on_time_share" and "." in key[1])}
    assert {(indicator, "BS5") for indicator in ON_THE_WALL} <= compared
    assert len([key for key in compared if key[0] == "on_time_share"]) == 6
    assert {key: shown[key] and f"{float(shown[key]):.6f}" for key in compared} == {
        key: expected[key] for key in compared
    }


def test_every_slot_says_something(synthetic: Installation) -> None:
    found = slots(component())
    assert sorted(found) == list(range(1, 10))
    for slot, tile in found.items():
        body = next(each for each in walk(tile) if getattr(each, "className", "") == "tile-body")
        assert len(text(body)) > 20, slot


def test_every_slot_leads_to_its_own_rows(synthetic: Installation) -> None:
    for slot, tile in slots(component()).items():
        first, *inside = links(tile)
        for address in (first, *inside):
            assert address.startswith("http://localhost:8050/procedures?unit="), address
            asked = parse_qs(urlsplit(address).query)
            assert (asked["basis"], asked["grain"], asked["start"]) == (
                ["successor"], ["report_quarter"], ["2026-09-15"],
            )  # fmt: skip
        asked = parse_qs(urlsplit(first).query)
        assert asked.pop("unit") == ["BS5"]
        assert {name: asked[name] for name in DRILLS[slot]} == DRILLS[slot]


def test_no_link_stands_inside_another(synthetic: Installation) -> None:
    anchors = [each for each in walk(component()) if isinstance(each, Component) and getattr(each, "href", None)]
    assert len(anchors) > 30
    assert [text(each) for each in anchors if len(links(each)) > 1] == []


def test_the_bands_of_lateness_add_up_to_all_that_is_overdue(synthetic: Installation) -> None:
    shown = numbers(component())
    bands = [int(shown[(f"overdue_open:{late}", "BS5")]) for late in ("1-5", "6-10", "11-")]
    assert sum(bands) == float(shown[("overdue_open", "BS5")]) > 0
    assert sum(count > 0 for count in bands) > 1, "one band alone proves no division"


def test_due_soon_adds_up_to_the_agencies_and_the_rest(synthetic: Installation) -> None:
    shown = {key: int(float(value)) for key, value in numbers(component()).items() if key[0] == "due_within_2_days"}
    total = shown.pop(("due_within_2_days", "BS5"))
    held = [count for _, count in sorted(shown.items(), key=lambda item: -item[1])]
    rest = total - sum(held)
    assert 1 <= len(held) <= 5 and min(held) > 0
    assert (f"Các cơ quan khác: {rest}" in said()) == (rest > 0)
    by_agency = reader.sql(
        f"SELECT value FROM marts.indicator_value WHERE {OPEN_QUARTER} AND indicator = 'due_within_2_days'"
        " AND unit_kind = 'agency' AND value > 0 ORDER BY value DESC LIMIT 5"
    )
    assert held == by_agency["value"].astype(int).tolist()


def test_the_slowest_places_are_those_of_the_rows(empty: Installation, tmp_path: Path) -> None:
    publish(empty, write_snapshot(tmp_path / "large", dossiers=24_000))
    rows = reader.sql(
        "SELECT agency_code, field_code, count(*) FILTER (WHERE resolution <> 'late') / count(*) AS share"
        " FROM marts.dossier WHERE is_own_competence AND resolved_date BETWEEN DATE '2026-09-15' AND DATE '2026-11-23'"
        " GROUP BY ALL HAVING count(*) >= 20 ORDER BY share, agency_code, field_code LIMIT 5"
    )
    tile = slots(component())[5]
    shown = [attributes_of(each) for each in walk(tile) if "data-indicator" in attributes_of(each)]
    assert len(rows) == 5
    assert [each["data-unit"] for each in shown] == rows["agency_code"].tolist()
    assert [float(each["data-value"]) for each in shown] == pytest.approx(rows["share"].tolist(), abs=1e-6)
    assert [parse_qs(urlsplit(link).query)["field"][0] for link in links(tile)[1:]] == rows["field_code"].tolist()


def test_no_place_below_the_minimum_is_called_slow(empty: Installation, tmp_path: Path) -> None:
    publish(empty, write_snapshot(tmp_path / "small", dossiers=900))
    tile = slots(component())[5]
    assert "Chưa có cơ quan và lĩnh vực nào đủ 20 hồ sơ đã giải quyết" in text(tile)
    assert not [each for each in walk(tile) if "data-indicator" in attributes_of(each)]


def test_words_and_mark_of_the_scene(synthetic: Installation) -> None:
    found = said()
    for part in (
        "Giải quyết thủ tục hành chính",
        "Cụm 5 xã (địa bàn huyện Bình Sơn cũ) · Quý IV/2026 (15/9–nay) · Số liệu sơ bộ",
        "so với cùng kỳ năm trước",
        "Cổng Dịch vụ công quốc gia ghi nhiều hơn 100 hồ sơ trong tháng 11",
        "Mục tiêu 98%",
        "Mục tiêu 80–100%",
        "không có ngày hẹn trả",
        "Trả lại, từ chối, rút:",
        "Cơ quan khác giải quyết, đang quá hạn:",
        STAMP,
        words.INVENTED,
    ):
        assert part in found, part


def test_a_wall_of_panels_gives_the_period_a_panel_of_its_own(synthetic: Installation) -> None:
    period = [each for each in walk(component(wall_app.apps[1])) if getattr(each, "className", "") == "head-period"]
    assert [text(each) for each in period] == ["Quý IV/2026 (15/9–nay) · Số liệu sơ bộ"]


def test_what_stands_beside_the_on_time_share_of_a_commune(synthetic: Installation) -> None:
    """D02: missing due dates flatter a share, so their share stands beside it, and only where there are any."""
    rows = reader.sql(
        f"SELECT unit_code, value FROM marts.indicator_value WHERE {OPEN_QUARTER} AND unit_kind = 'commune'"
        " AND indicator = 'missing_due_date_share'"
    ).set_index("unit_code")["value"]
    bars = [each for each in walk(slots(component())[2]) if getattr(each, "className", "") == "to-target-row"]
    assert len(bars) == 5 and rows["21109"] > 0 and (rows == 0).any()
    for bar in bars:
        unit = next(attributes_of(each)["data-unit"] for each in walk(bar) if "data-unit" in attributes_of(each))
        assert (words.missing_due_dates(rows[unit]) in text(bar)) == (rows[unit] > 0)


def test_the_mark_goes_when_nothing_is_invented(synthetic: Installation, synthetic_file: Path) -> None:
    write_pointer_to(synthetic.home, synthetic_file, invented=False)
    assert words.INVENTED not in said()


def test_without_an_earlier_period_it_says_so(empty: Installation, tmp_path: Path) -> None:
    publish(empty, write_snapshot(tmp_path / "young", dossiers=700, first_day="2026-08-01"))
    found = said()
    assert words.NO_EARLIER_PERIOD in found and "so với cùng kỳ" not in found


def test_a_commune_with_few_dossiers_shows_words_and_no_number(empty: Installation, tmp_path: Path) -> None:
    publish(empty, write_snapshot(tmp_path / "small", dossiers=1200))
    assert "Chưa đủ mẫu (n = " in said()
    shown = numbers(component())
    assert "" in [value for (indicator, _), value in shown.items() if indicator == "on_time_share"]


def test_a_period_in_which_nothing_happened_is_told_in_words(
    synthetic: Installation, synthetic_file: Path, tmp_path: Path
) -> None:
    _publish_with(synthetic, synthetic_file, "UPDATE marts.indicator_value SET state = 'no_events', value = NULL")
    found = slots(component())
    for slot in (1, 2, 3, 6, 8, 9):
        assert words.NO_EVENTS in text(found[slot]), slot


def test_a_figure_without_a_source_is_told_in_words(synthetic: Installation, synthetic_file: Path) -> None:
    change = "UPDATE marts.indicator_value SET state = 'no_source', value = NULL, band = NULL"
    _publish_with(synthetic, synthetic_file, f"{change} WHERE indicator = 'overdue_without_apology'")
    assert words.NO_SOURCE in text(slots(component())[9])


def _publish_with(installation: Installation, file: Path, change: str) -> None:
    changed = Path(shutil.copy(file, installation.home / "warehouse" / "ioc-20261123T080000-0badcafe.duckdb"))
    with duckdb.connect(str(changed)) as connection:
        connection.execute(change)
    write_pointer_to(installation.home, changed)


def test_one_commune_is_divided_by_its_agencies(synthetic: Installation, of_one_commune: WallApp) -> None:
    scene = component(of_one_commune)
    found, shown = slots(scene), numbers(scene)
    assert "Xã Vạn Tường · Quý IV/2026" in text(scene)
    assert "Đúng hạn theo cơ quan" in text(found[2]) and "Phòng Kinh tế xã Vạn Tường" in text(found[2])
    assert "Quá hạn theo cơ quan" in text(found[8])
    assert {unit for _, unit in shown if "." not in unit} == {"21061"}
    expected = reader.sql(
        f"SELECT value FROM marts.indicator_value WHERE {OPEN_QUARTER} AND indicator = 'dossiers_received'"
        " AND unit_code = '21061'"
    )
    assert float(shown[("dossiers_received", "21061")]) == expected["value"].iloc[0] > 0
    assert all("unit=21061" in links(tile)[0] for tile in found.values())


def test_an_unknown_scope_is_told_in_words(synthetic: Installation) -> None:
    display = replace(read_displays()[0], name="nowhere", scope="99999")
    assert "cho đơn vị 99999" in said(WallApp(display, Flask(__name__)))


def test_before_the_first_snapshot_it_waits_in_words_and_then_heals(
    wall: FlaskClient, empty: Installation, synthetic_file: Path
) -> None:
    before = wall.get("/wall/version").headers["ETag"]
    found = said()
    assert words.NO_DATA in found and "ioc up --once" in found and "hồ sơ" not in found
    publish(empty, synthetic_file)
    assert wall.get("/wall/version").headers["ETag"] != before
    assert "Đúng hạn theo xã" in said()


def swap(client: FlaskClient) -> Any:
    return client.post(
        f"{FIRST}_dash-update-component",
        json={
            "output": "scene.children",
            "outputs": {"id": "scene", "property": "children"},
            "inputs": [{"id": "wanted", "property": "value", "value": "x"}],
            "changedPropIds": ["wanted.value"],
        },
    )


def test_what_cannot_be_read_leaves_the_scene_as_it_stands(wall: FlaskClient, synthetic: Installation) -> None:
    assert swap(wall).status_code == 200
    next((synthetic.home / "warehouse").glob("*.duckdb")).write_bytes(b"this is no database")
    write_pointer_to(synthetic.home, synthetic.home / "warehouse" / "ioc-20261123T090000-00000000.duckdb")
    for kept in (synthetic.home / "warehouse").glob("ioc-*.json"):
        kept.unlink()
    assert swap(wall).status_code == 204
    assert wall.get("/wall/version").get_json() == {"version": wall_app.UNREADABLE}
    found = said()
    assert "Chưa đọc được bản số liệu" in found and "Traceback" not in found


def test_one_scene_is_read_from_one_snapshot(synthetic: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []

    def noting(plain: Any) -> Any:
        def noted(*names: Any, **given: Any) -> Any:
            asked.append(given.get("snapshot"))
            return plain(*names, **given)

        return noted

    monkeypatch.setattr("dashboards.screens.wall.facts.query", noting(reader.query))
    monkeypatch.setattr("dashboards.screens.wall.facts.judged", noting(reader.judged))
    component()
    assert len(asked) >= 8 and set(asked) == {STAMP}


@pytest.mark.parametrize("days", [4, 6])
def test_old_data_is_told_in_words(synthetic: Installation, days: int) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=days, hours=2))
    assert f"Chậm {days} ngày · chờ từ 23/11" in said()


def test_the_wall_carries_no_table_and_no_figure_library(wall: FlaskClient, synthetic: Installation) -> None:
    for display in read_displays():
        shell = wall.get(f"/wall/{display.name}/").get_data(as_text=True)
        scripts = [part for part in shell.split('"') if part.endswith(".js") or ".js?" in part]
        assert len(scripts) >= 5
        assert not [name for name in scripts if any(part in name for part in ("ag_grid", "plotly", "dcc", "table"))]
        assert len([name for name in scripts if "/assets/" in name]) == 1


def test_every_inline_script_of_every_wall_is_allowed(wall: FlaskClient, synthetic: Installation) -> None:
    policy = wall.get(FIRST).headers["Content-Security-Policy"]
    for app in wall_app.apps:
        hashes = app.csp_hashes()
        assert hashes and all(quoted in policy for quoted in hashes)
