"""What docs/kiosk puts on a wall's computer: scripts run among planted programs, words held against the product."""

import json
import mmap
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from configparser import ConfigParser
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Error, sync_playwright

from config.displays import read_displays
from config.settings import Ports
from dashboards.pace import PACE
from tests.architecture.files import ROOT
from tests.browser import ARGUMENTS, chromium

KIOSK = ROOT / "docs/kiosk"
GUIDE = (ROOT / "docs/vi/may-trinh-chieu.md").read_text(encoding="utf-8")
UNITS = sorted(path for path in KIOSK.iterdir() if path.suffix in (".service", ".timer"))
HERE = {"/usr/local/sbin/ioc-kiosk-open", "/usr/local/sbin/ioc-kiosk-watch", "/usr/bin/Xorg"}
ADDRESS = "https://ioc.internal/wall/television/"
LIT = "Screen 0: minimum 64 x 64, current 5760 x 2160, maximum 9 x 9\nDP-1 connected primary 1920x1080+0+0 0mm x 0mm\n"
DARK = "Screen 0: minimum 64 x 64, current 64 x 64, maximum 9 x 9\nDP-1 connected (normal left inverted)\n"
HEALED_S = 45
"""After so many seconds a page that died stands again, says the guide."""


class Machine:
    """A folder that stands for a computer, with planted programs that note how they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        (folder / "bin").mkdir()

    def plant(self, name: str, does: str = "") -> None:
        """A program of this name, which notes its words and then does this."""
        path = self.folder / "bin" / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> "{self.calls}"\n{does}\n', encoding="utf-8")
        path.chmod(0o755)

    def run(self, script: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
        """A script of docs/kiosk, with the planted programs before those of this machine."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        command = ["sh", str(script), *words]
        return subprocess.run(command, env={"PATH": path, **given}, capture_output=True, text=True, check=False)

    def called(self, name: str) -> list[str]:
        """How a program was called, in order."""
        lines = self.calls.read_text(encoding="utf-8").splitlines() if self.calls.exists() else []
        return [line.removeprefix(f"{name} ") for line in lines if line.startswith(f"{name} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def unit(name: str) -> Mapping[str, Mapping[str, str]]:
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells capitals apart
    parser.read(KIOSK / name, encoding="utf-8")
    return parser


def in_chromium(names: list[str]) -> list[str]:
    """Those names that the installed Chromium does not hold as words of their own."""
    path = next(path for path in (Path("/usr/lib/chromium/chromium"), Path(chromium()).resolve()) if path.exists())
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return [name for name in names if whole.find(b"\0" + name.encode() + b"\0") < 0]


def test_browser_and_picture_never_give_up() -> None:
    for name in ("ioc-kiosk.service", "ioc-kiosk-screen.service"):
        found = unit(name)
        assert found["Unit"]["StartLimitIntervalSec"] == "0"
        assert found["Service"]["Restart"] == "always"
        assert found["Install"]["WantedBy"] == "multi-user.target"
    assert unit("ioc-kiosk.service")["Service"]["User"] == "kiosk"
    assert "network" not in unit("ioc-kiosk.service")["Unit"]["After"], "it must start while the network is down"
    picture = unit("ioc-kiosk-screen.service")["Service"]["ExecStart"].split()
    assert {"-nocursor", "-dpms", "-s", "-auth", "-nolisten"} <= set(picture)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        text = path.read_text(encoding="utf-8")
        for program in HERE:
            text = text.replace(program, "/bin/true")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_this_chromium_knows_every_flag_and_policy() -> None:
    flags = re.findall(r"^ +--([a-z0-9-]+)", (KIOSK / "ioc-kiosk-open").read_text(encoding="utf-8"), re.MULTILINE)
    policies = list(json.loads((KIOSK / "policy.json").read_text(encoding="utf-8")))
    assert {"kiosk", "no-first-run", "hide-crash-restore-bubble", "noerrdialogs", "mute-audio"} <= set(flags)
    assert {"TranslateEnabled", "SuppressUnsupportedOSWarning", "ComponentUpdatesEnabled"} <= set(policies)
    assert in_chromium([*flags, *policies]) == []
    assert in_chromium(["disable-session-crashed-bubble"]), "a flag that went would not be noticed"


def opened(machine: Machine, address: str = ADDRESS, outputs: str = "") -> list[str]:
    """How ioc-kiosk-open, started for this address, calls the browser."""
    folder = str(machine.folder)
    given = {"STATE_DIRECTORY": folder, "RUNTIME_DIRECTORY": folder, "WALL_ADDRESS": address, "WALL_OUTPUTS": outputs}
    for name in ("chromium", "sleep"):
        machine.plant(name)
    done = machine.run(KIOSK / "ioc-kiosk-open", **given)
    assert done.returncode == 0, done.stderr
    return machine.called("chromium")


def test_the_browser_fills_the_picture_and_opens_the_wall(machine: Machine) -> None:
    machine.plant("xrandr", f'[ "$1" != --current ] || printf "{LIT}"')
    machine.plant("curl")
    (words,) = opened(machine, outputs="--output DP-1 --pos 0x0")
    assert words.endswith(f" {ADDRESS}")
    assert {"--kiosk", "--window-position=0,0", "--window-size=5760,2160"} <= set(words.split())
    assert machine.called("xrandr") == ["--output DP-1 --pos 0x0", "--current"]


@pytest.mark.parametrize(
    ("outputs", "no_picture_yet"),
    [("", "exit 1"), ("", "exit 0"), ("--output DP-1 --pos 0x0", "exit 1")],
    ids=["refused", "without a screen", "refused, several outputs"],
)
def test_the_browser_waits_until_there_is_a_picture(machine: Machine, outputs: str, no_picture_yet: str) -> None:
    """systemd starts the browser as soon as X is started, which listens a moment later."""
    machine.plant("xrandr", f'[ "$(grep -c ^xrandr "{machine.calls}")" -gt 2 ] || {no_picture_yet}; printf "{LIT}"')
    machine.plant("curl")
    (words,) = opened(machine, outputs=outputs)
    assert "--window-size=5760,2160" in words.split()
    assert len(machine.called("sleep")) == 2


def test_one_screen_that_is_broken_does_not_keep_the_others_dark(machine: Machine) -> None:
    machine.plant("xrandr", f'case "$*" in --current) printf "{LIT}";; *DP-2*) exit 1;; esac')
    machine.plant("curl")
    outputs = ["--fb 5760x2160", "--output DP-1 --pos 0x0", "--output DP-2 --pos 1920x0", "--output DP-4 --pos 3840x0"]
    (words,) = opened(machine, outputs=" ".join(outputs))
    assert "--window-size=5760,2160" in words.split()
    called = machine.called("xrandr")
    assert called[-5:] == [*outputs, "--current"] and set(called[:-5]) == {" ".join(outputs)}
    assert len(machine.called("sleep")) == 30


def test_the_browser_finds_nobody_but_the_wall(machine: Machine) -> None:
    machine.plant("xrandr", f'printf "{LIT}"')
    machine.plant("curl")
    (words,) = opened(machine, "https://ioc.internal:8443/wall/television/")
    assert "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE ioc.internal --kiosk" in words


def test_a_browser_so_started_asks_nobody_else(tmp_path: Path) -> None:
    """Nobody listens on this machine's other address, which a browser without the rule would find and be refused by."""
    text = (KIOSK / "ioc-kiosk-open").read_text(encoding="utf-8")
    rule = re.search(r'^ +--host-resolver-rules="(.+) [^ ]+" ', text, re.MULTILINE)
    assert rule is not None
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        Thread(target=server.serve_forever, daemon=True).start()
        flag = f"--host-resolver-rules={rule[1]} 127.0.0.1"
        with playwright.chromium.launch(executable_path=chromium(), args=[*ARGUMENTS, flag]) as browser:
            page = browser.new_page()
            assert page.goto(f"http://127.0.0.1:{server.server_port}/") is not None
            with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
                page.goto(f"http://127.0.0.2:{server.server_port}/")
        server.shutdown()


@pytest.mark.parametrize(("what", "asked"), [(None, 3), ("", 3), ("scenes", 3), ("kept", 0)])
def test_only_a_browser_whose_page_is_stored_whole_does_not_wait_for_the_server(
    machine: Machine, what: str | None, asked: int
) -> None:
    """A real page in a real browser: tests/dashboards/test_wall_kept.py."""
    machine.plant("xrandr", f'printf "{LIT}"')
    machine.plant("curl")
    opened(machine)
    machine.calls.unlink()
    machine.plant("curl", f'[ "$(grep -c ^curl "{machine.calls}")" -ge 3 ]')
    if what is not None:
        stored(machine, what)
    assert len(opened(machine)) == 1
    assert len(machine.called("curl")) == asked


def stored(machine: Machine, what: str = "kept") -> Path:
    """The folder in which the page has stored this part of itself, none where it has no name."""
    folder = machine.folder / "profile/Default/Service Worker/CacheStorage"
    folder.mkdir(parents=True)
    if what:
        (folder / "entry_0").write_bytes(b"\0\1" + f"{ADDRESS}{what}".encode() + b"\0")
    return folder


def test_what_was_stored_of_another_address_does_not_count(machine: Machine) -> None:
    machine.plant("xrandr", f'printf "{LIT}"')
    machine.plant("curl")
    opened(machine)
    kept = stored(machine)
    elsewhere = ADDRESS.replace("television", "wall_3x2")
    machine.calls.unlink()
    assert opened(machine, elsewhere)[0].endswith(f" {elsewhere}")
    assert len(machine.called("curl")) == 1 and not kept.exists()


def test_a_living_page_keeps_its_connection_and_a_dead_one_is_noticed() -> None:
    server = (KIOSK / "nginx-wall.conf").read_text(encoding="utf-8")
    keepalive_s = int(re.findall(r"keepalive_timeout (\d+)s;", server)[0])
    every_s = int(unit("ioc-kiosk-watch.timer")["Timer"]["OnUnitActiveSec"].removesuffix("s"))
    assert 1000 * keepalive_s >= PACE.ask_ms + PACE.patience_ms
    assert keepalive_s + 3 * every_s <= HEALED_S
    assert f"hình trở lại trong {HEALED_S} giây" in GUIDE
    assert f"proxy_pass         http://127.0.0.1:{Ports().wall};" in server
    assert "location /wall/ {" in server and "deny  all;" in server


def test_a_wall_goes_over_http_1_1() -> None:
    """Of HTTP/2 one connection that died holds all questions (ADR 0015)."""
    server = (KIOSK / "nginx-wall.conf").read_text(encoding="utf-8")
    said = [line.strip() for line in server.splitlines() if not line.strip().startswith("#")]
    assert [line for line in said if line.startswith("listen ")] == ["listen 443 ssl;"]
    assert [line for line in said if "http2" in line or "quic" in line] == []


def test_the_guide_names_every_file_and_every_profile() -> None:
    for path in KIOSK.iterdir():
        assert path.name in GUIDE or path.with_suffix(".timer").name in GUIDE or path.stem in GUIDE, path
    for display in read_displays():
        assert f"`/wall/{display.name}/`" in GUIDE
