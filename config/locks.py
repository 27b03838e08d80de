"""One at a time: pulls of a source and builds wait for each other, and say for whom they wait."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from config import clock
from config.places import places

log = logging.getLogger(__name__)


@contextmanager
def hold(name: str, action: str) -> Iterator[None]:
    """Hold the lock `name` (a source id, or "build") while doing `action`; waits for whoever holds it.

    The kernel lets go when the process ends, however it ends; the file itself stays.
    """
    path = places().locks / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        _acquire(file, name)
        _sign(file, {"pid": os.getpid(), "action": action, "since": clock.now().isoformat(timespec="seconds")})
        try:
            yield
        finally:
            file.truncate(0)
            fcntl.flock(file, fcntl.LOCK_UN)


def _acquire(file: IO[str], name: str) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        log.warning("%s", _sentence(file, name))
        fcntl.flock(file, fcntl.LOCK_EX)


def _sentence(file: IO[str], name: str) -> str:
    file.seek(0)
    try:
        who = json.loads(file.read())
    except json.JSONDecodeError:
        return f"Đang chờ: {name} đang được một tiến trình khác giữ."
    return f"Đang chờ: {name} đang được tiến trình {who['pid']} giữ ({who['action']}) từ {who['since']}."


def _sign(file: IO[str], who: dict[str, object]) -> None:
    file.truncate(0)
    file.write(json.dumps(who, ensure_ascii=False))
    file.flush()
