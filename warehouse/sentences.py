"""How a source stands, in the words of the screens."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, NamedTuple

from config.clock import TIMEZONE

StateName = Literal[
    "fresh", "due_soon", "late", "down", "partial", "not_expected", "day_off", "nothing_received", "not_connected"
]


class Verdict(NamedTuple):
    """A state by its name, with its sentence, and whether some who owe the source something have sent it nothing.

    `late_days` is how many days' deliveries are waited for.
    """

    state: StateName
    sentence_vi: str
    lacks_senders: bool = False
    late_days: int = 0


def fresh(newest_event_at: datetime) -> str:
    """Nobody has to do anything."""
    return f"Số liệu đến {moment(newest_event_at)}"


def due_soon(deadline_at: datetime) -> str:
    """What may still come in time."""
    return f"Sắp đến hạn cập nhật (trước {deadline_at:%H:%M})"


def late(missed: Sequence[date], *, is_by_working_days: bool) -> str:
    """For how many of the days on which it delivers nothing has come, and since the first of these, `missed`."""
    days = "ngày làm việc" if is_by_working_days else "ngày"
    return f"Chậm {len(missed)} {days} · chờ từ {missed[0]:%d/%m}"


def down(since: datetime, next_try_at: datetime | None) -> str:
    """Since when nobody answers, and when it is asked again."""
    again = f" · thử lại lúc {next_try_at.astimezone(TIMEZONE):%H:%M}" if next_try_at else ""
    return f"Mất kết nối nguồn từ {moment(since)}{again}"


def partly(since: datetime | None, newest_event_at: datetime | None) -> str:
    """`since` is when a part stopped that does not come by itself."""
    begun = f" từ {moment(since)}" if since else ""
    until = f" · {up_to(newest_event_at)}" if newest_event_at else ""
    return f"Mới nhận một phần{begun}{until}"


def up_to(newest_event_at: datetime) -> str:
    """The age of the newest figure."""
    return f"số liệu đến {moment(newest_event_at)}"


def moment(instant: datetime) -> str:
    """ "07:15 ngày 23/11"."""
    return f"{instant.astimezone(TIMEZONE):%H:%M ngày %d/%m}"


def day(instant: datetime) -> str:
    """ "23/11"."""
    return f"{instant.astimezone(TIMEZONE):%d/%m}"


def time(instant: datetime) -> str:
    """ "lúc 07:15"."""
    return f"lúc {instant.astimezone(TIMEZONE):%H:%M}"
