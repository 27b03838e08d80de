"""Where indicators stand and since when, worked out from rows alone: no Dash, no warehouse, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.health_indicators import COVERS
from dashboards.messages import _
from dashboards.place import Period, day_of, read_periods
from dashboards.readings import Reading, readings

BY_TERM = "school_term"
SATISFIED = "satisfied_share"
ON_TIME, FLATTER_IT = "on_time_share", ("returned_share", "missing_due_date_share")
NEVER_ALONE = frozenset({*COVERS, SATISFIED})
"""Shares that stand nowhere without what they are counted of, or their sample: more than a sentence has room for."""


@dataclass(frozen=True)
class Standing:
    """An indicator of one unit in its newest period, and the first period in a row in which it stood as it does now.

    `in_a_row` counts those periods, the newest among them; nobody knows of earlier ones where `is_from_the_first`.
    `began` is the day from which it stands so: a period's first day, of a school term its last. `is_flattered` where
    something lifts the share that is beyond its own target in the unit, or unknown: there it stands beside that alone.
    """

    reading: Reading
    name: str
    subject: str
    period: Period
    is_share: bool
    began: date
    began_name: str
    in_a_row: int
    is_from_the_first: bool
    is_flattered: bool = False

    @property
    def since(self) -> str:
        """ "từ 15/6"; "ít nhất từ 15/12/2024" where the first period known stood so already.

        "trong kỳ từ 15/9" of a period that is open and the first to stand so: on which of its days it came to that
        nobody knows, and it was not the first.
        """
        at = words.recent_day(self.began, self.period.cutoff)
        if self.period.grain == BY_TERM:
            at = self.began_name[:1].lower() + self.began_name[1:]
        if self.is_from_the_first:
            return _("at least since {at}", at=at)
        is_new = self.period.is_open and self.in_a_row == 1
        return _("in the period since {at}", at=at) if is_new else _("since {at}", at=at)

    @property
    def said(self) -> str:
        """The figure as a sentence says it; empty where there is no number, or where it never stands alone: nor does
        one whose formula is not confirmed."""
        is_alone = self.reading.indicator not in NEVER_ALONE and not self.reading.formula
        return self.reading.text if is_alone and self.reading.value is not None else ""

    @property
    def brief_name(self) -> str:
        """The indicator as a sentence names it: without the word for a share, nor what stands in brackets."""
        return self.name.removeprefix(_("Share of ")).partition(" (")[0]

    @property
    def distance(self) -> float:
        """How far the value is from its target, in its own unit; 0 where one of them is not told."""
        value, target = self.reading.value, self.reading.target_value
        return 0.0 if value is None or target is None else abs(float(value) - target)


def read_standings(frame: pd.DataFrame) -> tuple[Standing, ...]:
    """The rows of queries/standings.sql."""
    if frame.empty:
        return ()
    periods = read_periods(frame.drop(columns="name_vi").rename(columns={"period_name_vi": "name_vi"}))
    rows = zip(frame.to_dict("records"), readings(frame), periods, strict=True)
    told = [_standing(row, reading, period) for row, reading, period in rows]
    calm = frozenset(
        (each.reading.indicator, each.reading.unit_code) for each in told if _is_within_target(each.reading)
    )
    return tuple(replace(each, is_flattered=_is_flattered(each.reading, calm)) for each in told)


def _is_flattered(reading: Reading, calm: frozenset[tuple[str, str]]) -> bool:
    return reading.indicator == ON_TIME and not calm.issuperset((each, reading.unit_code) for each in FLATTER_IT)


def _is_within_target(reading: Reading) -> bool:
    value, target = reading.value, reading.target_value
    return value is not None and target is not None and float(value) <= target


def _standing(row: Mapping[Any, Any], reading: Reading, period: Period) -> Standing:
    is_judged = row["in_a_row"] > 0
    began = row["since_end" if period.grain == BY_TERM else "since_start"] if is_judged else period.start
    return Standing(
        reading=reading,
        name=str(row["name_vi"]),
        subject=str(row["subject"]),
        period=period,
        is_share=row["unit_vi"] == "%",
        began=day_of(began),
        began_name=str(row["since_name_vi"]) if is_judged else period.name,
        in_a_row=int(row["in_a_row"]),
        is_from_the_first=is_judged and bool(row["is_from_the_first"]),
    )
