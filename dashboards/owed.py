"""Deliveries that are owed, counted by one rule for the page and the wall, so that both add up to the same figure."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboards import words
from dashboards.messages import _

Row = Mapping[Any, Any]


def is_waited_for(row: Row) -> bool:
    """Whether a delivery that was not in time is told by itself; the data of a night that was made up for is there."""
    return not row["is_made_up"]


def summary(owed: Iterable[Row]) -> str:
    """How many have not come, how many came late, and how many nights failed whose data came with a later one."""
    rows = list(owed)
    if not rows:
        return _("Everybody has sent in time")
    made_up = sum(not is_waited_for(row) for row in rows)
    missing = sum(is_waited_for(row) and row["state"] == "missing" for row in rows)
    late = sum(row["state"] == "late" for row in rows)
    told = [_("{missing} deliveries have not come, {late} came late", missing=missing, late=late)]
    told += [_("{count} nights failed and were made up for", count=words.number(made_up))] if made_up else []
    return "; ".join(told if missing or late else told[1:])
