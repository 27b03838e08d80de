"""The rating devices' central database as tests write it: in SQLite, or in a real PostgreSQL with a reading account."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    text,
)
from sqlalchemy.pool import NullPool

from config.outcomes import Outcome, read_outcomes
from connectors.kit import registry, runner
from connectors.kit.contract import Source
from connectors.kit.landing import manifests
from connectors.kit.pages import RawPage
from connectors.satisfaction import pull as devices_pull
from tests.connectors.landed import read
from tests.postgres import OWNER, Postgres

SOURCE = "satisfaction"
READER, PASSWORD = "ioc_reader", "mật/khẩu@của:ai#đó"
START = datetime(2026, 11, 23, 7, 0)
TIMEOUT_S = 0.4
COUNT = 25
CRITERIA = [f"criterion_{number}" for number in range(1, 10)]

TABLES = MetaData()
DEVICES = Table(
    "devices",
    TABLES,
    *(Column("code", String, primary_key=True), Column("name", String), Column("scale", Integer)),
    *(Column("agency_code", String), Column("counter_code", String)),
    *(Column("installed_on", Date, primary_key=True), Column("removed_on", Date)),
)
REASONS = Table("reasons", TABLES, Column("code", String, primary_key=True), Column("name", String))
EVALUATIONS = Table(
    "evaluations",
    TABLES,
    *(Column("agency_code", String, primary_key=True), Column("year", Integer, primary_key=True)),
    *(Column("quarter", Integer, primary_key=True), *(Column(name, Integer) for name in CRITERIA)),
    Column("appraised_total", Integer),
)
RATINGS = Table(
    "ratings",
    TABLES,
    *(Column("id", BigInteger, primary_key=True), Column("device_code", String), Column("counter_code", String)),
    *(Column("officer_code", String), Column("rated_at", DateTime), Column("sent_at", DateTime)),
    *(Column("received_at", DateTime), Column("score", Integer), Column("reasons", String)),
    *(Column("dossier_code", String), Column("comment", String)),
)


@dataclass(frozen=True)
class DeviceDatabase:
    """The database as its owner holds it; `url` is the reader's address, `server` the PostgreSQL it lies in."""

    url: str
    owner: Engine
    server: Postgres | None = None

    def fill(self, count: int = COUNT) -> None:
        """Lists of two devices, and `count` ratings a minute apart, numbered from 1."""
        self.add(DEVICES, [device("K-VT-01", 5), device("K-VT-02", 3)])
        self.add(REASONS, [{"code": "LD01", "name": "Thời gian giải quyết chậm"}])
        evaluated = dict.fromkeys(CRITERIA, 2) | {"agency_code": "000.00.53.H48", "year": 2025, "quarter": 1}
        self.add(EVALUATIONS, [{**evaluated, "appraised_total": 17}])
        self.rate(*range(1, count + 1))

    def rate(self, *numbers: int, **changes: Any) -> None:
        """Ratings of these numbers."""
        self.add(RATINGS, [rating(number, **changes) for number in numbers])

    def add(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Rows of a table."""
        with self.owner.begin() as connection:
            connection.execute(insert(table), list(rows))

    def run(self, *statements: str) -> None:
        """Statements of the owner, in one transaction."""
        with self.owner.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))


def device(code: str, scale: int, **changes: Any) -> dict[str, Any]:
    """A device in the centre of xã Vạn Tường, with `changes`."""
    stands: dict[str, Any] = {"code": code, "name": f"Thiết bị {code}", "scale": scale, "removed_on": None}
    where = {"agency_code": "H48.152.01", "counter_code": f"VT-Q{code[-1]}", "installed_on": date(2025, 7, 1)}
    return stands | where | changes


def rating(number: int, **changes: Any) -> dict[str, Any]:
    """A rating that no rule minds, with `changes`; the higher its number, the later."""
    rated_at = START - timedelta(days=3) + timedelta(minutes=number)
    told: dict[str, Any] = {"id": number, "device_code": "K-VT-02", "counter_code": "VT-Q2", "score": 3}
    when = {"rated_at": rated_at, "sent_at": rated_at, "received_at": rated_at + timedelta(seconds=2)}
    about = {"officer_code": "CBMAU-VT2-01", "reasons": None, "dossier_code": None, "comment": None}
    return told | when | about | changes


@contextmanager
def sqlite_devices(path: Path) -> Iterator[DeviceDatabase]:
    """An empty database in a file."""
    yield from _made(DeviceDatabase(f"sqlite:///{path}", create_engine(f"sqlite:///{path}", poolclass=NullPool)))


@contextmanager
def postgres_devices(server: Postgres, name: str) -> Iterator[DeviceDatabase]:
    """An empty database of its own in a server, with an account that may read and nothing else."""
    server.run(f"CREATE DATABASE {name}")
    owner = create_engine(server.url(name), poolclass=NullPool)
    made = DeviceDatabase(server.url(name, READER, PASSWORD), owner, server)
    with_account = f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {READER}"
    for devices in _made(made):
        devices.run(with_account)
        yield devices
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


def connect(devices: DeviceDatabase, patch: pytest.MonkeyPatch) -> None:
    """Fill a database, and let the product pull from it without patience."""
    patch.setenv("IOC_SATISFACTION__URL", devices.url)
    patch.setattr(runner, "source", hurried)
    devices.fill()


def make_reader(server: Postgres) -> None:
    """The account for reading, once a server."""
    server.run(f"CREATE ROLE {READER} LOGIN PASSWORD '{PASSWORD}'", OWNER)


def _made(devices: DeviceDatabase) -> Iterator[DeviceDatabase]:
    TABLES.create_all(devices.owner)
    yield devices
    devices.owner.dispose()


def hurried(source_id: str = SOURCE) -> Source:
    """The contract with few windows, small pages and no patience."""
    contract = registry.source(source_id)
    limits = replace(contract.limits, page_size=10, timeout_s=TIMEOUT_S, requests_per_second=1e6)
    return replace(contract, first_day="2026-11-01", limits=limits)


def former(contract: Source) -> Source:
    """The contract as it stood before the column of scores was renamed."""
    return contract.as_it_stood({("rating", "score"): ("score",)})


def pull(contract: Source | None = None) -> Outcome:
    """Pull it, by another contract than the hurried one where one is given."""
    return runner.pull(SOURCE, contract=contract)


def ended(home: Path) -> Outcome:
    """The outcome of the newest pull."""
    return read_outcomes(home / "outcomes" / SOURCE)[-1]


def after_a_page_of_ratings(damage: Callable[[], object]) -> Callable[..., Iterator[RawPage]]:
    """A `fetch` that does `damage` once, after the first page of ratings came and before the next is asked for."""
    original = devices_pull.fetch
    done: list[bool] = []

    def fetch(stream: str, window: Any, client: Any) -> Iterator[RawPage]:
        for page in original(stream, window, client):
            yield page
            if stream == "rating" and not done:
                done.append(True)
                damage()

    return fetch


def rows(home: Path, table: str = "rating") -> list[dict[str, Any]]:
    """All landed rows of a table, in the order in which they landed."""
    return [row for one in manifests(home / "landing", SOURCE) if table in one.rows for row in read(one, table)]


def numbers(home: Path) -> list[int]:
    """The numbers of all landed ratings, repeats included."""
    return sorted(int(row["rating_id"]) for row in rows(home))
