"""How each source stands at an instant: judged when read, since a night that failed has no new snapshot to say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from config.calendar import is_working_day, next_occasion
from config.clock import TIMEZONE
from config.outcomes import Outcome, newest_first
from config.places import places
from config.sandbox_state import read_sandbox_state
from config.settings import source_settings
from connectors.kit.contract import Source
from connectors.kit.landing import is_brought, newest_batch
from connectors.kit.registry import sources
from warehouse.held_back import held_back
from warehouse.sentences import Verdict, down, due_soon, fresh, late, partly, up_to
from warehouse.silent import received_of
from warehouse.snapshots import Snapshot, connections, current, snapshot_file
from warehouse.terms import by_terms, term_deadline

A_DAY = timedelta(days=1)
# What is left of a pull that broke off comes with the next one; a stream whose contract is broken waits for somebody.
GOOD = ("ok", "partial")
BY_TERMS = "school_terms"
WAITS_FOR_SOMEBODY = "ContractBroken"
# The folder answered, and the rest of it came; these files lie there until somebody mends or removes them.
SOME_REFUSED, AT_EASE = "FileRefused", ("fresh", "not_expected")
WITH_CAUSE = ("down", "partial", "late")
EXITS = ("loaded", "superseded", "duplicate", "held", "removed")


@dataclass(frozen=True)
class SourceState:
    """One source: `state` as docs/interfaces.md 5 names it, `sentence_vi` as the screens say it.

    `lacks_senders` where some who owe it something have sent nothing, by the snapshot that was judged. `late_days` is
    how many of the days on which it delivers it is late, working days of one that delivers on those; 0 of any other.
    `next_try_at` is the next pull, announced by one that failed or by the schedule; None where nobody is asked.
    `rows` is {"in": landed, and the five exits: count}, empty before the first snapshot.
    """

    id: str
    title_vi: str
    state: str
    sentence_vi: str
    cause: str | None
    next_try_at: datetime | None
    last_good_at: datetime | None
    newest_event_at: datetime | None
    deadline_at: datetime
    rows: Mapping[str, int]
    is_invented: bool
    lacks_senders: bool = False
    late_days: int = 0

    @property
    def is_connected(self) -> bool:
        """Whether anything of it can come, or was brought by hand."""
        return self.state != "not_connected"


@dataclass(frozen=True)
class State:
    """All sources, in order of id. `held_back_vi` says why the snapshot is not the newest possible; empty if it is.

    `held_back_brief_vi` says the same in a line of a wall.
    """

    sources: tuple[SourceState, ...]
    held_back_vi: str = ""
    held_back_brief_vi: str = ""


def state(now: datetime, snapshot: Snapshot | None = None) -> State:
    """The state of every source at `now`, from the outcomes and a snapshot (default: the current one)."""
    shown = snapshot or current()
    judged = tuple(_judge(source, now.astimezone(TIMEZONE), shown) for source in sources().values())
    return State(judged, *(held_back(shown) if shown else ()))


def _judge(source: Source, now: datetime, snapshot: Snapshot | None) -> SourceState:
    ended = _ended_pulls(source.id)
    last_good_at = ended[0].ended_at if ended and _is_good(ended[0]) else None
    newest_event_at = _as_of(source, snapshot, ended[0] if last_good_at else None)
    deadline_at = _deadline(source, now)
    verdict = _verdict(source, now, ended, last_good_at, newest_event_at, deadline_at, snapshot)
    newest = ended[-1] if ended else None
    return SourceState(
        id=source.id,
        title_vi=source.title_vi,
        state=verdict.state,
        sentence_vi=verdict.sentence_vi,
        cause=newest.sentence_vi if newest and (verdict.state in WITH_CAUSE or newest.error == SOME_REFUSED) else None,
        next_try_at=_next_try(source, newest, now),
        last_good_at=last_good_at,
        newest_event_at=newest_event_at,
        deadline_at=deadline_at,
        rows=_rows(source.id, snapshot),
        is_invented=bool(snapshot and source.id in snapshot.invented_sources),
        lacks_senders=verdict.lacks_senders,
        late_days=verdict.late_days,
    )


def _next_try(source: Source, newest: Outcome | None, now: datetime) -> datetime | None:
    """When the source will be asked again: what its failed pull announced, else its schedule's next time."""
    if not _is_connected(source.id):
        return None
    announced = newest.next_try_at if newest else None
    if announced and announced > now:
        return announced
    times, sandbox = source.schedule, read_sandbox_state()
    is_invented = sandbox is not None and sandbox.stands_in_for(source.id)
    return next_occasion(
        now, nightly=times.nightly, office=times.office, sandbox=times.sandbox if is_invented else None,
        rests=times.rests,
    )  # fmt: skip


def _ended_pulls(source_id: str) -> list[Outcome]:
    """The newest pulls that ended, oldest first, back to the last good one: no older one changes how a source stands.

    A year holds thousands of outcomes, and every page asks; so no more of them are read than that.
    """
    ended: list[Outcome] = []
    for outcome in newest_first(places().outcomes / source_id):
        if outcome.action == "pull" and outcome.state != "started":
            ended.append(outcome)
            if _is_good(outcome):
                break
    return ended[::-1]


def _is_good(outcome: Outcome) -> bool:
    return outcome.state in GOOD and outcome.error != WAITS_FOR_SOMEBODY


