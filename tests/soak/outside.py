"""A browser that nothing is attached to, looked at from outside: what its processes hold, and whom it asks.

No DevTools connection: a browser driven by one holds on to what it was asked about, and grows.
"""

import http.client
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]

from config.settings import PROJECT
from tests.browser import ARGUMENTS, chromium

PATIENCE_S = 60
NOT_GIVEN_ON = {"connection", "content-length", "date", "server", "transfer-encoding"}
# Whom Chromium asks by itself, with an empty page too. On a kiosk its policies keep it from that; here it is refused.
OF_THE_BROWSER = ("update.googleapis.com", "accounts.google.com")
_KIOSK = (PROJECT / "docs/kiosk/ioc-kiosk-open").read_text(encoding="utf-8")
# How soon garbage is cleared away, and how much of what was drawn is kept: as on a kiosk.
CLEARING = re.findall(r"--(?:js-flags|skia-font-cache-limit-mb)=\S+", _KIOSK)
# Chromium heeds the last of several --disable-features.
_WITHOUT = ["NetworkTimeServiceQuerying", "OptimizationHints", "MediaRouter"]
_WITHOUT += re.findall(r"--disable-features=(\S+)", _KIOSK)
QUIET = (
    *(f"--disable-features={','.join(_WITHOUT)}", "--disable-extensions"),
    *("--disable-domain-reliability", "--no-pings"),
)
KIB_PER_MB = 1000 / 1.024


@dataclass
class Asked:
    """What came to the browser's proxy: how many requests to us, and the addresses of all others; `by_itself` are the
    browser's own."""

    ours: int = 0
    others: list[str] = field(default_factory=list)
    by_itself: list[str] = field(default_factory=list)

    def note(self, address: str) -> None:
        """Note an address that is not ours."""
        is_own = any(name in address for name in OF_THE_BROWSER)
        (self.by_itself if is_own else self.others).append(address)


@dataclass(frozen=True)
class Held:
    """Megabytes: `anonymous` is what the page's process has written for itself alone, its heaps; `pss` all of it, and
    `browser_pss` of all processes together, shared pages counted once."""

    anonymous: float
    pss: float
    browser_pss: float


class _Proxy(ThreadingHTTPServer):
    """Knows whose server it leads to, and what was asked."""

    daemon_threads = True

    def __init__(self, upstream: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.upstream = upstream
        self.asked = Asked()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Proxy

    def do_GET(self) -> None:
        """Give on what is asked of our server."""
        where = urlsplit(self.path)
        if (where.hostname, where.port) != ("127.0.0.1", self.server.upstream):
            self.do_CONNECT()
            return
        self.server.asked.ours += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        upstream = http.client.HTTPConnection("127.0.0.1", self.server.upstream, timeout=PATIENCE_S)
        upstream.request(self.command, self.path[self.path.index(where.path) :], body, dict(self.headers))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        self._give(answer, content)

    do_POST = do_GET

    def do_CONNECT(self) -> None:
        """Refuse everybody else, and note who it was."""
        self.server.asked.note(self.path)
        self.send_error(502)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked is counted."""

    def _give(self, answer: http.client.HTTPResponse, content: bytes) -> None:
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_GIVEN_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        # A page that is loaded anew gives up what it had asked.
        with suppress(ConnectionError):
            self.wfile.write(content)


@contextmanager
def proxy(port: int) -> Iterator[tuple[int, Asked]]:
    """The port of a proxy through which a browser reaches the server on `port` and nobody else; and what was asked."""
    listener = _Proxy(port)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    try:
        yield listener.server_port, listener.asked
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join(10)


@contextmanager
def browser_left_alone(address: str, through: int, profile: Path) -> Iterator[psutil.Process]:
    """A plain Chromium that shows an address until the end of the block."""
    command = [
        *(chromium(), "--headless", *ARGUMENTS, *QUIET, *CLEARING, f"--user-data-dir={profile}"),
        *("--window-size=1920,1080", f"--proxy-server=127.0.0.1:{through}", "--proxy-bypass-list=<-loopback>", address),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        try:
            yield psutil.Process(started.pid)
        finally:
            started.terminate()


def page_process(browser: psutil.Process) -> psutil.Process:
    """The process that draws the page: of those that draw no part of the browser itself, the one that holds most."""
    commands = [(each, each.cmdline()) for each in browser.children(recursive=True)]
    drawing = [each for each, words in commands if "--type=renderer" in words and "--top-chrome-webui" not in words]
    return max(drawing, key=lambda each: _rollup(each.pid).get("Pss", 0))


def held(browser: psutil.Process, page: psutil.Process) -> Held:
    """What is held now. Raises `psutil.NoSuchProcess` where the page's process is gone."""
    if not page.is_running():
        raise psutil.NoSuchProcess(page.pid)
    own = _rollup(page.pid)
    everybody = [browser, *browser.children(recursive=True)]
    whole = sum(_rollup(each.pid).get("Pss", 0) for each in everybody)
    return Held(own["Pss_Anon"] / KIB_PER_MB, own["Pss"] / KIB_PER_MB, whole / KIB_PER_MB)


def _rollup(process_id: int) -> dict[str, int]:
    """{"Pss": …, "Pss_Anon": …} in KiB, as the kernel counts them; nothing for a process that is gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
        return {line.split()[0].rstrip(":"): int(line.split()[1]) for line in lines}
    return {}
