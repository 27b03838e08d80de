"""The search: Spring's shapes, paging and filters held against a plain count, and what it refuses to read."""

from collections import Counter as Tally
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District
from sandbox.one_stop.catalogue import agencies, catalogue
from tests.sandbox.counter import NOON, Counter, read_instant, status_of, wire_instant

Rows: TypeAlias = list[dict[str, Any]]
FROM, TO = datetime(2026, 9, 1, tzinfo=TIMEZONE), datetime(2026, 10, 1, tzinfo=TIMEZONE)
DOSSIER_FIELDS = {
    "id", "code", "nationCode", "procedure", "procedureLevel", "agency", "receivingAgency", "competence",
    "processingSystem", "applicantKind", "applicant", "procedureProcessDefinition", "dossierStatus",
    "dossierReceivingKind", "appliedDate", "acceptedDate", "receptionDueDate", "appointmentDate", "completedDate",
    "returnedDate", "apologyLetterDate", "updatedDate", "supplementRequests", "documents", "fees", "results",
    "vneidVerified",
}  # fmt: skip


def test_pages_and_slices_have_springs_shape(counter: Counter) -> None:
    page, piece = (counter.page(size=7, page=2, spec=spec) for spec in ("page", "slice"))
    assert page["pageable"]["pageNumber"] == 2 and len(page["content"]) == 7 and page["last"] is False
    assert page["totalPages"] == -(-page["totalElements"] // 7)
    assert piece["content"] == page["content"] and piece["last"] is False
    assert not {"totalPages", "totalElements"} & set(piece)


def test_only_the_last_page_says_so(counter: Counter) -> None:
    pages = counter.page(size=500)["totalPages"]
    before, last, after = (counter.page(size=500, page=pages + step) for step in (-2, -1, 0))
    assert (before["last"], last["last"], after["last"]) == (False, True, True)
    assert len(before["content"]) == 500 and 0 < len(last["content"]) <= 500 and after["content"] == []


def test_a_dossier_has_the_fields_of_the_contract(rows: Rows) -> None:
    assert all(set(row) == DOSSIER_FIELDS for row in rows)
    data = {
        "fullname",
        "gender",
        "birthday",
        "identityNumber",
        "phoneNumber",
        "email",
        "address",
        "village",
        "province",
    }
    assert set(rows[0]["applicant"]["data"]) == data
    assert {type(row["dossierStatus"]) for row in rows} == {int, dict}
    assert any(row["dossierReceivingKind"] is None for row in rows)


def test_the_list_is_newest_first_and_ids_break_ties(rows: Rows) -> None:
    keys = [(-read_instant(row["updatedDate"]).timestamp(), row["id"]) for row in rows]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)


@pytest.mark.parametrize("size", [500, 317])
def test_pages_add_up_to_the_whole(counter: Counter, size: int) -> None:
    since = wire_instant(FROM)
    rows = counter.everything(size=size, applied_from=since)
    total = counter.page(size=1, applied_from=since)["totalElements"]
    assert len({row["id"] for row in rows}) == len(rows) == total > size


@pytest.mark.parametrize("kind", ["applied", "accepted"])
def test_filters_keep_what_a_plain_count_keeps(spotless: District, rows: Rows, kind: str) -> None:
    counter = Counter(spotless)
    window: dict[str, Any] = {f"{kind}_from": wire_instant(FROM), f"{kind}_to": wire_instant(TO)}
    dates = [row[f"{kind}Date"] for row in rows]
    expected = sum(date is not None and FROM <= read_instant(date) < TO for date in dates)
    assert counter.page(size=1, **window)["totalElements"] == expected > 150
    assert len(counter.everything(**window)) == expected


def test_from_is_inclusive_and_to_is_not(counter: Counter) -> None:
    applied = counter.page(size=1)["content"][0]["appliedDate"]
    after = wire_instant(read_instant(applied) + timedelta(seconds=1))
    inside = counter.page(applied_from=applied, applied_to=after)["totalElements"]
    assert inside >= 1
    assert (
        counter.page(applied_from=applied)["totalElements"]
        == inside + counter.page(applied_from=after)["totalElements"]
    )
    assert counter.page(applied_to=applied)["totalElements"] + inside == counter.page(applied_to=after)["totalElements"]


