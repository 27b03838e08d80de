"""The invented district's servers: one process that speaks each source's real protocol and says where it is."""

import socket
from collections.abc import Awaitable, Callable
from datetime import datetime

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from config import clock
from config.places import places
from config.settings import settings
from sandbox.admin import Admin
from sandbox.announcement import (
    CLIENT_ID,
    NATIONAL_PORTAL,
    ONE_STOP,
    Wanted,
    client_secret,
    opening_state,
    present,
)
from sandbox.answers import DateMiddleware, json_answer
from sandbox.faults import Backstage, FaultMiddleware, Faults
from sandbox.national_portal import Portal
from sandbox.one_stop.district import District
from sandbox.one_stop.register import Register
from sandbox.one_stop.routes import Desk
from sandbox.opening import Opening
from sandbox.stores import kept_current, stores
from sandbox.tokens import Tokens


def application(
    district: District,
    now: Callable[[], datetime],
    *,
    secret: str,
    client_id: str = CLIENT_ID,
    real_now: Callable[[], datetime] = clock.real_now,
    faults: Faults | None = None,
) -> ASGIApp:
    """The ASGI application over `district` at the present of `now`; tokens live by `real_now`.

    `faults` is where a caller in this process plants its own; everybody else asks POST /admin/faults.
    """
    register = Register(district, now)
    tokens = Tokens(client_id, secret, real_now)
    waiting = Faults() if faults is None else faults
    return Starlette(
        routes=[
            Route("/health", _health(district, now, register)),
            Mount(f"/{ONE_STOP}", routes=Desk(register, tokens).routes()),
            Mount(f"/{NATIONAL_PORTAL}", routes=Portal(district, now).routes()),
            Mount("/admin", routes=Admin(register, waiting).routes()),
        ],
        middleware=[
            Middleware(DateMiddleware, now=now),
            Middleware(FaultMiddleware, faults=waiting, behind=Backstage(register, tokens, now)),
        ],
    )


def _health(
    district: District, now: Callable[[], datetime], register: Register
) -> Callable[[Request], Awaitable[Response]]:
    async def health(request: Request) -> Response:
        shown = {"status": "up", "clock": now().isoformat(), "seed": district.seed, "scale": district.scale}
        return json_answer(shown | {"one_stop": {"dossiers": register.count()}})

    return health


def serve(
    host: str | None = None,
    port: int | None = None,
    *,
    seed: int | None = None,
    scale: float | None = None,
    today: datetime | None = None,
    is_awaited: Callable[[str], bool] = lambda source_id: False,
) -> None:
    """Serve until told to stop; writes sandbox.json once the port listens (port 0 takes a free one).

    What is None comes from the data folder's sandbox.json, else from the settings; `today` is an aware instant. Sources
    that `is_awaited` names join later. Raises `ConfigurationInvalid` where the folder belongs to another district.
    """
    state = opening_state(Wanted(seed, scale, today))
    secret = client_secret(state)
    place = settings().host if host is None else host

    def now() -> datetime:
        return present(state)

    district = District(state.seed, state.scale)
    district.until(int(now().timestamp()))
    opening = Opening(state, secret, stores(district, places().sandbox_stores, in_background=True), is_awaited)
    opening.bring_to(now())
    listening = settings().ports.sandbox if port is None else port
    app = application(district, now, secret=secret)
    config = uvicorn.Config(app, host=place, port=listening, access_log=False, log_level="warning")
    with kept_current(lambda: opening.bring_to(now()), opening.is_awaiting):
        AnnouncingServer(config, lambda bound: opening.listen_at(place, bound)).run()


class AnnouncingServer(uvicorn.Server):
    """Tells its port once that listens, so that nobody reads an address that does not answer yet."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[int], object]) -> None:
        # The source's own clock stands in its answers.
        config.date_header = False
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then tell the port."""
        await super().startup(sockets)
        if self.started:
            self._tell(self.servers[0].sockets[0].getsockname()[1])
