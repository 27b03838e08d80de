"""Dates and instants as they are typed on the command line, in Vietnamese time unless they say otherwise."""

from datetime import date, datetime, time

import typer

from config.clock import TIMEZONE

MORNING = time(7, 30)


def day(text: str | None) -> date | None:
    """A date like 2026-11-23. Raises `typer.BadParameter`."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(f"{text!r} không phải là ngày; viết như 2026-11-23.") from None


def instant(text: str | None, *, at: time = time.max) -> datetime | None:
    """An instant like 2026-11-23T07:30; a date alone is that day at the time `at`. Raises `typer.BadParameter`."""
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} không phải là thời điểm; viết như 2026-11-23T07:30.") from None
    if len(text) == len("2026-11-23"):
        read = datetime.combine(read, at)
    return read if read.tzinfo else read.replace(tzinfo=TIMEZONE)
