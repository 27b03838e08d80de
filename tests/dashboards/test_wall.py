"""The wall's server: its small version endpoint, its scene in every state, and its numbers against the warehouse."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboards import wall_app, words
from tests.dashboards.conftest import publish
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.synthetic import write_pointer_to, write_snapshot
from tests.installation import CLOCK, Installation
from warehouse import reader

OPEN_QUARTER = "basis = 'successor' AND grain = 'report_quarter' AND is_open AND unit_kind <> 'agency'"


def scene_of(client: FlaskClient) -> str:
    """The layout that a browser is sent when it opens the wall, as text."""
    answer = client.get("/wall/_dash-layout")
    assert answer.status_code == 200
    return _words(answer.get_json())


def _words(node: Any) -> str:
    if isinstance(node, list):
        return " ".join(map(_words, node))
    if isinstance(node, dict):
        return _words(node.get("props", {}).get("children"))
    return "" if node is None else str(node)


def component(client: FlaskClient) -> Any:
    with wall_app.server.test_request_context("/wall/"):
        return wall_app.app.layout()


def test_both_addresses_of_the_wall_lead_to_it(wall: FlaskClient, synthetic: Installation) -> None:
    assert wall.get("/").headers["Location"] == "/wall/"
    assert wall.get("/wall").status_code in (301, 308)
    assert wall.get("/wall/").status_code == 200


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
    shown = next(each for each in walk(component(wall)) if "data-version" in attributes_of(each))
    assert attributes_of(shown)["data-version"] == wall.get("/wall/version").get_json()["version"]


@pytest.mark.parametrize("state", ["real", "synthetic"])
def test_the_numbers_are_those_of_the_warehouse(wall: FlaskClient, state: str, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(state)
    shown = numbers(component(wall))
    rows = reader.sql(f"SELECT indicator, unit_code, value FROM marts.indicator_value WHERE {OPEN_QUARTER}")
    expected = {
        (row["indicator"], row["unit_code"]): "" if pd.isna(row["value"]) else f"{row['value']:.6f}"
        for row in rows.to_dict("records")
    }
    compared = {key for key in shown if key in expected}
    assert {("dossiers_received", "BS5"), ("online_share", "BS5"), ("overdue_open", "BS5")} < compared
    assert len([key for key in compared if key[0] == "on_time_share"]) == 6
    assert {key: shown[key] and f"{float(shown[key]):.6f}" for key in compared} == {
        key: expected[key] for key in compared
    }


def test_the_bands_of_lateness_add_up_to_all_that_is_overdue(wall: FlaskClient, synthetic: Installation) -> None:
    bands = [int(text(each)) for each in walk(component(wall)) if getattr(each, "className", "") == "band-value"]
    assert len(bands) == 3
    assert sum(bands) == float(numbers(component(wall))[("overdue_open", "BS5")]) > 0


def test_words_and_mark_of_the_scene(wall: FlaskClient, synthetic: Installation) -> None:
    said = scene_of(wall)
    for part in (
        "Giải quyết thủ tục hành chính",
        "Cụm 5 xã (địa bàn huyện Bình Sơn cũ) · Quý IV/2026 (15/9–nay) · Số liệu sơ bộ",
        "so với cùng kỳ năm trước",
        "Mục tiêu 98%",
        "không có ngày hẹn trả",
        "Trả lại, từ chối, rút:",
        "Cơ quan khác giải quyết",
        "ioc-20261123T001530-5eed5eed",
        words.INVENTED,
    ):
        assert part in said


def test_the_mark_goes_when_nothing_is_invented(
    wall: FlaskClient, synthetic: Installation, synthetic_file: Path
) -> None:
    write_pointer_to(synthetic.home, synthetic_file, invented=False)
    assert words.INVENTED not in scene_of(wall)


def test_without_an_earlier_period_it_says_so(wall: FlaskClient, empty: Installation, tmp_path: Path) -> None:
    publish(empty, write_snapshot(tmp_path / "young", dossiers=700, first_day="2026-08-01"))
    said = scene_of(wall)
    assert words.NO_EARLIER_PERIOD in said and "so với cùng kỳ" not in said


def test_a_commune_with_few_dossiers_shows_words_and_no_number(
    wall: FlaskClient, empty: Installation, tmp_path: Path
) -> None:
    publish(empty, write_snapshot(tmp_path / "small", dossiers=1200))
    assert "Chưa đủ mẫu (n = " in scene_of(wall)
    shown = numbers(component(wall))
    assert "" in [value for (indicator, _), value in shown.items() if indicator == "on_time_share"]


def test_every_tile_leads_to_the_pages_server(wall: FlaskClient, synthetic: Installation) -> None:
    found = links(component(wall))
    assert len(found) == 3
    assert all(link.startswith("http://localhost:8050/procedures?unit=BS5&basis=successor") for link in found)
    assert [part for part in ("measure=received", "measure=overdue") if any(part in link for link in found)] == [
        "measure=received",
        "measure=overdue",
    ]


def test_before_the_first_snapshot_it_waits_in_words_and_then_heals(
    wall: FlaskClient, empty: Installation, synthetic_file: Path
) -> None:
    before = wall.get("/wall/version").headers["ETag"]
    said = scene_of(wall)
    assert words.NO_DATA in said and "ioc up --once" in said and "hồ sơ" not in said
    publish(empty, synthetic_file)
    assert wall.get("/wall/version").headers["ETag"] != before
    assert "Đúng hạn theo xã" in scene_of(wall)


def swap(client: FlaskClient) -> Any:
    return client.post(
        "/wall/_dash-update-component",
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
    said = scene_of(wall)
    assert "Chưa đọc được bản số liệu" in said and "Traceback" not in said


def test_one_scene_is_read_from_one_snapshot(
    wall: FlaskClient, synthetic: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str | None] = []
    plain = reader.query

    def noted(name: str, **given: Any) -> Any:
        asked.append(given.get("snapshot"))
        return plain(name, **given)

    monkeypatch.setattr("dashboards.screens.wall.screen.query", noted)
    component(wall)
    assert len(asked) >= 4 and set(asked) == {"ioc-20261123T001530-5eed5eed"}


def test_old_data_is_told_in_words(wall: FlaskClient, synthetic: Installation) -> None:
    synthetic.set_clock(CLOCK + timedelta(days=4, hours=2))
    assert "Chậm 4 ngày · chờ từ 23/11" in scene_of(wall)


def test_the_wall_carries_no_table_and_no_figure_library(wall: FlaskClient, synthetic: Installation) -> None:
    shell = wall.get("/wall/").get_data(as_text=True)
    scripts = [part for part in shell.split('"') if part.endswith(".js") or ".js?" in part]
    assert len(scripts) >= 5
    assert not [name for name in scripts if any(part in name for part in ("ag_grid", "plotly", "dcc", "dash_table"))]
    assert len([name for name in scripts if "/assets/" in name]) == 1
