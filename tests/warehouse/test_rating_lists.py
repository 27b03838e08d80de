"""What the lists beside the presses say: which device stood under a code by date, and the nine criteria of agencies."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from duckdb import DuckDBPyConnection

from connectors.kit.registry import sources
from tests.warehouse.planted import empty_build
from tests.warehouse.planted_ratings import HOME, STAGING, ask, install, judged, models, presses, tap
from warehouse.checks import finding_queries


@pytest.fixture(scope="module")
def build() -> Iterator[DuckDBPyConnection]:
    made = empty_build()
    made.execute(STAGING)
    yield made
    made.close()


def replace_device(build: DuckDBPyConnection) -> None:
    """Three levels gave way to five under the code K-4, which then went to another commune."""
    for agency, scale, since in ((HOME, 3, "2026-03-01"), (HOME, 5, "2026-06-01"), ("H48.152.01", 5, "2026-09-01")):
        install(build, "K-4", agency, scale, since)


def minded(build: DuckDBPyConnection, rule_id: str) -> list[str]:
    """Days of the presses on K-4 that a rule of the contract minds."""
    (rule,) = [each for each in sources()["satisfaction"].tables["rating"].rules if each.id == rule_id]
    build.execute("CREATE OR REPLACE TABLE accepted.satisfaction__device AS FROM staging.satisfaction__device")
    pressed = (
        "SELECT * REPLACE (to_json(reasons) AS reasons) FROM staging.satisfaction__rating WHERE device_code = 'K-4'"
    )
    found = ask(build, f"SELECT rated_date FROM ({pressed}) AS candidate WHERE {rule.where} ORDER BY rated_date")
    return [f"{row['rated_date']:%d/%m}" for row in found]


def test_a_press_is_of_the_device_that_stood_then(build: DuckDBPyConnection) -> None:
    build.begin()
    replace_device(build)
    for day in ("2026-02-27", "2026-03-02", "2026-06-01", "2026-10-05"):
        tap(build, "K-4", datetime.fromisoformat(f"{day}T09:00:00+07:00"), 3)
    rows = presses(judged(build), "K-4")
    build.rollback()
    told = [(row["level_name_vi"], row["unit_code"]) for row in rows]
    best, middle = "Rất hài lòng", "Bình thường"
    assert told == [(best, "21040"), (best, "21040"), (middle, "21040"), (middle, "21061")]


def test_a_press_is_judged_by_the_scale_of_its_day(build: DuckDBPyConnection) -> None:
    build.begin()
    replace_device(build)
    for day, score in (("2026-02-27", 5), ("2026-05-31", 4), ("2026-06-01", 5), ("2026-03-02", 2), ("2026-10-05", 2)):
        tap(build, "K-4", datetime.fromisoformat(f"{day}T09:00:00+07:00"), score)
    outside, without_reason = minded(build, "rating_outside_scale"), minded(build, "reason_missing")
    build.rollback()
    assert outside == ["27/02", "31/05"], "beyond the three levels of then"
    assert without_reason == ["05/10"], "two of five is dissatisfied, two of three is not"


@pytest.mark.parametrize(
    ("scores", "appraised", "total", "said"),
    [
        ([2] * 9, None, 18, "Xuất sắc"),
        ([2, 2, 2, 2, 2, 2, 2, 1, 0], None, 15, "Xuất sắc"),
        ([2, 2, 2, 2, 2, 2, 2, 0, 0], None, 14, "Tốt"),
        ([2] * 9, 11, 18, "Khá"),
        ([1, 1, 1, 1, 1, 1, 0, 0, 0], None, 6, "Trung bình"),
        ([1, 1, 1, 1, 1, 0, 0, 0, 0], None, 5, "Yếu"),
        ([2, 2, 2, 2, 2, 2, 2, 2, None], None, None, None),
    ],
)
def test_nine_criteria_make_a_total_and_a_class(
    build: DuckDBPyConnection, scores: list[int | None], appraised: int | None, total: int | None, said: str | None
) -> None:
    build.begin()
    evaluate = f"INSERT INTO staging.satisfaction__evaluation VALUES ({', '.join('?' * 13)})"
    build.execute(evaluate, ["000.28.53.H48", 2025, 2, *scores, appraised])
    build.execute(evaluate, [HOME, 2025, 3, *scores, appraised])
    judged(build)
    found = ask(build, "SELECT unit_code, total, appraised_total, class, quarter_end FROM marts.service_score")
    late = [row["message_vi"] for query in finding_queries(models()["service_score"]) for row in ask(build, query)]
    build.rollback()
    assert [(row["unit_code"], row["total"], row["class"]) for row in found] == [("21043", total, said)]
    assert f"{found[0]['quarter_end']:%d/%m/%Y}" == "30/06/2025"
    assert len(late) == 1 and "quý 3/2025" in late[0]


def test_a_score_of_an_agency_that_had_ended_is_told(build: DuckDBPyConnection) -> None:
    build.begin()
    evaluate = f"INSERT INTO staging.satisfaction__evaluation VALUES ({', '.join('?' * 13)})"
    build.execute(evaluate, [HOME, 2025, 1, *[2] * 9, None])
    build.execute(evaluate, ["000.28.53.H48", 2025, 1, *[2] * 9, None])
    judged(build)
    found = [row for query in finding_queries(models()["service_score"]) for row in ask(build, query)]
    counted = ask(build, "SELECT agency_code FROM marts.service_score")
    build.rollback()
    assert [row["agency_code"] for row in counted] == ["000.28.53.H48"]
    assert [(row["code"], row["key"]) for row in found] == [("unit_not_valid_on_date", f"{HOME} · 1/2025")]
    assert f"quý 1/2025 không được tính: cơ quan {HOME} không có hiệu lực ngày 01/01/2025" in found[0]["message_vi"]


@pytest.mark.parametrize(("total", "is_held"), [(-1, True), (0, False), (18, False), (19, True), (None, False)])
def test_an_appraised_total_lies_within_eighteen(build: DuckDBPyConnection, total: int | None, is_held: bool) -> None:
    table = sources()["satisfaction"].tables["evaluation"]
    (rule,) = [each for each in table.rules if each.id == "appraised_outside_points"]
    (found,) = ask(build, f"SELECT ?::INTEGER AS appraised_total, coalesce({rule.where}, false) AS is_held", total)
    assert found["is_held"] is is_held and rule.effect == "hold"
