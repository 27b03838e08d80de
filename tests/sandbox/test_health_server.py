"""The facilities' SFTP server: real, with a key and a password that last, and one night on which it lets nobody in."""

import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import paramiko  # type: ignore[import-untyped]
import pytest

from config.calendar import next_occasion
from connectors.kit.registry import source
from sandbox.health import HealthFolder, story
from sandbox.health.deliveries import Writer
from sandbox.health.folder import REACHED, reached, write
from sandbox.health.sftp import HOST, SftpServer

NOW = datetime.fromisoformat("2026-11-23T07:30:00+07:00")
SMALL = 0.004


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HealthFolder]:
    (tmp_path / REACHED).write_text(str(int((NOW - timedelta(days=2)).timestamp())))
    made = HealthFolder(1, SMALL, tmp_path)
    yield made
    made.server.close()


def connected(folder: HealthFolder) -> paramiko.SSHClient:
    client, settings = paramiko.SSHClient(), folder.settings()
    client.load_host_keys(settings["known_hosts"])
    word = settings["url"].split("@")[0].rpartition(":")[2]
    client.connect(HOST, folder.server.port, "ioc", word, allow_agent=False, look_for_keys=False)
    return client


def test_d15_the_server_refuses_the_password_over_the_night(drop: HealthFolder) -> None:
    drop.bring_to(datetime.fromisoformat("2026-11-22T23:50:00+07:00"))
    with connected(drop) as client, client.open_sftp() as session:
        assert sorted(session.listdir(".")) == ["hssk", "kcb", "tuvan"]
    for refused in (*story.TRIED_IN_VAIN, NOW):
        drop.bring_to(refused)
        with pytest.raises(paramiko.AuthenticationException):
            connected(drop)
    drop.bring_to(datetime.fromisoformat("2026-11-23T08:00:00+07:00"))
    connected(drop).close()


def test_d15_the_tries_are_those_of_the_schedule() -> None:
    times = source("health_record").schedule
    tried = (*story.TRIED_IN_VAIN, story.PASSWORD_REFUSED[1])
    next_ones = [
        next_occasion(each, nightly=times.nightly, office=times.office, sandbox=times.sandbox, rests=False)
        for each in tried[:-1]
    ]
    assert tuple(next_ones) == tried[1:]


def test_the_host_key_and_the_password_outlive_the_server(drop: HealthFolder, tmp_path: Path) -> None:
    first = (drop.server._key.get_base64(), drop.server._password)
    again = SftpServer(tmp_path / "drop", tmp_path, "ioc")
    assert (again._key.get_base64(), again._password) == first
    assert oct((tmp_path / "password").stat().st_mode)[-3:] == "600" == oct((tmp_path / "host_key").stat().st_mode)[-3:]
    again.close()


def test_a_long_past_is_written_by_a_process_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call of it alone: that it writes what `write` writes is seen above."""
    begun: list[list[str]] = []

    class Child:
        returncode, args = 1, "a command"

        def __init__(self, command: list[str], **more: object) -> None:
            begun.append(command)

        def poll(self) -> int | None:
            return None if len(begun) < 2 else 1

        def wait(self) -> int:
            return 1

    monkeypatch.setattr(subprocess, "Popen", Child)
    behind = HealthFolder(1, SMALL, tmp_path, in_background=True)
    behind.bring_to(NOW)
    assert begun[0][1:5] == ["-m", "sandbox.health", "1", str(SMALL)]
    with pytest.raises(subprocess.CalledProcessError):
        HealthFolder(1, SMALL, tmp_path).bring_to(NOW)


def test_a_writing_that_nobody_waits_for_any_more_ends_between_two_files(tmp_path: Path) -> None:
    since = int((NOW - timedelta(days=2)).timestamp())
    (tmp_path / REACHED).write_text(str(since))
    more = iter([True, True, True, False])
    write(Writer(1, SMALL), tmp_path, int(NOW.timestamp()), lambda: next(more))
    assert len([path for path in (tmp_path / "drop").rglob("*") if path.is_file()]) == 3
    assert reached(tmp_path) == since
