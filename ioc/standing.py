"""How the platform stands, as `ioc status` shows it: for people in Vietnamese, for programs as JSON."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from config.clock import TIMEZONE
from ioc.console import tell
from ioc.progress import grouped

if TYPE_CHECKING:
    from warehouse.reader import KeptSnapshot, Snapshot, SourceState, State

SNAPSHOT_FIELDS = ("id", "digest", "known_at", "built_at")
SOURCE_FIELDS = ("state", "cause", "next_try_at", "last_good_at", "newest_event_at", "deadline_at", "rows")
EXITS_VI = {
    "in": "tiếp nhận",
    "loaded": "dùng",
    "superseded": "đã có bản mới hơn",
    "duplicate": "trùng",
    "held": "giữ lại",
    "removed": "nguồn đã xóa",
}


def as_json(clock: datetime, snapshot: "Snapshot | None", state: "State") -> None:
    """One object, as docs/interfaces.md 5 gives it; instants in ISO form."""
    standing = {
        "clock": clock,
        "snapshot": snapshot and {name: getattr(snapshot, name) for name in SNAPSHOT_FIELDS},
        "sources": {source.id: _fields(source) for source in state.sources},
    }
    tell(json.dumps(standing, default=_written, ensure_ascii=False, indent=2))


def as_lines(clock: datetime, snapshot: "Snapshot | None", state: "State") -> None:
    """A few lines for people."""
    tell(f"Đồng hồ: {_moment(clock)}")
    if snapshot is None:
        tell("Bản công bố: chưa có.")
    else:
        tell(f"Bản công bố: {snapshot.id}, dữ liệu đến {_moment(snapshot.known_at)}, dựng {_moment(snapshot.built_at)}")
    if state.held_back_vi:
        tell(state.held_back_vi)
    for source in state.sources:
        tell(f"{source.title_vi} ({source.id}): {source.sentence_vi}")
        if source.cause:
            tell(f"  {source.cause}")
        tell(f"  sự kiện mới nhất {_moment(source.newest_event_at)}, lần kéo tốt {_moment(source.last_good_at)}")
        counts = (f"{EXITS_VI[name]} {grouped(count)}" for name, count in source.rows.items())
        tell(f"  số dòng: {', '.join(counts) or 'chưa có'}")


def as_kept(kept: "Sequence[KeptSnapshot]") -> None:
    """Which snapshots can be read besides the served one: published ones counted, recomputed ones by name."""
    published = [each for each in kept if each.kind == "published"]
    if published:
        tell(f"Bản công bố được giữ: {len(published)}, cũ nhất {published[0].id}")
    for each in kept:
        if each.kind == "recomputed":
            known, built = _moment(each.known_at), _moment(each.built_at)
            tell(f"Bản dựng lại: {each.id}, những gì đã biết đến {known}, dựng {built}")


def _fields(source: "SourceState") -> dict[str, Any]:
    return {name: getattr(source, name) for name in SOURCE_FIELDS} | {"rows": dict(source.rows)}


def _moment(instant: datetime | None) -> str:
    return f"{instant.astimezone(TIMEZONE):%H:%M %d/%m/%Y}" if instant else "chưa có"


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
