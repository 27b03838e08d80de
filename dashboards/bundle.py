"""What a browser keeps of a wall, so that it can be switched on while the server is down (ADR 0015).

A build is everything that a wall is made of but its figures: the shell, scripts, styles, fonts, and the code that draws
scenes for them. Whatever a browser keeps is of one build, and a new build replaces all of it.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from urllib.parse import urljoin

from flask import Response
from flask.testing import FlaskClient

from config.displays import FILE
from dashboards.messages import _
from dashboards.theme import Palette

HERE = Path(__file__).parent
ASSETS = HERE / "assets" / "wall"
WORKER, GUARD = ASSETS / "worker.js", (ASSETS / "guard.js").read_text(encoding="utf-8")
NOT_LOADED = r"(worker|guard)\.js|list\.css"
"""Files that the shell does not load as its own."""
# What Dash's renderer asks for before it draws.
ASKED_BY_DASH = ("_dash-layout", "_dash-dependencies")
# Dash signs each page load, for callbacks that go on in the background: we have none.
OF_A_LOAD = re.compile(rb'"end_id":"[^"]*"')
LOADED = re.compile(r'(?:src|href)="(?P<address>/[^"]+)"')
IN_STYLES = re.compile(r'url\("(?P<address>[^":]+)"\)')
POLICY = "default-src 'none'; connect-src 'self'"
"""What the worker may reach: the server it came from."""
UNREACHED = _("The screen cannot reach its server")
NOTHING_KEPT = """<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><meta http-equiv="refresh" content="10">
<title>{said}</title><body style="background:{ground};color:{ink};font:700 5vw sans-serif;margin:0;height:100vh;
display:grid;place-items:center"><p>{said}</p></body></html>"""


def quoted_hash(script: str) -> str:
    """An inline script as a content-security-policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def files_of(client: FlaskClient, home: str) -> tuple[str, ...]:
    """The addresses that a browser loads to show the wall at `home`, which is the first of them."""
    shell = client.get(home).get_data(as_text=True)
    loaded = [found["address"] for found in LOADED.finditer(shell)]
    styles = [address for address in loaded if ".css" in address]
    within = [
        urljoin(address, found["address"])
        for address in styles
        for found in IN_STYLES.finditer(client.get(address).get_data(as_text=True))
    ]
    return tuple(dict.fromkeys([home, *loaded, *within, *(f"{home}{name}" for name in ASKED_BY_DASH)]))


def build_of(client: FlaskClient, homes: Iterable[str]) -> str:
    """The name of the build that these walls are: the same in each process, another one for any other product."""
    said = hashlib.sha256(_product().encode())
    for home in homes:
        for name in ("", *ASKED_BY_DASH):
            said.update(OF_A_LOAD.sub(b"", client.get(f"{home}{name}").get_data()))
    return said.hexdigest()[:16]


@lru_cache(maxsize=1)
def _product() -> str:
    """A hash of the screens' code and assets and of the profiles: scenes are drawn by them."""
    said = hashlib.sha256()
    for path in (FILE, *sorted(HERE.rglob("*"))):
        if path.is_file() and "__pycache__" not in path.parts:
            said.update(path.relative_to(HERE.parent).as_posix().encode())
            said.update(path.read_bytes())
    return said.hexdigest()


def worker(home: str, build: str, files: Sequence[str], palette: Palette) -> Response:
    """The service worker of the wall at `home`: our script with what it is to keep."""
    nothing = NOTHING_KEPT.format(said=UNREACHED, ground=palette.ground, ink=palette.ink)
    told = {"home": home, "build": build, "files": list(files), "nothing": nothing}
    script = f"const WALL = {json.dumps(told)};\n{WORKER.read_text(encoding='utf-8')}"
    response = Response(script, mimetype="text/javascript")
    response.headers["Content-Security-Policy"] = POLICY
    # Or its scope would end at the last slash, and a browser told /wall/<profile> would find nothing kept.
    response.headers["Service-Worker-Allowed"] = home.rstrip("/")
    response.headers["Cache-Control"] = "no-cache"
    return response
