"""What the manifest of a batch is made of; `connectors.kit.landing` hands these out with it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

# The kinds of batches that people bring about: a file of theirs, and taking one back.
UPLOAD, WITHDRAWAL = "upload", "withdrawal"
BY_HAND = frozenset({UPLOAD, WITHDRAWAL})

Watermark: TypeAlias = datetime | int
"""Up to where a stream has landed: an instant of the source's clock, or a growing whole number such as an id."""


@dataclass(frozen=True)
class Window:
    """What a batch covers: dates of the source from `from_date` up to, not including, `until_date` (Vietnamese dates).

    `changed_after` is set while pulling increments only and is not written to manifests.
    """

    from_date: date | None = None
    until_date: date | None = None
    changed_after: Watermark | None = None

    def __str__(self) -> str:
        if self.from_date and self.until_date:
            return f"từ {self.from_date:%d/%m/%Y} đến trước {self.until_date:%d/%m/%Y}"
        if isinstance(self.changed_after, datetime):
            return f"thay đổi sau {self.changed_after:%d/%m/%Y %H:%M:%S%z}"
        return "" if self.changed_after is None else f"sau số {self.changed_after}"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One raw page: its name ("000001" …), size in bytes and SHA-256, both of the encrypted file as stored.

    A page that was a file at the source also has its `origin` there, and when it was changed and what it held then.
    """

    name: str
    bytes: int
    sha256: str
    origin: str | None = None
    changed_at: datetime | None = None
    received_sha256: str | None = None


@dataclass(frozen=True)
class ControlTotal:
    """The source's own count of records in a window, beside the distinct keys that came."""

    window: Window
    total: int
    distinct_keys: int


@dataclass(frozen=True, slots=True)
class ByHand:
    """Who brought a file, or took one back, and when: the receipt's id, and the batch that no longer counts."""

    receipt: str
    who: str
    at: datetime
    withdraws: str | None = None