@pytest.mark.parametrize(
    "query",
    [
        "size=501", "size=0", "size=zehn", "page=-1", "spec=all", "sort=appliedDate,asc", "applied-from=2026-09-01",
        "applied-to=2026-13-01T00:00:00.000%2B0000", "accepted-from=2026-09-01T00:00:00.000+0000", "page=٣",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(counter: Counter, query: str) -> None:
    answer = counter.http.get(f"/one_stop/pa/dossier/search?{query}")
    assert answer.status_code == 400
    assert query.split("=")[0] in answer.json()["message"]


def test_midnight_in_vietnam_is_five_in_the_afternoon_of_the_day_before(rows: Rows) -> None:
    times = Tally(row["appointmentDate"][11:] for row in rows if row["appointmentDate"])
    assert times["17:00:00.000+0000"] > 100
    assert times["10:00:00.000+0000"] > 20 * times["17:00:00.000+0000"]
    birthdays = {row["applicant"]["data"]["birthday"][10:] for row in rows}
    assert birthdays == {"T17:00:00.000+0000"}


def test_dates_are_there_once_they_are_reached(rows: Rows) -> None:
    for row in rows:
        status = status_of(row)
        assert (row["acceptedDate"] is None) == (status in (1, 3))
        assert (row["completedDate"] is None) == (status not in (7, 9, 10))
        assert (row["returnedDate"] is None) == (status != 10)
        assert bool(row["results"]) == (status in (9, 10))
        assert status != 5 or row["supplementRequests"][-1]["suppliedDate"] is None
        assert row["apologyLetterDate"] is None or row["apologyLetterDate"] > row["appointmentDate"]
        assert read_instant(row["updatedDate"]) <= NOON


def test_fees_documents_and_results_are_plausible(rows: Rows) -> None:
    rows = [row for row in rows if status_of(row) == 10]
    fees = [fee for row in rows for fee in row["fees"] if fee["amount"]]
    assert all(
        fee["paidAmount"] in (0, fee["amount"]) and bool(fee["paidDate"]) == bool(fee["paidAmount"]) for fee in fees
    )
    assert {fee["paymentChannel"] for fee in fees} == {None, 0, 1, 2}
    for flag in ("digitised", "reused", "fromRepository"):
        assert 0.05 < sum(any(part[flag] for part in row["documents"]) for row in rows) / len(rows) < 0.95
    with_copy = sum(row["results"][0]["fileId"] is not None for row in rows if row["results"])
    assert 0.85 < with_copy / len(rows) < 0.99


def test_one_dossier_by_its_id(counter: Counter) -> None:
    wanted = counter.page(page=11, size=3)["content"][1]
    assert counter.page(f"pa/dossier/{wanted['id']}") == wanted
    for unknown in ("0" * 24, "không có", wanted["id"][:-1] + "g"):
        assert counter.http.get(f"/one_stop/pa/dossier/{unknown}").status_code == 404


def test_the_catalogues_are_whole(counter: Counter) -> None:
    procedures = counter.everything("bd/procedure", size=25)
    assert {row["code"] for row in procedures} == {procedure.code for procedure in catalogue().procedures}
    assert set(procedures[0]) == {"code", "translate", "sector", "processingTime", "processingTimeUnit"}
    offices = {row["code"]: row for row in counter.everything("ba/agency")}
    assert len(offices) == len(agencies().rows) - 1
    assert offices["H48.151.03"]["parent"] == {"code": "H48.151"} and offices["H48.151.03"]["validTo"] is None
    assert offices["000.00.53.H48"]["validTo"] == "2025-06-30"


def test_the_clock_brings_new_changes_to_the_top(counter: Counter) -> None:
    before = counter.page(size=1)
    counter.clock.pass_by(hours=30)
    after = counter.page(size=1)
    assert after["totalElements"] > before["totalElements"]
    assert after["content"][0]["updatedDate"] > before["content"][0]["updatedDate"]


def test_the_same_seed_gives_the_same_bytes(district: District) -> None:
    one, other = Counter(district), Counter(District(district.seed, district.scale))
    path = "/one_stop/pa/dossier/search?size=500&page=3"
    assert one.http.get(path).content == other.http.get(path).content
