"""A drop folder behind a real SFTP server that refuses, breaks off, hides, changes its files or is somebody else."""

import errno
import os
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import paramiko  # type: ignore[import-untyped]
import pytest

from config import clock
from config.places import places
from connectors.kit import attempts, batch
from connectors.kit.errors import ConnectorError, FileRefused, LandingFull, SourceRefused, SourceUnavailable
from connectors.kit.files import Dropped, FilesClient
from connectors.kit.landing import manifests
from connectors.kit.runner import pull
from sandbox.health import sftp
from sandbox.health.sftp import HOST, SftpServer
from tests.connectors.broken_line import Cut
from tests.connectors.health_files import person, record, records
from tests.installation import CLOCK, installed

Patch = pytest.MonkeyPatch
FIRST, SECOND = "hssk/51235/20261120.xml", "hssk/51235/20261121.xml"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: Patch) -> Iterator[SftpServer]:
    """A server with two files, which an empty installation knows and pulls from."""
    monkeypatch.setattr(attempts, "FIRST_WAIT_S", 0.001)
    monkeypatch.setattr(attempts, "LONGEST_WAIT_S", 0.002)
    with installed(tmp_path / "ioc"):
        for number, path in enumerate((FIRST, SECOND)):
            put(tmp_path / "drop" / path, records(*(record(person(f"09918000{number}{n:03d}")) for n in range(30))))
        made = SftpServer(tmp_path / "drop", tmp_path / "server", "ioc")
        reach(monkeypatch, made.url, made.known_hosts)
        yield made
        made.close()


def reach(patch: Patch, url: str, known_hosts: Path) -> None:
    patch.setenv("IOC_HEALTH_RECORD__URL", url)
    patch.setenv("IOC_HEALTH_RECORD__KNOWN_HOSTS", str(known_hosts))


def put(path: Path, content: bytes, hours: float = 8) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, ((CLOCK - timedelta(hours=hours)).timestamp(),) * 2)


def landed() -> list[str]:
    """The files that have landed, oldest first."""
    return [str(page.origin) for one in manifests(places().landing, "health_record") for page in one.pages]


def refused(kind: type[ConnectorError]) -> str:
    with pytest.raises(kind) as caught:
        pull("health_record")
    return str(caught.value)


def test_both_files_land_and_nothing_twice(server: SftpServer) -> None:
    pull("health_record")
    assert landed() == [FIRST, SECOND]
    assert pull("health_record").batches == ()
    assert manifests(places().landing, "health_record")[0].rows["person"] == 60


# -------------------------------------------------------------------------------------------------------- who is there
def test_a_refused_password_is_named_and_not_told(server: SftpServer, monkeypatch: Patch) -> None:
    reach(monkeypatch, f"sftp://ioc:not-the-word@{HOST}:{server.port}/", server.known_hosts)
    sentence = refused(SourceRefused)
    assert "từ chối tài khoản hoặc mật khẩu" in sentence and "not-the-word" not in sentence
    assert landed() == []


def test_a_server_that_lets_nobody_in_tonight_lets_in_tomorrow(tmp_path: Path, monkeypatch: Patch) -> None:
    doors = [False]
    with installed(tmp_path / "ioc"):
        put(tmp_path / "drop" / FIRST, records(record(person())))
        made = SftpServer(tmp_path / "drop", tmp_path / "server", "ioc", lambda: doors[0])
        reach(monkeypatch, made.url, made.known_hosts)
        refused(SourceRefused)
        doors[0] = True
        pull("health_record")
        assert landed() == [FIRST]
        made.close()


def test_a_changed_host_key_is_refused_before_the_password_is_sent(server: SftpServer, monkeypatch: Patch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sftp._Door, "check_auth_password", lambda door, name, word: asked.append(word))
    other = paramiko.ECDSAKey.generate()
    server.known_hosts.write_text(f"[{HOST}]:{server.port} {other.get_name()} {other.get_base64()}\n")
    assert "đã đổi" in refused(SourceRefused)
    assert asked == [] and landed() == []


def test_an_unknown_host_key_is_refused_before_the_password_is_sent(server: SftpServer, monkeypatch: Patch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sftp._Door, "check_auth_password", lambda door, name, word: asked.append(word))
    server.known_hosts.write_text("")
    assert "known_hosts" in refused(SourceRefused)
    assert asked == [] and landed() == []


def test_a_server_that_is_not_there_is_unavailable(server: SftpServer, monkeypatch: Patch) -> None:
    server.close()
    reach(monkeypatch, f"sftp://ioc:x@{HOST}:{free_port()}/", server.known_hosts)
    assert "Không kết nối được máy chủ" in refused(SourceUnavailable)


def free_port() -> int:
    with socket.create_server((HOST, 0)) as one:
        return int(one.getsockname()[1])


