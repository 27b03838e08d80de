"""A whole installation for tests: folder, key file, standing clock, and the invented district served on loopback."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn

from config import settings as settings_module
from sandbox.announcement import Wanted, announce, opening_state, present
from sandbox.one_stop import District
from sandbox.one_stop.layers import dirt
from sandbox.people import Person
from sandbox.server import AnnouncingServer, application

CLOCK = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
ENVIRONMENT = ("BASE_URL", "TOKEN_URL", "CLIENT_ID", "CLIENT_SECRET")
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


@contextmanager
def installed(home: Path, *, seed: int = 1, scale: float = 0.006) -> Iterator[Installation]:
    """An empty installation whose settings come from nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ENVIRONMENT:
            patch.delenv(f"IOC_ONE_STOP__{name}", raising=False)
        patch.setattr(settings_module, "ENV_FILE", home / "no.env")
        patch.setitem(settings_module.Settings.model_config, "env_file", home / "no.env")
        patch.setenv("IOC_HOME", str(home / "data"))
        patch.setenv("IOC_KEY_FILE", str(home / "keys" / "keys.json"))
        installation = Installation(home / "data", seed, scale, patch)
        installation.set_clock(CLOCK)
        yield installation
    settings_module.settings.cache_clear()


@contextmanager
def served(installation: Installation, *, with_dirt: bool = True, planted: Sequence[Person] = ()) -> Iterator[str]:
    """The address of the installation's district, announced in its folder as `ioc sandbox` does."""
    state = opening_state(Wanted(installation.seed, installation.scale))
    district = District(
        installation.seed, installation.scale, layers=(dirt,) if with_dirt else (), planted=tuple(planted)
    )
    bound: list[int] = []
    listening = threading.Event()

    def tell(port: int) -> None:
        announce(state, "127.0.0.1", port, SECRET)
        bound.append(port)
        listening.set()

    app = application(district, lambda: present(state), secret=SECRET)
    server = AnnouncingServer(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"), tell)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert listening.wait(20), "the district's server did not start"
    yield f"http://127.0.0.1:{bound[0]}"
    server.should_exit = True
    thread.join(10)
