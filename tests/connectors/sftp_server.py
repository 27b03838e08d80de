"""A real SFTP server on loopback over a folder, with one account; its host key can change and its doors can close."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import paramiko  # type: ignore[import-untyped]

USER, PASSWORD = "truong", "mật khẩu@1"


@dataclass
class SftpServer:
    """What runs. `drop_after` closes the connection after so many more files were opened."""

    folder: Path
    key: paramiko.PKey = field(default_factory=lambda: paramiko.ECDSAKey.generate())
    port: int = 0
    logins: list[str] = field(default_factory=list)
    drop_after: int | None = None
    transports: list[paramiko.Transport] = field(default_factory=list)

    def url(self, folder: str = "/", password: str = "m%E1%BA%ADt%20kh%E1%BA%A9u%401") -> str:
        """The address as an operator writes it."""
        return f"sftp://{USER}:{password}@127.0.0.1:{self.port}{folder}"

    def known_hosts(self, path: Path) -> Path:
        """A file of known hosts that holds this server's key of now."""
        path.write_text(f"[127.0.0.1]:{self.port} {self.key.get_name()} {self.key.get_base64()}\n")
        return path

    def file_opened(self) -> None:
        """Count a file; close the door when it was the last."""
        if self.drop_after is not None:
            self.drop_after -= 1
            if self.drop_after < 0:
                self.drop_after = None
                self.transports[-1].close()


class _Account(paramiko.ServerInterface):  # type: ignore[misc]
    def __init__(self, server: SftpServer) -> None:
        self._server = server

    def check_auth_password(self, username: str, password: str) -> int:
        self._server.logins.append(password)
        good = (username, password) == (USER, PASSWORD)
        return int(paramiko.AUTH_SUCCESSFUL if good else paramiko.AUTH_FAILED)

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return int(paramiko.OPEN_SUCCEEDED)

    def get_allowed_auths(self, username: str) -> str:
        return "password"


class _Folder(paramiko.SFTPServerInterface):  # type: ignore[misc]
    def __init__(self, account: _Account, server: SftpServer) -> None:
        super().__init__(account)
        self._server = server

    def _real(self, path: str) -> Path:
        return self._server.folder / path.lstrip("/")

    def list_folder(self, path: str) -> Any:
        try:
            found = []
            for each in sorted(self._real(path).iterdir()):
                attributes = paramiko.SFTPAttributes.from_stat(each.lstat())
                attributes.filename = each.name
                found.append(attributes)
            return found
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def stat(self, path: str) -> Any:
        try:
            return paramiko.SFTPAttributes.from_stat(self._real(path).stat())
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        self._server.file_opened()
        try:
            opened = os.fdopen(os.open(self._real(path), os.O_RDONLY), "rb")
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        handle = paramiko.SFTPHandle(flags)
        handle.readfile = opened
        return handle


@contextmanager
def sftp_server(folder: Path) -> Iterator[SftpServer]:
    """The server over `folder`, until the end of the block."""
    server = SftpServer(folder)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        thread = threading.Thread(target=_serve, args=(server, listening), daemon=True)
        thread.start()
        yield server
        for transport in server.transports:
            transport.close()


def _serve(server: SftpServer, listening: socket.socket) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        transport = paramiko.Transport(connection)
        transport.add_server_key(server.key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, _Folder, server)
        server.transports.append(transport)
        with suppress(paramiko.SSHException, EOFError, OSError):
            transport.start_server(server=_Account(server))
