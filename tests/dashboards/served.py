"""The two servers on loopback ports, and a page of Chromium that notes what it asked for and complained of."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing: a test's output is its failures."""


class Asked:
    """A server that can be waited for until it has answered everything that it was asked.

    An answer that is still worked out when the next test begins reads that test's installation: it has met a snapshot
    of the same name while that was being copied, and set it aside as damaged.
    """

    def __init__(self, server: Flask) -> None:
        self._server = server
        self._at_work = 0
        self._is_over = False
        self._changed = threading.Condition()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """The server's own answer; none when the end has come."""
        with self._changed:
            if self._is_over:
                raise ConnectionAbortedError("the test is over")
            self._at_work += 1
        try:
            return self._server(environ, start_response)
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    def end(self) -> None:
        """Take nothing more, and wait until everything is answered."""
        with self._changed:
            self._is_over = True
            assert self._changed.wait_for(lambda: not self._at_work, timeout=60), "an answer never came"


@contextmanager
def listening(server: Flask) -> Iterator[int]:
    """The port on which the app answers until the end of the block."""
    # With threads, or a connection that Chromium opens ahead of need keeps all others waiting.
    asked = Asked(server)
    listener = make_server("127.0.0.1", 0, asked, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield listener.server_port
    listener.shutdown()
    thread.join(10)
    asked.end()


@dataclass
class Visit:
    """One open page. `asked` are the hosts of all requests, `wrong` what the console called an error; `expected` is how
    what it may call one begins."""

    page: Page
    asked: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()


@contextmanager
def visiting(browser: Browser, width: int, height: int, scale: float = 1) -> Iterator[Visit]:
    """A page of that size, at `scale` device pixels a CSS pixel; at its end it has asked nobody else and complained of
    nothing. It keeps nothing either: what walls keep is tried in test_wall_kept.py."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=scale, service_workers="block"
    )
    visit = Visit(page)
    page.on("request", lambda request: visit.asked.add(urlsplit(request.url).hostname or "no host"))
    page.on("console", lambda message: visit.wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: visit.wrong.append(str(error)))
    yield visit
    page.close()
    assert visit.asked == {"127.0.0.1"}, visit.asked
    assert [line for line in visit.wrong if not line.startswith(visit.expected)] == []
