"""The whole demo: full scale, thirty simulated nights, then the present, then one build."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from config import settings as settings_module
from connectors.kit.errors import SourceRefused
from connectors.kit.registry import sources
from connectors.kit.runner import pull
from ioc.nights import land_nights
from tests.installation import CLOCK, Installation, installed, served
from warehouse.build import build

BINH_SON, VAN_TUONG, BINH_MINH, BINH_CHUONG, DONG_SON = "21040", "21061", "21085", "21100", "21109"
OCTOBER_30 = datetime.fromisoformat("2026-10-30T12:00:00+07:00")


def tell(folder: Path) -> None:
    """Fill `folder` with the demo as `ioc up` would leave it."""
    with told(folder) as installation:
        land_nights(tuple(sources()))
        with served(installation, with_story=True):
            for source_id in sources():
                # The health facilities' server refuses the password until 08:00 (D15).
                with suppress(SourceRefused):
                    pull(source_id)
        build()


@contextmanager
def told(folder: Path) -> Iterator[Installation]:
    """The installation below `folder` that `tell` filled."""
    with installed(folder, seed=1, scale=1.0) as installation:
        for name, value in (("SEED", "1"), ("SCALE", "1.0"), ("TODAY", CLOCK.isoformat())):
            installation.patch.setenv(f"IOC_SANDBOX__{name}", value)
        settings_module.settings.cache_clear()
        yield installation
