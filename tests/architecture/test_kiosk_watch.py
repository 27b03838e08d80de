"""What the watch of a wall's computer starts anew, and what it leaves alone, among planted programs."""

import os
import time
from pathlib import Path

import pytest

from tests.architecture.test_kiosk import ADDRESS, DARK, KIOSK, LIT, Machine, machine

__all__ = ["machine"]

BROWSER, PICTURE = "--no-block restart ioc-kiosk.service", "--no-block restart ioc-kiosk-screen.service"
MACHINE = "reboot"
ALIVE, DEAD, AWAY = ("0", "ESTAB"), ("0", ""), ("7", "")
"""What curl answers, and which connections there are: the page lives, has died, or the server is away."""


@pytest.mark.parametrize(
    ("looks", "word", "picture", "restarts"),
    [
        ([ALIVE, ALIVE], "", LIT, []),
        ([DEAD], "", LIT, []),
        ([DEAD, DEAD], "", LIT, [BROWSER]),
        ([DEAD, DEAD, DEAD], "", LIT, [BROWSER]),
        ([DEAD, ALIVE, DEAD], "", LIT, []),
        ([DEAD, AWAY, DEAD], "", LIT, []),
        ([AWAY, AWAY], "", LIT, []),
        ([ALIVE], "nightly", LIT, [BROWSER]),
        ([AWAY], "nightly", LIT, []),
        ([ALIVE], "", DARK, [PICTURE]),
        ([ALIVE], "", "", []),
    ],
)
def test_the_watch_restarts_what_died_and_nothing_else(
    machine: Machine, looks: list[tuple[str, str]], word: str, picture: str, restarts: list[str]
) -> None:
    machine.plant("xrandr", f'printf "{picture}"')
    machine.plant("systemctl")
    for curl, connections in looks:
        machine.plant("curl", f"exit {curl}")
        machine.plant("ss", f"printf '{connections}'")
        watch(machine, *filter(None, [word]))
    assert machine.called("systemctl") == restarts
    scenes = ["/wall/television/scenes"] if word and looks == [ALIVE] else []
    asked = {call.rpartition("https://ioc.internal")[2] for call in machine.called("curl")}
    assert asked == {"/wall/version", *scenes} - ({"/wall/version"} if picture == DARK else set())
    assert all("dport = :443" in call for call in machine.called("ss"))


@pytest.mark.parametrize(
    ("answers", "word", "restarts"),
    [
        (["exit 124"], "", []),
        (["exit 124", "exit 124"], "", [PICTURE]),
        (6 * ["exit 124"], "", [*4 * [PICTURE], MACHINE]),
        (["exit 124", f'printf "{LIT}"', "exit 124"], "", []),
        (["exit 124"], "nightly", [BROWSER]),
    ],
    ids=["slow once", "hangs", "hangs in the kernel", "slow now and then", "slow at night"],
)
def test_a_picture_that_does_not_answer_is_opened_anew(
    machine: Machine, answers: list[str], word: str, restarts: list[str]
) -> None:
    """124 is how `timeout` tells that nothing was said."""
    machine.plant("systemctl")
    machine.plant("curl")
    machine.plant("ss", "printf ESTAB")
    for does in answers:
        machine.plant("xrandr", does)
        watch(machine, *filter(None, [word]))
    assert machine.called("systemctl") == restarts


def test_a_machine_whose_picture_hangs_is_not_started_anew_again_and_again(machine: Machine) -> None:
    machine.plant("systemctl")
    machine.plant("xrandr", "exit 124")
    for _look in range(8):
        watch(machine, seconds_up=599)
    assert set(machine.called("systemctl")) == {PICTURE}


