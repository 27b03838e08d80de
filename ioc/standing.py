"""How the platform stands, as `ioc status` shows it: for people in Vietnamese, for programs as JSON."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from config.clock import TIMEZONE
from ioc.console import tell
from ioc.progress import grouped

if TYPE_CHECKING:
    from warehouse.reader import Snapshot, SourceState, State

SNAPSHOT_FIELDS = ("id", "digest", "known_at", "built_at")
SOURCE_FIELDS = ("state", "cause", "next_try_at", "last_good_at", "newest_event_at", "deadline_at", "rows")
STATES_VI = {
    "fresh": "dữ liệu mới",
    "due_soon": "sắp đến hạn",
    "late": "trễ hạn",
    "down": "không kết nối được",
    "partial": "chưa đủ",
    "not_expected": "chưa đến lượt",
    "day_off": "ngày nghỉ",
    "nothing_received": "chưa nhận được gì",
    "not_connected": "chưa kết nối",
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
    for source in state.sources:
        cause = f" ({source.cause})" if source.cause else ""
        tell(f"{source.id}: {STATES_VI[source.state]}{cause}")
        tell(f"  sự kiện mới nhất {_moment(source.newest_event_at)}, lần kéo tốt {_moment(source.last_good_at)}")
        counts = ", ".join(f"{name} {grouped(count)}" for name, count in _rows(source).items())
        tell(f"  số dòng: {counts or 'chưa có'}")


def _fields(source: "SourceState") -> dict[str, Any]:
    return {name: getattr(source, name) for name in SOURCE_FIELDS} | {"rows": _rows(source)}


def _rows(source: "SourceState") -> Mapping[str, int]:
    return dict(source.rows)


def _moment(instant: datetime | None) -> str:
    return f"{instant.astimezone(TIMEZONE):%H:%M %d/%m/%Y}" if instant else "chưa có"


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
