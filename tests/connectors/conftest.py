"""An installation of its own for every test: data, keys and clock below tmp_path, and a small district to pull from."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config import settings as settings_module
from connectors.kit import attempts, registry, runner
from connectors.kit.contract import Source
from tests.connectors import devices
from tests.connectors.bad_days import Clean, World, world
from tests.connectors.devices import DeviceDatabase
from tests.connectors.district import SECRET, START, District, served
from tests.connectors.drops import Drop, opened
from tests.connectors.killed import Killer, killer
from tests.postgres import Postgres, postgres

NUMBERS = itertools.count(1)
AGENCY = {"code": "H48.021.01", "name": [{"languageId": 228, "name": "Trung tâm PVHCC"}], "level": "commune"}
PROCEDURE = {
    "code": "1.001612.000.00.00.H48",
    "translate": [{"languageId": 46, "name": "Business"}, {"languageId": 228, "name": "Đăng ký hộ kinh doanh"}],
    "sector": {"code": "TLHDH", "name": [{"languageId": 228, "name": "Hộ kinh doanh"}]},
    "processingTime": 3,
    "processingTimeUnit": "d",
}


def hurried() -> Source:
    """The contract with few windows to pull and no pause between requests."""
    contract = registry.source("one_stop")
    return replace(contract, first_day="2026-09-01", limits=replace(contract.limits, requests_per_second=1e6))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty IOC_HOME whose clock stands still, deaf to the settings of whoever runs the tests."""
    for name in ("BASE_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET"):
        monkeypatch.delenv(f"IOC_ONE_STOP__{name}", raising=False)
    monkeypatch.setattr(settings_module, "ENV_FILE", tmp_path / "no.env")
    monkeypatch.setitem(settings_module.Settings.model_config, "env_file", tmp_path / "no.env")
    monkeypatch.setenv("IOC_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("IOC_KEY_FILE", str(tmp_path / "keys" / "keys.json"))
    monkeypatch.setenv("IOC_CLOCK", START.isoformat())
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(runner, "source", lambda source_id: hurried())
    settings_module.settings.cache_clear()
    yield tmp_path / "data"
    settings_module.settings.cache_clear()


@pytest.fixture(scope="module")
def killing() -> Iterator[Killer]:
    """Runs upkeep in a process of its own and kills it before a change to the file system."""
    with killer() as one:
        yield one


@pytest.fixture
def district(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[District]:
    """The system behind IOC_ONE_STOP__*, with catalogues and no dossier yet."""
    world = District(procedures=[PROCEDURE], agencies=[AGENCY])
    with served(world) as url:
        monkeypatch.setenv("IOC_ONE_STOP__BASE_URL", url)
        monkeypatch.setenv("IOC_ONE_STOP__TOKEN_URL", f"{url}/token")
        monkeypatch.setenv("IOC_ONE_STOP__CLIENT_ID", "ioc")
        monkeypatch.setenv("IOC_ONE_STOP__CLIENT_SECRET", SECRET)
        yield world


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """A real PostgreSQL that knows the account for reading."""
    with postgres() as running:
        devices.make_reader(running)
        yield running


@pytest.fixture
def sqlite(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeviceDatabase]:
    """The rating devices' database behind IOC_SATISFACTION__URL, in a file."""
    with devices.sqlite_devices(tmp_path / "của đơn vị.sqlite") as made:
        devices.connect(made, monkeypatch)
        yield made


@pytest.fixture
def postgresql(home: Path, server: Postgres, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeviceDatabase]:
    """The same in a PostgreSQL, read by an account that can do nothing else."""
    with devices.postgres_devices(server, f"of_test_{next(NUMBERS)}") as made:
        devices.connect(made, monkeypatch)
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def device_database(request: pytest.FixtureRequest) -> DeviceDatabase:
    """One after the other."""
    made: DeviceDatabase = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=["folder", "sftp"])
def drop(request: pytest.FixtureRequest, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drop]:
    """The schools' drop folder, on this machine and over SFTP."""
    with opened(request.param, home, tmp_path, monkeypatch) as made:
        yield made


@pytest.fixture
def bad(tmp_path: Path) -> Iterator[World]:
    """A world in which nothing has landed yet."""
    with world(tmp_path) as made:
        yield made


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Clean:
    """Runs without faults to compare with."""
    return Clean(tmp_path_factory.mktemp("clean"))
