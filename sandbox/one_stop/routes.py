"""The one-stop system's addresses below /one_stop: token, dossiers, procedures, agencies."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.answers import error_answer, json_answer, page_of
from sandbox.one_stop.catalogue_wire import Record, agency_rows, procedure_rows
from sandbox.one_stop.query import ParameterUnreadable, bounds, paging
from sandbox.one_stop.register import Register
from sandbox.tokens import Tokens

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Desk:
    """Answers requests from the register to whoever holds a living token."""

    register: Register
    tokens: Tokens

    def routes(self) -> list[Route]:
        """The routes, relative to the source's own base address."""
        return [
            Route("/token", self.tokens.issue, methods=["POST"]),
            Route("/pa/dossier/search", self._guarded(self.search)),
            Route("/pa/dossier/{identity}", self._guarded(self.dossier)),
            Route("/bd/procedure", self._guarded(self.procedures)),
            Route("/ba/agency", self._guarded(self.agencies)),
        ]

    async def search(self, request: Request) -> Response:
        """A page of dossiers, newest change first."""
        asked = paging(request.query_params)
        places = self.register.find(bounds(request.query_params))
        rows = self.register.records(places[asked.page * asked.size : (asked.page + 1) * asked.size])
        return json_answer(page_of(rows, asked.page, asked.size, len(places), asked.is_counted))

    async def dossier(self, request: Request) -> Response:
        """One dossier by the source's own id."""
        place = self.register.place_of_id(request.path_params["identity"])
        if place is None:
            return error_answer(404, "Not Found", "Không có hồ sơ với mã này")
        return json_answer(self.register.record(place))

    async def procedures(self, request: Request) -> Response:
        """A page of the procedure catalogue."""
        return _listed(request, procedure_rows())

    async def agencies(self, request: Request) -> Response:
        """A page of the agency tree."""
        return _listed(request, agency_rows())

    def _guarded(self, handler: Handler) -> Handler:
        async def answer(request: Request) -> Response:
            refusal = self.tokens.refusal(request)
            if refusal is not None:
                return refusal
            try:
                return await handler(request)
            except ParameterUnreadable as error:
                return error_answer(400, "Bad Request", str(error))

        return answer


def _listed(request: Request, rows: list[Record]) -> Response:
    asked = paging(request.query_params)
    shown = rows[asked.page * asked.size : (asked.page + 1) * asked.size]
    return json_answer(page_of(shown, asked.page, asked.size, len(rows), asked.is_counted))
