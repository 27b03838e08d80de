"""What happens to a source's database, happens to it for real: renamed, gone, locked, slow, cut off, closed to us."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from config import clock
from config.errors import ConfigurationInvalid
from connectors.kit import attempts
from connectors.kit.access import access
from connectors.kit.database import DatabaseClient
from connectors.kit.errors import ContractBroken, SourceRefused, SourceUnavailable
from connectors.satisfaction import pull as devices_pull
from tests.connectors.devices import (
    COUNT,
    PASSWORD,
    READER,
    SOURCE,
    DeviceDatabase,
    after_a_page_of_ratings,
    ended,
    former,
    hurried,
    numbers,
    pull,
    rows,
)


def test_nothing_can_be_written(device_database: DeviceDatabase, home: Path) -> None:

    contract = hurried()
    with DatabaseClient(contract, access(contract)) as client, client._engine.connect() as connection:
        with pytest.raises(Exception, match=r"read-?only"):
            connection.execute(text("DELETE FROM ratings"))
        assert PASSWORD not in f"{client!r} {client._engine!r} {vars(client)}"
    assert not device_database.url.startswith("sqlite") or pull().rows


# ------------------------------------------------------------------------------------------------------- renamed, gone


def test_a_renamed_column_stops_its_stream_by_name_and_no_other(device_database: DeviceDatabase, home: Path) -> None:
    old, mended = former(hurried()), hurried()
    assert old.version != mended.version
    device_database.run("ALTER TABLE ratings RENAME COLUMN score TO rating_value")
    for _ in range(2):
        with pytest.raises(ContractBroken, match="không còn cột score trong bảng ratings"):
            pull(old)
        assert (ended(home).state, ended(home).error) == ("partial", "ContractBroken")
        assert "cột score" in (ended(home).sentence_vi or "")
        assert not rows(home) and len(rows(home, "device")) == 2
    assert pull(mended).state == "ok"
    assert numbers(home) == list(range(1, COUNT + 1)), "nothing is lost"
    assert {row["score"] for row in rows(home)} == {"3"}


def test_a_column_renamed_in_mid_pull(
    device_database: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename() -> None:
        device_database.run("ALTER TABLE ratings RENAME COLUMN score TO rating_value")

    monkeypatch.setattr(devices_pull, "fetch", after_a_page_of_ratings(rename))
    assert pull().state == "ok", "the other name is in the contract"
    assert {row["score"] for row in rows(home)} == {"3"} and len(set(numbers(home))) == COUNT


def test_a_column_that_goes_in_mid_pull_lands_nothing_of_its_batch(
    device_database: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename() -> None:
        device_database.run("ALTER TABLE ratings RENAME COLUMN score TO rating_value")

    monkeypatch.setattr(devices_pull, "fetch", after_a_page_of_ratings(rename))
    with pytest.raises(ContractBroken, match="cột score"):
        pull(former(hurried()))
    assert not rows(home) and not list((home / "landing" / SOURCE).glob(".partial/*/*"))


def test_a_table_that_is_gone_is_named(device_database: DeviceDatabase, home: Path) -> None:
    device_database.run("DROP TABLE reasons")
    with pytest.raises(ContractBroken, match="không còn bảng reasons"):
        pull()
    assert ended(home).state == "partial" and len(numbers(home)) == COUNT


def test_all_streams_that_break_are_named(device_database: DeviceDatabase, home: Path) -> None:
    device_database.run(*(f"DROP TABLE {name}" for name in ("reasons", "devices", "evaluations", "ratings")))
    with pytest.raises(ContractBroken, match=r"bảng devices.*bảng reasons.*bảng evaluations.*bảng ratings"):
        pull()
    assert ended(home).state == "failed"


# ------------------------------------------------------------------------------------------------------------ bad days


def thrown_out(devices: DeviceDatabase) -> None:
    """The server ends the reader's connections."""
    devices.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{READER}'")


def restarted(devices: DeviceDatabase) -> None:
    assert devices.server
    devices.server.restart()


@pytest.mark.parametrize("damage", [thrown_out, restarted])
def test_a_lost_connection_is_got_over_within_the_pull(
    postgresql: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[DeviceDatabase], None]
) -> None:
    monkeypatch.setattr(devices_pull, "fetch", after_a_page_of_ratings(lambda: damage(postgresql)))
    assert pull().state == "ok"
    assert numbers(home) == list(range(1, COUNT + 1)), "it went on from where it was"


