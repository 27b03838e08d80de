"""What the page says, worked out from frames alone: no Dash, no query, no clock."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from config.clock import TIMEZONE
from dashboards import words
from dashboards.messages import _

EXITS = {
    "loaded": _("in use"),
    "superseded": _("replaced"),
    "duplicate": _("came twice"),
    "held": _("held"),
    "removed": _("gone at the source"),
}
# A finding that compares says both values, the source's own first.
TWO_VALUES = re.compile(r"(\d+[.,]\d+)\D+(\d+[.,]\d+)$")
DIFFERS = "mark_differs"


@dataclass(frozen=True)
class Kind:
    """One reason or kind of finding at one source, with whose work it is; `since` is when the oldest row landed."""

    source: str
    code: str
    owner: str
    example: str
    count: int
    since: datetime | None


@dataclass(frozen=True)
class Row:
    """One held row or finding; one that a mart found has no page of its own."""

    source: str
    table: str
    code: str
    sentence: str
    owner: str
    key: str
    batch: str
    page: int | None
    row: int | None
    landed_at: datetime | None

    @property
    def place(self) -> str:
        """Where it stands in what the source sent: "trang 3, dòng 12"; no row where that would be a person's."""
        if self.page is None:
            return ""
        if self.row is None:
            return _("page {page}", page=words.number(self.page))
        return _("page {page}, row {row}", page=words.number(self.page), row=words.number(self.row))

    @property
    def raw_command(self) -> str:
        """The command that shows it as the source sent it."""
        if not self.place:
            return ""
        return f"ioc raw {self.batch} {self.page}" + ("" if self.row is None else f" {self.row} --table {self.table}")

    @property
    def two_values(self) -> tuple[str, str]:
        """The source's own value and the recomputed one of a finding that compares them; else both empty."""
        found = TWO_VALUES.search(self.sentence) if self.code == DIFFERS else None
        return (found[1], found[2]) if found else ("", "")


@dataclass(frozen=True)
class Account:
    """What became of the rows of one table, or of a whole source: the exits add up to what landed."""

    name: str
    by_exit: Mapping[str, int]

    @property
    def landed(self) -> int:
        """All rows that came in."""
        return sum(self.by_exit.values())

    @property
    def sentence(self) -> str:
        """ "1.000 = 900 đang dùng + 60 bản thay thế + 40 giữ lại"; exits that no row took are left out."""
        parts = [f"{words.number(count)} {EXITS[name]}" for name, count in self.by_exit.items() if count]
        return f"{words.number(self.landed)} = {' + '.join(parts)}" if parts else words.number(0)


def kinds(frame: pd.DataFrame) -> tuple[Kind, ...]:
    """The rows of held_kinds or finding_kinds."""
    return tuple(
        Kind(
            row["source"],
            row["code"],
            row["mended_by"],
            row["example_vi"],
            int(row["row_count"]),
            instant(row["since"]),
        )
        for row in frame.to_dict("records")
    )


def rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    """The rows of held_rows or finding_rows."""
    return tuple(_row(row) for row in frame.to_dict("records"))


def accounts(frame: pd.DataFrame, *, by: str = "table_name") -> tuple[Account, ...]:
    """The rows of exits, added up by table (or by source)."""
    added: dict[str, dict[str, int]] = {}
    for row in frame.to_dict("records"):
        whole = added.setdefault(row[by], dict.fromkeys(EXITS, 0))
        whole[row["exit"]] += int(row["row_count"])
    return tuple(Account(name, counted) for name, counted in added.items())


def by_owner(among: Iterable[Kind]) -> dict[str, int]:
    """{who mends: how many rows}, the most first."""
    added: dict[str, int] = {}
    for kind in among:
        added[kind.owner] = added.get(kind.owner, 0) + kind.count
    return dict(sorted(added.items(), key=lambda each: (-each[1], each[0])))


def instant(value: Any) -> datetime | None:
    """An instant of a frame in Vietnamese time."""
    if value is None or pd.isna(value):
        return None
    at: datetime = pd.Timestamp(value).to_pydatetime()
    return at.astimezone(TIMEZONE)


def age(at: datetime, today: date) -> str:
    """How many days lie between an instant and a date: "hôm nay", "hôm qua", "3 ngày trước"."""
    days = (today - at.astimezone(TIMEZONE).date()).days
    if days <= 0:
        return _("this very day")
    return _("yesterday") if days == 1 else _("{days} days ago", days=words.number(days))


def _row(row: Mapping[Any, Any]) -> Row:
    return Row(
        source=row["source"],
        table=row["table_name"],
        code=row["code"],
        sentence=row["message_vi"],
        owner=row["mended_by"],
        key=row["key"],
        batch="" if pd.isna(row["batch"]) else row["batch"],
        page=None if pd.isna(row["page"]) else int(row["page"]),
        row=None if pd.isna(row["row"]) else int(row["row"]),
        landed_at=instant(row["landed_at"]),
    )
