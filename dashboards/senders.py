"""Which facilities have sent their files: one that is silent says since when, and nothing of it is taken for zero."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd

from config.clock import TIMEZONE
from dashboards import words
from dashboards.address import Address
from dashboards.messages import _
from dashboards.place import SCOPE, Place, day_of
from warehouse.reader import facilities_received, query

WINDOW = timedelta(days=30)
RECORD, VISIT, SESSION = "record", "visit", "telehealth"


@dataclass(frozen=True)
class Sender:
    """A facility that owes files, and until which day it sent all of them.

    `streams` are those that it owes, {stream: since when its newest files are missing}; None of one that has come.
    """

    code: str
    name: str
    kind: str
    commune: str
    expected_days: int
    sent_days: int
    last_day: date | None
    received_at: pd.Timestamp | None
    streams: Mapping[str, date | None]

    @property
    def silent_from(self) -> date | None:
        """Since when the newest files of any stream are missing."""
        return min((since for since in self.streams.values() if since), default=None)

    def is_silent_by(self, day: date, streams: Iterable[str]) -> bool:
        """Whether the newest files of one of `streams` are missing since that day or an earlier one."""
        return any((since := self.streams.get(stream)) is not None and since <= day for stream in streams)

    def said(self, today: date) -> str:
        """ "Chậm 6 ngày · chờ từ 17/11", or until when it has sent."""
        if self.silent_from:
            days = (today - self.silent_from).days
            return _("{days} days late · waited for since {day}", days=days, day=words.short_day(self.silent_from))
        if self.last_day is None:
            return words.NO_DATA
        return _("sent up to {day}", day=words.short_day(self.last_day))


def read_senders(place: Place[Address]) -> tuple[Sender, ...]:
    """Who owes files of the unit, those that are silent first; nobody is silent for a period that was over before."""
    today = known_date(place)
    frame = query(
        "senders", scope=SCOPE, snapshot=place.snapshot.id, from_date=today - WINDOW, until_date=today,
        **place.asked,
    )  # fmt: skip
    return tuple(_sender(row, place.period.cutoff) for row in frame.to_dict("records"))


def known_date(place: Place[Address]) -> date:
    """The day up to which the snapshot knows."""
    return place.snapshot.known_at.astimezone(TIMEZONE).date()


def stations_received(among: Iterable[Sender]) -> str:
    """ "Mới nhận 4/5 trạm", whatever files are missing; nothing where all stations have sent."""
    return facilities_received((each.kind, each.silent_from is not None) for each in among if each.kind == "station")


def received_of(among: Iterable[Sender], *streams: str, until: date = date.max) -> str:
    """ "Mới nhận 5/6 cơ sở" of those who owe any of `streams`; nothing where none is silent by the day `until`."""
    owing = [each for each in among if any(stream in each.streams for stream in streams)]
    return facilities_received((each.kind, each.is_silent_by(until, streams)) for each in owing)


def _sender(row: Any, cutoff: date) -> Sender:
    silent = {str(each["kind"]): _since(each["silent_from"], cutoff) for each in row["streams"]}
    return Sender(
        str(row["unit_code"]),
        str(row["unit_name_vi"]),
        str(row["kind"]),
        "" if pd.isna(row["commune_name_vi"]) else str(row["commune_name_vi"]),
        int(row["expected_days"]),
        int(row["sent_days"]),
        None if pd.isna(row["last_sent_date"]) else day_of(row["last_sent_date"]),
        None if pd.isna(row["last_received_at"]) else row["last_received_at"],
        silent,
    )


def _since(told: Any, cutoff: date) -> date | None:
    """A silence that began within the period."""
    return day_of(told) if not pd.isna(told) and day_of(told) <= cutoff else None