def _as_of(source: Source, snapshot: Snapshot | None, good: Outcome | None) -> datetime | None:
    """The source's own last event; for one that tells none, when its figures were last found to be still the same."""
    event_at = snapshot.newest_event_at.get(source.id) if snapshot else None
    if snapshot is None or event_at is None or any(stream.event for stream in source.streams.values()):
        return event_at
    if good is None or good.batches or newest_batch(places().landing, source.id) != snapshot.horizons.get(source.id):
        return event_at
    return good.started_at


def _verdict(
    source: Source,
    now: datetime,
    ended: list[Outcome],
    last_good_at: datetime | None,
    newest_event_at: datetime | None,
    deadline_at: datetime,
    snapshot: Snapshot | None,
) -> Verdict:
    """The first of these that holds."""
    if not _is_connected(source.id) and not is_brought(places().landing, source.id):
        return Verdict("not_connected", "Chưa có nguồn dữ liệu")
    bad_since = next((each.started_at for each in ended if not _is_good(each)), None)
    if bad_since and ended[-1].state in ("failed", "crashed"):
        return Verdict("down", down(bad_since, _next_try(source, ended[-1], now)))
    if bad_since:
        return Verdict("partial", partly(bad_since, newest_event_at))
    if last_good_at is None or newest_event_at is None or snapshot is None:
        return Verdict("nothing_received", "Chưa có số liệu")
    if source.schedule.calendar == BY_TERMS:
        judged = by_terms(source.id, now, snapshot, newest_event_at)
        return _told_of_refused(judged, ended, newest_event_at)
    return _by_days(source, now, ended, last_good_at, newest_event_at, deadline_at, snapshot)


def _by_days(
    source: Source,
    now: datetime,
    ended: list[Outcome],
    last_good_at: datetime,
    newest_event_at: datetime,
    deadline_at: datetime,
    snapshot: Snapshot,
) -> Verdict:
    """The same of a source that delivers by days, and whose last pull was good."""
    # What must have come by a deadline may come from the midnight before it on.
    if last_good_at < datetime.combine(deadline_at, time.min, TIMEZONE):
        is_soon = now < deadline_at and last_good_at >= _before(source, deadline_at)
        if is_soon:
            return Verdict("due_soon", due_soon(deadline_at))
        missed = _missed(source, last_good_at, deadline_at, now)
        said = late(missed, is_by_working_days=source.schedule.calendar == "working_days")
        return Verdict("late", said, late_days=len(missed))
    if ended[-1].state == "partial":
        return Verdict("partial", partly(None, newest_event_at))
    if received := received_of(source.id, snapshot):
        return Verdict("partial", f"{received} · {up_to(newest_event_at)}", lacks_senders=True)
    if source.schedule.calendar == "working_days" and not is_working_day(now.date()):
        return Verdict("day_off", f"Ngày nghỉ, không cập nhật · {up_to(newest_event_at)}")
    return Verdict("fresh", fresh(newest_event_at))


def _told_of_refused(judged: Verdict, ended: list[Outcome], newest_event_at: datetime) -> Verdict:
    """What is judged by terms, or that files were refused where it would be said that all is well."""
    is_told = judged.state in AT_EASE and ended[-1].error == SOME_REFUSED
    return Verdict("partial", partly(None, newest_event_at)) if is_told else judged


def _deadline(source: Source, now: datetime) -> datetime:
    """The deadline of the newest day on which the source delivers, today's where today is one; or of its term."""
    if source.schedule.calendar == BY_TERMS:
        return term_deadline(now)
    day = _delivery_day(source, now.date())
    return datetime.combine(day, time.fromisoformat(source.schedule.deadline), TIMEZONE)


def _missed(source: Source, last_good_at: datetime, deadline_at: datetime, now: datetime) -> list[date]:
    """The days whose deliveries have not come by their deadline, oldest first."""
    until = deadline_at.date() if now >= deadline_at else deadline_at.date() - A_DAY
    since = last_good_at.astimezone(TIMEZONE).date()
    days = (since + A_DAY * at for at in range(1, (until - since).days + 1))
    return [day for day in days if _delivery_day(source, day) == day]


def _before(source: Source, deadline_at: datetime) -> datetime:
    """The midnight from which on the delivery before this deadline's was due."""
    return datetime.combine(_delivery_day(source, deadline_at.date() - A_DAY), time.min, TIMEZONE)


def _delivery_day(source: Source, day: date) -> date:
    """The newest day up to `day` on which the source delivers."""
    while source.schedule.calendar == "working_days" and not is_working_day(day):
        day -= A_DAY
    return day


def _is_connected(source_id: str) -> bool:
    sandbox = read_sandbox_state()
    is_invented = sandbox is not None and (sandbox.stands_in_for(source_id) or sandbox.awaits(source_id))
    return is_invented or bool(source_settings(source_id))


def _rows(source_id: str, snapshot: Snapshot | None) -> Mapping[str, int]:
    if snapshot is None:
        return {}
    counted = connections.cursor(snapshot_file(snapshot.id)).execute(
        "SELECT exit, sum(row_count)::BIGINT FROM quality.row_exit WHERE source = ? GROUP BY exit", [source_id]
    )
    by_exit = {str(name): int(count) for name, count in counted.fetchall()}
    return {"in": sum(by_exit.values())} | {name: by_exit.get(name, 0) for name in EXITS}
