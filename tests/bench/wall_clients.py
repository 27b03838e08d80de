"""Walls without a browser: each asks for the version every few seconds, and for its scenes when there is a new one."""

import gzip
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboards.pace import PACE

PATIENCE_S = 60.0
TILE = re.compile(r'class="tile ')


@dataclass(frozen=True)
class Scenes:
    """One answer with scenes: milliseconds until it was there whole, and how many tiles it brought."""

    spent_ms: float
    tiles: int

    @property
    def tile_ms(self) -> float:
        """Milliseconds a tile."""
        return self.spent_ms / self.tiles


@dataclass
class WallClient:
    """One wall at /wall/<profile>/, and what it met."""

    port: int
    profile: str
    seed: int
    versions_ms: list[float] = field(default_factory=list)
    answers: list[Scenes] = field(default_factory=list)

    def run(self, ended: threading.Event) -> None:
        """Ask until `ended`, at the pace of the product."""
        pause, version = PACE.ask_ms / 1000, None
        ended.wait(random.Random(self.seed).uniform(0, pause))
        while not ended.is_set():
            spent_ms, text = self._ask("/wall/version")
            self.versions_ms.append(spent_ms)
            newest = json.loads(text)["version"]
            if newest != version:
                self.answers.append(self.scenes())
                version = newest
            ended.wait(pause)

    def scenes(self) -> Scenes:
        """Ask for the scenes once: the server draws them, or gives again what it drew for another wall."""
        spent_ms, text = self._ask(f"/wall/{self.profile}/scenes")
        return Scenes(spent_ms, len(TILE.findall(text)))

    def _ask(self, path: str) -> tuple[float, str]:
        """A question on a connection of its own: the server ends those that are idle for longer than two seconds."""
        began = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        content = answer.read()
        spent_ms = (time.perf_counter() - began) * 1000
        connection.close()
        assert answer.status == http.client.OK, (path, answer.status)
        return spent_ms, (
            gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content
        ).decode()


def walls(port: int, profiles: Sequence[str], count: int) -> list[WallClient]:
    """So many walls, over the profiles in turn."""
    return [WallClient(port, profiles[at % len(profiles)], at) for at in range(count)]
