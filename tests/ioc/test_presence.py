import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ioc import presence, processes
from ioc.errors import AlreadyRunning, Exit


@pytest.fixture
def sleeper(home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(120)"], start_new_session=True)
    yield process
    process.kill()
    process.wait()


def test_what_a_killed_up_left_running_is_stopped(sleeper: "subprocess.Popen[bytes]") -> None:
    presence.record({"wall": sleeper.pid})
    assert presence.clear_leftovers() == ["wall"]
    assert processes.started_at(sleeper.pid) is None
    assert presence.leftovers() == {}


def test_a_stranger_with_a_recorded_process_id_is_left_alone(home: Path, sleeper: "subprocess.Popen[bytes]") -> None:
    presence.record({"wall": sleeper.pid})
    file = home / "locks" / "up.json"
    entries = json.loads(file.read_text())
    entries["wall"]["started_at"] -= 60
    file.write_text(json.dumps(entries))
    assert presence.clear_leftovers() == []
    assert sleeper.poll() is None


@pytest.mark.parametrize("content", [None, "", '{"wall": {"proc'])
def test_a_missing_or_torn_record_is_no_leftover(home: Path, content: str | None) -> None:
    if content is not None:
        (home / "locks").mkdir(parents=True)
        (home / "locks" / "up.json").write_text(content)
    assert presence.clear_leftovers() == []


def test_a_second_up_of_the_same_home_is_refused_with_the_first_ones_process_id(home: Path) -> None:
    code = "from ioc.presence import only_one\nwith only_one(): print('held', flush=True); input()"
    first = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert first.stdout and first.stdout.readline() == b"held\n"
    said = rf"đang chạy cho {home} \(tiến trình {first.pid}\)"
    with pytest.raises(AlreadyRunning, match=said) as refused, presence.only_one():
        pass
    assert refused.value.status is Exit.WRONG_USE
    assert presence.is_up()
    first.communicate(b"\n", timeout=10)
    assert not presence.is_up()
