"""A small district, pulled once for all tests of the warehouse that change what is landed or built."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installation import Installation, installed, served


@pytest.fixture(scope="session")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that pulled about 300 dossiers and built nothing."""
    from connectors.kit.runner import pull

    folder = tmp_path_factory.mktemp("pulled")
    with installed(folder, scale=0.002) as installation, served(installation):
        pull("one_stop", reconcile=True)
    return folder


@pytest.fixture
def copied(pulled: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation of its own with what was pulled."""
    shutil.copytree(pulled, tmp_path, dirs_exist_ok=True)
    with installed(tmp_path, scale=0.002) as installation:
        yield installation
