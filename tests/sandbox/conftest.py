"""Districts that several tests look at; none of them may change one."""

from typing import Any

import pytest

from sandbox.one_stop import District
from tests.sandbox.counter import Counter

SEED, SCALE = 1, 0.05


@pytest.fixture(scope="session")
def district() -> District:
    """A twentieth of the district."""
    return District(SEED, SCALE)


@pytest.fixture(scope="session")
def spotless() -> District:
    """The same district without dirt."""
    return District(SEED, SCALE, layers=())


@pytest.fixture(scope="session")
def rows(spotless: District) -> list[dict[str, Any]]:
    """All dossiers of the spotless district at noon, as the source sends them."""
    return Counter(spotless).everything()


@pytest.fixture
def counter(district: District) -> Counter:
    """A fresh source over the small district: what one test deletes or touches, no other sees."""
    return Counter(district)
