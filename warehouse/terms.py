"""How a source stands that delivers by school terms: judged against a term's deadline, never against days."""

from datetime import date, datetime, time, timedelta

import duckdb

from config.clock import TIMEZONE
from config.school_calendar import SchoolTerm, coming_term, ended_term
from warehouse.sentences import StateName, Verdict, fresh, up_to
from warehouse.snapshots import Snapshot, connections, snapshot_file

# So long after a deadline its figures are the news of the season; later the next term is what is waited for.
SEASON = timedelta(days=14)


def term_deadline(now: datetime) -> datetime:
    """The end of the deadline of the term that ended last; before any has, of the one to come."""
    term = ended_term(now.date()) or coming_term(now.date())
    return datetime.combine(term.deadline if term else now.date(), time(23, 59), TIMEZONE)


def by_terms(source_id: str, now: datetime, snapshot: Snapshot, newest_event_at: datetime) -> Verdict:
    """How a source stands that was heard from and can be reached."""
    term, day = ended_term(now.date()), now.date()
    figures = up_to(newest_event_at)
    if term is None:
        return Verdict("not_expected", _not_yet(day, figures))
    received, expected = _delivered(source_id, term, snapshot)
    if received < expected:
        some = f"Mới nhận {received}/{expected} trường"
        name: StateName = "due_soon" if day <= term.deadline else "partial" if received else "late"
        return Verdict(name, f"{some} · hạn {term.deadline:%d/%m/%Y}", lacks_senders=True)
    if day > term.deadline + SEASON:
        return Verdict("not_expected", _not_yet(day, figures))
    return Verdict("fresh", fresh(newest_event_at))


def _not_yet(day: date, figures: str) -> str:
    term = coming_term(day)
    if term is None:
        return f"Chưa đến kỳ · {figures}"
    name = term.name_vi[0].lower() + term.name_vi[1:]
    return f"Chưa đến kỳ · kỳ tới: {name}, hạn {term.deadline:%d/%m/%Y}"


def _delivered(source_id: str, term: SchoolTerm, snapshot: Snapshot) -> tuple[int, int]:
    """(received, expected) of a term; a snapshot of an earlier version, or of before the term, expects nothing."""
    owed = "FROM marts.delivery WHERE (source, period_start, period_end) = (?, ?, ?)"
    cursor = connections.cursor(snapshot_file(snapshot.id))
    try:
        row = cursor.execute(
            f"SELECT count(received_at), count(*) {owed}", [source_id, term.start, term.end]
        ).fetchone()
    except duckdb.CatalogException:
        return 0, 0
    return (int(row[0]), int(row[1])) if row else (0, 0)
