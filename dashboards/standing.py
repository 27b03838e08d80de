"""How the sources stand, for every page and every poll of a wall: judged anew when something can have changed."""

from datetime import datetime
from pathlib import Path

from config import clock
from config.places import places
from warehouse.reader import Night, Snapshot, State, nights, state

_last: dict[tuple[object, ...], State] = {}
_last_nights: dict[tuple[object, ...], tuple[Night, ...]] = {}


def standing(snapshot: Snapshot | None) -> State:
    """The state of all sources now.

    Judging reads every outcome file, so it is done once a minute, and when the outcomes, the pointer or the sandbox's
    announcement have changed.
    """
    key = _depends_on(snapshot)
    judged = _last.get(key)
    if judged is None:
        judged = state(clock.now(), snapshot)
        _last.clear()
        _last[key] = judged
    return judged


def unsourced(snapshot: Snapshot, known: State) -> frozenset[str]:
    """The sources that nobody connected, and of which the snapshot has nothing from before."""
    return frozenset(
        each.id for each in known.sources if not each.is_connected and each.id not in snapshot.newest_event_at
    )


def known_nights(snapshot: Snapshot | None, until: datetime | None = None) -> tuple[Night, ...]:
    """What became of the last thirty nights up to `until` (None: now), told anew when `standing` is."""
    key = (until, *_depends_on(snapshot))
    found = _last_nights.get(key)
    if found is None:
        found = nights(until or clock.now())
        _last_nights.clear()
        _last_nights[key] = found
    return found


def told(snapshot: Snapshot | None, known: State | None = None) -> str:
    """All that is said of the sources and of kept snapshots: while it is the same, so are pages and walls of one day.

    `known` is the state that is shown (None: the one that holds now). A build that begins, ends with nothing new or is
    only written down changes nothing of it.
    """
    known = known or standing(snapshot)
    said = [
        (source.id, source.state, source.sentence_vi, source.cause, source.next_try_at, source.last_good_at)
        for source in known.sources
    ]
    marks = [source.is_invented for source in known.sources]
    nightly = [(night.source, night.date, night.state) for night in known_nights(snapshot)]
    return repr((said, marks, nightly, known.held_back_vi, _changed_at(places().asof)))


def _depends_on(snapshot: Snapshot | None) -> tuple[object, ...]:
    """What the state of the sources depends on."""
    home = places()
    watched = (home.outcomes, *sorted(home.outcomes.glob("*/")), home.sandbox_state, home.pointer)
    minute = clock.now().replace(second=0, microsecond=0)
    return (minute, snapshot and snapshot.id, *((path, _changed_at(path)) for path in watched))


def _changed_at(path: Path) -> int:
    return path.stat().st_mtime_ns if path.exists() else 0
