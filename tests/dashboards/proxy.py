"""A small reverse proxy on loopback, as nginx is one with a single `proxy_pass`: it adds nothing and says nothing."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PUBLIC_NAME = "ioc.example"
OF_THE_CONNECTION = ("host", "connection", "transfer-encoding")


@contextmanager
def proxied(port: int) -> Iterator[int]:
    """The port on which the site `PUBLIC_NAME` hands everything to the server on `port`, until the end of the block."""

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._hand_over()

        def do_POST(self) -> None:
            self._hand_over()

        def _hand_over(self) -> None:
            assert self.headers["Host"] == PUBLIC_NAME
            kept = {name: said for name, said in self.headers.items() if name.lower() not in OF_THE_CONNECTION}
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = asked(port, self.command, self.path, body, kept)
            self.send_response(answer.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: a test's output is its failures."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as listener:
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        try:
            yield listener.server_address[1]
        finally:
            listener.shutdown()
            thread.join()


def asked(
    port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> HTTPResponse:
    """What a port of this machine answers; a proxy is asked by its public name."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        answer.read()
        return answer
    finally:
        connection.close()
