"""An SFTP server as a file system of fsspec that is let in only by a host key which is already known."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import paramiko  # type: ignore[import-untyped]
from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]

SSH_PORT = 22
KNOWN_HOSTS = "~/.ssh/known_hosts"


class UnknownHostKey(Exception):
    """The server's key stands in no file of known hosts."""


def open_sftp(settings: Mapping[str, str], timeout_s: float) -> Any:
    """The file system behind settings `url` (sftp://user:password@host:port/folder) and `known_hosts` (a file; the
    user's own where it is absent). Without a password, the user's SSH keys are offered. Raises paramiko's errors, and
    `UnknownHostKey`.
    """
    split = urlsplit(settings["url"])
    return _KnownServers(
        split.hostname or "",
        skip_instance_cache=True,
        known_hosts=settings.get("known_hosts") or KNOWN_HOSTS,
        port=split.port or SSH_PORT,
        username=unquote(split.username or "") or None,
        password=unquote(split.password or "") or None,
        allow_agent=split.password is None,
        look_for_keys=split.password is None,
        **dict.fromkeys(("timeout", "banner_timeout", "auth_timeout"), timeout_s),
    )


class _RefuseUnknown(paramiko.MissingHostKeyPolicy):  # type: ignore[misc]
    def missing_host_key(self, client: Any, hostname: str, key: Any) -> None:
        raise UnknownHostKey(hostname)


class _KnownServers(SFTPFileSystem):  # type: ignore[misc]
    def _connect(self) -> None:
        given = dict(self.ssh_kwargs)
        known = Path(given.pop("known_hosts")).expanduser()
        given.pop("skip_instance_cache", None)
        self.client = paramiko.SSHClient()
        if known.exists():
            self.client.load_host_keys(str(known))
        self.client.set_missing_host_key_policy(_RefuseUnknown())
        self.client.connect(self.host, **given)
        self.ftp = self.client.open_sftp()
        self.ftp.get_channel().settimeout(given["timeout"])
