"""sandbox.json: the clock goes on over restarts, and a data folder stays with its district."""

import asyncio
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from config import clock
from config import settings as settings_module
from config.errors import ConfigurationInvalid
from config.sandbox_state import read_sandbox_state
from sandbox import server
from sandbox.announcement import Wanted, announce, client_secret, opening_state, present
from sandbox.opening import Opening
from tests.sandbox.counter import NOON

REAL = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty IOC_HOME at a machine whose clock stands at REAL."""
    for name in ("SEED", "SCALE", "TODAY", "PUBLIC_URL"):
        monkeypatch.delenv(f"IOC_SANDBOX__{name}", raising=False)
    monkeypatch.delenv("IOC_CLOCK", raising=False)
    monkeypatch.setitem(settings_module.Settings.model_config, "env_file", tmp_path / "no.env")
    monkeypatch.setenv("IOC_HOME", str(tmp_path))
    monkeypatch.setattr(clock, "real_now", lambda: REAL)
    settings_module.settings.cache_clear()
    yield tmp_path
    settings_module.settings.cache_clear()


def test_a_new_folder_takes_the_usual_district() -> None:
    state = opening_state(Wanted())
    assert (state.seed, state.scale, state.started_at) == (1, 1.0, REAL)
    assert state.starts_at == datetime.fromisoformat("2026-11-23T07:30:00+07:00")
    assert present(state) == state.starts_at


def test_what_is_asked_for_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_SANDBOX__SEED", "5")
    monkeypatch.setenv("IOC_SANDBOX__SCALE", "0.5")
    settings_module.settings.cache_clear()
    state = opening_state(Wanted(seed=6, today=NOON))
    assert (state.seed, state.scale, state.starts_at) == (6, 0.5, NOON)


def test_a_restart_goes_on_with_the_same_clock_and_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    first = announce(opening_state(Wanted(seed=4, scale=0.5)), "127.0.0.1", 8052, "bí mật")
    monkeypatch.setattr(clock, "real_now", lambda: REAL + timedelta(hours=3))
    again = opening_state(Wanted())
    assert again == first
    assert present(again) == first.starts_at + timedelta(hours=3)
    assert client_secret(again) == "bí mật"
    assert opening_state(Wanted(seed=4, scale=0.5, today=first.starts_at)) == first


@pytest.mark.parametrize("asked", [Wanted(seed=2), Wanted(scale=2.0), Wanted(today=NOON)])
def test_a_folder_of_another_district_is_refused(asked: Wanted) -> None:
    announce(opening_state(Wanted()), "127.0.0.1", 8052, "x")
    with pytest.raises(ConfigurationInvalid, match="thuộc về một huyện mô phỏng khác") as refusal:
        opening_state(asked)
    assert "IOC_HOME" in str(refusal.value)


def test_the_environment_counts_as_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    announce(opening_state(Wanted()), "127.0.0.1", 8052, "x")
    monkeypatch.setenv("IOC_SANDBOX__SEED", "9")
    settings_module.settings.cache_clear()
    with pytest.raises(ConfigurationInvalid, match="seed = 1"):
        opening_state(Wanted())


@pytest.mark.parametrize(
    "asked",
    [
        Wanted(today=NOON - timedelta(days=800)),
        Wanted(today=NOON + timedelta(days=3600)),
        Wanted(seed=-1),
        Wanted(scale=0),
    ],
)
def test_impossible_districts_are_refused(asked: Wanted) -> None:
    with pytest.raises(ConfigurationInvalid):
        opening_state(asked)
    assert read_sandbox_state() is None


def test_a_container_announces_its_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_SANDBOX__PUBLIC_URL", "http://sandbox:8052/")
    settings_module.settings.cache_clear()
    announce(opening_state(Wanted()), "0.0.0.0", 8052, "x")
    state = read_sandbox_state()
    assert state is not None
    assert state.sources["one_stop"]["base_url"] == "http://sandbox:8052/one_stop"
    assert state.sources["one_stop"]["token_url"] == "http://sandbox:8052/one_stop/token"
    assert state.sources["national_portal"] == {"base_url": "http://sandbox:8052/national_portal"}


def ask_for_one(source: Mapping[str, str]) -> dict[str, Any]:
    """One dossier of the announced source, asked for as a connector does."""
    key = {name: source[name] for name in ("client_id", "client_secret")}
    answer = httpx.post(source["token_url"], data={"grant_type": "client_credentials", **key}, trust_env=False)
    header = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    address = f"{source['base_url']}/pa/dossier/search?size=1"
    return dict(httpx.get(address, headers=header, trust_env=False).json())


def test_the_server_announces_where_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    running: list[uvicorn.Server] = []

    # The test must be able to stop what it started.
    def run(self: uvicorn.Server) -> None:
        running.append(self)
        asyncio.run(self.serve())

    monkeypatch.setattr(server.AnnouncingServer, "run", run)
    thread = threading.Thread(target=server.serve, kwargs={"host": "127.0.0.1", "port": 0, "scale": 0.01})
    thread.start()
    try:
        while (state := read_sandbox_state()) is None and thread.is_alive():
            time.sleep(0.01)
        assert state is not None
        assert ask_for_one(state.sources["one_stop"])["totalElements"] > 1_000
    finally:
        running[0].should_exit = True
        thread.join(10)
    assert not thread.is_alive()


def test_a_server_does_not_start_in_another_district_s_folder() -> None:
    announce(opening_state(Wanted()), "127.0.0.1", 8052, "x")
    with pytest.raises(ConfigurationInvalid):
        server.serve(port=0, seed=2)


def test_a_source_joins_when_its_past_has_landed(home: Path) -> None:
    state = opening_state(Wanted())
    brought: list[str] = []

    class Kept:
        source_id = "smas"

        def settings(self) -> Mapping[str, str]:
            return {"url": "/drop"}

        def bring_to(self, instant: datetime) -> None:
            brought.append(self.source_id)

    awaited = {"smas"}
    opening = Opening(state, "secret", [Kept()], awaited.__contains__)
    opening.bring_to(NOON)
    opening.listen_at("127.0.0.1", 8052)
    told = read_sandbox_state()
    assert told and set(told.sources) == {"one_stop", "national_portal"} and told.awaits("smas") and not brought
    awaited.clear()
    opening.bring_to(NOON)
    told = read_sandbox_state()
    assert told and told.stands_in_for("smas") and not told.awaited and brought == ["smas"]
    assert not opening.is_awaiting()
