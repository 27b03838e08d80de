"""The nine slots of the wall: their numbers against the warehouse, their words, and the rows they lead to."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from dashboards import words
from dashboards.screens.wall.scenes.procedures import slots as procedures
from dashboards.wall_app import WallApp
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.walls import component, publish_with, said, slots, wall_of
from tests.installation import Installation
from warehouse import reader

OPEN_QUARTER = "basis = 'successor' AND grain = 'report_quarter' AND is_open"
ON_THE_WALL = [
    *("dossiers_received", "online_share", "on_time_share", "returned_share", "overdue_open", "overdue_forwarded"),
    *("due_within_2_days", "online_payment_share", "digitised_share", "electronic_result_share", "data_reuse_share"),
    *("repeat_supplement_share", "overdue_without_apology"),
]
NINETEEN_OF_EACH_PLACE = (
    "DELETE FROM marts.dossier WHERE dossier_code NOT IN (SELECT dossier_code FROM marts.dossier"
    " QUALIFY row_number() OVER (PARTITION BY agency_code, field_code ORDER BY dossier_code) < 20)"
)
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


@pytest.fixture
def of_one_commune() -> WallApp:
    """The television of xã Vạn Tường."""
    return wall_of(scope="21061")


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


def test_every_slot_leads_to_its_own_rows(synthetic: Installation) -> None:
    for slot, tile in slots(component()).items():
        first, *inside = links(tile)
        for address in (first, *inside):
            assert address.startswith("http://localhost:8050/procedures?unit="), address
            asked = parse_qs(urlsplit(address).query)
            start = ["2026-06-15"] if asked.get("view") == ["why"] else ["2026-09-15"]
            assert (asked["basis"], asked["grain"], asked["start"]) == (["successor"], ["report_quarter"], start)
        asked = parse_qs(urlsplit(first).query)
        assert asked.pop("unit") == ["BS5"]
        assert {name: asked[name] for name in DRILLS[slot]} == DRILLS[slot]


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


def test_the_slowest_places_are_those_of_the_rows(full: Installation) -> None:
    rows = reader.sql(
        "SELECT agency_code, field_code, count(*) FILTER (WHERE resolution <> 'late') / count(*) AS share"
        " FROM marts.dossier WHERE is_own_competence AND resolved_date BETWEEN DATE '2026-09-15' AND DATE '2026-11-23'"
        " GROUP BY ALL HAVING count(*) >= 20 ORDER BY share, agency_code, field_code LIMIT 5"
    )
    tile = slots(component())[5]
    shown = [each for each in map(attributes_of, walk(tile)) if each.get("data-indicator") == "on_time_share"]
    assert len(rows) == 5
    assert [each["data-unit"] for each in shown] == rows["agency_code"].tolist()
    assert [float(each["data-value"]) for each in shown] == pytest.approx(rows["share"].tolist(), abs=1e-6)
    assert [parse_qs(urlsplit(link).query)["field"][0] for link in links(tile)[1:6]] == rows["field_code"].tolist()


def test_no_place_below_the_minimum_is_called_slow(synthetic: Installation, synthetic_file: Path) -> None:
    publish_with(synthetic, synthetic_file, NINETEEN_OF_EACH_PLACE)
    tile = slots(component())[5]
    assert "Chưa có cơ quan và lĩnh vực nào đủ 20 hồ sơ đã giải quyết" in text(tile)
    assert not [each for each in walk(tile) if attributes_of(each).get("data-indicator") == "on_time_share"]


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


def test_communes_stand_worst_first_and_those_without_a_number_last(
    synthetic: Installation, synthetic_file: Path
) -> None:
    change = "UPDATE marts.indicator_value SET state = 'below_minimum', value = NULL, band = NULL, n = 17"
    publish_with(synthetic, synthetic_file, f"{change} WHERE indicator = 'on_time_share' AND unit_code = '21061'")
    rows = reader.sql(
        f"SELECT unit_code FROM marts.indicator_value WHERE {OPEN_QUARTER} AND unit_kind = 'commune'"
        " AND indicator = 'on_time_share' ORDER BY value NULLS LAST"
    )
    bars = [each for each in walk(slots(component())[2]) if getattr(each, "className", "") == "to-target-row"]
    shown = [next(attributes_of(each)["data-unit"] for each in walk(bar) if "data-unit" in attributes_of(each))
             for bar in bars]  # fmt: skip
    assert shown == rows["unit_code"].tolist() and shown[-1] == "21061" and len(shown) == 5


@pytest.mark.parametrize("scope", ["BS5", "21061"])
def test_a_scope_without_dossiers_is_told_in_words_and_no_number(
    synthetic: Installation, synthetic_file: Path, of_one_commune: WallApp, scope: str
) -> None:
    publish_with(synthetic, synthetic_file, "DELETE FROM marts.dossier; DELETE FROM marts.indicator_value")
    scene = component(of_one_commune) if scope == "21061" else component()
    found = slots(scene)
    assert sorted(found) == list(range(1, 10)) and "Chưa đọc được" not in text(scene)
    assert all(words.NO_DATA in text(tile) for tile in found.values())
    assert "Chưa có cơ quan và lĩnh vực nào đủ 20 hồ sơ" in text(found[5])
    assert set(numbers(scene).values()) == {""}
    if scope == "BS5":
        for commune in ("xã Bình Sơn", "xã Vạn Tường", "xã Bình Minh", "xã Bình Chương", "xã Đông Sơn"):
            assert words.capital(commune) in text(found[2]) and commune in text(found[8])


def test_a_figure_without_a_source_is_told_in_words(synthetic: Installation, synthetic_file: Path) -> None:
    change = "UPDATE marts.indicator_value SET state = 'no_source', value = NULL, band = NULL"
    publish_with(synthetic, synthetic_file, f"{change} WHERE indicator = 'overdue_without_apology'")
    assert words.NO_SOURCE in text(slots(component())[9])


def test_agencies_beyond_the_room_are_counted(
    synthetic: Installation, synthetic_file: Path, of_one_commune: WallApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rows() -> list[str]:
        tile = slots(component(of_one_commune))[2]
        bars = [text(each) for each in walk(tile) if getattr(each, "className", "") == "to-target-row"]
        return [*bars, *(each for each in [text(tile).rpartition(" và ")[2]] if each.endswith(" nữa"))]

    every = rows()
    # What was drawn of a snapshot is given again: another one is drawn.
    publish_with(synthetic, synthetic_file, "SELECT 'fewer'")
    monkeypatch.setattr(procedures, "AGENCY_ROWS", 2)
    assert rows() == [every[0], f"{len(every) - 1} mục nữa"] and len(every) == 3


def test_one_commune_is_divided_by_its_agencies(synthetic: Installation, of_one_commune: WallApp) -> None:
    scene = component(of_one_commune)
    found, shown = slots(scene), numbers(scene)
    assert "Xã Vạn Tường · Quý IV/2026" in text(scene)
    assert "Đúng hạn theo cơ quan" in text(found[2]) and "Phòng Kinh tế" in text(found[2])
    assert "Phòng Kinh tế xã Vạn Tường" not in text(found[2]), "the head names the commune"
    assert "Quá hạn theo cơ quan" in text(found[8])
    assert {unit for _, unit in shown if "." not in unit} == {"21061"}
    expected = reader.sql(
        f"SELECT value FROM marts.indicator_value WHERE {OPEN_QUARTER} AND indicator = 'dossiers_received'"
        " AND unit_code = '21061'"
    )
    assert float(shown[("dossiers_received", "21061")]) == expected["value"].iloc[0] > 0
    assert all("unit=21061" in links(tile)[0] for tile in found.values())
