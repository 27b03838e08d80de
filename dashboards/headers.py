"""What every answer of both servers carries: a browser told to ask nobody else, and text packed for slow lines."""

import gzip
import hashlib
from collections.abc import Callable, Sequence

from flask import Flask, Response, request

from dashboards.kept_answers import Answers, Kept, keep_answers
from dashboards.messages import _

PACKED = ("text/", "application/javascript", "application/json", "image/svg+xml")
SMALLEST_PACKED_BYTES = 1000
# What a process packs once: the scripts, styles and fonts of the apps, the same for everybody.
STATIC = ("/_dash-component-suites/", "/assets/")
packed_static = Answers()
# A question of a page is a few kilobytes; nobody may make a worker hold more.
LARGEST_BODY = 1_000_000
TOO_LARGE = _("What was sent is larger than 1 MB, and the server does not take it.")


def protect(server: Flask, script_hashes: Callable[[], Sequence[str]]) -> None:
    """Add the security headers and compression to each answer of `server`, and give again what can be.

    `script_hashes` gives those of the inline scripts that Dash writes itself, quoted: `Dash.csp_hashes`. It is asked
    for each answer, since Dash adds a script of its pages with the first request.
    """

    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.register_error_handler(413, lambda _error: Response(TOO_LARGE, 413, mimetype="text/plain"))
    keep_answers(server, _packed)

    @server.after_request
    def finish(response: Response) -> Response:
        # A worker brings a narrower one.
        response.headers.setdefault("Content-Security-Policy", _policy(script_hashes()))
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        return response


def may_send(most_bytes: int) -> None:
    """Let the request under way have a body of so many bytes; to be called before its body is read."""
    request.max_content_length = most_bytes


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
        response.set_data(_pack_once(content) if _is_static() else _pack(content))
        response.content_encoding = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def _is_static() -> bool:
    """Whether the answer is one of the files of the app, by the rule that gave it: a page has any address."""
    rule = request.url_rule.rule if request.url_rule else ""
    return any(folder in rule for folder in STATIC)


def _pack_once(content: bytes) -> bytes:
    key = hashlib.sha256(content).digest()
    kept = packed_static.find(key)
    if kept is None:
        kept = Kept(_pack(content), "gzip", "")
        packed_static.keep(key, kept)
    return kept.content


def _pack(content: bytes) -> bytes:
    # Stamped 0, so that equal content is equal bytes.
    return gzip.compress(content, compresslevel=6, mtime=0)
