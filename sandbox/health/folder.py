"""The facilities' drop folder behind an SFTP server of its own, brought up to the district's present.

Files appear by one rename each, with the hour at which they were written. A whole past is written by a child process,
in the background of the lowest priority, so that the servers beside it answer meanwhile.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from config.files import write_atomically
from config.settings import settings
from sandbox.health.deliveries import Writer, deliveries
from sandbox.health.sftp import SftpServer
from sandbox.health.story import is_password_refused

DROP, REACHED = "drop", "reached"
LOWEST = 19
# More than this to write goes to a child process.
MOST_HERE_S = 3 * 86_400
ACCOUNT = "ioc"


class HealthFolder:
    """The drop folder of a district below `folder`, which is made where it is missing."""

    source_id = "health_record"

    def __init__(self, seed: int, scale: float, folder: Path, *, in_background: bool = False) -> None:
        self._seed, self._scale, self._folder = seed, scale, folder
        self._in_background = in_background
        self._present: datetime | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def settings(self) -> Mapping[str, str]:
        """The address of the SFTP server, which listens from now on, and the file that knows its key."""
        return {"url": self.server.url, "known_hosts": str(self.server.known_hosts)}

    def bring_to(self, instant: datetime) -> None:
        """Write what has come until `instant` and is not there yet; the server's password is that of `instant`.

        In the background a long past is only begun here. Raises `CalledProcessError` where it could not be written.
        """
        self._present = instant
        until = int(instant.timestamp())
        if self._child is None and until - reached(self._folder) <= MOST_HERE_S:
            write(self._writer, self._folder, until)
            return
        self._child = self._child or self._begun(until)
        if not self._in_background or self._child.poll() is not None:
            child, self._child = self._child, None
            if child.wait():
                raise subprocess.CalledProcessError(child.returncode, child.args)

    def _begun(self, until: int) -> "subprocess.Popen[bytes]":
        arguments = (str(self._seed), str(self._scale), str(self._folder), str(until))
        before = _step_back if self._in_background else None
        return subprocess.Popen([sys.executable, "-m", "sandbox.health", *arguments], preexec_fn=before)

    @cached_property
    def server(self) -> SftpServer:
        """The server, started when it is first asked for."""
        public = urlsplit(settings().sandbox.public_url or "").hostname
        where = {"listens_on": settings().host, "called": public} if public else {}
        return SftpServer(self._folder / DROP, self._folder, ACCOUNT, self._lets_in, **where)

    @cached_property
    def _writer(self) -> Writer:
        return Writer(self._seed, self._scale)

    def _lets_in(self) -> bool:
        return self._present is None or not is_password_refused(self._present)


def reached(folder: Path) -> int:
    """The instant (epoch seconds) up to which all files are there; 0 where there are none yet."""
    try:
        return int((folder / REACHED).read_text())
    except FileNotFoundError:
        return 0


def write(writer: Writer, folder: Path, until: int, goes_on: Callable[[], bool] = lambda: True) -> None:
    """Write the files that came after the last ones; interrupted, or where it no longer `goes_on`, the next call writes
    the same bytes again.
    """
    after = reached(folder)
    if until <= after:
        return
    (folder / DROP).mkdir(parents=True, exist_ok=True)
    for delivery in deliveries(after, until):
        if not goes_on():
            return
        path = folder / DROP / delivery.path
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.part")
        unfinished.write_bytes(writer.content(delivery))
        os.utime(unfinished, (delivery.written_at, delivery.written_at))
        unfinished.replace(path)
    write_atomically(folder / REACHED, str(until).encode())


def _step_back() -> None:
    os.nice(LOWEST)
