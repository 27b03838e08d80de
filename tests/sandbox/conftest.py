"""Districts that several tests look at; none of them may change one."""

from datetime import datetime
from typing import Any

import pandas as pd
import pytest

from config.clock import TIMEZONE
from sandbox.one_stop import District, events
from sandbox.one_stop.lives import Lives
from tests.sandbox.counter import Counter
from tests.sandbox.told import dossiers, own

SEED, SCALE = 1, 0.05
CLOCK = datetime(2026, 11, 23, 7, 30, tzinfo=TIMEZONE)


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


@pytest.fixture(scope="session")
def happened() -> pd.DataFrame:
    """All events up to the clock, those included that the source does not show yet."""
    return events(1, 1.0, CLOCK)


@pytest.fixture(scope="session")
def truth(happened: pd.DataFrame) -> pd.DataFrame:
    """What truly happened to the dossiers that the communes answer for."""
    return own(dossiers(happened))


@pytest.fixture(scope="session")
def told(truth: pd.DataFrame) -> pd.DataFrame:
    """Of these, what the source shows."""
    return truth[truth["first_shown"] <= pd.Timestamp(CLOCK)]


@pytest.fixture(scope="session")
def whole() -> Lives:
    """The district itself."""
    return District(1, 1.0).until(int(CLOCK.timestamp()))
