"""A school's drop folder for tests, on this machine or behind a real SFTP server on loopback."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.outcomes import Outcome
from connectors.kit import registry, runner
from connectors.kit.contract import Source
from connectors.kit.landing import manifests
from tests.connectors.district import START
from tests.connectors.landed import read
from tests.connectors.sftp_server import SftpServer, sftp_server
from tests.connectors.workbooks import class_list, mark_sheet, xlsx

SOURCE = "smas"
BOOK = xlsx(class_list(), mark_sheet())
LATER = xlsx(class_list(), mark_sheet((9, 9, 9, 9, 9)))
TERM_1, YEAR = "51524512_2025-2026_HK1.xlsx", "51524512_2025-2026_CN.xlsx"
OLD = START - timedelta(days=1)
LOCAL_ONLY = pytest.mark.parametrize("drop", ["folder"], indirect=True)
REMOTE_ONLY = pytest.mark.parametrize("drop", ["sftp"], indirect=True)


@dataclass
class Drop:
    """The folder behind IOC_SMAS__URL, as the schools see it."""

    folder: Path
    server: SftpServer | None
    home: Path
    patch: pytest.MonkeyPatch

    def put(self, name: str, content: bytes = BOOK, at: datetime = OLD) -> Path:
        """A file with its time."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    def pull(self, contract: Source | None = None) -> Outcome:
        """One pull."""
        return runner.pull(SOURCE, contract=contract or registry.source(SOURCE))

    def batches(self) -> list[Any]:
        """What landed."""
        return manifests(self.home / "landing", SOURCE)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The landed rows of a table."""
        return [row for one in self.batches() for row in read(one, table)]

    def set(self, name: str, value: str) -> None:
        """A setting of the source."""
        self.patch.setenv(f"IOC_SMAS__{name}", value)


@contextmanager
def opened(kind: str, home: Path, tmp_path: Path, patch: pytest.MonkeyPatch) -> Iterator[Drop]:
    """The folder, behind a server where `kind` is "sftp"."""
    folder = tmp_path / "nơi nộp sổ"
    folder.mkdir()
    patch.setattr(runner, "source", registry.source)
    if kind == "folder":
        made = Drop(folder, None, home, patch)
        made.set("URL", str(folder))
        yield made
        return
    with sftp_server(folder) as server:
        made = Drop(folder, server, home, patch)
        made.set("URL", server.url())
        made.set("KNOWN_HOSTS", str(server.known_hosts(tmp_path / "known_hosts")))
        yield made
