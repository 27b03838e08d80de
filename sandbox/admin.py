"""What tests ask of the sandbox behind the source's back: faults, deletions, touches. From this machine only."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.answers import error_answer, json_answer
from sandbox.faults import Faults, FaultUnreadable, read_fault
from sandbox.one_stop.register import Register
from sandbox.tokens import Tokens

LOOPBACK = ("127.0.0.1", "::1")
EXPIRE_TOKENS = "expire_tokens"
Order: TypeAlias = Callable[[dict[str, Any]], Response]


@dataclass(frozen=True)
class Admin:
    """The routes below /admin."""

    register: Register
    tokens: Tokens
    waiting: Faults

    def routes(self) -> list[Route]:
        """`POST faults`, `delete` and `touch`, each with a JSON object."""
        orders = {"/faults": self.faults, "/delete": self.delete, "/touch": self.touch}
        return [Route(path, _from_here(order), methods=["POST"]) for path, order in orders.items()]

    def faults(self, wanted: dict[str, Any]) -> Response:
        """`{"kind": "expire_tokens"}`, or the fields of a `Fault`: `{"kind": "server_error", "times": 2}`."""
        if wanted == {"kind": EXPIRE_TOKENS}:
            self.tokens.expire()
        else:
            self.waiting.add(read_fault(wanted))
        return json_answer({"done": True})

    def delete(self, wanted: dict[str, Any]) -> Response:
        """`{"code": …}`: the dossier vanishes from the source."""
        return _done(self.register.delete(str(wanted.get("code"))))

    def touch(self, wanted: dict[str, Any]) -> Response:
        """`{"code": …}`: the dossier's `updatedDate` becomes now."""
        return _done(self.register.touch(str(wanted.get("code"))))


def _done(is_found: bool) -> Response:
    return json_answer({"done": True}) if is_found else error_answer(404, "Not Found", "Không có hồ sơ với mã này")


def _from_here(order: Order) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            return error_answer(403, "Forbidden", "Chỉ nhận từ chính máy này")
        try:
            wanted = orjson.loads(await request.body())
            return order(wanted if isinstance(wanted, dict) else {})
        except (orjson.JSONDecodeError, FaultUnreadable) as error:
            return error_answer(400, "Bad Request", str(error))

    return answer
