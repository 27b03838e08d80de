"""The faults that wait for their requests, and the door that lets them answer."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.faults.fault import Fault
from sandbox.faults.kinds import FAULTS
from sandbox.faults.visit import Backstage, Visit


@dataclass(frozen=True)
class Met:
    """A fault that happened: to which request, and which dossiers it touched."""

    kind: str
    path: str
    query: str
    codes: list[str]


class Faults:
    """The faults that wait, in order: the first one that meets a request answers it. `met` are those that did."""

    def __init__(self) -> None:
        self.met: list[Met] = []
        self._waiting: list[Fault] = []

    @property
    def waiting(self) -> tuple[Fault, ...]:
        """What is still to come."""
        return tuple(self._waiting)

    def add(self, *faults: Fault) -> None:
        """Queue faults."""
        self._waiting += faults

    def clear(self) -> None:
        """Let nothing more happen."""
        self._waiting = []

    def take(self, path: str, query: str = "") -> Fault | None:
        """The fault for a request, counted down; None where it goes through. Every fault counts what it lets pass."""
        taken, left = None, []
        for fault in self._waiting:
            if fault.meets(path, query):
                if fault.after:
                    fault = replace(fault, after=fault.after - 1)
                elif taken is None:
                    taken = fault
                    if fault.times == 1:
                        continue
                    fault = replace(fault, times=fault.times - 1)
            left.append(fault)
        self._waiting = left
        return taken

    def codes(self) -> Iterable[str]:
        """The dossiers that were touched by what happened so far, each once, in order."""
        return dict.fromkeys(code for met in self.met for code in met.codes)


class FaultMiddleware:
    """Stands before the sources and lets waiting faults answer."""

    def __init__(self, app: ASGIApp, faults: Faults, behind: Backstage) -> None:
        self._app, self._faults, self._behind = app, faults, behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request by the fault that meets it, or let it through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path, query = scope["path"], bytes(scope["query_string"]).decode("ascii")
        fault = self._faults.take(path, query)
        if fault is None:
            await self._app(scope, receive, send)
            return
        visit = Visit(self._app, scope, receive, send, await Request(scope, receive).body(), self._behind)
        self._faults.met.append(Met(fault.kind, path, query, visit.codes))
        await FAULTS[fault.kind](fault, visit)
