"""A whole delivery as records of the contract's tables. Pure: bytes and a path in, records out, whatever the bytes are.

A delivery counts whole or not at all: one that is cut off after its ten thousandth record gives none of them, but one
record of `delivery` with its flaw, which the same file sent again replaces.
"""

import re
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped]

from config.facilities import sender_code
from connectors.health_record import telehealth
from connectors.health_record.archive import MOST_BYTES, damage_named, members
from connectors.health_record.flaws import Flawed
from connectors.health_record.person_record import Row, Sent, record_rows
from connectors.health_record.texts import VIETNAM, instant
from connectors.health_record.visit_record import visit_rows
from connectors.health_record.xml_stream import LINE, elements

TABLES = ("delivery", "person", "vaccination", "checkup", "visit", "telehealth")
KINDS = {"hssk": "record", "kcb": "visit", "tuvan": "telehealth"}
PATH = re.compile(
    r"(?:(?P<kind>hssk|kcb|tuvan)/)?(?:(?P<facility>[0-9]{5})/)?(?P<day>20[0-9]{6})(?:_(?P<part>[0-9A-Za-z]{1,8}))?\.[A-Za-z]{3}"
)
WHOLE = "1"
# QĐ 831 sends DATA with a HEADER; the insurance's GIAMDINHHS has its unit and day in two groups.
RECORD, VISIT = "HOSOSUCKHOE", "HOSO"
HEADER, UNIT, MADE_ON, SIGNATURES = "HEADER", "MACSKCB", "NGAYLAP", ("SIGNATURE", "CHUKYDONVI")
WANTED = (RECORD, VISIT, HEADER, UNIT, MADE_ON, *SIGNATURES)
MOST_ROWS, START_BYTES = 250_000, 4_096


@dataclass
class Reading:
    """A delivery being read: what its path and its messages say, and the rows so far."""

    kind: str | None
    facility_code: str | None
    day: date | None
    received_at: str | None
    part: str = WHOLE
    sender: str | None = None
    sent_at: str | None = None
    newest_date: date | None = None
    member_count: int = 0
    record_count: int = 0
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    row_count: int = 0

    def add(self, table: str, row: Row) -> None:
        """Keep a row. Raises `Flawed` where there are more than any delivery has."""
        self.row_count += 1
        if self.row_count > MOST_ROWS:
            raise Flawed("too_large")
        self.rows[table].append(row)

    def forget_lines(self) -> None:
        """Of several files packed as one nobody could tell whose line is meant."""
        for row in chain.from_iterable(self.rows.values()):
            row.pop(LINE, None)

    def told(self, flaw: str | None) -> Row:
        """The record of `delivery`."""
        day = self.file_day
        return {
            "stream_kind": self.kind,
            "facility_code": self.facility_code or (sender_code(self.sender, day) if self.sender else None),
            "day": day.isoformat() if day else None,
            "part": self.part,
            "is_day_in_name": self.day is not None,
            "received_at": self.received_at,
            "sent_at": self.sent_at,
            "record_count": None if flaw else self.record_count,
            "flaw": flaw,
        }

    @property
    def file_day(self) -> date | None:
        """Of which day the file is: as its name says, else when it was made, else that of its newest session."""
        made = instant(self.sent_at)
        return self.day or (made.date() if made else self.newest_date)


def read_delivery(content: bytes, path: str | None, received_at: datetime | None) -> Mapping[str, Sequence[Row]]:
    """{table: records} of a delivery. One that cannot be taken is one record of `delivery`, with its flaw."""
    reading = _begun(path, received_at)
    try:
        _read(content, reading)
    except Flawed as flawed:
        return {"delivery": [reading.told(flawed.flaw)]}
    return {**reading.rows, "delivery": [reading.told(None)]}


def _begun(path: str | None, received_at: datetime | None) -> Reading:
    match = PATH.fullmatch(path or "")
    received = received_at.astimezone(VIETNAM).isoformat(timespec="seconds") if received_at else None
    if match is None:
        return Reading(None, None, None, received)
    day, part = instant(match["day"]), (match["part"] or WHOLE).lower()
    return Reading(KINDS.get(match["kind"] or ""), match["facility"], day.date() if day else None, received, part)


def _read(content: bytes, reading: Reading) -> None:
    if not content:
        raise Flawed("empty")
    for opened in members(content):
        reading.member_count += 1
        with damage_named():
            start = opened.read(START_BYTES)
            if telehealth.is_session_list(start):
                _read_sessions(start + opened.read(telehealth.MOST_BYTES + 1), reading)
            else:
                _read_message(_Rejoined(start, opened), reading)
    if reading.kind is None:
        raise Flawed("no_records")
    if reading.member_count > 1:
        reading.forget_lines()


class _Rejoined(BytesIO):
    """A member from its beginning, though its first bytes were read: members of a .zip cannot go back cheaply."""

    def __init__(self, start: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._parts = deque([start])
        self._rest = rest

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece; at most `size` bytes."""
        return self._parts.popleft() if self._parts else self._rest.read(-1 if size is None else size)


def _read_sessions(content: bytes, reading: Reading) -> None:
    _agree(reading, "telehealth")
    rows = list(telehealth.sessions(content))
    reading.record_count += len(rows)
    dates = [on.date() for row in rows if (on := instant(row["started_at"]))]
    reading.newest_date = max(dates, default=reading.newest_date)
    senders = (row["consulting_facility_code"] for row in rows)
    reading.sender = reading.sender or next(filter(None, senders), None)
    if telehealth.is_cut_off(content):
        raise Flawed("cut_off")
    told_date = reading.file_day
    for row in rows:
        reading.add("telehealth", row | {"told_date": told_date.isoformat() if told_date else None})


def _read_message(source: BinaryIO, reading: Reading) -> None:
    """One message of QĐ 831 or of the insurance; several stand in one .zip, one a sub-station."""
    sent = Sent(reading.facility_code, reading.received_at)
    found = False
    for element in elements(source, WANTED, MOST_BYTES):
        name = element.tag
        if name in (RECORD, VISIT):
            found = True
            _agree(reading, "record" if name == RECORD else "visit")
            reading.record_count += 1
            for table, row in (record_rows if name == RECORD else visit_rows)(element, sent):
                reading.add(table, row)
        elif name in SIGNATURES:
            _require_signature(element)
        else:
            sent = _sender(element, sent, reading)
            found = found or name in (HEADER, MADE_ON)
    if not found:
        raise Flawed("no_records")


def _agree(reading: Reading, kind: str) -> None:
    """A folder holds one kind of delivery; the first message says it where no folder does."""
    if reading.kind not in (None, kind):
        raise Flawed("other_kind")
    reading.kind = kind


def _require_signature(element: etree._Element) -> None:
    """An element for a signature that holds none says that one was meant. Whose it is, is not verified."""
    if not "".join(element.itertext()).strip():
        raise Flawed("not_signed")


def _sender(element: etree._Element, sent: Sent, reading: Reading) -> Sent:
    """What a message's header adds to what is known of who sent it, and when."""
    facility, written = {
        HEADER: (element.findtext("SENDER_CODE"), element.findtext("TRANSACTION_DATE")),
        UNIT: (element.text, None),
        MADE_ON: (None, element.text),
    }[element.tag]
    read = instant((written or "").strip())
    sent_at = read.isoformat() if read else None
    now = Sent((facility or "").strip() or sent.facility_code, sent_at or sent.sent_at)
    reading.sender = reading.sender or now.facility_code
    reading.sent_at = max(filter(None, (reading.sent_at, sent_at)), default=None)
    return now
