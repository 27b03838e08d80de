"""The devices' central database as a SQLite file that grows with the district's clock.

Readers see what was there before or what is there after, never something between: the file appears by one rename, and
grows by whole transactions.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from sandbox.one_stop.district import District
from sandbox.satisfaction.devices import REASONS, devices
from sandbox.satisfaction.evaluations import CRITERIA, evaluations
from sandbox.satisfaction.events import presses, received_by
from sandbox.satisfaction.story import FORMER_NAME, NEW_NAME, RENAMED_AT
from sandbox.working_time import DAY, UTC_OFFSET, local_day

TABLES = f"""
    CREATE TABLE devices (code TEXT PRIMARY KEY, name TEXT, scale INTEGER, agency_code TEXT, counter_code TEXT,
        installed_on TEXT, removed_on TEXT);
    CREATE TABLE reasons (code TEXT PRIMARY KEY, name TEXT);
    CREATE TABLE evaluations (agency_code TEXT, year INTEGER, quarter INTEGER,
        {", ".join(f"{name} INTEGER" for name in CRITERIA)}, appraised_total INTEGER,
        PRIMARY KEY (agency_code, year, quarter));
    CREATE TABLE ratings (id INTEGER PRIMARY KEY, device_code TEXT, counter_code TEXT, officer_code TEXT, rated_at TEXT,
        sent_at TEXT, received_at TEXT, {FORMER_NAME} INTEGER, reasons TEXT, dossier_code TEXT, comment TEXT);
    CREATE INDEX ratings_received ON ratings (received_at);
"""
INSTANTS = ("rated_at", "sent_at", "received_at")
BUSY_S = 30.0


class DeviceDatabase:
    """The database of a district's devices at `path`; its folder is made where it is missing."""

    source_id = "satisfaction"

    def __init__(self, district: District, path: Path) -> None:
        self._district, self._path = district, path
        self._presses_of = lru_cache(maxsize=1)(lambda day: presses(district, (day + 1) * DAY - UTC_OFFSET - 1))
        self._lists_of_day: int | None = None

    def settings(self) -> Mapping[str, str]:
        """The URL of the file, as SQLAlchemy writes it."""
        return {"url": f"sqlite:///{self._path}"}

    def bring_to(self, instant: datetime) -> None:
        """Add what the server has received up to `instant` and is not there yet."""
        if self._path.exists():
            self._grow(self._path, instant)
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._path.with_name(f".{self._path.name}.new")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as connection:
            connection.executescript(TABLES)
        self._grow(unfinished, instant)
        unfinished.replace(self._path)

    def _grow(self, path: Path, instant: datetime) -> None:
        seconds = int(instant.timestamp())
        day = int(local_day(np.array(seconds)))
        received = received_by(self._presses_of(day), seconds)
        with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            score = _score_column(connection, instant)
            ((newest,),) = connection.execute("SELECT coalesce(max(id), 0) FROM ratings")
            fresh = received[received["rating_id"] > newest]
            _write(connection, "ratings", fresh.rename(columns={"rating_id": "id", "score": score}))
            if self._lists_of_day != day:
                self._write_lists(connection, day)
            connection.execute("COMMIT")
        self._lists_of_day = day

    def _write_lists(self, connection: sqlite3.Connection, day: int) -> None:
        _write(connection, "devices", _devices(day))
        _write(connection, "reasons", pd.DataFrame(REASONS, columns=["code", "name"]))
        _write(connection, "evaluations", evaluations(self._district.seed, day))


def _score_column(connection: sqlite3.Connection, instant: datetime) -> str:
    """What the column of scores is called at `instant`; renamed here where that has changed."""
    is_renamed = NEW_NAME in {row[1] for row in connection.execute("PRAGMA table_info(ratings)")}
    if instant < RENAMED_AT and not is_renamed:
        return FORMER_NAME
    if not is_renamed:
        connection.execute(f"ALTER TABLE ratings RENAME COLUMN {FORMER_NAME} TO {NEW_NAME}")
    return NEW_NAME


def _write(connection: sqlite3.Connection, table: str, rows: pd.DataFrame) -> None:
    """Insert rows, over those of the same key."""
    sql = f"INSERT OR REPLACE INTO {table} ({', '.join(rows.columns)}) VALUES ({', '.join('?' * len(rows.columns))})"
    connection.executemany(sql, _cells(rows))


def _cells(rows: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    columns = [
        rows[name].dt.strftime("%Y-%m-%d %H:%M:%S").tolist() if name in INSTANTS else rows[name].tolist()
        for name in rows.columns
    ]
    for cells in zip(*columns, strict=True):
        yield tuple(None if cell is None or cell != cell else cell for cell in cells)


def _devices(day: int) -> pd.DataFrame:
    """The devices installed by a date (epoch day); when one was taken away is known from then on."""
    today = date(1970, 1, 1) + timedelta(days=day)
    stand = [device for device in devices().rows if device.installed <= today]
    return pd.DataFrame(
        {
            "code": [device.code for device in stand],
            "name": [device.name for device in stand],
            "scale": [device.scale for device in stand],
            "agency_code": [device.agency_code for device in stand],
            "counter_code": [device.counter_code for device in stand],
            "installed_on": [device.installed.isoformat() for device in stand],
            "removed_on": [
                device.removed.isoformat() if device.removed and device.removed <= today else None for device in stand
            ],
        }
    )
