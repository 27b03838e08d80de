"""Dates, codes and identifiers as the systems write them, brought into the form that lands."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

VIETNAM = timezone(timedelta(hours=7))
DAY_FIRST = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})(?:[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?")
PACKED = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:([0-9]{2})([0-9]{2})([0-9]{2})?)?")
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")
DIGITS, SIGNS = re.compile(r"[0-9]+"), re.compile(r"[\s.-]")
# Whole numbers of the health insurance: ten digits, at the end of a card's fifteen signs.
INSURANCE_DIGITS, CARD_SIGNS = 10, 15
IDENTITY_DIGITS = (9, 12)
# Days and minutes come back in thousands of records; each is read once.
KEPT_INSTANTS, LONGEST_INSTANT = 32_768, 40


def instant(text: str | None) -> datetime | None:
    """An instant or date as one of the systems writes it, in Vietnamese time; None where it is none."""
    plain = text.strip() if text else ""
    return _read(plain) if 0 < len(plain) <= LONGEST_INSTANT else None


@lru_cache(maxsize=KEPT_INSTANTS)
def _read(text: str) -> datetime | None:
    try:
        if match := DAY_FIRST.fullmatch(text):
            day, month, year, *clock = (int(part or 0) for part in match.groups())
            return _in_vietnam(year, month, day, clock)
        if match := PACKED.fullmatch(text):
            year, month, day, *clock = (int(part or 0) for part in match.groups())
            return _in_vietnam(year, month, day, clock)
        if ISO.fullmatch(text):
            read = datetime.fromisoformat(text)
            return read if read.tzinfo else read.replace(tzinfo=VIETNAM)
    except ValueError:
        return None
    return None


def _in_vietnam(year: int, month: int, day: int, clock: Sequence[int]) -> datetime:
    hour, minute, second = clock
    return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)


def instant_text(text: str | None) -> str | None:
    """An instant in ISO form; what cannot be read stays as it is, for the contract to judge."""
    read = instant(text)
    return read.isoformat() if read else text


def date_text(text: str | None) -> str | None:
    """A date in ISO form; what cannot be read stays as it is, for the contract to judge."""
    read = instant(text)
    return read.date().isoformat() if read else text


def birth(text: str | None) -> date | None:
    """The day of birth, where day and month are told: systems write 00 or nothing where they are not."""
    read = instant(text)
    return read.date() if read else None


def digits(text: str | None, *counts: int) -> str | None:
    """A number of as many digits as it must have, without blanks and dots; None where it is another."""
    plain = _without_signs(text or "")
    return plain if len(plain) in counts and DIGITS.fullmatch(plain) and plain.strip("0") else None


def insurance_number(number: str | None, card: str | None) -> str | None:
    """The ten digits of the health insurance, as such or as the end of a card's number."""
    plain = _without_signs(card or "")
    return digits(number, INSURANCE_DIGITS) or (
        digits(plain[-INSURANCE_DIGITS:], INSURANCE_DIGITS) if len(plain) == CARD_SIGNS else None
    )


def _without_signs(text: str) -> str:
    """Without blanks, dots and dashes, which most numbers do not have."""
    return text if text.isalnum() else SIGNS.sub("", text)
