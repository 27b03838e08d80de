"""Installations in the states that a screen must stand: invented rows, nothing yet, old data, a broken file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config.settings import settings
from dashboards.app import server as pages_server
from dashboards.wall_app import server as wall_server
from tests.dashboards.synthetic import announce_source, write_pointer_to, write_snapshot
from tests.installation import Installation, installed


@pytest.fixture(scope="session")
def synthetic_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of 6,000 invented dossiers over two years."""
    return write_snapshot(tmp_path_factory.mktemp("synthetic"))


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation that has never pulled anything."""
    with installed(tmp_path) as installation:
        yield installation


@pytest.fixture
def synthetic(empty: Installation, synthetic_file: Path) -> Installation:
    """An installation that serves the invented snapshot and whose source came in time."""
    announce_source()
    publish(empty, synthetic_file)
    return empty


@pytest.fixture
def real(demo: Installation) -> Installation:
    """The demo in small, built from the sandbox by the whole chain."""
    assert settings().home == demo.home, "another installation was left in the environment"
    return demo


@pytest.fixture
def pages() -> FlaskClient:
    return _client(pages_server)


@pytest.fixture
def wall() -> FlaskClient:
    return _client(wall_server)


def publish(installation: Installation, file: Path) -> None:
    """Let the installation serve a copy of the snapshot `file`."""
    folder = installation.home / "warehouse"
    folder.mkdir(parents=True, exist_ok=True)
    write_pointer_to(installation.home, Path(shutil.copy(file, folder / file.name)))


def _client(server: Flask) -> FlaskClient:
    return server.test_client()
