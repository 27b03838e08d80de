"""The nights before the demo, pulled one after the other with the clock standing at each: what `ioc prologue` runs.

It works in a data folder of its own (`ioc.prologue` gives it as IOC_HOME), from a district served in this process, so
that nothing of the installation is touched before all nights are there. A killed run goes on where it stopped: what a
night wrote about itself says whether it is over.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from types import MappingProxyType

import uvicorn

from config import clock
from config.outcomes import read_outcomes
from config.places import places
from config.sandbox_state import SandboxState
from config.settings import settings
from connectors.kit import runner
from connectors.kit.errors import ContractBroken, SourceRefused, SourceUnavailable
from connectors.kit.landing import manifests
from connectors.kit.registry import source
from ioc.errors import PartFailed
from ioc.prologue import note_done
from sandbox.announcement import Wanted, announce, client_secret, opening_state
from sandbox.faults import Fault, Faults
from sandbox.server import AnnouncingServer, application
from sandbox.stores import District, Store, bring_all_to, former_paths, stores, tries

HOST = "127.0.0.1"
NIGHTLY = time(1)
START_SECONDS = 60.0
BEFORE_ALL = datetime.min.replace(tzinfo=clock.TIMEZONE)

# {nights before the demo's first day: what each source then suffers}. All but the last is got over in the same night;
# on the last the sources ask to be left alone for hours, the night fails, and the next one brings what is missing.
FAULTS: Mapping[int, Fault] = MappingProxyType(
    {
        25: Fault("unavailable", times=2),
        19: Fault("expire_tokens", after=1),
        14: Fault("too_many_requests"),
        11: Fault("too_many_requests", retry_after_s=7200),
    }
)
OVER_ALL_THE_SAME = (SourceUnavailable.__name__, SourceRefused.__name__, ContractBroken.__name__)
# The Sunday night on which the list of all keys is compared.
RECONCILED = 8


def land_nights(source_ids: Sequence[str]) -> None:
    """Land the nights of these sources that are not over yet, oldest first. Raises as a pull does, but for sources that
    are down, or had changed behind the contract of that night.
    """
    first_day = settings().sandbox.today.astimezone(clock.TIMEZONE).date()
    faults = Faults()
    with _served(faults, source_ids) as (state, kept):
        reached = {source_id: _reached(source_id) for source_id in source_ids if state.stands_in_for(source_id)}
        for before in range(settings().sandbox.prologue, 0, -1):
            night = datetime.combine(first_day - timedelta(days=before), NIGHTLY, clock.TIMEZONE)
            bring_all_to(kept, night)
            for source_id in (each for each in reached if night > reached[each]):
                if before in FAULTS:
                    faults.add(replace(FAULTS[before], path=f"/{source_id}/"))
                with clock.standing(night):
                    _land(source_id, night, is_reconciled=before == RECONCILED)
                faults.clear()
        for instant, source_id in tries(first_day):
            if source_id in reached and instant > reached[source_id]:
                bring_all_to(kept, instant)
                with clock.standing(instant), suppress(SourceUnavailable, SourceRefused):
                    runner.pull(source_id)
    note_done()


def _land(source_id: str, night: datetime, *, is_reconciled: bool) -> None:
    """Pull one source by the contract of that night; what landed before a mending is read again by the mended one."""
    former = former_paths(source_id, night)
    if not former and former_paths(source_id, night - timedelta(days=1)):
        runner.replay(source_id)
    expected = (SourceUnavailable, ContractBroken) if former else (SourceUnavailable,)
    with suppress(*expected):
        runner.pull(source_id, reconcile=is_reconciled, contract=source(source_id).as_it_stood(former))


def _reached(source_id: str) -> datetime:
    """The newest night that is over for this source; a night that landed something is never gone back behind.

    One that a full disk or Ctrl-C ended is not over; one on which the source was down or had changed is.
    """
    pulls = [each for each in read_outcomes(places().outcomes / source_id) if each.action == "pull"]
    ended = [each.started_at for each in pulls if each.state == "ok" or each.error in OVER_ALL_THE_SAME]
    landed = [each.landed_at - timedelta(hours=1) for each in manifests(places().landing, source_id)]
    return max([*ended, *landed[-1:]], default=BEFORE_ALL)


@contextmanager
def _served(faults: Faults, source_ids: Sequence[str]) -> Iterator[tuple[SandboxState, Sequence[Store]]]:
    """The district behind its sources' protocols, at the clock of this process, with the stores of these sources."""
    state = opening_state(Wanted())
    secret = client_secret(state)
    district = District(state.seed, state.scale)
    kept = [store for store in stores(district, places().sandbox_stores) if store.source_id in source_ids]
    app = application(district, clock.now, secret=secret, faults=faults)
    announced: list[SandboxState] = []
    listening = threading.Event()

    def tell(port: int) -> None:
        announced.append(announce(state, HOST, port, secret, kept))
        listening.set()

    config = uvicorn.Config(app, host=HOST, port=0, access_log=False, log_level="warning")
    server = AnnouncingServer(config, tell)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    if not listening.wait(START_SECONDS):
        raise PartFailed("Máy chủ mô phỏng của các đêm trước không khởi động được.")
    try:
        yield announced[0], kept
    finally:
        server.should_exit = True
        thread.join()
