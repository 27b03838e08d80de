"""Dossiers month by month, for every scene that shows their course."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from dashboards.address import Address
from dashboards.components.course import Course, Month, month_name
from dashboards.place import Place
from dashboards.readings import Reading, readings
from dashboards.screens.wall.stage import ask, its_unit, month_before

COURSE = ("dossiers_received", "dossiers_resolved", "on_time_share")
MONTHS_BACK = 18
"""So far back, a course shows the reform of 01/7/2025 until the end of 2026."""


def read_course(place: Place[Address]) -> Course:
    """What the unit received and resolved each month up to the period's last day, and its on-time share."""
    days = {"from_date": month_before(place, MONTHS_BACK), "until_date": place.period.cutoff}
    return course(ask(place, "wall/months", **days, **its_unit(place)))


def course(frame: pd.DataFrame) -> Course:
    """The rows of wall/months as a course, from the first month known to the last, without one left out."""
    if frame.empty:
        return Course(())
    rows = frame.to_dict("records")
    told = dict(zip(((row["period_start"].date(), row["indicator"]) for row in rows), readings(frame), strict=True))
    open_months = {row["period_start"].date() for row in rows if row["is_open"]}
    first, last = frame["period_start"].min(), frame["period_start"].max()
    starts = [stamp.date() for stamp in pd.date_range(first, last, freq="MS")]
    months = [_month(start, told, start in open_months) for start in starts]
    targets = frame[frame["indicator"] == "on_time_share"].sort_values("period_start")["target"].dropna()
    return Course(tuple(months), None if targets.empty else Decimal(str(targets.iloc[-1])))


def _month(start: date, told: Mapping[tuple[date, str], Reading], is_open: bool) -> Month:
    received, resolved, share = (told.get((start, name)) for name in COURSE)
    lacking = next((each.instead for each in (share, received, resolved) if each and each.instead), "")
    return Month(
        start, month_name(start), _count(received), _count(resolved), share.value if share else None, is_open,
        instead=lacking,
    )  # fmt: skip


def _count(reading: Reading | None) -> int | None:
    return None if reading is None or reading.value is None else int(reading.value)
