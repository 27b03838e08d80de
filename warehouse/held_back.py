"""Why the snapshot in use is not the newest possible, in words: for a page, and for a line of a wall."""

from config.outcomes import newest_first
from config.places import places
from connectors.kit.registry import sources
from warehouse.sentences import day, time
from warehouse.snapshots import Snapshot


def held_back(snapshot: Snapshot) -> tuple[str, str]:
    """Whether a build failed after the snapshot, or left out a source's newest batches, in full and in brief.

    Both are named by their days, two of one day by their times.
    Brief sentences have at most 80 letters, however many sources there are. Both are empty for the newest snapshot.
    """
    newest = next((each for each in newest_first(places().outcomes / "build") if each.state != "started"), None)
    if newest is not None and newest.state in ("failed", "crashed") and newest.started_at > snapshot.built_at:
        at = time if day(newest.started_at) == day(snapshot.built_at) else day
        said = f"Bản số liệu {at(newest.started_at)} không qua kiểm tra · đang dùng bản {at(snapshot.built_at)}"
        return said, said
    used = f"đang dùng bản {day(snapshot.built_at)}"
    titles = [sources()[each].title_vi for each in sorted(snapshot.held_sources) if each in sources()]
    if not titles:
        return "", ""
    return (
        f"Lần nhận mới nhất của {', '.join(titles)} không qua kiểm tra · {used} không có lần nhận đó",
        f"Thiếu lần nhận mới nhất của {len(titles)} nguồn vì không qua kiểm tra · {used}",
    )
