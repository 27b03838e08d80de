"""Faults on request: the place where a test makes a source behave as sources do on bad days.

A fault is an ASGI application put before the source for as many requests as were asked for. A new kind of fault (a
hang, a torn answer) is one more entry in `FAULTS`; nothing else changes.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.answers import error_answer

LONGEST = 10_000
TOKEN_PATH = "/one_stop/token"


@dataclass(frozen=True)
class Fault:
    """Meets the next `times` requests whose path begins with `path`; `retry_after_s` for kinds that name a delay."""

    kind: str
    times: int = 1
    path: str = "/one_stop/"
    retry_after_s: int = 1

    def meets(self, path: str) -> bool:
        """Whether a request for `path` is hit; the token is spared unless it is named."""
        return path.startswith(self.path) and (path != TOKEN_PATH or self.path == TOKEN_PATH)


FaultyApp: TypeAlias = Callable[[Fault, ASGIApp, Scope, Receive, Send], Awaitable[None]]


class FaultUnreadable(ValueError):
    """A request for a fault that nobody can follow."""


class Faults:
    """The faults that wait for a request; the first one that meets it answers it."""

    def __init__(self) -> None:
        self._queue: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Queue a fault."""
        self._queue.append(fault)

    def take(self, path: str) -> Fault | None:
        """The fault for a request of `path`, counted down; None where it goes through."""
        for place, fault in enumerate(self._queue):
            if fault.meets(path):
                left = replace(fault, times=fault.times - 1)
                self._queue[place : place + 1] = [left] if left.times else []
                return fault
        return None


class FaultMiddleware:
    """Stands before the sources and lets waiting faults answer."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app, self._faults = app, faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by the fault that meets it, or let it through."""
        fault = self._faults.take(scope["path"]) if scope["type"] == "http" else None
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await FAULTS[fault.kind](fault, self._app, scope, receive, send)


def read_fault(wanted: Mapping[str, Any]) -> Fault:
    """A fault from the JSON of `POST /admin/faults`; raises `FaultUnreadable`."""
    try:
        fault = Fault(**wanted)
    except TypeError as error:
        raise FaultUnreadable(f"không đọc được yêu cầu lỗi: {error}") from error
    numbers = (fault.times, fault.retry_after_s)
    is_readable = all(type(number) is int and 1 <= number <= LONGEST for number in numbers) and type(fault.path) is str
    if fault.kind not in FAULTS or not is_readable:
        raise FaultUnreadable(f"kind phải là một trong {sorted(FAULTS)}, times và retry_after_s từ 1 đến {LONGEST}")
    return fault


async def too_many_requests(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """429 with Retry-After in seconds."""
    headers = {"Retry-After": str(fault.retry_after_s)}
    await error_answer(429, "Too Many Requests", "Vượt quá số lượt gọi cho phép", headers)(scope, receive, send)


async def server_error(fault: Fault, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """500 with a Spring-like body."""
    await error_answer(500, "Internal Server Error", "Lỗi hệ thống")(scope, receive, send)


FAULTS: Mapping[str, FaultyApp] = {"too_many_requests": too_many_requests, "server_error": server_error}
