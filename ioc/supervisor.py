"""`ioc up`: everything on one machine with one command, Airflow doing the work, nothing left behind at the end.

The order is what makes it quick: the servers that show the published snapshot start first and need nobody, Airflow's
three processes start beside the landing of the demo's past, and each source is pulled and shown as soon as its past is
there.
"""

import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from config.clock import real_now
from config.places import places
from config.sandbox_state import read_sandbox_state
from config.settings import settings, source_settings
from connectors.kit.registry import sources
from ioc import embedded_airflow, ports, presence, prologue, web
from ioc.airflow_api import Api
from ioc.chain import Chain, Ending
from ioc.errors import AirflowRefused, Exit, StopRequested
from ioc.keeper import Keeper
from ioc.ports import Listener
from ioc.processes import Part, memory_mib
from ioc.progress import Display, grouped
from ioc.prologue import Past

AIRFLOW_SECONDS = 120.0
SERVER_SECONDS = 120.0
WATCH_SECONDS = 1.0


@dataclass(frozen=True)
class Started:
    """What was started for the work: from the real instant `began_at` on, Airflow's runs are this start's own."""

    began_at: datetime
    pasts: tuple[Past, ...]


def up(display: Display) -> Exit:
    """Start everything, show the first picture, and stay until Ctrl-C or TERM. Raises the errors of `ioc.errors`, and
    `ConfigurationInvalid` for a wall that cannot be shown.
    """
    web.require_walls()
    with _kept(display, [*work_listeners(), *web.listeners()]) as keeper:
        for part in web.parts():
            keeper.start(part)
        started = _start_work(keeper)
        with display.phase("Khởi động màn hình"):
            keeper.wait_until("màn hình", web.is_warm, SERVER_SECONDS)
        _tell_addresses(display)
        try:
            _chain(keeper, started, retry=True)
        except AirflowRefused as refused:
            display.complain(f"{refused} Màn hình vẫn chạy với bản đã công bố.")
        display.say(f"Đang chạy, dùng {grouped(round(memory_mib(keeper.leaders())))} MiB. Ctrl-C để dừng.")
        while True:
            keeper.pause(WATCH_SECONDS)
    return Exit.PUBLISHED


def up_once(display: Display) -> Exit:
    """One pull and build of every source through Airflow. The exit status says what is published now."""
    with _kept(display, work_listeners()) as keeper:
        ending = _chain(keeper, _start_work(keeper), retry=False)
        return ending.status()
    return Exit.NOTHING_PUBLISHED


def serve(display: Display) -> Exit:
    """Wall and pages only, until Ctrl-C or TERM. Raises as `up`."""
    web.require_walls()
    with _kept(display, web.listeners()) as keeper:
        for part in web.parts():
            keeper.start(part)
        with display.phase("Khởi động màn hình"):
            keeper.wait_until("màn hình", web.is_warm, SERVER_SECONDS)
        _tell_screens(display)
        while True:
            keeper.pause(WATCH_SECONDS)
    return Exit.PUBLISHED


@contextmanager
def _kept(display: Display, listeners: list[Listener]) -> Iterator[Keeper]:
    """A keeper on free ports; a request to stop ends the block quietly, with nothing left running."""
    keeper = Keeper(display)
    with presence.only_one(), keeper.listening():
        if cleared := presence.clear_leftovers():
            display.say(f"Đã dừng các tiến trình còn sót của lần chạy trước: {', '.join(cleared)}.", "yellow")
        ports.require_free(listeners)
        try:
            yield keeper
        except StopRequested:
            display.say("Đang dừng mọi tiến trình…")
            keeper.stop_all()
            display.say("Đã dừng.")


def work_listeners() -> list[Listener]:
    """Where Airflow will listen, and the sandbox if it stands in for a source."""
    taken = settings().ports
    airflow = Listener("Airflow", "IOC_PORTS__AIRFLOW", embedded_airflow.HOST, taken.airflow)
    sandbox = Listener("máy chủ mô phỏng", "IOC_PORTS__SANDBOX", settings().host, taken.sandbox)
    return [airflow, sandbox] if _needs_sandbox() else [airflow]


def _needs_sandbox() -> bool:
    return any(not source_settings(source_id) for source_id in sources())


