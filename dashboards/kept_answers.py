"""Answers given again: a page, or a block of a list, is the same for everybody who asks the same of one snapshot.

Drawing a page takes 40 to 60 ms of processor at scale 1, giving it again takes 1 ms; so 50 viewers stay quick while a
build has the machine.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

from flask import Flask, Response, g, has_request_context, request

from dashboards.rim import tried
from dashboards.standing import told
from warehouse.reader import current

KEPT = 512
KEPT_BYTES = 32_000_000
CALLBACKS = "_dash-update-component"
# The outputs of Dash's own pages and of the grid. Whatever else a callback does may have effects, and is always done.
PAGE, ROWS = "_pages_content.children", ".getRowsResponse"
# Dash signs each page load, for callbacks that go on in the background; it is no part of the question.
NAMES_OF_A_PAGE_LOAD = {"endId"}
SOME_ROWS = b'"rowData":[{'


@dataclass(frozen=True)
class Kept:
    """The body of an answer as it went over the line."""

    content: bytes
    encoding: str | None
    mimetype: str


class Answers:
    """The newest answers of this process, bounded in number and in bytes; the least used goes first."""

    def __init__(self, most: int = KEPT, most_bytes: int = KEPT_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._bytes = 0
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()

    @property
    def count(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def find(self, key: Hashable) -> Kept | None:
        """The answer kept under `key`."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, answer: Kept) -> None:
        """Keep an answer, and forget the least used where there are too many, or too much of them."""
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = answer
            self._bytes += len(answer.content) - (len(before.content) if before else 0)
            while self._kept and (len(self._kept) > self._most or self._bytes > self._most_bytes):
                _key, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone.content)


def keep_answers(server: Flask, pack: Callable[[Response], Response]) -> None:
    """Give answers again while snapshot, what is said of the sources, kept snapshots, viewer and question are the same.

    `pack` is how `server` packs an answer; what is kept is packed. An answer given again says `X-Answer: kept`.
    """
    answers = Answers()

    @server.before_request
    def again() -> Response | None:
        g.question = _question()
        kept = answers.find(g.question) if g.question else None
        if kept is None:
            return None
        response = Response(kept.content, mimetype=kept.mimetype, headers={"X-Answer": "kept"})
        if kept.encoding:
            response.content_encoding = kept.encoding
            response.vary.add("Accept-Encoding")
        return response

    @server.after_request
    def keep(response: Response) -> Response:
        question = g.get("question")
        if question is None or "X-Answer" in response.headers or not _is_worth_keeping(response, question[0]):
            return pack(response)
        packed = pack(response)
        answers.keep(question, Kept(packed.get_data(), packed.content_encoding, packed.mimetype or ""))
        return packed


def keep_not() -> None:
    """Do not give the answer under way again: it says what no snapshot and no state of a source tells."""
    if has_request_context():
        g.question = None


def _is_worth_keeping(response: Response, snapshot_id: str) -> bool:
    """A refusal and an error are not: a page that shows numbers names the snapshot, a list has rows."""
    content = response.get_data()
    return response.status_code == 200 and (SOME_ROWS in content or snapshot_id.encode() in content)


def _question() -> tuple[Hashable, ...] | None:
    """What an answer depends on, the snapshot's id first; None for what must be done each time."""
    if request.method != "POST" or not request.path.endswith(CALLBACKS) or set(request.args) - NAMES_OF_A_PAGE_LOAD:
        return None
    body = request.get_data()
    snapshot = tried(current) if _is_for_view(body) else None
    said = tried(told, snapshot) if snapshot else None
    if snapshot is None or said is None:
        return None
    viewer = [request.headers.get(name, "") for name in ("Host", "Cookie", "Authorization", "Accept-Encoding")]
    # Hashed, since whoever asks decides how long they are, and each source adds its nights to what is said.
    asked = hashlib.sha256(json.dumps([*viewer, request.path]).encode() + body).digest()
    return snapshot.id, hashlib.sha256(said.encode()).digest(), asked


def _is_for_view(body: bytes) -> bool:
    """Whether a callback draws a page or the rows of a list."""
    try:
        output = json.loads(body)["output"]
    except (ValueError, KeyError, TypeError):
        return False
    return isinstance(output, str) and (PAGE in output or ROWS in output)
