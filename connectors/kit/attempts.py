"""How often a source is asked again after a fault that may pass, and how long is waited in between; the pace of asking.

The same for every way in: attempts are tenacity's.
"""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from config import clock
from connectors.kit.verdicts import Passing

ATTEMPTS = 6
FIRST_WAIT_S = 0.3
LONGEST_WAIT_S = 60.0

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")


def ask(question: Callable[[], Answer], *passing: type[Exception]) -> Answer:
    """The answer to `question`, asked again after `Passing` and after the `passing` errors; the last one is raised."""
    attempts = Retrying(
        retry=retry_if_exception_type((Passing, *passing)),
        stop=_is_over,
        wait=_wait_s,
        sleep=clock.pause,
        reraise=True,
    )
    return attempts(question)


class Pace:
    """Keeps requests at least a fixed time apart."""

    def __init__(self, requests_per_second: float) -> None:
        self._apart_s = 1 / requests_per_second
        self._next_at = 0.0

    def wait(self) -> None:
        """Wait until the next request may be made."""
        pause = self._next_at - time.monotonic()
        if pause > 0:
            clock.pause(pause)
        self._next_at = time.monotonic() + self._apart_s


def _is_over(state: RetryCallState) -> bool:
    """After the last attempt, or where the source asks for a longer pause than a pull may take."""
    return stop_after_attempt(ATTEMPTS)(state) or (_asked_s(state) or 0.0) > LONGEST_WAIT_S


def _wait_s(state: RetryCallState) -> float:
    """What the source asked for, else doubling from `FIRST_WAIT_S`, spread so that clients do not come all at once."""
    asked = _asked_s(state)
    grown = FIRST_WAIT_S * 2.0 ** (state.attempt_number - 1) * random.uniform(0.75, 1.25)
    wait = min(LONGEST_WAIT_S, asked or grown)
    fault = state.outcome.exception() if state.outcome else None
    log.info("attempt %d failed (%s), next one in %.1f s", state.attempt_number, fault, wait)
    return wait


def _asked_s(state: RetryCallState) -> float | None:
    fault = state.outcome.exception() if state.outcome else None
    return fault.wait_s if isinstance(fault, Passing) else None
