import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from ioc import processes
from ioc.processes import Part

STUBBORN = str(Path(__file__).with_name("stubborn.py"))


@pytest.fixture
def started(home: Path, tmp_path: Path) -> Iterator[Callable[..., list[int]]]:
    """Starts the stubborn process; gives its process id and its child's. Whatever is left is killed."""
    processes_seen: list[int] = []

    def start(*options: str) -> list[int]:
        told = tmp_path / "grandchild"
        part = Part("stubborn", "Thử", (sys.executable, STUBBORN, str(told), *options), tmp_path / "stubborn.log")
        leader = processes.start(part)
        while not (told.exists() and told.read_text()):
            time.sleep(0.02)
        if options:
            leader.wait(timeout=10)
        processes_seen.extend([leader.pid, int(told.read_text())])
        return processes_seen

    yield start
    for process_id in filter(_is_alive, processes_seen):
        psutil.Process(process_id).kill()


def _is_alive(process_id: int) -> bool:
    try:
        return bool(psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_stopping_ends_a_part_that_ignores_term_and_its_child_in_another_group(
    started: Callable[..., list[int]],
) -> None:
    leader, grandchild = started()
    assert _is_alive(leader)
    assert _is_alive(grandchild)
    began = time.monotonic()
    processes.stop([leader], grace_seconds=1)
    assert time.monotonic() - began >= 1, "TERM was not waited for"
    assert not _is_alive(leader)
    assert not _is_alive(grandchild)


def test_stopping_reaches_a_child_whose_parent_is_gone(started: Callable[..., list[int]]) -> None:
    leader, orphan = started("leave")
    assert not _is_alive(leader)
    assert _is_alive(orphan)
    processes.stop([leader], grace_seconds=0.5)
    assert not _is_alive(orphan)


def test_a_second_request_to_stop_cuts_the_wait_short(started: Callable[..., list[int]]) -> None:
    leader, grandchild = started()
    began = time.monotonic()
    processes.stop([leader], grace_seconds=30, hurry=lambda: True)
    assert time.monotonic() - began < 10
    assert not _is_alive(leader)
    assert not _is_alive(grandchild)


def test_the_last_words_of_a_part_are_told_with_its_log(tmp_path: Path) -> None:
    log = tmp_path / "part.log"
    log.write_text("first\nHỏng ở đây.\n[2026-11-23] [ERROR] Reason: Worker failed to boot.\n\n", encoding="utf-8")
    assert Part("part", "Thử", (), log).last_words() == f"Hỏng ở đây. (nhật ký: {log})"


def test_a_long_log_is_set_aside_while_somebody_appends_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "KEPT_LOG_BYTES", 10)
    log = tmp_path / "part.log"
    with log.open("a") as appending:
        print("short", file=appending, flush=True)
        processes.set_aside(log)
        print("more than ten bytes", file=appending, flush=True)
        processes.set_aside(log)
        print("new", file=appending, flush=True)
    assert log.read_text() == "new\n"
    assert log.with_suffix(".log.1").read_text() == "short\nmore than ten bytes\n"
