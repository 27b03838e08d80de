import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config import clock
from config.settings import settings

NIGHT = datetime.fromisoformat("2026-10-24T01:00:00+07:00")


def test_a_held_clock_stands_for_every_thread_and_is_let_go(home: Path) -> None:
    seen: list[datetime] = []
    with clock.standing(NIGHT):
        thread = threading.Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()
        assert (seen, clock.now(), clock.today()) == ([NIGHT], NIGHT, NIGHT.date())
        with clock.standing(NIGHT + timedelta(days=1)):
            assert clock.now() == NIGHT + timedelta(days=1)
        assert clock.now() == NIGHT
    with pytest.raises(RuntimeError), clock.standing(NIGHT):
        raise RuntimeError
    assert clock.now() > NIGHT


def test_a_held_clock_goes_before_the_one_that_is_set(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_CLOCK", "2026-11-23T07:30:00+07:00")
    settings.cache_clear()
    with clock.standing(NIGHT):
        assert clock.now() == NIGHT
    assert clock.now() == datetime.fromisoformat("2026-11-23T07:30:00+07:00")


def test_nobody_waits_while_the_clock_is_held() -> None:
    began = time.monotonic()
    with clock.standing(NIGHT):
        clock.pause(30)
    assert time.monotonic() - began < 1
    clock.pause(0.05)
    assert time.monotonic() - began >= 0.05
