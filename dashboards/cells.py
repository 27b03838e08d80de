"""What one cell of a file holds: values as what they are, and text that no spreadsheet takes for a formula."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from config.clock import TIMEZONE

Kind = Literal["text", "date", "count", "share", "points", "instant"]
Value = str | date | datetime | int | float | None
# A spreadsheet takes a cell that begins with one of these for something to be computed.
COMPUTED = ("=", "+", "-", "@", "\t", "\r", "\n")


def value_of(kind: Kind, given: Any) -> Value:
    """What a cell holds: a text, a day, a moment of Vietnam without its zone, a number, or nothing."""
    if given is None or pd.isna(given):
        return None
    if kind == "date":
        return pd.Timestamp(given).date()
    if kind == "instant":
        moment: datetime = pd.Timestamp(given).to_pydatetime()
        return moment.astimezone(TIMEZONE).replace(tzinfo=None) if moment.tzinfo else moment
    if kind == "count":
        return int(given)
    return float(given) if kind in ("share", "points") else str(given)


def csv_text(kind: Kind, given: Any) -> str:
    """The same as text: days as 23/11/2026, and numbers with a comma, without signs between thousands."""
    value = value_of(kind, given)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    # Written out: a small share would read 1e-05. A Vietnamese spreadsheet takes 0.9605 for a text.
    return harmless(value) if isinstance(value, str) else format(Decimal(str(value)), "f").replace(".", ",")


def harmless(text: str) -> str:
    """The text with a mark before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(COMPUTED) else text


def printable(text: str) -> str:
    """Without the signs that an address can hold and a line of text cannot."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
