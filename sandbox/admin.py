"""What tests ask of the sandbox behind the source's back: faults, deletions, touches. From this machine only."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import TypeAlias

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.answers import error_answer, json_answer
from sandbox.faults import Faults, FaultUnreadable, read_faults
from sandbox.one_stop.register import Register

LOOPBACK = ("127.0.0.1", "::1")
Order: TypeAlias = Callable[[object], Response]


@dataclass(frozen=True)
class Admin:
    """The routes below /admin."""

    register: Register
    faults: Faults

    def routes(self) -> list[Route]:
        """`POST faults`, `delete` and `touch`, each with a JSON document; `GET` and `DELETE faults`."""
        orders = {"/faults": self.plant, "/delete": self.delete, "/touch": self.touch}
        return [
            *(Route(path, _from_here(order), methods=["POST"]) for path, order in orders.items()),
            Route("/faults", _from_here(lambda wanted: self.tell()), methods=["GET"]),
            Route("/faults", _from_here(lambda wanted: self.clear()), methods=["DELETE"]),
        ]

    def plant(self, wanted: object) -> Response:
        """The fields of a `Fault` (`{"kind": "server_error", "times": 2}`), or a list of such objects."""
        self.faults.add(*read_faults(wanted))
        return json_answer({"done": True})

    def tell(self) -> Response:
        """The faults that wait, and those that happened with the dossiers that they touched."""
        return json_answer(
            {"waiting": list(map(asdict, self.faults.waiting)), "met": list(map(asdict, self.faults.met))}
        )

    def clear(self) -> Response:
        """Let nothing more happen."""
        self.faults.clear()
        return json_answer({"done": True})

    def delete(self, wanted: object) -> Response:
        """`{"code": …}`: the dossier vanishes from the source."""
        return _done(self.register.delete(_code(wanted)))

    def touch(self, wanted: object) -> Response:
        """`{"code": …}`: the dossier's `updatedDate` becomes now."""
        return _done(self.register.touch(_code(wanted)))


def _code(wanted: object) -> str:
    return str(wanted.get("code")) if isinstance(wanted, dict) else ""


def _done(is_found: bool) -> Response:
    return json_answer({"done": True}) if is_found else error_answer(404, "Not Found", "Không có hồ sơ với mã này")


def _from_here(order: Order) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            return error_answer(403, "Forbidden", "Chỉ nhận từ chính máy này")
        try:
            return order(orjson.loads(await request.body() or b"null"))
        except (orjson.JSONDecodeError, FaultUnreadable) as error:
            return error_answer(400, "Bad Request", str(error))

    return answer
