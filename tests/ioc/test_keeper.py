import os
import signal
import sys
import threading
import time
from dataclasses import replace
from io import StringIO
from pathlib import Path
from unittest.mock import Mock

import pytest

from ioc import keeper as keeper_module
from ioc import presence
from ioc.errors import PartFailed, StopRequested
from ioc.keeper import Keeper
from ioc.processes import Part, started_at
from ioc.progress import Display


@pytest.fixture
def keeper(home: Path, display: Display) -> Keeper:
    return Keeper(display)


def _part(folder: Path, code: str) -> Part:
    return Part("part", "Bộ phận thử", (sys.executable, "-c", code), folder / "part.log")


def test_a_part_that_dies_is_said_and_restarted(keeper: Keeper, shown: StringIO, tmp_path: Path) -> None:
    with keeper.listening():
        keeper.start(_part(tmp_path, "import time; time.sleep(60)"))
        first = keeper.leaders()
        os.kill(first[0], signal.SIGKILL)
        keeper.pause(2)
        second = keeper.leaders()
        assert second != first
        assert started_at(second[0])
        assert presence.leftovers() == {"part": second[0]}
    assert "Bộ phận thử dừng bất ngờ (mã -9); khởi động lại sau 1 giây" in shown.getvalue()
    assert started_at(second[0]) is None


def test_a_part_that_keeps_dying_is_given_up(
    keeper: Keeper, shown: StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeper_module, "MOST_RESTARTS", 1)
    with keeper.listening(), pytest.raises(PartFailed, match="thử không khởi động được: không đủ bộ nhớ"):
        keeper.start(_part(tmp_path, "import sys; sys.exit('không đủ bộ nhớ')"))
        keeper.wait_until("thử", lambda: False, 20)
    assert shown.getvalue().count("khởi động lại sau") == 1


def test_a_part_that_died_often_runs_again_once_it_can(
    keeper: Keeper, shown: StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that was full for an hour must not leave the walls without a server until somebody comes."""
    monkeypatch.setattr(keeper_module, "MOST_RESTARTS", 1)
    monkeypatch.setattr(keeper_module, "LONGEST_DELAY", 0.1)
    room = tmp_path / "room"
    dies = (
        f"import pathlib, sys, time\nif not pathlib.Path({str(room)!r}).exists(): sys.exit('đĩa đầy')\ntime.sleep(60)"
    )
    with keeper.listening():
        keeper.start(_part(tmp_path, dies))
        keeper.pause(2)
        assert shown.getvalue().count("dừng liên tục, vẫn thử lại mỗi phút: đĩa đầy") == 1
        room.touch()
        keeper.pause(2)
        assert started_at(keeper.leaders()[0])


def test_what_dies_a_thousand_times_is_still_started(
    keeper: Keeper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And neither a note nor a log that a full disk does not take ends what runs beside it."""
    monkeypatch.setattr(keeper_module, "LONGEST_DELAY", 0.1)
    with keeper.listening():
        keeper.start(_part(tmp_path, "import time; time.sleep(60)"))
        (kept,) = keeper._kept.values()
        kept.restarts = 5000
        with monkeypatch.context() as full:
            full.setattr(presence, "record", Mock(side_effect=OSError("đĩa đầy")))
            os.kill(kept.process.pid, signal.SIGKILL)
            keeper.pause(2)
        assert kept.process.poll() is None and kept.restarts == 5001


def test_a_part_that_refuses_its_configuration_is_not_tried_again(
    keeper: Keeper, shown: StringIO, tmp_path: Path
) -> None:
    with keeper.listening(), pytest.raises(PartFailed, match="thiếu cấu hình"):
        keeper.start(_part(tmp_path, "import sys; print('thiếu cấu hình'); sys.exit(2)"))
        keeper.wait_until("thử", lambda: False, 20)
    assert "khởi động lại sau" not in shown.getvalue()


def test_a_part_run_to_its_end_that_fails_is_told(keeper: Keeper, tmp_path: Path) -> None:
    with keeper.listening(), pytest.raises(PartFailed, match="Bộ phận thử kết thúc với mã 1: hỏng"):
        part = _part(tmp_path, "import sys; sys.exit('hỏng')")
        keeper.begin(part)
        keeper.finish(part)


def test_of_several_that_end_by_themselves_the_first_is_waited_for_and_the_others_go_on(
    keeper: Keeper, tmp_path: Path
) -> None:
    mark = tmp_path / "mark"
    waits = "import pathlib, time\nwhile not pathlib.Path({!r}).exists(): time.sleep(0.02)"
    first = replace(_part(tmp_path, waits.format(str(mark))), name="first")
    later = replace(_part(tmp_path, waits.format(str(tmp_path / "never"))), name="later")
    told: list[str] = []

    def progress() -> str:
        told.append("told")
        mark.touch()
        return ""

    with keeper.listening():
        for part in (first, later):
            keeper.begin(part)
        assert keeper.finish_first([first, later], progress) == [first]
        assert told and presence.leftovers().keys() == {"later"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_any_wait_at_once_and_everything_started(
    keeper: Keeper, tmp_path: Path, number: signal.Signals
) -> None:
    began = time.monotonic()
    with keeper.listening(), pytest.raises(StopRequested):
        keeper.start(_part(tmp_path, "import time; time.sleep(60)"))
        leader = keeper.leaders()[0]
        threading.Timer(0.3, os.kill, (os.getpid(), number)).start()
        keeper.pause(30)
    assert time.monotonic() - began < 10
    assert started_at(leader) is None


def test_what_is_not_ready_in_time_is_told(keeper: Keeper) -> None:
    with keeper.listening(), pytest.raises(PartFailed, match="Airflow chưa sẵn sàng sau 0 giây"):
        keeper.wait_until("Airflow", lambda: False, 0.3)
