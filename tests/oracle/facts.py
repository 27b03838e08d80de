"""What each dossier counts as in each period, by the rules of the form II.06a and of the indicators over it."""

import pandas

from tests.oracle.periods import GRAINS
from tests.oracle.working_days import WorkingDays

OPEN, DONE, IN_HAND, RETURNED, WAITING, REFUSED = (2, 4, 5, 6, 8), (7, 9, 10), (2, 4), 7, 5, 3
ONLINE = 2
LONG_OVERDUE, SOON = 10, 2
FORM = [f"c{number}" for number in range(1, 12)]
MARKS = [
    "received", "resolved", "finished_work", "returned", "refused", "open", "overdue", "overdue_long", "due_soon",
    "without_apology", "without_due", "asked_twice", "digitised", "reused", "with_fee", "paid_online", "electronic",
    "crossed", "in_time", "online_with_result",
]  # fmt: skip


def facts(told: pandas.DataFrame, spans: pandas.DataFrame, working_days: WorkingDays) -> pandas.DataFrame:
    """One row for each dossier and period in which it counts as anything.

    `told` is the population with `is_crossed`, `spans` are periods; columns: theirs, c1 to c11 and `MARKS` (0 or 1),
    and `handling_days` where the work ended in the period.
    """
    parts = [_of_grain(told, spans[spans["grain"] == grain], working_days) for grain in GRAINS]
    return pandas.concat(parts, ignore_index=True)


def _of_grain(told: pandas.DataFrame, spans: pandas.DataFrame, working_days: WorkingDays) -> pandas.DataFrame:
    both = _happened(told.merge(spans, how="cross"))
    both = _stood(both, working_days)
    is_apologised = both["apology"] <= both["cutoff"]
    both["without_apology"] = both["overdue"] & ~is_apologised | both["late"] & both["apology"].isna()
    both["without_due"] = both["due"].isna() & (both["resolved"] | both["open"])
    both = _in_columns(both)
    is_in_time = both["resolved"] & ~(both["finished"] > both["due"]) | both["open"] & ~(both["due"] < both["cutoff"])
    both["in_time"] = is_in_time & (both["request_count"] < 2)
    both["online_with_result"] = both["c2"] & both["has_electronic_result"]
    both["handling_days"] = both["handling_days"].where(both["finished_work"])
    both[FORM + MARKS] = both[FORM + MARKS].astype("int64")
    return both[both[FORM + MARKS].any(axis=1)]


def _happened(both: pandas.DataFrame) -> pandas.DataFrame:
    """The same rows with what happened to each within its period."""
    start, cutoff, status = both["period_start"], both["cutoff"], both["status"]
    received = both["accepted"].between(start, cutoff)
    resolved = both["finished"].between(start, cutoff) & status.isin(DONE)
    finished_work = resolved & (status != RETURNED)
    return both.assign(
        received=received,
        resolved=resolved,
        finished_work=finished_work,
        returned=resolved & (status == RETURNED),
        refused=both["applied"].between(start, cutoff) & (status == REFUSED),
        carried=(both["accepted"] < start) & (status.isin(OPEN) | status.isin(DONE) & (both["finished"] >= start)),
        late=finished_work & (both["finished"] > both["due"]),
        asked_twice=received & (both["request_count"] >= 2),
        digitised=received & both["is_digitised"],
        reused=received & both["is_reused"],
        with_fee=received & both["has_fee"],
        paid_online=received & both["has_fee"] & both["is_paid_online"],
        electronic=finished_work & both["has_electronic_result"],
        crossed=received & both["is_crossed"],
    )


def _stood(both: pandas.DataFrame, working_days: WorkingDays) -> pandas.DataFrame:
    """The same rows with how each stood at the cut-off: who waits for papers or rests is open, and never overdue."""
    cutoff, due, status = both["cutoff"], both["due"], both["status"]
    is_open = (both["accepted"] <= cutoff) & (status.isin(OPEN) | status.isin(DONE) & (both["finished"] > cutoff))
    is_asked_later = (status == WAITING) & (both["last_request"] > cutoff)
    overdue = is_open & (status.isin(IN_HAND + DONE) | is_asked_later) & (due < cutoff)
    now, until = working_days.up_to(cutoff), working_days.up_to(due)
    return both.assign(
        open=is_open,
        overdue=overdue,
        overdue_long=overdue & (now - until > LONG_OVERDUE).fillna(False),
        due_soon=is_open & (due >= cutoff) & (until - now <= SOON).fillna(False),
    )


def _in_columns(both: pandas.DataFrame) -> pandas.DataFrame:
    """Columns 1 to 11 of form II.06a: returned ones are on time, those that wait or rest are within their time."""
    online, late = both["channel"] == ONLINE, both["late"]
    early = both["finished_work"] & (both["finished"] < both["due"])
    return both.assign(
        c1=both["received"] | both["carried"],
        c2=both["received"] & online,
        c3=both["received"] & ~online,
        c4=both["carried"],
        c5=both["resolved"],
        c6=early,
        c7=both["resolved"] & ~early & ~late,
        c8=late,
        c9=both["open"],
        c10=both["open"] & ~both["overdue"],
        c11=both["overdue"],
    )
