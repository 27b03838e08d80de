"""Installations in the states that a screen must stand: invented rows, nothing yet, old data, a broken file."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect

from config.settings import settings
from dashboards import published
from dashboards.app import server as pages_server
from dashboards.screens.satisfaction import reported
from dashboards.wall_app import server as wall_server
from tests.dashboards.served import listening
from tests.dashboards.synthetic import STAMP, announce_source, write_pointer_to, write_snapshot
from tests.dashboards.walls import server_of
from tests.installation import Installation, installed
from tests.shared import made_once

# A busy machine takes its time over a page that does come.
expect.set_options(timeout=20_000)

Shown = Callable[..., str]


@pytest.fixture(scope="session")
def synthetic_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A snapshot of 6,000 invented dossiers over two years."""
    with _unchanged(made_once(tmp_path_factory, "synthetic", write_snapshot)) as file:
        yield file


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """An installation that has never pulled anything."""
    # Changed snapshots of two tests bear one name, which happens to no snapshot that is built.
    for kept in (published._dictionary, reported._newest):
        kept.cache_clear()
    with installed(tmp_path) as installation:
        # Nobody cuts the power of a screen's test, and hundreds of them write what is synced here.
        installation.patch.setattr(os, "fsync", lambda _descriptor: None)
        yield installation


@pytest.fixture
def synthetic(empty: Installation, synthetic_file: Path) -> Installation:
    """An installation that serves the invented snapshot and whose source came in time."""
    announce_source()
    publish(empty, synthetic_file)
    return empty


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, synthetic_file: Path) -> Iterator[Installation]:
    """The same for all tests of a module, none of which changes it; one server can answer them all."""
    with installed(tmp_path_factory.mktemp("standing")) as installation:
        announce_source()
        publish(installation, synthetic_file)
        yield installation


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


@pytest.fixture(scope="session")
def full_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A snapshot large enough that no list is short and no sample small."""
    with _unchanged(made_once(tmp_path_factory, "full", partial(write_snapshot, dossiers=24_000))) as file:
        yield file


@pytest.fixture
def full(empty: Installation, full_file: Path) -> Installation:
    announce_source()
    publish(empty, full_file)
    return empty


@pytest.fixture
def shown(full: Installation) -> Iterator[Shown]:
    """Serves walls of the scenes that a test names: `shown(profile, *scenes, scope=...)` is the address of /wall."""
    with ExitStack() as served:

        def of(profile: str, *scenes: str, scope: str = "BS5") -> str:
            port = served.enter_context(listening(server_of(profile, *scenes, scope=scope)))
            return f"http://127.0.0.1:{port}/wall"

        yield of


def publish(installation: Installation, file: Path) -> None:
    """Let the installation serve the snapshot `file`, as ever to be read alone: `own_copy` is there to be changed."""
    served = installation.home / "warehouse" / file.name
    served.parent.mkdir(parents=True, exist_ok=True)
    # A link, since a run would write and delete tens of gigabytes of copies.
    served.unlink(missing_ok=True)
    served.hardlink_to(file)
    write_pointer_to(installation.home, served)


def own_copy(installation: Installation) -> Path:
    """The invented snapshot that the installation serves, in a copy of its own that a test may change."""
    served = installation.home / "warehouse" / f"{STAMP}.duckdb"
    return Path(shutil.copy(served, served.with_suffix(".part"))).replace(served)


@contextmanager
def _unchanged(home: Path) -> Iterator[Path]:
    """The snapshot below `home`, which every test serves and none may write to."""
    (file,) = (home / "warehouse").glob("*.duckdb")
    written_at = file.stat().st_mtime_ns
    yield file
    assert file.stat().st_mtime_ns == written_at, "A test wrote into the snapshot of all tests: `own_copy` is for that."


def _client(server: Flask) -> FlaskClient:
    return server.test_client()
