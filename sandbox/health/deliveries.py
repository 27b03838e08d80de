"""Which file comes when, and what is in it: a package a month until the stations were joined, nightly files since.

The content of a file, and the instant at which it lies there, follow from (seed, scale) and its day alone.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from io import BytesIO

import numpy as np

from config.clock import TIMEZONE
from sandbox.health import story
from sandbox.health.inhabitants import inhabitants, outside
from sandbox.health.places import NIGHTLY_FROM, places
from sandbox.health.record_xml import RecordWriter
from sandbox.health.records import START, Messages, records
from sandbox.health.sessions import Session, session_list, sessions
from sandbox.health.visit_xml import Told, VisitWriter, told
from sandbox.health.visits import visits
from sandbox.working_time import DAY, UTC_OFFSET

RECORDS, VISITS, SESSIONS = "hssk", "kcb", "tuvan"
# Senders whose visits come as they are; those of the others are packed.
PLAIN = ("51234", "51235")
UNSIGNED = ("51214", "51216", "51233")
EVENING, LATEST_MINUTES = time(20, 30), 190
CUT_SHARE = 0.6
PACKING = 1
# So many days after its own a file may still come.
LONGEST_SILENCE = 40
MORE_EXACT = "A97.1"


@dataclass(frozen=True)
class Delivery:
    """A file, made by its sender at `made_at` (epoch seconds). One cut off comes again, whole."""

    kind: str
    sender: str
    day: int
    first_day: int
    made_at: int
    is_cut_off: bool = False
    is_resent: bool = False
    came_at: int | None = None

    @property
    def written_at(self) -> int:
        """When it came to lie in the folder: as it was made, or later (epoch seconds)."""
        return self.made_at if self.came_at is None else self.came_at

    @property
    def path(self) -> str:
        """Where it lies below the folder."""
        name = f"{_date(self.day):%Y%m%d}{'_2' if self.is_resent else ''}"
        if self.kind == SESSIONS:
            return f"{SESSIONS}/{name}.csv"
        is_plain = self.kind == VISITS and (self.sender in PLAIN or self.is_resent) and self.day >= NIGHTLY_FROM
        return f"{self.kind}/{self.sender}/{name}.{'xml' if is_plain else 'zip'}"


def deliveries(after: int, until: int) -> Iterator[Delivery]:
    """What is written after one instant and until another (epoch seconds), in order."""
    days = range(max(START, after // DAY - LONGEST_SILENCE), (until + UTC_OFFSET) // DAY + 1)
    found = [each for day in days for each in _of_day(day)]
    yield from sorted(
        (each for each in found if after < each.written_at <= until), key=lambda each: (each.written_at, each.path)
    )


def _of_day(day: int) -> Iterator[Delivery]:
    if day < NIGHTLY_FROM:
        if (_date(day) + timedelta(days=1)).day == 1:
            first = day - _date(day).day + 1
            for sender in (place.sender for place in places() if place.residence != outside()):
                yield from _usual(sender, day, max(first, START))
            yield Delivery(SESSIONS, "", day, max(first, START), _instant(day, time(22)))
        return
    for sender in dict.fromkeys(place.sender_on(day) for place in places()):
        yield from _usual(sender, day, day)
    yield Delivery(SESSIONS, "", day, day, _instant(day, time(22)))
    if day == story.RESENT.sent_on:
        yield Delivery(VISITS, story.RESENT.sender, day, story.RESENT.first, _instant(day, time(16, 5)), is_resent=True)


def _usual(sender: str, day: int, first_day: int) -> Iterator[Delivery]:
    """A sender's two files of a day, each at its minute of the evening, or as the story has it."""
    for number, kind in enumerate((RECORDS, VISITS)):
        if kind == RECORDS and sender == places()[-1].code:
            continue
        minutes = (int(sender) * 37 + day * 11 + number * 53) % LATEST_MINUTES
        usual = Delivery(kind, sender, day, first_day, _instant(day, EVENING) + minutes * 60)
        mended = story.CUT_OFF.get((kind, sender, day))
        if sender == story.SILENT and story.SILENT_FROM <= day < story.SILENT_UNTIL:
            came = _instant(story.SILENT_UNTIL, time(8)) + (day - story.SILENT_FROM) * 60 + number
            yield replace(usual, came_at=came)
        elif mended:
            yield replace(usual, is_cut_off=True)
            yield replace(usual, came_at=_instant(day + 1, mended))
        else:
            yield usual


