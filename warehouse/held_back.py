"""Why the snapshot in use is not the newest possible, in words: for a page, and for a line of a wall."""

from datetime import datetime

from config.outcomes import newest_first
from config.places import places
from connectors.kit.registry import sources
from warehouse.publish import Pointer, read_pointer
from warehouse.sentences import day, time
from warehouse.snapshots import Snapshot


def held_back(snapshot: Snapshot) -> tuple[str, str]:
    """Whether a newer one is damaged, a build failed after it, or it lacks newest batches: in full and in brief.

    Both are named by their days, two of one day by their times.
    Brief sentences have at most 80 letters, however many sources there are. Both are empty for the newest snapshot.
    """
    damaged = _damaged()
    if damaged is not None and damaged.built_at > snapshot.built_at:
        newer, used = _apart(damaged.built_at, snapshot.built_at)
        said = f"Bản số liệu {newer} bị hỏng · đang dùng bản {used}"
        return said, said
    newest = next((each for each in newest_first(places().outcomes / "build") if each.state != "started"), None)
    if newest is not None and newest.state in ("failed", "crashed") and newest.started_at > snapshot.built_at:
        failed, used = _apart(newest.started_at, snapshot.built_at)
        said = f"Bản số liệu {failed} không qua kiểm tra · đang dùng bản {used}"
        return said, said
    used = f"đang dùng bản {day(snapshot.built_at)}"
    titles = [sources()[each].title_vi for each in sorted(snapshot.held_sources) if each in sources()]
    if not titles:
        return "", ""
    return (
        f"Lần nhận mới nhất của {', '.join(titles)} không qua kiểm tra · {used} không có lần nhận đó",
        f"Thiếu lần nhận mới nhất của {len(titles)} nguồn vì không qua kiểm tra · {used}",
    )


def _damaged() -> Pointer | None:
    """The published snapshot whose file was set aside or is gone."""
    pointer = read_pointer(places().pointer)
    return pointer if pointer and not (places().warehouse / pointer.file).exists() else None


def _apart(newer: datetime, used: datetime) -> tuple[str, str]:
    named = time if day(newer) == day(used) else day
    return named(newer), named(used)
