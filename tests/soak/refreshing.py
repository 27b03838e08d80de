"""A wall's server that has something new every second, and a page that tells how it fares.

The scenes are the product's own, drawn of two snapshots in turn; only their version is made up, and how long a page
stands at first. A script that the product does not have watches each frame and tells here what it saw.
"""

import json
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.wrappers import Request, Response

from config import clock
from dashboards.wall_app import BUILD, BUILD_HEADER

TOLD_EVERY_MS = 5000
# The wall looks once a second whether a page has stood long enough, and just before a second is over it has not.
DWELL, DWELL_S = re.compile(r'data-dwell="\d+"'), 0.5
# What is shown is looked at after each change of the document, and each second for what changes without one: each look
# makes lists, rectangles and texts, and sixty of them a second lay around in the heap that is measured (docs/soak.md).
SCRIPT = """(() => { const seen = {frames: 0, blank: 0, refreshes: 0, turns: 0, longest_ms: 0};
    let version = null, page = null, at = 0, lookedAt = 0, isChanged = true, isBlank = false;
    new MutationObserver(() => { isChanged = true; }).observe(document,
        {subtree: true, childList: true, characterData: true, attributes: true});
    const isWhole = () => { const shown = document.querySelectorAll('.page-shown');
        if (shown.length !== 1) return false;
        const tiles = [...shown[0].querySelectorAll('.tile')], drawings = [...shown[0].querySelectorAll('svg')];
        return tiles.length > 0 && tiles.every(e => e.textContent.trim()
            && e.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            && drawings.every(e => e.getBoundingClientRect().width && e.childElementCount)
            && !shown[0].querySelector('img'); };
    const judge = now => { isChanged = false; lookedAt = now; isBlank = !isWhole();
        const scene = document.querySelector('.scene'), turn = document.querySelector('#turn');
        if (!scene) return;
        if (scene.dataset.version !== version) { seen.refreshes += 1; version = scene.dataset.version; }
        if (turn.textContent !== page) { seen.turns += 1; page = turn.textContent; } };
    const look = now => { if (isChanged || now - lookedAt > 1000) judge(now);
        if (version) { seen.frames += 1; if (isBlank) seen.blank += 1;
            if (at) seen.longest_ms = Math.max(seen.longest_ms, now - at); at = now; }
        requestAnimationFrame(look); };
    requestAnimationFrame(look);
    const shows = () => `${document.querySelector('#turn')?.textContent} ${
        document.querySelector('.scene')?.dataset.snapshot}`;
    setInterval(() => fetch('/soak', {method: 'POST', body: JSON.stringify({...seen, shows: shows(),
        nodes: document.getElementsByTagName('*').length, said: document.querySelector('#notice').textContent})}),
        %d); })();"""


@dataclass(frozen=True)
class Told:
    """What the page saw since it was opened, and how many elements it has now, when it `shows` a page of a snapshot."""

    at: float
    frames: int
    blank: int
    refreshes: int
    turns: int
    longest_ms: float
    shows: str
    nodes: int
    said: str


@dataclass
class Refreshing:
    """Answers in front of the wall's own `server`. `drawn` are the scenes that take turns.

    For the first `hurried_s` seconds after the wall was opened each page stands for a second: in half an hour as many
    turns as a wall has in ten. After them it stands as long as on a wall.
    """

    server: Flask
    home: str
    drawn: Sequence[str]
    hurried_s: float = 0.0
    opened: float = field(default_factory=time.monotonic)
    told: list[Told] = field(default_factory=list)
    inner: Any = field(init=False)

    def __post_init__(self) -> None:
        self.inner = self.server.wsgi_app
        setattr(self.server, "wsgi_app", self)  # noqa: B010

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        request = Request(environ)
        answers = {
            "/wall/version": self._version,
            f"{self.home}scenes": self._scenes,
            self.home: self._shell,
            "/soak": self._note,
            "/soak.js": self._script,
        }
        answer = answers.get(request.path)
        made: Any = answer(request) if answer else self.inner
        return made(environ, start)  # type: ignore[no-any-return]

    def _version(self, _request: Request) -> Response:
        said = json.dumps({"version": f"second {int(time.monotonic())}", "build": self.server.config[BUILD]})
        return self._signed(Response(said, mimetype="application/json"))

    def _scenes(self, _request: Request) -> Response:
        second = int(time.monotonic())
        text = self.drawn[second % len(self.drawn)]
        if time.monotonic() - self.opened < self.hurried_s:
            text = DWELL.sub(f'data-dwell="{DWELL_S}"', text)
        text = text.replace('data-version="', f'data-version="second {second}" data-of="')
        return self._signed(Response(text, mimetype="text/html"))

    def _signed(self, answer: Response) -> Response:
        answer.headers[BUILD_HEADER] = self.server.config[BUILD]
        answer.headers["X-Wall-Time"] = clock.now().isoformat()
        return answer

    def _shell(self, request: Request) -> Response:
        answer = Response.from_app(self.inner, {**request.environ, "HTTP_ACCEPT_ENCODING": ""})
        answer.set_data(answer.get_data(as_text=True).replace("</body>", '<script src="/soak.js"></script></body>'))
        return answer

    def _script(self, _request: Request) -> Response:
        return Response(SCRIPT % TOLD_EVERY_MS, mimetype="text/javascript")

    def _note(self, request: Request) -> Response:
        self.told.append(Told(at=time.monotonic(), **json.loads(request.get_data())))
        return Response(status=204)