# ------------------------------------------------------------------------------------------------------- breaking off
# paramiko asks ahead in a thread of its own, which says aloud that the line broke.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(("times", "ends"), [(2, True), (1_000, False)])
def test_a_line_that_breaks_in_mid_file(server: SftpServer, monkeypatch: Patch, times: int, ends: bool) -> None:
    large = server._root / FIRST
    put(large, records(*(record(person(f"0991811{n:05d}"), "<X>y</X>") for n in range(4_000))))
    cut = Cut(server.port, 60_000, times)
    key = server.known_hosts.read_text().split(maxsplit=1)[1]
    server.known_hosts.write_text(f"[{HOST}]:{cut.port} {key}")
    reach(monkeypatch, server.url.replace(f":{server.port}", f":{cut.port}"), server.known_hosts)
    if ends:
        pull("health_record")
        assert landed() == [FIRST, SECOND] and cut.left == 0
        assert sum(one.rows["person"] for one in manifests(places().landing, "health_record")) == 4_030
    else:
        # The folder still answers, so it is this file's fault alone, which the next night asks for again.
        assert "không đọc được, dù đã thử lại" in refused(FileRefused)
        assert landed() == [SECOND]
    assert not any((places().landing / "health_record").glob(".partial/*"))


# ------------------------------------------------------------------------------------------------- changing meanwhile
def meanwhile(patch: Patch, change: Callable[[Dropped], None]) -> None:
    """Let something happen to each file just before it is read."""
    read = FilesClient.read

    def after(client: FilesClient, file: Dropped) -> bytes | None:
        change(file)
        return read(client, file)

    patch.setattr(FilesClient, "read", after)


def test_a_file_that_was_renamed_before_it_was_read_comes_next_time(server: SftpServer, monkeypatch: Patch) -> None:
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda file: None if file.path != FIRST else move(server._root))
        pull("health_record")
    assert landed() == [SECOND]
    pull("health_record")
    assert landed() == [SECOND, "hssk/51235/20261119.xml"]


def move(root: Path) -> None:
    (root / FIRST).rename(root / "hssk/51235/20261119.xml")


def test_a_file_that_grew_while_it_was_read_comes_next_time(server: SftpServer, monkeypatch: Patch) -> None:
    with monkeypatch.context() as patch:
        meanwhile(patch, lambda file: put(server._root / SECOND, records(record(person())) + b" " * 9, 7))
        pull("health_record")
    assert landed() == [FIRST]
    pull("health_record")
    assert landed() == [FIRST, SECOND]


def test_a_half_file_that_grows_between_two_looks_waits(server: SftpServer, monkeypatch: Patch) -> None:
    whole = (server._root / SECOND).read_bytes()
    put(server._root / SECOND, whole[:99], 0.001)
    monkeypatch.setattr(clock, "pause", lambda seconds: put(server._root / SECOND, whole, 0.0005))
    pull("health_record")
    assert landed() == [FIRST]
    pull("health_record")
    assert landed() == [FIRST, SECOND]


# ------------------------------------------------------------------------------------------------------------ refusals
def test_a_file_that_may_not_be_read_is_named_and_the_others_land(server: SftpServer, monkeypatch: Patch) -> None:
    opened = sftp._Folder.open

    def denying(folder: sftp._Folder, path: str, flags: int, attributes: object) -> paramiko.SFTPHandle | int:
        is_first = path.endswith(FIRST)
        return int(paramiko.SFTP_PERMISSION_DENIED) if is_first else opened(folder, path, flags, attributes)

    with monkeypatch.context() as patch:
        patch.setattr(sftp._Folder, "open", denying)
        assert f"Tệp {FIRST} không có quyền đọc" in refused(FileRefused)
    assert landed() == [SECOND]
    pull("health_record")
    assert landed() == [SECOND, FIRST]


def test_a_folder_that_may_not_be_seen_is_a_refusal(server: SftpServer, monkeypatch: Patch) -> None:
    monkeypatch.setattr(sftp._Folder, "list_folder", lambda folder, path: paramiko.SFTP_PERMISSION_DENIED)
    assert "Không có quyền xem" in refused(SourceRefused)


def test_a_full_disk_lands_nothing_half_and_loses_nothing(server: SftpServer, monkeypatch: Patch) -> None:
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as patch:
        patch.setattr(batch, "sync_file", full)
        assert "Hết chỗ trên đĩa" in refused(LandingFull)
    assert landed() == []
    pull("health_record")
    assert landed() == [FIRST, SECOND]


def test_the_server_lets_nobody_write_or_leave_its_folder(server: SftpServer) -> None:
    client = paramiko.SSHClient()
    client.load_host_keys(str(server.known_hosts))
    client.connect(HOST, server.port, "ioc", server._password, allow_agent=False, look_for_keys=False)
    with client.open_sftp() as session:
        with pytest.raises(PermissionError):
            session.open("new", "w")
        for refusal, path in ((session.remove, FIRST), (session.mkdir, "new"), (session.rmdir, "hssk")):
            with pytest.raises(OSError, match=r"\S"):
                refusal(path)
        assert sorted(session.listdir("../../..")) == ["hssk"]
        with pytest.raises(FileNotFoundError):
            session.open("../server/password")
    client.close()
    assert (server._root / FIRST).exists()