def test_a_server_that_stays_away_leaves_what_landed(
    postgresql: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert postgresql.server
    monkeypatch.setattr(devices_pull, "fetch", after_a_page_of_ratings(postgresql.server.stop))
    try:
        with pytest.raises(SourceUnavailable, match=r"không trả lời tại 127\.0\.0\.1") as caught:
            pull()
    finally:
        postgresql.server.start()
    assert ended(home).state == "partial" and not rows(home) and len(rows(home, "device")) == 2
    assert "sau số" not in str(caught.value) and "luồng rating" in str(caught.value)
    monkeypatch.undo()


def test_a_lock_is_waited_for(postgresql: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with postgresql.owner.connect() as holding:
        holding.execute(text("LOCK TABLE ratings IN ACCESS EXCLUSIVE MODE"))
        monkeypatch.setattr(clock, "pause", lambda _: holding.rollback())
        assert pull().state == "ok"
    assert len(numbers(home)) == COUNT


def test_a_lock_on_the_file_is_waited_for(sqlite: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite.owner.connect() as holding:
        holding.exec_driver_sql("BEGIN EXCLUSIVE")
        monkeypatch.setattr(clock, "pause", lambda _: holding.rollback())
        assert pull().state == "ok"
    assert len(numbers(home)) == COUNT


SLOW = {
    "sqlite": "(WITH RECURSIVE step (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM step) SELECT max(n) FROM step)",
    "postgresql": "(SELECT count(*) FROM pg_sleep(60))",
}


def test_a_slow_question_is_given_up(
    device_database: DeviceDatabase, home: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(attempts, "ATTEMPTS", 2)
    slow = SLOW[device_database.owner.dialect.name]
    device_database.run(
        "ALTER TABLE ratings RENAME TO kept",
        f"CREATE VIEW ratings AS SELECT kept.* FROM kept WHERE kept.id > {slow}",
    )
    if device_database.server:
        device_database.run(f"GRANT SELECT ON ratings TO {READER}")
    with pytest.raises(SourceUnavailable, match=r"hết 0\.4 giây chờ"):
        pull()
    assert ended(home).state == "partial" and not rows(home)


REFUSED: list[tuple[Callable[[str], str], type[Exception], str]] = [
    (lambda url: url.replace("ioc_reader:", "ioc_reader:sai-"), SourceRefused, "không chấp nhận tài khoản"),
    (lambda url: url.replace("ioc_reader:", "nobody_known:"), SourceRefused, "không chấp nhận tài khoản"),
    (lambda url: f"{url}_else", SourceRefused, "tên cơ sở dữ liệu"),
    (lambda url: url.replace("postgresql", "mysql"), ConfigurationInvalid, "IOC_SATISFACTION__URL không phải địa chỉ"),
    (lambda url: url.partition(":")[2], ConfigurationInvalid, "IOC_SATISFACTION__URL không phải địa chỉ"),
]


@pytest.mark.parametrize(("changed", "error", "sentence"), REFUSED, ids=[str(n) for n in range(len(REFUSED))])
def test_an_address_that_does_not_let_in_says_so_without_its_password(
    postgresql: DeviceDatabase,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    changed: Callable[[str], str],
    error: type[Exception],
    sentence: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("IOC_SATISFACTION__URL", changed(postgresql.url))
    with pytest.raises(error, match=sentence) as caught:
        pull()
    assert (ended(home).state, ended(home).error) == ("failed", error.__name__)
    written = "".join(path.read_text() for path in (home / "outcomes").rglob("*.json"))
    secrets = {PASSWORD, postgresql.url.split(":")[2].rpartition("@")[0], READER}
    assert not [secret for secret in secrets for said in (str(caught.value), written, caplog.text) if secret in said]


def test_a_table_that_may_not_be_read_says_so(postgresql: DeviceDatabase, home: Path) -> None:
    postgresql.run(f"REVOKE SELECT ON reasons FROM {READER}")
    with pytest.raises(SourceRefused, match="không có quyền đọc một bảng"):
        pull()


def test_a_file_that_is_none(
    sqlite: DeviceDatabase, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "ATTEMPTS", 2)
    other = tmp_path / "khác.sqlite"
    monkeypatch.setenv("IOC_SATISFACTION__URL", f"sqlite:///{other}")
    with pytest.raises(SourceUnavailable, match=r"khác\.sqlite"):
        pull()
    assert not other.exists(), "asking makes no file"
    other.write_bytes(b"<html>" * 1000)
    with pytest.raises(ContractBroken, match="không phải tệp SQLite"):
        pull()


def test_a_page_beyond_the_limit_is_refused(device_database: DeviceDatabase, home: Path) -> None:
    contract = hurried()
    with pytest.raises(ContractBroken, match="lớn hơn giới hạn 100 byte"):
        pull(replace(contract, limits=replace(contract.limits, max_bytes=100)))
