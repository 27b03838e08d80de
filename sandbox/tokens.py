"""Access tokens as the source's single sign-on gives them out: they live five minutes, or until a fault ends them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from sandbox.answers import error_answer, json_answer

LIFETIME = timedelta(seconds=300)
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="digo"'}


@dataclass
class Tokens:
    """Tokens of one client. `clock` is the machine's own time, which goes on while a district stands still."""

    client_id: str
    client_secret: str
    clock: Callable[[], datetime]
    _ends: dict[str, datetime] = field(default_factory=dict)

    async def issue(self, request: Request) -> Response:
        """`POST token`: 401 where id or secret is wrong, 400 for another grant."""
        async with request.form() as form:
            if form.get("grant_type") != "client_credentials":
                return error_answer(400, "unsupported_grant_type", "grant_type phải là client_credentials")
            if not self._is_client(form):
                return error_answer(401, "invalid_client", "client_id hoặc client_secret không đúng")
        now = self.clock()
        self._ends = {token: end for token, end in self._ends.items() if end > now}
        token = secrets.token_urlsafe(32)
        self._ends[token] = now + LIFETIME
        return json_answer({"access_token": token, "expires_in": int(LIFETIME.total_seconds()), "token_type": "Bearer"})

    def refusal(self, request: Request) -> Response | None:
        """The 401 for a request without a living token, None where it has one."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        end = self._ends.get(token)
        if scheme.lower() == "bearer" and end is not None and self.clock() < end:
            return None
        return error_answer(401, "invalid_token", "Mã truy cập thiếu, sai hoặc đã hết hạn", CHALLENGE)

    def expire(self) -> None:
        """End every token now."""
        self._ends.clear()

    def _is_client(self, form: FormData) -> bool:
        given = f"{form.get('client_id')}\n{form.get('client_secret')}".encode()
        return secrets.compare_digest(given, f"{self.client_id}\n{self.client_secret}".encode())