class Writer:
    """Makes the bytes of deliveries of one district, and the rows behind them."""

    def __init__(self, seed: int, scale: float) -> None:
        self.seed, self.scale = seed, scale
        self.who, self.records = inhabitants(seed, scale), records(seed, scale)
        self._records = RecordWriter(self.who, self.records)
        self._visits = VisitWriter(self.who, self._records)
        self._senders = {True: _by_sender(True), False: _by_sender(False)}

    def content(self, delivery: Delivery) -> bytes:
        """The bytes of a file."""
        whole = self._whole(delivery)
        return whole[: int(len(whole) * CUT_SHARE)] if delivery.is_cut_off else whole

    def _whole(self, delivery: Delivery) -> bytes:
        if delivery.kind == SESSIONS:
            return session_list(self.sessions_of(delivery))
        parts = list(self._records_of(delivery) if delivery.kind == RECORDS else self._visits_of(delivery))
        return parts[0][1].encode() if delivery.path.endswith(".xml") else _packed(parts, delivery.day)

    def sessions_of(self, delivery: Delivery) -> list[Session]:
        """The sessions in a list."""
        days = range(delivery.first_day, delivery.day + 1)
        return [one for day in days for one in sessions(self.seed, self.scale, day)]

    def messages_of(self, delivery: Delivery) -> Iterator[tuple[int, int, Messages]]:
        """(day, place, what is sent of records) in a file: a message a place and day."""
        for day in range(delivery.first_day, delivery.day + 1):
            content = self.records.messages.between(day, day)
            home = self.who.residence[content.person]
            for place in self._senders[day >= NIGHTLY_FROM].get(delivery.sender, ()):
                first, end = np.searchsorted(home, [place, place + 1])
                yield day, place, Messages(*(each[first:end] for each in (content.day, content.person, content.what)))

    def visits_told(self, delivery: Delivery) -> list[tuple[int, list[Told]]]:
        """(day, visits) in a file; those sent once more stand under the day of the file."""
        if delivery.is_resent:
            return [(delivery.day, self._resent())]
        return [(day, self._told(delivery.sender, day)) for day in range(delivery.first_day, delivery.day + 1)]

    def sent(self, delivery: Delivery, day: int) -> datetime:
        """When a message of a day says that it was sent."""
        minute = datetime.fromtimestamp(delivery.made_at, TIMEZONE).time() if day == delivery.day else EVENING
        return datetime.combine(_date(day), minute.replace(second=0), TIMEZONE)

    def named(self, person: int, facility_code: str) -> str:
        """A person by the number that records of a facility tell."""
        identity, insurance, own = self._records.identifiers(person)
        return identity or (f"bhxh {insurance}" if insurance else f"{facility_code} {own}")

    def visitor(self, sender: str, one: Told) -> tuple[bool, str | None]:
        """Whether a visit tells an insurance, and whose it is by the number that it tells."""
        return self._visits.visitor(sender, one)

    def commune_of(self, one: Told) -> str:
        """The commune that a visit tells as the person's."""
        return self._visits.commune_of(one.visit)

    def _records_of(self, delivery: Delivery) -> Iterator[tuple[str, str]]:
        for day, place, content in self.messages_of(delivery):
            sender = places()[place].code_on(day)
            sent = f"{self.sent(delivery, day):%d/%m/%Y %H:%M:%S}"
            text, _ = self._records.message(sender, sent, content, place, is_signed=delivery.sender not in UNSIGNED)
            yield f"{_date(day):%Y%m%d}_{sender}.xml", text

    def _visits_of(self, delivery: Delivery) -> Iterator[tuple[str, str]]:
        for day, content in self.visits_told(delivery):
            sent = f"{self.sent(delivery, day):%Y%m%d%H%M}"
            is_signed = delivery.sender not in UNSIGNED
            yield f"{_date(day):%Y%m%d}.xml", self._visits.message(delivery.sender, sent, content, is_signed=is_signed)

    def _told(self, sender: str, day: int) -> list[Told]:
        own = self._senders[day >= NIGHTLY_FROM].get(sender, ())
        return told(sender, [one for one in visits(self.seed, self.scale, day) if one.place in own])

    def _resent(self) -> list[Told]:
        """The story's visits, those with dengue first; of every second of these the diagnosis is told more exactly."""
        known = story.RESENT
        week = [one for day in range(known.first, known.last + 1) for one in self._told(known.sender, day)]
        good = sorted((one for one in week if one.fault is None), key=lambda one: not _is_dengue(one))[: known.count]
        return [_more_exact(one) if _is_dengue(one) and number % 2 == 0 else one for number, one in enumerate(good)]


def _by_sender(is_nightly: bool) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for number, place in enumerate(places()):
        found.setdefault(place.new_sender if is_nightly else place.sender, []).append(number)
    return {sender: tuple(numbers) for sender, numbers in found.items()}


def _is_dengue(one: Told) -> bool:
    return one.visit.main.startswith(("A90", "A91", "A97"))


def _more_exact(one: Told) -> Told:
    return replace(one, visit=replace(one.visit, main=MORE_EXACT))


def _packed(parts: list[tuple[str, str]], day: int) -> bytes:
    """A .zip whose bytes follow from its content: members bear the date of the file."""
    buffer, on = BytesIO(), _date(day)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=PACKING) as packed:
        for name, text in parts:
            member = zipfile.ZipInfo(name, (on.year, on.month, on.day, 20, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, text.encode(), compresslevel=PACKING)
    return buffer.getvalue()


def _instant(day: int, at: time) -> int:
    return int(datetime.combine(_date(day), at, TIMEZONE).timestamp())


def _date(day: int) -> date:
    return date(1970, 1, 1) + timedelta(days=day)
