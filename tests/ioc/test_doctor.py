import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import settings
from ioc import doctor
from ioc.doctor import Finding
from tests.ioc.test_command_line import call


def _only(found: Iterator[Finding]) -> Finding:
    (finding,) = found
    return finding


def test_a_taken_port_is_found_and_ends_with_2(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("IOC_PORTS__PAGES", str(port))
        settings.cache_clear()
        result = call("doctor")
    assert result.exit_code == 2
    assert f"✗ Cổng {port} (trang nghiệp vụ)" in result.stdout


@pytest.mark.parametrize(("mode", "level"), [(0o600, "good"), (0o640, "bad"), (0o604, "bad")])
def test_a_key_file_that_others_may_read_is_found(home: Path, mode: int, level: str) -> None:
    file = settings().key_file
    file.parent.mkdir(parents=True)
    file.touch()
    file.chmod(mode)
    assert _only(doctor.key_file()).level == level


@pytest.mark.parametrize(("free", "level"), [(6 * 10**9, "good"), (4 * 10**9, "warning"), (10**8, "bad")])
def test_little_room_is_found(home: Path, monkeypatch: pytest.MonkeyPatch, free: int, level: str) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": free}))
    assert _only(doctor.data_folder()).level == level


def test_a_data_folder_that_cannot_be_written_is_found(home: Path) -> None:
    home.parent.mkdir(exist_ok=True)
    home.write_text("a file where the folder should be")
    assert _only(doctor.data_folder()).level == "bad"


def test_a_source_that_is_half_set_up_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert {finding.level for finding in doctor.source_access()} == {"warning"}
    monkeypatch.setenv("IOC_ONE_STOP__BASE_URL", "https://one-stop.example")
    (half,) = [finding for finding in doctor.source_access() if "IOC_ONE_STOP__" in finding.sentence]
    assert half.level == "bad"
    assert "IOC_ONE_STOP__CLIENT_SECRET" in half.sentence
    assert "IOC_ONE_STOP__BASE_URL" not in half.sentence


def test_a_clock_that_cannot_be_right_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _only(doctor.plausible_clock()).level == "good"
    monkeypatch.setattr("config.clock.real_now", lambda: doctor.PROJECT_BEGAN.replace(year=1970))
    assert _only(doctor.plausible_clock()).level == "bad"


def test_a_missing_browser_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert _only(doctor.browser()).level == "warning"
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    assert _only(doctor.browser()).level == "good"


def test_only_the_pythons_that_are_tried_are_good(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _only(doctor.python_version()).level == "good"
    monkeypatch.setattr("sys.version_info", (3, 14, 0))
    assert _only(doctor.python_version()).level == "bad"
