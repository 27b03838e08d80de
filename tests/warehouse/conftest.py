"""A small district, pulled and built once for all tests of the warehouse that change what is landed or published."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.installation import Installation, installed, served
from tests.shared import made_once
from tests.warehouse.health_world import HealthWorld, health_world, make_health_world
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators


@pytest.fixture(scope="session")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that pulled about 300 dossiers and built nothing."""
    from connectors.kit.runner import pull

    def make(folder: Path) -> None:
        with installed(folder, scale=0.002) as installation, served(installation):
            pull("one_stop", reconcile=True)

    return made_once(tmp_path_factory, "pulled", make)


@pytest.fixture(scope="session")
def published(pulled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that built what was pulled once."""

    def make(folder: Path) -> None:
        with _copy(pulled, folder):
            build_module.build()

    return made_once(tmp_path_factory, "published", make)


@pytest.fixture
def unbuilt(pulled: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own with what was pulled."""
    with _copy(pulled, tmp_path) as installation:
        yield installation


@pytest.fixture
def built(published: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own with what was pulled, and a snapshot of it."""
    with _copy(published, tmp_path) as installation:
        yield installation


@pytest.fixture(scope="session")
def health_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the invented health facilities lie, pulled and built once."""
    return made_once(tmp_path_factory, "health", make_health_world)


@pytest.fixture
def health(health_folder: Path) -> Iterator[HealthWorld]:
    """The facilities as they were built; a test that changes them takes a copy of the folder."""
    with health_world(health_folder) as made:
        yield made


@contextmanager
def _copy(original: Path, folder: Path) -> Iterator[Installation]:
    """What is in `original`, in a folder of its own; one indicator only, since all take most of a build's time."""
    shutil.copytree(original, folder, dirs_exist_ok=True)
    with installed(folder, scale=0.002) as installation:
        installation.patch.setattr(build_module, "read_indicators", lambda: read_indicators()[:1])
        yield installation
