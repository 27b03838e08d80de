"""The demo in small, pulled and built once for all tests that only read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import ARGUMENTS, chromium
from tests.installation import Installation, installed, served
from tests.shared import made_once, makers_first


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What several files share is begun at once, while the others are still at tests that need none of it."""
    worlds = ("story_folder", "health_folder", "full_file", "demo_folder", "synthetic_file", "published")
    items[:] = makers_first(items, worlds)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a module's tests; each opens pages of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where about 1,000 dossiers lie, dirt included, pulled over HTTP and published; the server is gone again."""

    def make(folder: Path) -> None:
        with installed(folder) as installation:
            publish(installation)

    return made_once(tmp_path_factory, "demo", make)


@pytest.fixture(scope="module")
def demo(demo_folder: Path) -> Iterator[Installation]:
    """The demo as this process's installation, for one module: its settings must not reach the tests after it."""
    with installed(demo_folder) as installation:
        yield installation


@pytest.fixture(scope="session")
def story_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the whole demo lies with its past, minutes in the making; every worker has a copy."""
    from tests.story import tell

    return made_once(tmp_path_factory, "story", tell)


@pytest.fixture(scope="module")
def story(story_folder: Path) -> Iterator[Installation]:
    """The whole demo as this process's installation, for one module."""
    from tests.story import told

    with told(story_folder) as installation:
        yield installation


def publish(installation: Installation, *, with_dirt: bool = True) -> None:
    """Pull the installation's district and build."""
    from connectors.kit.runner import pull
    from warehouse.build import build

    with served(installation, with_dirt=with_dirt):
        pull("one_stop")
    build()
