"""Ratings that show themselves late, in SQLite and PostgreSQL: hundreds at once, below numbers that landed long ago."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from connectors.kit.contract import Source
from connectors.kit.errors import ContractBroken
from connectors.kit.landing import Manifest, Window, manifests
from connectors.satisfaction import pull as devices_pull
from tests.connectors.devices import COUNT, SOURCE, START, DeviceDatabase, ended, hurried, numbers, pull, rows

UPLOADED = range(1_000, 1_200)


def increments(home: Path) -> Sequence[Manifest]:
    landed = manifests(home / "landing", SOURCE)
    return [one for one in landed if one.stream == "rating" and one.kind == "incremental"]


def with_one_column_less(contract: Source) -> Source:
    """The contract as it stood before ratings had a dossier code."""
    table = contract.tables["rating"]
    columns = {name: column for name, column in table.columns.items() if name != "dossier_code"}
    tables = dict(contract.tables) | {"rating": replace(table, columns=MappingProxyType(columns))}
    return replace(contract, tables=MappingProxyType(tables))


def test_an_upload_that_ends_after_later_numbers_landed_is_brought_whole(
    device_database: DeviceDatabase, home: Path
) -> None:
    device_database.rate(*range(1_200, 1_260), received_at=START)
    pull()
    device_database.rate(*UPLOADED, rated_at=START - timedelta(days=9), received_at=START - timedelta(hours=2))
    assert pull().state == "ok"
    assert set(numbers(home)) >= set(UPLOADED)
    (late,) = increments(home)
    assert (late.watermark_before, late.watermark_after) == (1_259, 1_259)
    (total,) = late.source_totals
    assert total.total == total.distinct_keys == COUNT + 260, "all that the server received in three days"
    landed = numbers(home)
    assert (pull().rows, numbers(home)) == (0, landed), "what was read again and stands as it stood lands no more"
    (again,) = [one for one in ended(home).source_totals if one.stream == "rating"]
    assert (again.window_from, again.window_until) == (date(2026, 11, 20), date(2026, 11, 24))
    assert again.total == again.distinct_keys == COUNT + 260, "the pull tells what it counted"


def test_what_is_short_is_told_where_nothing_new_lands(
    device_database: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database counts a row that it never hands out."""
    pull()
    counted = devices_pull.count
    monkeypatch.setattr(devices_pull, "count", lambda stream, *asked: counted(stream, *asked) + (stream == "rating"))
    assert pull().batches == ()
    told = {one.stream: (one.total, one.distinct_keys, one.window_from) for one in ended(home).source_totals}
    since = date(2026, 11, 20)
    assert told == {
        "device": (2, 2, None), "reason": (1, 1, None), "evaluation": (1, 1, None),
        "rating": (COUNT + 1, COUNT, since),
    }  # fmt: skip
    assert not any(one.invented for one in ended(home).source_totals)
    device_database.run("DELETE FROM reasons")
    assert pull().rows == 0
    (landed,) = [one for one in manifests(home / "landing", SOURCE) if one.stream == "reason"][1:]
    assert [(one.window, one.total, one.distinct_keys) for one in landed.source_totals] == [(Window(), 0, 0)]
    assert "reason" not in {one.stream for one in ended(home).source_totals}, "what lands tells its own"


def test_an_upload_shows_itself_beside_new_numbers(device_database: DeviceDatabase, home: Path) -> None:
    device_database.rate(*range(1_200, 1_260), received_at=START)
    pull()
    device_database.rate(*UPLOADED, 1_260, received_at=START)
    pull()
    assert set(numbers(home)) >= {*UPLOADED, 1_260}
    assert increments(home)[-1].watermark_after == 1_260
    assert pull().rows == 0


def test_new_numbers_alone_land_without_the_three_days(device_database: DeviceDatabase, home: Path) -> None:
    pull()
    device_database.rate(*range(100, 105), received_at=START)
    assert pull().rows == COUNT + 5, "the last 30 numbers, once"
    assert len(increments(home)) == 1


def test_a_code_filled_in_on_an_old_number_is_brought(device_database: DeviceDatabase, home: Path) -> None:
    device_database.rate(*range(100, 200), received_at=START)
    pull()
    device_database.run("UPDATE ratings SET dossier_code = 'H48.152.01-261120-0042' WHERE id = 7")
    pull()
    codes = [row["dossier_code"] for row in rows(home) if row["rating_id"] == "7"]
    assert codes == [None, "H48.152.01-261120-0042"]


def test_days_without_a_pull_are_read_again_too(
    device_database: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device_database.rate(*range(1_200, 1_260), received_at=START)
    pull()
    device_database.rate(*UPLOADED, received_at=START)
    monkeypatch.setenv("IOC_CLOCK", "2026-12-20T01:00:00+00:00")
    pull()
    assert set(numbers(home)) >= set(UPLOADED)


def test_a_column_that_came_later_makes_all_rows_new(device_database: DeviceDatabase, home: Path) -> None:
    pull(with_one_column_less(hurried()))
    assert pull().state == "ok"
    assert {"dossier_code" in row for row in rows(home)[-COUNT:]} == {True}


@pytest.mark.parametrize(("left", "told"), [("id <= 20", "số lớn nhất là 20"), ("id < 0", "không còn bản ghi nào")])
def test_numbers_that_went_back_are_no_quiet_night(
    device_database: DeviceDatabase, home: Path, left: str, told: str
) -> None:
    pull()
    device_database.run(f"DELETE FROM ratings WHERE NOT {left}")
    with pytest.raises(ContractBroken, match=rf"{told}.*đã nhận đến số {COUNT}.*đặt bộ đếm cao hơn {COUNT}"):
        pull()
    assert (ended(home).state, ended(home).error) == ("partial", "ContractBroken")
    device_database.rate(COUNT + 1, received_at=START)
    assert pull().state == "ok"
    assert set(numbers(home)) == set(range(1, COUNT + 2)), "nothing that landed is lost"
