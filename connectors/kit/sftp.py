"""An SFTP server as a file system of fsspec that is let in only by a host key which is already known."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import paramiko  # type: ignore[import-untyped]
from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]

SSH_PORT = 22
KNOWN_HOSTS = "~/.ssh/known_hosts"


class AddressInvalid(Exception):
    """A URL is no address of a folder. It says nothing of the URL: that may hold a password."""


class UnknownHostKey(Exception):
    """The server's key stands in no file of known hosts."""


def split_url(url: str) -> SplitResult:
    """The parts of a folder's address: a path, file:// or sftp://, whose host and port are readable. A sign of a
    password that splits it elsewhere ("/", "#", "?") must be written as %2F and so on. Raises `AddressInvalid`.
    """
    try:
        split, port = urlsplit(url), urlsplit(url).port
    except ValueError:
        raise AddressInvalid from None
    is_cut = bool(split.query or split.fragment or ("@" in split.path and "@" not in split.netloc))
    is_server = split.scheme == "sftp" and bool(split.hostname) and port != 0 and not is_cut
    is_folder = not split.netloc and bool(split.path) and split.scheme in ("", "file")
    if not (is_server or is_folder):
        raise AddressInvalid
    return split


def open_sftp(settings: Mapping[str, str], timeout_s: float) -> Any:
    """The file system behind settings `url` (sftp://user:password@host:port/folder) and `known_hosts` (a file; the
    user's own where it is absent). Without a password, the user's SSH keys are offered. Raises paramiko's errors,
    `AddressInvalid` and `UnknownHostKey`.
    """
    split = split_url(settings["url"])
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
