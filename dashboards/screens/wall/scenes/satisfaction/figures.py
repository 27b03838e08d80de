"""What the tiles say, worked out from frames alone: no Dash, no warehouse, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from dashboards import words
from dashboards.components.course import Course, Month, month_name
from dashboards.messages import _
from dashboards.readings import Reading, readings
from dashboards.screens.wall.need import LIST_ROWS

TOO_MUCH = "missed"
KINDS = ("burst", "outside_hours", "double_tap", "clock")
FIRST_HOUR = date(2000, 1, 1)
"""Hours stand on the axis of a course as days do: one after the other from here."""


@dataclass(frozen=True)
class Reason:
    """Why people were not satisfied, and how many said so; `code` is "-" for those who did not say."""

    code: str
    name: str
    count: int


@dataclass(frozen=True)
class Device:
    """A device with the most frequent reason for rejecting its presses, and how many were rejected for it.

    `code` is empty for all devices of a centre that may not be told apart; `agency` is the centre's code.
    """

    code: str
    agency: str
    agency_name: str
    kind: str
    count: int


def with_rejected(frame: pd.DataFrame, among: tuple[Reading, ...], minimum_n: int) -> Mapping[str, str]:
    """{part: its share with what was rejected} of parts of which so much was rejected that it is not met.

    No part with a smaller sample than `minimum_n` even so.
    """
    much = {each.unit_code for each in among if each.indicator == "rejected_rating_share" and each.band == TOO_MUCH}
    return {
        str(row["unit_code"]): words.share(int(row["satisfied"]) / int(row["presses"]))
        for row in frame.to_dict("records")
        if row["unit_code"] in much and int(row["presses"]) >= minimum_n
    }


def reasons(frame: pd.DataFrame) -> tuple[Reason, ...]:
    """The five most frequent reasons that were told."""
    told = frame[frame["reason_code"] != ""]
    return tuple(
        Reason(str(row["reason_code"]), str(row["reason_name_vi"]), int(row["ratings"]))
        for row in told.head(LIST_ROWS).to_dict("records")
    )


def without_reason(frame: pd.DataFrame) -> int:
    """How many of the ratings tell none."""
    return int(frame.loc[frame["reason_code"] == "", "ratings"].sum())


def devices(frame: pd.DataFrame) -> tuple[Device, ...]:
    """Device and reason, the most rejected presses first."""
    every = [
        Device(row["device_code"], row["agency_code"], row["agency_name_vi"], kind, int(row[kind]))
        for row in frame.to_dict("records")
        for kind in KINDS
    ]
    found = sorted(
        (each for each in every if each.count), key=lambda each: (-each.count, each.code, each.agency, each.kind)
    )
    return tuple(found[:LIST_ROWS])


def hours(by_hour: Mapping[str, Reading]) -> Course:
    """The hours of a day from the first in which anybody pressed to the last, none left out."""
    known = {int(hour): reading for hour, reading in by_hour.items()}
    every = range(min(known), max(known) + 1) if known else range(0)
    return Course(tuple(_hour(hour, known.get(hour)) for hour in every), _target(list(known.values())))


def months(frame: pd.DataFrame) -> Course:
    """The rows of the page's months as a course, none left out, each share with its interval."""
    if frame.empty:
        return Course(())
    of = dict(zip((stamp.date() for stamp in frame["period_start"]), readings(frame), strict=True))
    still_open = {row["period_start"].date() for row in frame.to_dict("records") if row["is_open"]}
    starts = [stamp.date() for stamp in pd.date_range(min(of), max(of), freq="MS")]
    return Course(
        tuple(_month(start, of.get(start), start in still_open) for start in starts), _target(list(of.values()))
    )


def _hour(hour: int, reading: Reading | None) -> Month:
    start, name = FIRST_HOUR + timedelta(days=hour), _("{hour} h", hour=hour)
    if reading is None:
        return Month(start, name, 0, None, None, instead=words.NO_EVENTS)
    return _part(start, name, reading, is_open=False)


def _month(start: date, reading: Reading | None, is_open: bool) -> Month:
    if reading is None:
        return Month(start, month_name(start), None, None, None, is_open)
    return _part(start, month_name(start), reading, is_open=is_open)


def _part(start: date, name: str, reading: Reading, *, is_open: bool) -> Month:
    """How large a sample is that is too small its bar says, so that all such are told in the same words."""
    return Month(
        start, name, reading.denominator, None, reading.value, is_open, reading.low, reading.high, reading.instead
    )


def _target(among: list[Reading]) -> Decimal | None:
    aimed = [each.target_value for each in among if each.target_value is not None]
    return Decimal(str(aimed[-1])) if aimed else None
