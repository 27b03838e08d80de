"""The list of what is late in all its states: order, words, nothing, nothing yet, old, broken."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboards import words
from dashboards.screens.follow_up.figures import FORWARDED, INDICATORS, OWN, SOON, by_agency, read_dossiers
from dashboards.screens.follow_up.holders import counts
from dashboards.screens.follow_up.screen import layout
from tests.dashboards.conftest import own_copy
from tests.dashboards.elements import text
from tests.dashboards.late_district import changed, file_server, holders
from tests.installation import CLOCK, Installation
from warehouse import reader


def frame(*rows: tuple[str, str, int], competence: str = "OWN") -> pd.DataFrame:
    """Rows of follow_up/dossiers: (code, agency, working days past due)."""
    due = pd.Timestamp("2026-11-20")
    return pd.DataFrame(
        [
            {
                "dossier_code": code, "procedure_name_vi": "Đăng ký khai sinh", "field_name_vi": "Hộ tịch",
                "agency_code": agency, "agency_name_vi": f"Phòng {agency}", "competence": competence,
                "status_name_vi": None, "received_date": pd.NaT, "due_date": due, "working_days_past_due": days,
            }
            for code, agency, days in rows
        ],
    )  # fmt: skip


@pytest.fixture
def files() -> FlaskClient:
    return file_server()


def test_the_worst_agency_stands_first_and_the_longest_overdue_in_it() -> None:
    own = frame(("1", "B", 2), ("2", "A", 1), ("3", "B", 11), ("4", "C", 6), ("5", "A", 5))
    forwarded = frame(("6", "C", 0), competence="FORWARDED")
    soon = frame(("7", "D", 0), ("8", "A", -2), ("9", "A", 0))
    agencies = by_agency(read_dossiers({OWN: own, FORWARDED: forwarded, SOON: soon}))
    assert [agency.code for agency in agencies] == ["A", "B", "C", "D"], "most overdue, then most due, then by code"
    assert [dossier.code for dossier in agencies[0].dossiers] == ["5", "2", "9", "8"]
    assert [(each.overdue, each.of(SOON)) for each in agencies] == [(2, 2), (2, 0), (2, 0), (0, 1)]
    assert [(each.count("1-5"), each.count("6-10"), each.count("11-")) for each in agencies] == [
        (2, 0, 0), (1, 0, 1), (1, 1, 0), (0, 0, 0),
    ]  # fmt: skip
    assert [each.longest and each.longest.code for each in agencies] == ["5", "3", "4", None]


def test_lateness_is_told_in_words_and_forwarded_ones_apart() -> None:
    given = {OWN: frame(("1", "A", 6)), FORWARDED: frame(("2", "A", 0), competence="FORWARDED")}
    given[SOON] = frame(("3", "A", 0), ("4", "A", -2))
    (agency,) = by_agency(read_dossiers(given))
    assert [dossier.lateness for dossier in agency.dossiers] == [
        "quá hạn 6 ngày làm việc", "quá hạn, chưa đủ 1 ngày làm việc", "đến hạn hôm nay", "còn 2 ngày làm việc",
    ]  # fmt: skip
    assert agency.dossiers[1].competence == "Tiếp nhận hộ, cơ quan khác giải quyết"
    assert [said for _, said in counts(agency)] == [
        "2 quá hạn", "trong đó 1 do xã tiếp nhận hộ", "1–5 ngày làm việc: 1", "6–10 ngày làm việc: 1",
        "lâu nhất: quá hạn 6 ngày làm việc", "2 sắp đến hạn",
    ]  # fmt: skip


@pytest.mark.parametrize(("late", "left"), [("1-5", ["1"]), ("6-10", ["2"]), ("11-", ["3"]), ("soon", ["4"])])
def test_a_lateness_leaves_its_dossiers(late: str, left: list[str]) -> None:
    given = {OWN: frame(("1", "A", 5), ("2", "A", 6), ("3", "A", 11)), SOON: frame(("4", "A", -1))}
    assert [dossier.code for dossier in read_dossiers(given, late)] == left


def test_nothing_overdue_is_told_in_words(synthetic: Installation, synthetic_file: Path) -> None:
    with changed(synthetic, synthetic_file) as connection:
        connection.execute("UPDATE marts.dossier SET overdue_from_date = NULL, due_soon_from_date = NULL")
        connection.execute(f"UPDATE marts.indicator_value SET value = 0 WHERE indicator IN {INDICATORS}")
    said = text(layout())
    assert "Không có hồ sơ quá hạn" in said and holders(layout()) == []
    assert "Tải xuống" not in said
    assert "Không có hồ sơ ở mức này" in text(layout(late="11-"))


def test_before_the_first_snapshot_the_page_says_what_to_do(empty: Installation, files: FlaskClient) -> None:
    said = text(layout())
    assert words.NO_DATA in said and "ioc up --once" in said
    answer = files.get("/follow-up.xlsx")
    assert answer.status_code == 404 and words.NO_DATA in answer.get_data(as_text=True)


def test_a_broken_snapshot_is_a_sentence(synthetic: Installation, files: FlaskClient) -> None:
    own_copy(synthetic).write_bytes(b"this is no database")
    answer = files.get("/follow-up.xlsx")
    assert answer.status_code == 503 and "Traceback" not in answer.get_data(as_text=True)
    assert "chưa hiện được số liệu" in text(layout())


def test_figures_of_another_day_say_so(synthetic: Installation) -> None:
    assert "chưa phải hôm nay" not in text(layout())
    synthetic.set_clock(CLOCK + timedelta(days=4, hours=2))
    said = text(layout())
    assert "Đây là số liệu ngày 23/11/2026, chưa phải hôm nay (27/11/2026)." in said
    assert "Chậm 3 ngày làm việc · chờ từ 25/11" in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"unit": "99999"}, "99999"),
        ({"late": "very"}, "very"),
        ({"unit": "21046"}, "21046"),
        ({"unit": "'; DROP TABLE marts.dossier"}, "DROP TABLE"),
    ],
)
def test_an_address_that_errs_is_told_so(
    synthetic: Installation, files: FlaskClient, query: dict[str, str], said: str
) -> None:
    page = layout(**query)
    assert said in text(page) and holders(page) == []
    answer = files.get("/follow-up.xlsx", query_string=query)
    assert answer.status_code == 404 and said in answer.get_data(as_text=True)


def test_the_whole_page_is_from_one_snapshot_and_its_large_lists_are_not_kept(
    synthetic: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    once: list[str] = []
    plain = reader.query

    def noted(name: str, *counted: Any, **given: Any) -> Any:
        asked.append(given.get("snapshot"))
        once.extend([name] if given.get("once") else [])
        return plain(name, *counted, **given)

    for module in ("screens.follow_up.listing", "place"):
        monkeypatch.setattr(f"dashboards.{module}.query", noted)
    layout()
    assert len(asked) >= 6 and set(asked) == {"ioc-20261123T001530-5eed5eed"}
    assert once == ["follow_up/dossiers"] * len(INDICATORS)