@pytest.mark.parametrize(
    ("browser", "seconds", "restarts"),
    [("printf 4242", 59, []), ("printf 4242", 60, [BROWSER]), ("exit 1", 600, [])],
    ids=["only just opened", "has had its time", "still being opened"],
)
def test_a_browser_has_a_minute_for_its_first_question(
    machine: Machine, browser: str, seconds: int, restarts: list[str]
) -> None:
    """As long as a screen is broken it takes half a minute until there is a browser at all."""
    for name, does in (("systemctl", ""), ("curl", ""), ("ss", ""), ("xrandr", f'printf "{LIT}"')):
        machine.plant(name, does)
    machine.plant("pgrep", browser)
    machine.plant("ps", f"printf '%7d' {seconds}")
    for _look in range(2):
        watch(machine)
    assert machine.called("systemctl") == restarts


def test_at_night_a_browser_that_shows_its_last_frame_keeps_it_while_the_server_has_none(machine: Machine) -> None:
    machine.plant("systemctl")
    machine.plant("xrandr", f'printf "{LIT}"')
    machine.plant("curl", 'case "$*" in *scenes) exit 22 ;; esac')
    watch(machine, "nightly")
    assert machine.called("systemctl") == []


def test_the_watch_waits_for_no_picture_that_hangs(machine: Machine) -> None:
    """systemd would end the watch itself before it has decided on anything."""
    machine.plant("systemctl")
    machine.plant("xrandr", "exec sleep 60")
    machine.plant("curl")
    machine.plant("ss", "printf ESTAB")
    began = time.monotonic()
    watch(machine)
    assert time.monotonic() - began < 30 and (machine.folder / "hung").exists()


def watch(machine: Machine, *words: str, seconds_up: int = 3600) -> None:
    folder = str(machine.folder)
    uptime = machine.folder / "uptime"
    uptime.write_text(f"{seconds_up}.25 7000.00\n", encoding="ascii")
    given = {"RUNTIME_DIRECTORY": folder, "WALL_ADDRESS": ADDRESS, "WALL_PROFILE": f"{folder}/profile"}
    given["WALL_UPTIME"] = str(uptime)
    # A browser that was opened an hour ago, where a test says nothing of it.
    for name, does in (("pgrep", "printf 4242"), ("ps", "printf 3600")):
        if not (machine.folder / "bin" / name).exists():
            machine.plant(name, does)
    done = machine.run(KIOSK / "ioc-kiosk-watch", *words, **given)
    assert done.returncode == 0, done.stderr


OLD, NEW = 3600.0, 60.0
"""Seconds since the page wrote its last sign of life."""


@pytest.mark.parametrize(
    ("signs", "runs", "restarts"),
    [
        ([OLD, OLD], True, []),
        ([OLD, OLD, OLD], True, [BROWSER]),
        ([NEW, NEW, NEW], True, []),
        ([OLD, NEW, OLD], True, []),
        ([OLD, OLD, OLD], False, []),
    ],
    ids=["not yet five minutes", "dead", "alive", "slow", "no browser"],
)
def test_while_the_server_is_away_a_page_that_gives_no_sign_of_life_is_opened_anew(
    machine: Machine, signs: list[float], runs: bool, restarts: list[str]
) -> None:
    """That a page writes one, and a dead one none: tests/dashboards/test_wall_lives.py."""
    file = machine.folder / "profile/Default/Local Storage/leveldb/000003.log"
    file.parent.mkdir(parents=True)
    file.touch()
    for name, does in (
        ("xrandr", f'printf "{LIT}"'),
        ("systemctl", ""),
        ("curl", "exit 7"),
        ("pgrep", f"exit {not runs:d}"),
    ):
        machine.plant(name, does)
    for number, age in enumerate(signs):
        silent = machine.folder / "silent"
        if silent.exists() and number > 1:
            grow(silent, 360)
        grow(file, age)
        watch(machine)
    assert machine.called("systemctl") == restarts


def grow(file: Path, age: float) -> None:
    """Make a file as old as this, in seconds."""
    at = time.time() - age
    os.utime(file, (at, at))
