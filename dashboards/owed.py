"""Deliveries that are owed, counted by one rule for the page and the wall, so that both say the same."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import day_of

Row = Mapping[Any, Any]


def is_waited_for(row: Row) -> bool:
    """Whether a delivery that was not in time is told by itself; the data of a night that was made up for is there."""
    return not row["is_made_up"]


def waited_since(row: Row) -> date:
    """The day from which a missing delivery is late; of a facility that is silent, the first day of its silence."""
    silent = row["silent_since_date"]
    return day_of(row["deadline_date"] if pd.isna(silent) else silent)


def period(row: Row) -> str:
    """Of which period it is; of a facility that is silent, how many files have been due since."""
    if row["period_name_vi"]:
        return str(row["period_name_vi"])
    return _("{count} files", count=words.number(int(row["delivery_count"])))


def summary(owed: Iterable[Row]) -> str:
    """How many have not come, how many came late, and how many nights failed whose data came with a later one."""
    rows = list(owed)
    if not rows:
        return _("Everybody has sent in time")
    made_up = _count(row for row in rows if not is_waited_for(row))
    missing = _count(row for row in rows if is_waited_for(row) and row["state"] == "missing")
    late = _count(row for row in rows if row["state"] == "late")
    told = [
        _(
            "{missing} deliveries have not come, {late} came late",
            missing=words.number(missing), late=words.number(late),
        )
    ]  # fmt: skip
    told += [_("{count} nights failed and were made up for", count=words.number(made_up))] if made_up else []
    return "; ".join(told if missing or late else told[1:])


def _count(rows: Iterable[Row]) -> int:
    return sum(int(row["delivery_count"]) for row in rows)
