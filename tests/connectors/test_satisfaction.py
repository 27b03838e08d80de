"""The rating devices' database, pulled from SQLite and from a real PostgreSQL: whole, late, changed, read again."""

import signal
from datetime import date, timedelta
from pathlib import Path

import orjson
import pytest

from connectors.kit import runner
from connectors.kit.landing import manifests
from connectors.kit.pages import RawPage
from connectors.satisfaction import pull as devices_pull
from connectors.satisfaction.pull import identity, parse
from tests.connectors.devices import (
    COUNT,
    DEVICES,
    SOURCE,
    START,
    DeviceDatabase,
    device,
    ended,
    former,
    hurried,
    numbers,
    pull,
    rating,
    rows,
)
from tests.connectors.killed import Killer

SAMPLE = Path(devices_pull.__file__).parent / "sample" / "rating.json"


def test_everything_lands_once_and_a_second_pull_lands_nothing(device_database: DeviceDatabase, home: Path) -> None:
    first = pull()
    assert (first.state, first.rows) == ("ok", COUNT + 2 + 1 + 1)
    assert numbers(home) == list(range(1, COUNT + 1))
    (backfill,) = [one for one in manifests(home / "landing", SOURCE) if one.stream == "rating"]
    assert backfill.watermark_after == COUNT and len(backfill.pages) == 3
    assert [(one.total, one.distinct_keys) for one in backfill.source_totals] == [(COUNT, COUNT)]
    assert (pull().rows, len(ended(home).batches)) == (0, 0)


def test_what_lands_is_what_the_database_says_and_no_more(device_database: DeviceDatabase, home: Path) -> None:
    code = "H48.152.01-261120-0007"
    device_database.rate(99, score=1, reasons="LD01, LD03", dossier_code=code, comment="chị Nguyễn Thị Gieo 0905123456")
    pull()
    (row,) = [row for row in rows(home) if row["rating_id"] == "99"]
    assert row["rated_at"].startswith("2026-11-20") and row["score"] == "1" and row["dossier_code"] == code
    assert orjson.loads(row["reasons"]) == [{"code": "LD01"}, {"code": "LD03"}]
    assert "comment" not in row and len(row["officer"]) == 64
    (device, _) = rows(home, "device")
    assert (device["device_code"], device["scale"], device["installed_date"]) == ("K-VT-01", "5", "2025-07-01")
    assert rows(home, "evaluation")[0]["score_9"] == "2"


def test_a_device_that_was_offline_and_a_transaction_that_ended_late_are_brought(
    device_database: DeviceDatabase, home: Path
) -> None:
    device_database.rate(*range(200, 204), received_at=START)
    pull()
    device_database.rate(198, 199)  # numbered before, committed after
    device_database.rate(204, rated_at=START - timedelta(days=10), received_at=START)
    pull()
    assert set(numbers(home)) == {*range(1, COUNT + 1), *range(198, 205)}


def test_what_is_filled_in_later_comes_with_the_numbers_read_again(device_database: DeviceDatabase, home: Path) -> None:
    pull()
    device_database.run("UPDATE ratings SET dossier_code = 'H48.152.01-261120-0042' WHERE id = 7")
    pull()
    assert [row["dossier_code"] for row in rows(home) if row["rating_id"] == "7"] == [None, "H48.152.01-261120-0042"]


def test_ratings_without_an_arrival_land_to_be_held(device_database: DeviceDatabase, home: Path) -> None:
    device_database.rate(500, 501, received_at=None)
    assert pull().state == "ok"
    assert {row["rating_id"] for row in rows(home) if row["received_at"] is None} == {"500", "501"}
    (backfill,) = [one for one in manifests(home / "landing", SOURCE) if one.stream == "rating"]
    assert [(one.total, one.distinct_keys) for one in backfill.source_totals] == [(COUNT + 2, COUNT + 2)]
    device_database.rate(499, received_at=None)
    pull()
    assert {row["rating_id"] for row in rows(home) if row["received_at"] is None} == {"499", "500", "501"}


def test_a_list_lands_again_when_it_changed(device_database: DeviceDatabase, home: Path) -> None:
    pull()
    device_database.run("UPDATE devices SET removed_on = '2026-11-22' WHERE code = 'K-VT-01'")
    assert pull().rows == 2
    assert [row["removed_date"] for row in rows(home, "device")] == [None, None, "2026-11-22", None]


def test_each_installation_of_a_device_is_a_row_of_its_own(device_database: DeviceDatabase, home: Path) -> None:
    again = [device("K-VT-01", 5, installed_on=date(2026, month, 1)) for month in range(1, 11)]
    device_database.add(DEVICES, again)
    pull()
    (landed,) = [one for one in manifests(home / "landing", SOURCE) if one.stream == "device"]
    assert len(landed.pages) == 2, "a page ends between two rows of one code"
    assert [(one.total, one.distinct_keys) for one in landed.source_totals] == [(12, 12)]


def test_dates_bring_a_range_again(device_database: DeviceDatabase, home: Path) -> None:
    device_database.rate(500, received_at=START - timedelta(days=1))
    pull()
    day = (START - timedelta(days=1)).date()
    again = runner.pull(SOURCE, since=day, until=day)
    assert (again.state, again.rows) == ("ok", 1)


def test_replay_reads_the_kept_pages_with_a_mended_contract(
    device_database: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pull(former(hurried()))
    device_database.run("DELETE FROM ratings")
    monkeypatch.setattr(devices_pull, "PARSER_VERSION", "2")
    replayed = runner.replay(SOURCE)
    assert replayed.rows == COUNT + 4
    assert {one.parser_version for one in manifests(home / "landing", SOURCE)} == {"2"}
    assert numbers(home) == list(range(1, COUNT + 1))


def test_a_killed_pull_goes_on(sqlite: DeviceDatabase, home: Path, killing: Killer) -> None:
    for change in (20, 60):
        assert killing.run("pull", SOURCE, before_change=change).code == -signal.SIGKILL
    assert killing.run("pull", SOURCE).code == 0
    assert numbers(home) == list(range(1, COUNT + 1))
    assert len(rows(home, "device")) == 2 and not list((home / "landing" / SOURCE).glob(".partial/*/*"))


def test_the_sample_reads_as_the_contract_says() -> None:
    read = list(parse("rating", RawPage(SAMPLE.read_bytes())))
    assert [identity(row) for row in read] == [(row["id"],) for row in orjson.loads(SAMPLE.read_bytes())["rows"]]
    assert {len(row["reasons"]) for row in read} == {0, 1, 2}


def test_each_row_has_an_identity_of_its_own() -> None:
    quarter = {"agency_code": "000.00.53.H48", "year": 2025}
    rows = [
        rating(1),
        rating(2),
        {"code": "LD01"},
        device("K-VT-01", 5),
        quarter | {"quarter": 1},
        quarter | {"quarter": 2},
    ]
    assert len({identity(row) for row in rows}) == len(rows)
