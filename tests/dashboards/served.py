"""The two servers on loopback ports, and a page of Chromium that notes what it asked for and complained of."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing: a test's output is its failures."""


@contextmanager
def listening(server: Flask) -> Iterator[int]:
    """The port on which the app answers until the end of the block."""
    # With threads, or a connection that Chromium opens ahead of need keeps all others waiting.
    listener = make_server("127.0.0.1", 0, server, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield listener.server_port
    listener.shutdown()
    thread.join(10)


@dataclass
class Visit:
    """One open page. `asked` are the hosts of all requests, `wrong` what the console called an error."""

    page: Page
    asked: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


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
    assert visit.asked == {"127.0.0.1"}
    assert visit.wrong == []
