"""A real SFTP server in this process, on a free port of this machine, that only lets files be listed and read."""

import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import paramiko  # type: ignore[import-untyped]

HOST = "127.0.0.1"
KEY, PASSWORD, KNOWN_HOSTS = "host_key", "password", "known_hosts"
SECRET_MODE = 0o600


class SftpServer:
    """Serves `root`; its host key and password lie in `folder` and outlive it, its port does not.

    `called` is the host by which others reach it, where that is another machine or container.
    """

    def __init__(
        self,
        root: Path,
        folder: Path,
        account: str,
        lets_in: Callable[[], bool] = lambda: True,
        *,
        listens_on: str = HOST,
        called: str = HOST,
    ) -> None:
        root.mkdir(parents=True, exist_ok=True)
        self._root, self._account, self._lets_in = root, account, lets_in
        self._password = _kept(folder / PASSWORD, lambda: secrets.token_urlsafe(18))
        self._key = _host_key(folder / KEY)
        self._listener = socket.create_server((listens_on, 0))
        self.port: int = self._listener.getsockname()[1]
        self.known_hosts = folder / KNOWN_HOSTS
        self._called = called
        self.known_hosts.write_text(f"[{called}]:{self.port} {self._key.get_name()} {self._key.get_base64()}\n")
        threading.Thread(target=self._listen, name="sftp", daemon=True).start()

    @property
    def url(self) -> str:
        """As fsspec writes it, with account and password."""
        return f"sftp://{self._account}:{quote(self._password, safe='')}@{self._called}:{self.port}/"

    def close(self) -> None:
        """Let nobody in any more; whoever is in stays."""
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                visitor, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._welcome, args=(visitor,), name="sftp visitor", daemon=True).start()

    def _welcome(self, visitor: socket.socket) -> None:
        transport = paramiko.Transport(visitor)
        transport.add_server_key(self._key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Folder, root=self._root)
        try:
            transport.start_server(server=_Door(self._account, self._password, self._lets_in))
        except (paramiko.SSHException, EOFError, OSError):
            transport.close()


class _Door(paramiko.ServerInterface):  # type: ignore[misc]
    def __init__(self, account: str, password: str, lets_in: Callable[[], bool]) -> None:
        self._account, self._password, self._lets_in = account, password, lets_in

    def check_auth_password(self, username: str, password: str) -> int:
        is_known = secrets.compare_digest(f"{username}\0{password}", f"{self._account}\0{self._password}")
        return int(paramiko.AUTH_SUCCESSFUL if is_known and self._lets_in() else paramiko.AUTH_FAILED)

    def get_allowed_auths(self, username: str) -> str:
        return "password"

    def check_channel_request(self, kind: str, chanid: int) -> int:
        is_session = kind == "session"
        return int(paramiko.OPEN_SUCCEEDED if is_session else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED)


class _Folder(paramiko.SFTPServerInterface):  # type: ignore[misc]
    def __init__(self, server: paramiko.ServerInterface, *arguments: object, root: Path, **more: object) -> None:
        super().__init__(server)
        self._root = root.resolve()

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            with os.scandir(self._real(path)) as entries:
                return [
                    paramiko.SFTPAttributes.from_stat(each.stat(follow_symlinks=False), each.name) for each in entries
                ]
        except OSError as error:
            return _refusal(error)

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(self._real(path).stat())
        except OSError as error:
            return _refusal(error)

    lstat = stat

    def open(self, path: str, flags: int, attributes: object) -> paramiko.SFTPHandle | int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return int(paramiko.SFTP_PERMISSION_DENIED)
        try:
            opened = self._real(path).open("rb")
        except OSError as error:
            return _refusal(error)
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = opened
        handle.filename = path
        return handle

    def _real(self, path: str) -> Path:
        """The file behind a path, which never leads out of the folder."""
        return self._root / str(self.canonicalize(path)).lstrip("/")


def _refusal(error: OSError) -> int:
    return int(paramiko.SFTPServer.convert_errno(error.errno or 0))


def _kept(path: Path, make: Callable[[], str]) -> str:
    """A secret that stays over restarts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.touch(SECRET_MODE)
        path.write_text(make())
    return path.read_text()


def _host_key(path: Path) -> paramiko.PKey:
    if not path.exists():
        path.touch(SECRET_MODE)
        paramiko.ECDSAKey.generate().write_private_key_file(str(path))
    return paramiko.ECDSAKey.from_private_key_file(str(path))
