"""The demo in small, pulled and built once for all tests that only read it."""

from collections.abc import Iterator

import pytest

from tests.installation import Installation, installed, served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """About 1,000 dossiers, dirt included, pulled over HTTP and published; the server is gone again."""
    with installed(tmp_path_factory.mktemp("demo")) as installation:
        publish(installation)
        yield installation


def publish(installation: Installation, *, with_dirt: bool = True) -> None:
    """Pull the installation's district and build."""
    from connectors.kit.runner import pull
    from warehouse.build import build

    with served(installation, with_dirt=with_dirt):
        pull("one_stop")
    build()
