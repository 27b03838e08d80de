"""A whole installation for tests: folder, key file, standing clock, and the invented district served on loopback."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Queue

import pytest
import uvicorn

from config import settings as settings_module
from config.places import places
from connectors.kit import registry
from sandbox.announcement import Wanted, announce, opening_state, present
from sandbox.faults import Faults
from sandbox.one_stop import District
from sandbox.one_stop.layers import DEFAULT, dirt
from sandbox.people import Person
from sandbox.server import AnnouncingServer, application
from sandbox.stores import Store, bring_all_to, stores
from warehouse import build as build_module
from warehouse.indicator_files import read_indicators

CLOCK = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
ENVIRONMENT = [f"IOC_{source.id}__{name}".upper() for source in registry.sources().values() for name in source.settings]
SECRET = "only for tests"


@dataclass(frozen=True)
class Installation:
    """An IOC_HOME whose clock the test moves; the district is the one of `seed` and `scale`."""

    home: Path
    seed: int
    scale: float
    patch: pytest.MonkeyPatch

    def set_clock(self, instant: datetime) -> None:
        """Let it be `instant` for the product and the district."""
        self.patch.setenv("IOC_CLOCK", instant.isoformat())
        settings_module.settings.cache_clear()

    def count_only(self, *subjects: str) -> None:
        """Let builds compute the indicators of these subjects alone: all take most of the time of a small build."""
        asked = tuple(each for each in read_indicators() if each.subject in subjects)
        self.patch.setattr(build_module, "read_indicators", lambda: asked)


@contextmanager
def installed(home: Path, *, seed: int = 1, scale: float = 0.006) -> Iterator[Installation]:
    """An empty installation whose settings come from nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ENVIRONMENT:
            patch.delenv(name, raising=False)
        patch.setattr(settings_module, "ENV_FILE", home / "no.env")
        patch.setitem(settings_module.Settings.model_config, "env_file", home / "no.env")
        patch.setenv("IOC_HOME", str(home / "data"))
        patch.setenv("IOC_KEY_FILE", str(home / "keys" / "keys.json"))
        installation = Installation(home / "data", seed, scale, patch)
        installation.set_clock(CLOCK)
        yield installation
    settings_module.settings.cache_clear()


@contextmanager
def served(
    installation: Installation,
    *,
    with_dirt: bool = True,
    with_story: bool = False,
    only: Sequence[str] = (),
    planted: Sequence[Person] = (),
    faults: Faults | None = None,
) -> Iterator[str]:
    """The address of the installation's district, announced in its folder as `ioc sandbox` does.

    `with_story` serves the whole demo: chosen situations, and the stores of sources without a server; of these `only`
    those named, where any is.
    """
    state = opening_state(Wanted(installation.seed, installation.scale))
    layers = DEFAULT if with_story else (dirt,) if with_dirt else ()
    district = District(installation.seed, installation.scale, layers=layers, planted=tuple(planted))
    bound: Queue[int] = Queue()
    kept = _stores(district, only) if with_story else ()
    bring_all_to(kept, present(state))

    def tell(port: int) -> None:
        announce(state, "127.0.0.1", port, SECRET, kept)
        bound.put(port)

    app = application(district, lambda: present(state), secret=SECRET, faults=faults)
    with _running(AnnouncingServer(uvicorn.Config(app, port=0, log_level="warning"), tell)):
        yield f"http://127.0.0.1:{bound.get(timeout=20)}"


@contextmanager
def _running(server: AnnouncingServer) -> Iterator[None]:
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield
    server.should_exit = True
    thread.join(10)


def _stores(district: District, only: Sequence[str]) -> tuple[Store, ...]:
    kept = stores(district, places().sandbox_stores)
    return tuple(each for each in kept if not only or each.source_id in only)
