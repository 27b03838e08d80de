"""The raw events and the wire agree on papers, money and results, and on what came late, dirt and story included."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District, events
from tests.sandbox.conftest import SCALE, SEED
from tests.sandbox.counter import NOON, Counter, read_instant

LATE_BEFORE = datetime(2026, 11, 6, 7, 0, tzinfo=TIMEZONE)
MASKED = ("digitised", "reused", "fromRepository")
COUNTS = ["document_count", "digitised_count", "reused_count", "repository_count"]


@pytest.fixture(scope="module", params=[NOON, LATE_BEFORE, NOON - timedelta(days=300, hours=2)], ids=str)
def both(request: pytest.FixtureRequest, district: District) -> tuple[pd.DataFrame, dict[str, dict[str, Any]]]:
    """The events that the source shows at an instant, and the dossiers that it sends then, by code."""
    counter = Counter(district)
    counter.clock.instant = request.param
    table = events(SEED, SCALE, request.param)
    shown = table[table["shown_at"] <= pd.Timestamp(request.param)]
    return shown, {row["code"]: row for row in counter.everything()}


def test_the_source_shows_exactly_what_has_been_shown(both: tuple[pd.DataFrame, dict[str, dict[str, Any]]]) -> None:
    table, rows = both
    updated = table.groupby("dossier_code")["shown_at"].max()
    assert {code: read_instant(row["updatedDate"]) for code, row in rows.items()} == updated.to_dict()


def test_documents_agree(both: tuple[pd.DataFrame, dict[str, dict[str, Any]]]) -> None:
    table, rows = both
    told = table.drop_duplicates("dossier_code", keep="last").set_index("dossier_code")[COUNTS]
    sent = {
        code: [len(row["documents"]), *(sum(part[name] for part in row["documents"]) for name in MASKED)]
        for code, row in rows.items()
    }
    assert {code: list(counts) for code, *counts in told.itertuples()} == sent
    digitised = told["digitised_count"] > 0
    assert digitised.any() and not digitised.all() and told["repository_count"].max() > 0


def test_money_agrees(both: tuple[pd.DataFrame, dict[str, dict[str, Any]]]) -> None:
    table, rows = both
    amounts = table.groupby("dossier_code")["fee_amount"].agg(["min", "max"])
    assert (amounts["min"] == amounts["max"]).all() and amounts["max"].max() > 0
    sent = {code: sum(fee["amount"] for fee in row["fees"]) for code, row in rows.items()}
    assert amounts["max"].to_dict() == sent
    paid = table[table["event"] == "fee_paid"].set_index("dossier_code")["payment_channel"]
    channels = {code: fee["paymentChannel"] for code, row in rows.items() for fee in row["fees"] if fee["paidDate"]}
    assert paid.to_dict() == channels and set(channels.values()) == {0, 1, 2}
    assert table.loc[table["event"] != "fee_paid", "payment_channel"].isna().all()


@pytest.mark.parametrize(("column", "name"), [("has_result_code", "code"), ("has_result_file", "fileId")])
def test_results_agree(both: tuple[pd.DataFrame, dict[str, dict[str, Any]]], column: str, name: str) -> None:
    table, rows = both
    sent = {code for code, row in rows.items() if any(result[name] for result in row["results"])}
    assert set(table.loc[table[column], "dossier_code"]) == sent and 0 < len(sent) < len(rows)
    assert set(table.loc[table[column], "event"]) == {"completed"}


def test_some_dossiers_come_late() -> None:
    table = events(SEED, SCALE, NOON)
    lag = table["shown_at"] - table["at"]
    assert (lag >= timedelta(0)).all()
    late = table[lag > timedelta(0)]
    assert late["dossier_code"].nunique() > 5
    assert (table["shown_at"] > pd.Timestamp(NOON)).any()
    plain = events(SEED, SCALE, NOON, layers=())
    assert (plain["at"] == plain["shown_at"]).all()