def _start_work(keeper: Keeper) -> Started:
    """Start Airflow, and beside it what lands the past where the sandbox begins with one."""
    pasts = prologue.pasts() if _needs_sandbox() else ()
    for past in pasts:
        keeper.begin(past.part)
    if migration := embedded_airflow.migration():
        with keeper.display.phase("Tạo cơ sở dữ liệu của Airflow"):
            keeper.begin(migration)
            keeper.finish(migration)
        embedded_airflow.note_migrated()
    began_at = real_now()
    for part in embedded_airflow.parts():
        keeper.start(part)
    return Started(began_at, pasts)


def _chain(keeper: Keeper, started: Started, *, retry: bool) -> Ending:
    """Pull and build what is there, then again as soon as the past of further sources is, until all of it was."""
    api = Api(embedded_airflow.address(), embedded_airflow.ADMIN, embedded_airflow.kept_secrets().password)
    chain, ending = Chain(api, keeper.display, keeper.pause), Ending()
    awaited, pulled = list(started.pasts), set[str]()
    if awaited and awaited[0].group == prologue.COUNTERS:
        _await_past(keeper, awaited)
    _open_sandbox(keeper)
    _await_airflow(keeper, chain, api, started)
    while True:
        connected = [each for each in _connected_sources(keeper.display) if each not in pulled]
        if connected:
            ending = ending.followed_by(chain.run(connected, retry=retry))
            pulled.update(connected)
        if not awaited:
            return ending
        _await_past(keeper, awaited)


def _await_airflow(keeper: Keeper, chain: Chain, api: Api, started: Started) -> None:
    with keeper.display.phase("Khởi động Airflow"):
        keeper.wait_until("Airflow", api.is_healthy, AIRFLOW_SECONDS)
        chain.wait_for_dags(sources())
        chain.close_interrupted(started.began_at)


def _await_past(keeper: Keeper, awaited: list[Past]) -> None:
    """Until the past of the first has landed, and whatever else has by then: it is the installation's from then on."""
    with keeper.display.phase(prologue.TITLE):
        over = keeper.finish_first([past.part for past in awaited], prologue.progress)
        there = prologue.adopt()
        awaited[:] = [past for past in awaited if past.part not in over]
        if read_sandbox_state() is not None:
            keeper.wait_until("máy chủ mô phỏng", lambda: _is_announced(there), SERVER_SECONDS)
    for past in awaited:
        keeper.display.say(f"  Còn đang tiếp nhận các đêm trước: {', '.join(past.source_ids)}.")


def _open_sandbox(keeper: Keeper) -> None:
    """Start the sandbox where it stands in. It announces no source whose past is still being landed: before that nobody
    may pull the present.
    """
    if not _needs_sandbox():
        return
    log = places().logs / "sandbox.log"
    keeper.start(Part("sandbox", "Máy chủ mô phỏng", (sys.executable, "-m", "ioc", "sandbox"), log))
    with keeper.display.phase("Khởi động máy chủ mô phỏng"):
        keeper.wait_until("máy chủ mô phỏng", _sandbox_answers, SERVER_SECONDS)


def _sandbox_answers() -> bool:
    try:
        socket.create_connection((web.reachable_host(), settings().ports.sandbox), timeout=1).close()
    except OSError:
        return False
    return read_sandbox_state() is not None


def _is_announced(source_ids: Sequence[str]) -> bool:
    """Whether the sandbox awaits none of these any more."""
    state = read_sandbox_state()
    return state is not None and not set(source_ids) & set(state.awaited)


def _connected_sources(display: Display) -> list[str]:
    """The sources that can be pulled now; one that never will be is told."""
    state = read_sandbox_state()
    connected = []
    for source_id, source in sources().items():
        if source_settings(source_id) or (state is not None and state.stands_in_for(source_id)):
            connected.append(source_id)
        elif state is None or not state.awaits(source_id):
            display.say(f"! {source.title_vi} ({source_id}) chưa được kết nối và không được mô phỏng.", "yellow")
    return connected


def _tell_screens(display: Display) -> None:
    for title, address in web.addresses().items():
        display.say(f"  {title + ':':<22} {address}", "bold")


def _tell_addresses(display: Display) -> None:
    _tell_screens(display)
    password = embedded_airflow.kept_secrets().password
    display.say(f"  {'Airflow:':<22} {embedded_airflow.address()}  ({embedded_airflow.ADMIN} / {password})", "bold")
