"""What became of each source night by night, and of the builds: from the outcomes alone, so that a night that failed
is told although no snapshot was built after it.

A night is a Vietnamese date: what started on it, from midnight on. It is judged by the source's own deadline.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from config.calendar import is_working_day
from config.clock import TIMEZONE
from config.outcomes import Action, Outcome, read_outcome, started_between
from config.places import places
from connectors.kit.contract import Source
from connectors.kit.registry import sources

BUILD = "build"
BUILD_TITLE = "Dựng kho số liệu"
NIGHTS = 30
BROKEN = ("failed", "crashed")
CRASHED = "Tiến trình dừng giữa chừng, không kịp ghi lý do; lần sau tự làm tiếp, nếu lặp lại hãy chạy lệnh ioc doctor"


@dataclass(frozen=True)
class Night:
    """One source (or `build`) on one night.

    `state` is `received`, `retried` (in time, after a failed try), `late`, `partial` (also: a build that held a source
    back), `failed`, `crashed`, `missing` (nobody tried), `waiting` (its deadline is still to come), `day_off`, `quiet`
    (nothing new to build) or `before` (before the source was first heard from). `tries` are all pulls of that date,
    `error` the name of the error that decided.
    """

    source: str
    title_vi: str
    date: date
    state: str
    sentence_vi: str
    error: str | None
    tries: int
    row_count: int
    received_at: datetime | None


@dataclass(frozen=True)
class _Course:
    """What a source did, {date: what started then and ended, oldest first}, and the date it was first heard from."""

    by_day: Mapping[date, Sequence[Outcome]]
    first: date | None

    def is_before(self, day: date) -> bool:
        return self.first is None or day < self.first


def nights(until: datetime, count: int = NIGHTS) -> tuple[Night, ...]:
    """The last `count` nights up to the instant `until`, of each source in order of id and of the builds, oldest first.

    What is still under way is left out: it has come to nothing yet.
    """
    now = until.astimezone(TIMEZONE)
    days = [now.date() - timedelta(days=back) for back in range(count - 1, -1, -1)]
    found: list[Night] = []
    for source in sources().values():
        course = _course(source.id, "pull", days[0], now)
        found += [_night(source, day, now, course) for day in days]
    builds = _course(BUILD, "build", days[0], now)
    return (*found, *(_build_night(day, builds) for day in days))


def _night(source: Source, day: date, now: datetime, course: _Course) -> Night:
    tried = course.by_day.get(day, ())
    deadline = datetime.combine(day, time.fromisoformat(source.schedule.deadline), TIMEZONE)
    decisive = _decisive(tried)
    if decisive is None:
        return _told(source.id, source.title_vi, day, *_silent(source, day, now, deadline, course), ())
    state = _state(decisive, tried, deadline)
    return _told(source.id, source.title_vi, day, state, _sentence(decisive, tried), tried, decisive)


def _decisive(tried: Sequence[Outcome]) -> Outcome | None:
    """The first that brought all, else the last that brought a part, else the last try."""
    good = next((each for each in tried if each.state == "ok"), None)
    part = next((each for each in reversed(tried) if each.state == "partial"), None)
    return good or part or (tried[-1] if tried else None)


def _state(decisive: Outcome, tried: Sequence[Outcome], deadline: datetime) -> str:
    if decisive.state != "ok":
        return decisive.state
    if decisive.ended_at is None or decisive.ended_at > deadline:
        return "late"
    return "received" if decisive == tried[0] else "retried"


def _sentence(decisive: Outcome, tried: Sequence[Outcome]) -> str:
    """Why it failed, in the words that were written then; else when it came and how much was new."""
    if decisive.state != "ok":
        return decisive.sentence_vi or CRASHED
    rows = f"{decisive.rows:,} bản ghi mới".replace(",", ".") if decisive.rows else "không có gì mới"
    came = f"Nhận xong lúc {_time(decisive.ended_at)}, {rows}"
    before = [each for each in tried[: tried.index(decisive)] if each.sentence_vi]
    return f"{came}. Trước đó: {before[-1].sentence_vi}" if before else came


def _silent(source: Source, day: date, now: datetime, deadline: datetime, course: _Course) -> tuple[str, str]:
    if course.is_before(day):
        return "before", "Chưa kết nối"
    if source.schedule.calendar == "working_days" and not is_working_day(day):
        return "day_off", "Ngày nghỉ, không cập nhật"
    if now < deadline:
        return "waiting", f"Chưa đến hạn (trước {deadline:%H:%M})"
    return "missing", "Không có lần nhận nào trong ngày; kiểm tra lịch chạy bằng lệnh ioc doctor"


def _build_night(day: date, course: _Course) -> Night:
    built = course.by_day.get(day, ())
    if not built:
        silent = ("before", "Chưa dựng") if course.is_before(day) else ("quiet", "Không có gì mới để dựng")
        return _told(BUILD, BUILD_TITLE, day, *silent, ())
    last = built[-1]
    return _told(BUILD, BUILD_TITLE, day, _build_state(last, built), _build_sentence(last), built, last)


def _build_state(last: Outcome, built: Sequence[Outcome]) -> str:
    if last.state != "ok":
        return last.state
    return "retried" if any(each.state in BROKEN for each in built) else "received"


def _build_sentence(last: Outcome) -> str:
    if last.state == "ok":
        return f"Công bố xong lúc {_time(last.ended_at)}"
    if last.state == "partial":
        return "Công bố được, nhưng giữ lại lần nhận mới nhất của nguồn không qua kiểm tra"
    return last.sentence_vi or CRASHED


def _told(
    source: str,
    title_vi: str,
    day: date,
    state: str,
    sentence_vi: str,
    tried: Sequence[Outcome],
    decisive: Outcome | None = None,
) -> Night:
    is_good = decisive is not None and decisive.state not in BROKEN
    return Night(
        source=source,
        title_vi=title_vi,
        date=day,
        state=state,
        sentence_vi=sentence_vi,
        error=decisive.error if decisive else None,
        tries=len(tried),
        row_count=sum(each.rows for each in tried),
        received_at=decisive.ended_at if decisive and is_good else None,
    )


def _course(source_id: str, action: Action, first_day: date, now: datetime) -> _Course:
    folder = places().outcomes / source_id
    files = sorted(folder.glob("*.json"))
    since = datetime.combine(first_day, time.min, TIMEZONE)
    recent = [each for each in map(_known, started_between(files, since, now)) if each and each.action == action]
    by_day: dict[date, list[Outcome]] = {}
    for each in recent:
        if each.state != "started":
            by_day.setdefault(_day(each), []).append(each)
    oldest = next((each for each in map(_known, files) if each and each.state != "started"), None)
    return _Course(by_day, _day(oldest) if oldest else None)


def _day(outcome: Outcome) -> date:
    return outcome.started_at.astimezone(TIMEZONE).date()


def _known(path: Path) -> Outcome | None:
    try:
        return _ended(path)
    except _NotEnded as unfinished:
        return unfinished.outcome


class _NotEnded(Exception):
    """What may still change is not kept."""

    def __init__(self, outcome: Outcome | None) -> None:
        super().__init__()
        self.outcome = outcome


# A sandbox pulls four times an hour: thirty nights of five sources are thousands of files, which never change again.
@lru_cache(maxsize=16_384)
def _ended(path: Path) -> Outcome:
    outcome = read_outcome(path)
    if outcome is None or outcome.ended_at is None:
        raise _NotEnded(outcome)
    return outcome


def _time(instant: datetime | None) -> str:
    return f"{instant.astimezone(TIMEZONE):%H:%M}" if instant else ""
