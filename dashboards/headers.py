"""What every answer of both servers carries: a browser told to ask nobody else, and text packed for slow lines."""

import gzip
from collections.abc import Callable, Sequence
from functools import lru_cache

from flask import Flask, Response, request

from dashboards.kept_answers import keep_answers

PACKED = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST_PACKED_BYTES = 1000
KEPT_PACKED = 128


def protect(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Add the security headers and compression to each answer of `server`, and give again what can be.

    `script_hashes` gives those of the inline scripts that Dash writes itself, quoted: `Dash.csp_hashes`. It is asked
    for each answer, since Dash adds a script of its pages with the first request.
    """

    keep_answers(server, _packed)

    @server.after_request
    def finish(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _policy(script_hashes())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


def _policy(script_hashes: Sequence[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {' '.join(script_hashes)}",
            # Dash's renderer, plotly and ag-grid write style elements at run time.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


def _packed(response: Response) -> Response:
    packable = (response.mimetype or "").startswith(PACKED) and response.status_code == 200
    if not packable or "gzip" not in request.headers.get("Accept-Encoding", "") or response.content_encoding:
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= SMALLEST_PACKED_BYTES:
        response.set_data(_pack(content))
        response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
    return response


@lru_cache(maxsize=KEPT_PACKED)
def _pack(content: bytes) -> bytes:
    # Stamped 0, so that equal content is equal bytes.
    return gzip.compress(content, compresslevel=6, mtime=0)
