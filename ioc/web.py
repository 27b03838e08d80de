"""The wall and the pages as processes: gunicorn with threads, each worker warmed up before its address is told.

Measured: an idle connection, such as browsers open ahead of need, stalls a worker that has one thread. Threaded workers
answer their first requests rightly because both apps register their callbacks when they are imported.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import httpx

from config.places import places
from config.settings import settings
from ioc.ports import Listener
from ioc.processes import Part

WORKERS = 2
THREADS = 4
PATIENCE_SECONDS = 3.0
WALL = ("wall", "Màn hình treo tường", "dashboards.wall_app:server")
PAGES = ("pages", "Trang nghiệp vụ", "dashboards.app:server")


def require_walls() -> None:
    """Lay out every wall. Raises `ConfigurationInvalid` for a profile that is wrong or has no room for its scenes.

    In a process of its own: `ioc up` would hold on to the 170 MiB that this loads for as long as it runs.
    """
    with ProcessPoolExecutor(1, get_context("fork")) as apart:
        apart.submit(_lay_out_walls).result()


def _lay_out_walls() -> None:
    from config.displays import read_displays
    from dashboards.screens.wall.room import room_for

    for display in read_displays():
        room_for(display)


def parts() -> list[Part]:
    """The two servers' processes."""
    return [_part(*WALL, settings().ports.wall), _part(*PAGES, settings().ports.pages)]


def listeners() -> list[Listener]:
    """Where they will listen."""
    host, ports = settings().host, settings().ports
    return [
        Listener("màn hình treo tường", "IOC_PORTS__WALL", host, ports.wall),
        Listener("trang nghiệp vụ", "IOC_PORTS__PAGES", host, ports.pages),
    ]


def addresses() -> dict[str, str]:
    """{title: address} to open in a browser."""
    ports = settings().ports
    return {
        WALL[1]: f"http://{reachable_host()}:{ports.wall}/wall",
        PAGES[1]: f"http://{reachable_host()}:{ports.pages}/",
    }


def reachable_host() -> str:
    """The name under which this machine reaches its own servers."""
    host = settings().host
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host


def is_warm() -> bool:
    """Whether both servers answer with a page; asks as often as there are workers, so that each has built its own."""
    ports = settings().ports
    return all(
        _answers(port, path) for port, path in ((ports.wall, "/wall"), (ports.pages, "/")) for _ in range(WORKERS)
    )


def _answers(port: int, path: str) -> bool:
    try:
        answer = httpx.get(f"http://{reachable_host()}:{port}{path}", timeout=PATIENCE_SECONDS, trust_env=False)
    except httpx.HTTPError:
        return False
    return answer.status_code < httpx.codes.BAD_REQUEST


def _part(name: str, title: str, application: str, port: int) -> Part:
    bind = f"{settings().host}:{port}"
    options = ("--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "60", "--no-control-socket")
    command = (sys.executable, "-m", "gunicorn", application, "--bind", bind, *options)
    return Part(name, title, command, places().logs / f"{name}.log")
