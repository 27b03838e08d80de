"""Browsers without the browser: what Chromium asked for is asked again, by many clients with pauses between."""

import gzip
import http.client
import json
import random
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Request

CALLBACKS = "_dash-update-component"
SCENES = "/scenes"
# What Dash calls one page load: no two viewers have the same.
PAGE_LOAD = re.compile(r"(?<=endId=)[^&]*")
SNAPSHOT = re.compile(r"ioc-\d{8}T\d{6}-[0-9a-f]{8}")
ROWS, LIST = "getRowsRequest", "measure="
THINKING_S = 1.0
PATIENCE_S = 60.0


@dataclass(frozen=True)
class Asked:
    """One request as the browser sent it. `is_rows` tells a block of a list from the content of a page."""

    method: str
    path: str
    body: str
    is_rows: bool

    def with_rows(self, **changes: object) -> "Asked":
        """The same list, asked for other rows."""
        content = json.loads(self.body)
        content["inputs"][0]["value"] |= changes
        return replace(self, body=json.dumps(content))


@dataclass(frozen=True)
class Answer:
    """How long an answer took, and whether it was one. `is_kept`: given again, not made anew."""

    asked: Asked
    spent_ms: float
    text: str
    is_good: bool
    is_kept: bool

    @property
    def rows(self) -> dict[str, Any]:
        """The block of a list: {rowData, rowCount}."""
        given: dict[str, Any] = next(
            value
            for each in json.loads(self.text)["response"].values()
            for value in each.values()
            if "rowData" in value
        )
        return given


def record(browser: Browser, address: str, among: tuple[str, ...] = (CALLBACKS,)) -> list[Asked]:
    """What a page asks for until it is quiet: its content, and the first rows where it has a list."""
    asked: list[Asked] = []

    def note(request: Request) -> None:
        where = urlsplit(request.url)
        if any(each in where.path for each in among):
            body = request.post_data or ""
            path = f"{where.path}?{where.query}" if where.query else where.path
            asked.append(Asked(request.method, path, body, ROWS in body))

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("request", note)
    page.goto(address, wait_until="networkidle")
    if LIST in address:
        page.locator(".ag-row").first.wait_for()
    context.close()
    return asked


class Client:
    """One viewer: asks one callback after the other on one connection, a second after each answer.

    It asks for rows of the snapshot that its last page named, as a browser would.
    """

    def __init__(self, port: int, pages: Sequence[Sequence[Asked]], seed: int) -> None:
        self._port = port
        self._pages = pages
        self._chance = random.Random(seed)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
        self._snapshot: str | None = None
        self._page_load = f"viewer{seed}"
        self.answers: list[Answer] = []

    def run(self, requests: int, ended: threading.Event) -> None:
        """Ask `requests` times, or until `ended`."""
        ended.wait(self._chance.uniform(0, THINKING_S))
        while len(self.answers) < requests and not ended.is_set():
            for asked in self._chance.choice(self._pages):
                self.answers.append(self.ask(asked))
                if ended.wait(THINKING_S):
                    return

    def ask(self, asked: Asked) -> Answer:
        """One request, its answer read to the end."""
        body = SNAPSHOT.sub(self._snapshot, asked.body) if self._snapshot else asked.body
        began = time.perf_counter()
        answer = self._exchange(asked, body)
        content = answer.read()
        spent_ms = (time.perf_counter() - began) * 1000
        text = (gzip.decompress(content) if answer.headers["Content-Encoding"] == "gzip" else content).decode("utf-8")
        if not asked.is_rows and (named := SNAPSHOT.findall(text)):
            # A page may offer others; its own stands at its foot.
            self._snapshot = named[-1]
        is_good = answer.status == http.client.OK and _says_something(asked, text)
        return Answer(asked, spent_ms, text, is_good, answer.headers["X-Answer"] == "kept")

    def _exchange(self, asked: Asked, body: str) -> http.client.HTTPResponse:
        try:
            return self._send(asked, body)
        except (http.client.HTTPException, ConnectionError):
            # The server ends idle connections, sometimes just when the next request is under way; browsers ask again.
            self._connection.close()
            return self._send(asked, body)

    def _send(self, asked: Asked, body: str) -> http.client.HTTPResponse:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        path = PAGE_LOAD.sub(self._page_load, asked.path)
        self._connection.request(asked.method, path, body.encode(), headers)
        return self._connection.getresponse()


def _says_something(asked: Asked, text: str) -> bool:
    """Whether an answer holds rows, or a page with numbers: a page that explains itself is quick, and no answer."""
    return '"rowData":[{' in text if asked.is_rows else "empty-what" not in text and SNAPSHOT.search(text) is not None


def crowd(port: int, pages: Sequence[Sequence[Asked]], clients: int, requests: int) -> list[Answer]:
    """The answers to `clients` viewers at once, each asking `requests` times."""
    ended = threading.Event()
    viewers = [Client(port, pages, seed) for seed in range(clients)]
    threads = [threading.Thread(target=viewer.run, args=(requests, ended)) for viewer in viewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for viewer in viewers for answer in viewer.answers]
