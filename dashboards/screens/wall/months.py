"""Dossiers month by month, for every scene that shows their course."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from dashboards.address import Address
from dashboards.components.course import Course, Month, month_name
from dashboards.place import Place
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
    values = {(row["period_start"].date(), row["indicator"]): row["value"] for row in frame.to_dict("records")}
    open_months = {row["period_start"].date() for row in frame.to_dict("records") if row["is_open"]}
    first, last = frame["period_start"].min(), frame["period_start"].max()
    starts = [stamp.date() for stamp in pd.date_range(first, last, freq="MS")]
    months = [_month(start, values, start in open_months) for start in starts]
    targets = frame[frame["indicator"] == "on_time_share"].sort_values("period_start")["target"].dropna()
    return Course(tuple(months), None if targets.empty else Decimal(str(targets.iloc[-1])))


def _month(start: date, values: Mapping[tuple[date, str], float | None], is_open: bool) -> Month:
    received, resolved, share = (
        None if pd.isna(value) else Decimal(str(value)) for value in (values.get((start, name)) for name in COURSE)
    )
    whole = [None if count is None else int(count) for count in (received, resolved)]
    return Month(start, month_name(start), whole[0], whole[1], share, is_open)
