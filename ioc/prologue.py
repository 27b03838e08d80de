"""The demo's past: the nights before its first day, landed at the instants at which they would have landed.

They are pulled by a child process into a folder of its own (`ioc.nights`), and move into the installation only when all
are there. Until then nothing has landed and no sandbox is announced, so nobody can pull the present before the past.
"""

import shutil
import sys
from datetime import datetime, time

from config.clock import TIMEZONE
from config.files import sync_folder, write_atomically
from config.locks import hold
from config.places import Places, places
from config.sandbox_state import read_sandbox_state
from config.settings import PREFIX, settings
from connectors.kit.landing import MANIFEST
from connectors.kit.registry import sources
from ioc.outcomes import pages_below
from ioc.processes import Part
from ioc.progress import grouped

TITLE = "Các đêm trước của huyện mô phỏng"
DONE = "done"


def stage() -> Places:
    """Where the nights are landed before they are the installation's; may be deleted while no `ioc up` runs."""
    return Places(places().build / "prologue")


def part() -> Part | None:
    """The process that lands the nights, or goes on with it after a kill; None where the installation wants no past.

    Call where the sandbox stands in for a source. Raises `ConfigurationInvalid` as `ioc sandbox` does.
    """
    from sandbox.announcement import Wanted, opening_state, present

    if _is_done():
        adopt()
    if not settings().sandbox.prologue or any(_has_landed(source_id) for source_id in sources()):
        shutil.rmtree(stage().home, ignore_errors=True)
        return None
    state = opening_state(Wanted())
    first_day = datetime.combine(present(state).date(), time(), TIMEZONE)
    _drop_another(state.seed, state.scale, first_day)
    environment = {
        f"{PREFIX}HOME": str(stage().home),
        f"{PREFIX}SANDBOX__SEED": str(state.seed),
        f"{PREFIX}SANDBOX__SCALE": str(state.scale),
        f"{PREFIX}SANDBOX__TODAY": first_day.isoformat(),
        f"{PREFIX}SANDBOX__PUBLIC_URL": "",
    }
    log = places().logs / "prologue.log"
    return Part("prologue", TITLE, (sys.executable, "-m", "ioc", "prologue"), log, environment)


def note_done() -> None:
    """Say, in the child, that every night is over."""
    write_atomically(places().home / DONE, b"")


def adopt() -> None:
    """Make the landed nights the installation's; a kill in the midst of it is made good by calling it again.

    A source that has landed anything by itself meanwhile keeps that, and its nights are dropped.
    """
    if not _is_done():
        return
    for staged in sorted(stage().landing.glob("*")):
        with hold(staged.name, "prologue"):
            if not _has_landed(staged.name):
                place = places().landing / staged.name
                _adopt_outcomes(staged.name)
                shutil.rmtree(place, ignore_errors=True)
                place.parent.mkdir(parents=True, exist_ok=True)
                staged.rename(place)
                sync_folder(place.parent)
    # What the sandbox keeps on disk follows from the seed alone: there is no need to write it once more.
    if stage().sandbox_stores.exists() and not places().sandbox_stores.exists():
        stage().sandbox_stores.rename(places().sandbox_stores)
    shutil.rmtree(stage().home)


def progress() -> str:
    """How far the child is: nights begun of those wanted, and pages landed."""
    nights = {path.stem[: len("20261023")] for path in stage().outcomes.glob("*/*.json")}
    return f"đêm {len(nights)}/{settings().sandbox.prologue}, {grouped(pages_below(stage().landing))} trang"


def _adopt_outcomes(source_id: str) -> None:
    place = places().outcomes / source_id
    place.mkdir(parents=True, exist_ok=True)
    for path in (stage().outcomes / source_id).glob("*.json"):
        path.rename(place / path.name)


def _is_done() -> bool:
    return (stage().home / DONE).exists()


def _has_landed(source_id: str) -> bool:
    return any((places().landing / source_id).glob(f"[!.]*/*/{MANIFEST}"))


def _drop_another(seed: int, scale: float, first_day: datetime) -> None:
    """Nights of another district, or before another day, are begun anew."""
    held = read_sandbox_state(stage().sandbox_state)
    if held is not None and (held.seed, held.scale, held.starts_at) != (seed, scale, first_day):
        shutil.rmtree(stage().home)
