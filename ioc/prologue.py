"""The demo's past: the nights before its first day, landed at the instants at which they would have landed.

Child processes pull them side by side, each some sources into a folder of its own (`ioc.nights`), and their batches
move into the installation when all nights of these sources are there. Until then none of them is announced, so nobody
can pull the present before the past; the sources that are there first are shown first.
"""

import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from config.clock import TIMEZONE
from config.files import sync_folder, write_atomically
from config.locks import hold
from config.places import Places, places
from config.sandbox_state import read_sandbox_state
from config.settings import PREFIX, settings, source_settings
from connectors.kit.key_file import read_keys
from connectors.kit.landing import MANIFEST
from connectors.kit.registry import sources
from ioc.outcomes import pages_below
from ioc.processes import Part
from ioc.progress import grouped

TITLE = "Các đêm trước của huyện mô phỏng"
DONE = "done"
# What is shown first: the sources that live on the one register of dossiers. The others step back for them.
COUNTERS = "counters"
STEPPED_BACK = 10


@dataclass(frozen=True)
class Past:
    """The nights of some sources: the name of their folder, and the process that lands them or goes on with it."""

    group: str
    source_ids: tuple[str, ...]
    part: Part


def groups() -> Mapping[str, tuple[str, ...]]:
    """{group: sources} whose nights are landed together."""
    from sandbox.stores import BY_THEMSELVES

    rest = tuple(source_id for source_id in sources() if source_id not in BY_THEMSELVES)
    return {COUNTERS: rest} | {source_id: (source_id,) for source_id in BY_THEMSELVES}


def stage(group: str) -> Places:
    """Where a group's nights are landed before they are the installation's; may be deleted while no `ioc up` runs."""
    return Places(places().build / "prologue" / group)


def pasts() -> tuple[Past, ...]:
    """What lands the nights, or goes on with it after a kill; nothing where the installation wants no past.

    Call where the sandbox stands in for a source. Raises `ConfigurationInvalid` as `ioc sandbox` does.
    """
    adopt()
    is_new = settings().sandbox.prologue > 0 and not any(map(_has_landed, sources()))
    begun = dict(_begun(is_new=is_new))
    if not begun:
        return ()
    # The children share one key file: it must be there before the first of them looks.
    read_keys()
    for group in begun:
        stage(group).home.mkdir(parents=True, exist_ok=True)
    return tuple(_past(group, source_ids) for group, source_ids in begun.items())


def is_awaited(source_id: str) -> bool:
    """Whether the past of a source is still being landed, or taken over."""
    return any(source_id in source_ids and stage(group).home.exists() for group, source_ids in groups().items())


def is_under_way() -> bool:
    """Whether anything has landed that is not the installation's yet."""
    return any(stage(group).landing.exists() for group in groups())


def note_done() -> None:
    """Say, in the child, that every night is over."""
    write_atomically(places().home / DONE, b"")


def adopt() -> tuple[str, ...]:
    """Make the nights of each group that are all there the installation's, and say whose sources' these were.

    A kill in the midst of it is made good by calling it again. A source that has landed anything by itself meanwhile
    keeps that, and its nights are dropped.
    """
    adopted = [group for group in groups() if (stage(group).home / DONE).exists()]
    for group in adopted:
        for staged in sorted(stage(group).landing.glob("*")):
            with hold(staged.name, "prologue"):
                _take_over(group, staged.name)
        _take_over_stores(group)
        shutil.rmtree(stage(group).home)
    return tuple(source_id for group in adopted for source_id in groups()[group])


def progress() -> str:
    """How far the children are: nights over in the slowest of them of those wanted, and pages landed."""
    under_way = [stage(group) for group in groups() if stage(group).home.exists()]
    nights = min((_night_count(each) for each in under_way), default=0)
    pages = sum(pages_below(each.landing) for each in under_way)
    return f"đêm {nights}/{settings().sandbox.prologue}, {grouped(pages)} trang"


def _begun(*, is_new: bool) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The groups whose nights are wanted: all of them in a new installation, else those that had been begun."""
    first_day = None
    for group, source_ids in groups().items():
        invented = tuple(source_id for source_id in source_ids if not source_settings(source_id))
        is_begun = stage(group).home.exists() and not any(map(_has_landed, source_ids))
        if not settings().sandbox.prologue or not invented or not (is_new or is_begun):
            shutil.rmtree(stage(group).home, ignore_errors=True)
            continue
        first_day = first_day or _district()
        _drop_another(group, *first_day)
        yield group, invented


def _district() -> tuple[int, float, datetime]:
    """Seed, scale and the first day of the demo."""
    from sandbox.announcement import Wanted, opening_state, present

    state = opening_state(Wanted())
    return state.seed, state.scale, datetime.combine(present(state).date(), time(), TIMEZONE)


def _past(group: str, source_ids: tuple[str, ...]) -> Past:
    seed, scale, first_day = _district()
    environment = {
        f"{PREFIX}HOME": str(stage(group).home),
        f"{PREFIX}SANDBOX__SEED": str(seed),
        f"{PREFIX}SANDBOX__SCALE": str(scale),
        f"{PREFIX}SANDBOX__TODAY": first_day.isoformat(),
        f"{PREFIX}SANDBOX__PUBLIC_URL": "",
    }
    log = places().logs / f"prologue-{group}.log"
    niceness = str(0 if group == COUNTERS else STEPPED_BACK)
    command = (sys.executable, "-m", "ioc", "prologue", "--niceness", niceness, *source_ids)
    part = Part(f"prologue-{group}", f"{TITLE} ({', '.join(source_ids)})", command, log, environment)
    return Past(group, source_ids, part)


def _take_over(group: str, source_id: str) -> None:
    if _has_landed(source_id):
        return
    place = places().landing / source_id
    _adopt_outcomes(group, source_id)
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    (stage(group).landing / source_id).rename(place)
    sync_folder(place.parent)


def _take_over_stores(group: str) -> None:
    """What the sandbox keeps on disk follows from the seed alone: there is no need to write it once more."""
    places().sandbox_stores.mkdir(parents=True, exist_ok=True)
    for store in stage(group).sandbox_stores.glob("*"):
        if not (places().sandbox_stores / store.name).exists():
            store.rename(places().sandbox_stores / store.name)


def _adopt_outcomes(group: str, source_id: str) -> None:
    place = places().outcomes / source_id
    place.mkdir(parents=True, exist_ok=True)
    for path in (stage(group).outcomes / source_id).glob("*.json"):
        path.rename(place / path.name)


def _night_count(staged: Places) -> int:
    return len({path.stem[: len("20261023")] for path in staged.outcomes.glob("*/*.json")})


def _has_landed(source_id: str) -> bool:
    return any((places().landing / source_id).glob(f"[!.]*/*/{MANIFEST}"))


def _drop_another(group: str, seed: int, scale: float, first_day: datetime) -> None:
    """Nights of another district, or before another day, are begun anew."""
    held = read_sandbox_state(stage(group).sandbox_state)
    if held is not None and (held.seed, held.scale, held.starts_at) != (seed, scale, first_day):
        shutil.rmtree(stage(group).home)
