"""No officer and no comment leaves the rating devices' database: searched for as the one-stop's people are."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import update

from connectors.kit import runner
from connectors.kit.contract import HIDDEN
from connectors.kit.errors import ContractBroken
from connectors.satisfaction import pull as devices_pull
from tests.connectors.devices import PASSWORD, RATINGS, READER, SOURCE, DeviceDatabase, former, hurried, pull, rows
from tests.connectors.test_identifiers import IDENTITIES, NAMES, PLANTED, forms, found, texts

OFFICERS = [f"CBMAU-VT{number}-01" for number in range(1, 5)]
PLACES = ("device_code", "counter_code", "dossier_code", "reasons")


def plant(devices: DeviceDatabase) -> None:
    """Persons where they are expected, and where one day somebody may put them."""
    for number, planted in enumerate(PLANTED * len(PLACES)):
        place = PLACES[number % len(PLACES)]
        devices.rate(1000 + number, officer_code=OFFICERS[number % 4], comment=f"{planted}, cảm ơn", **{place: planted})
    for number, planted in enumerate([*IDENTITIES, *NAMES]):
        devices.rate(2000 + number, officer_code=planted)


def leaks(home: Path) -> list[tuple[str, str]]:
    wanted = [*OFFICERS, PASSWORD, READER]
    return found(home) + [(text, path.name) for path, said in texts(home) for text in wanted if text in said]


def test_no_officer_and_no_comment_leaves_the_encrypted_pages(
    device_database: DeviceDatabase, home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    plant(device_database)
    pull()
    monkeypatch.setattr(devices_pull, "PARSER_VERSION", "2")
    runner.replay(SOURCE)
    landed = [row for row in rows(home) if int(row["rating_id"]) >= 1000]
    assert len(landed) == len(PLANTED) * len(PLACES) + len(IDENTITIES) + len(NAMES)
    assert sum(HIDDEN in str(value) for row in landed for value in row.values()) >= len(PLANTED)
    assert {len(row["officer"]) for row in landed} == {64}
    assert leaks(home) == []
    said = caplog.text.lower()
    assert not [one for one in PLANTED for form in forms(one) if form.lower() in said]
    assert not [one for one in (*OFFICERS, PASSWORD) if one in caplog.text]


def test_a_failed_pull_names_nobody_either(
    device_database: DeviceDatabase, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    plant(device_database)
    device_database.run("ALTER TABLE ratings RENAME COLUMN score TO rating_value")
    with pytest.raises(ContractBroken) as caught:
        pull(former(hurried()))
    assert not [one for one in (*PLANTED, *OFFICERS) if one in f"{caught.value}{caplog.text}"]
    assert leaks(home) == []


def test_what_cannot_be_a_score_lands_hidden(sqlite: DeviceDatabase, home: Path) -> None:
    """SQLite holds any text in a column of numbers."""
    with sqlite.owner.begin() as connection:
        connection.execute(update(RATINGS).where(RATINGS.c.id == 3), {"counter_code": NAMES[0]})
        connection.exec_driver_sql("UPDATE ratings SET score = ? WHERE id = 4", (NAMES[1],))
    pull()
    by_number = {row["rating_id"]: row for row in rows(home)}
    assert (by_number["3"]["counter_code"], by_number["4"]["score"]) == (HIDDEN, HIDDEN)
    assert found(home) == []
