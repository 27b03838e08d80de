import socket
import sys
from pathlib import Path

import pytest

from config.clock import real_now
from config.sandbox_state import SandboxState, write_sandbox_state
from config.settings import settings
from connectors.kit.registry import sources
from ioc import supervisor
from ioc.chain import Ending
from ioc.errors import Exit, PortTaken
from ioc.keeper import Keeper
from ioc.processes import Part, started_at
from ioc.progress import Display


@pytest.mark.parametrize(("name", "part"), [("WALL", "màn hình treo tường"), ("AIRFLOW", "Airflow")])
def test_nothing_is_started_while_a_port_is_taken(
    home: object, display: Display, monkeypatch: pytest.MonkeyPatch, name: str, part: str
) -> None:
    started: list[object] = []
    monkeypatch.setattr(Keeper, "start", lambda keeper, part: started.append(part))
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv(f"IOC_PORTS__{name}", str(server.getsockname()[1]))
        settings.cache_clear()
        with pytest.raises(PortTaken, match=rf"\({part}\) đang bị .*IOC_PORTS__{name}="):
            supervisor.up(display)
    assert started == []


def test_the_sandbox_stands_in_only_where_a_source_is_not_set_up(home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [listener.variable for listener in supervisor.work_listeners()] == [
        "IOC_PORTS__AIRFLOW",
        "IOC_PORTS__SANDBOX",
    ]
    monkeypatch.setenv("IOC_ONE_STOP__BASE_URL", "https://one-stop.example")
    monkeypatch.setenv("IOC_NATIONAL_PORTAL__BASE_URL", "https://portal.example")
    monkeypatch.setenv("IOC_SATISFACTION__URL", "postgresql://devices.example/ratings")
    assert "IOC_PORTS__SANDBOX" in [listener.variable for listener in supervisor.work_listeners()]
    monkeypatch.setenv("IOC_SMAS__URL", "sftp://schools.example/smas")
    monkeypatch.setenv("IOC_HEALTH_RECORD__URL", "sftp://facilities.example/")
    assert [listener.variable for listener in supervisor.work_listeners()] == ["IOC_PORTS__AIRFLOW"]


def test_a_source_that_nothing_stands_in_for_is_told_and_left_out(
    home: object, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sandbox_state(SandboxState(1, 1.0, real_now(), real_now(), {}))
    assert supervisor._connected_sources(display) == []
    assert "chưa được kết nối" in display.console.file.getvalue()  # type: ignore[attr-defined]
    write_sandbox_state(SandboxState(1, 1.0, real_now(), real_now(), {"one_stop": {}}))
    assert supervisor._connected_sources(display) == ["one_stop"]


def test_a_source_whose_past_is_still_landing_is_neither_pulled_nor_missed(
    home: object, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = tuple(each for each in sources() if each != "one_stop")
    write_sandbox_state(SandboxState(1, 1.0, real_now(), real_now(), {"one_stop": {}}, awaited=others))
    assert supervisor._connected_sources(display) == ["one_stop"]
    assert "chưa được kết nối" not in display.console.file.getvalue()  # type: ignore[attr-defined]
    assert not supervisor._is_announced(["smas"]) and supervisor._is_announced(["one_stop"])


def test_once_pulls_without_a_later_try_and_ends_with_its_status_and_nothing_running(
    home: Path, display: Display, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    leaders: list[int] = []

    def start_work(keeper: Keeper) -> supervisor.Started:
        keeper.start(Part("part", "Bộ phận thử", (sys.executable, "-c", "import time; time.sleep(60)"), home / "log"))
        return supervisor.Started(real_now(), ())

    def chain(keeper: Keeper, started: supervisor.Started, *, retry: bool) -> Ending:
        leaders.extend(keeper.leaders())
        asked.append(retry)
        return Ending({"one_stop": "Mất kết nối nguồn"})

    monkeypatch.setattr(supervisor, "work_listeners", list)
    monkeypatch.setattr(supervisor, "_start_work", start_work)
    monkeypatch.setattr(supervisor, "_chain", chain)
    monkeypatch.setattr("ioc.chain.published", lambda: {"held_batches": {}})
    assert supervisor.up_once(display) == Exit.PUBLISHED_WITHOUT_NEWEST
    assert asked == [False] and [started_at(each) for each in leaders] == [None]
