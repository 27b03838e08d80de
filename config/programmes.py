"""What a wall shows at which time of day: its programmes, and how long each page of a scene stands in them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Self

from config.display_table import Table
from config.school_calendar import school_terms

MINUTES_OF_A_DAY = 24 * 60
AFTER_A_DEADLINE = timedelta(days=14)
"""How long after the last day for a school term's books they are asked about most."""


@dataclass(frozen=True)
class Hours:
    """A part of each day, from `start` up to `until`; through midnight where `until` is the earlier of both."""

    start: time
    until: time

    @classmethod
    def of(cls, start: str, until: str) -> Self:
        """From two times as "07:30"."""
        return cls(time.fromisoformat(start), time.fromisoformat(until))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.until:%H:%M}"

    def hold(self, moment: time) -> bool:
        """Whether the moment lies in them."""
        return any(first <= _minute(moment) < end for first, end in self._minutes())

    def began(self, moment: datetime) -> datetime:
        """When they last began: the day before, of hours through midnight."""
        start = moment.replace(hour=self.start.hour, minute=self.start.minute, second=0, microsecond=0)
        return start if start <= moment else start - timedelta(days=1)

    def shared(self, other: "Hours") -> int:
        """How many minutes of a day lie in both."""
        pairs = ((mine, theirs) for mine in self._minutes() for theirs in other._minutes())
        return sum(max(0, min(mine[1], theirs[1]) - max(mine[0], theirs[0])) for mine, theirs in pairs)

    def _minutes(self) -> tuple[tuple[int, int], ...]:
        start, until = _minute(self.start), _minute(self.until)
        return ((start, until),) if start < until else ((start, MINUTES_OF_A_DAY), (0, until))


def _minute(of: time) -> int:
    return 60 * of.hour + of.minute


@dataclass(frozen=True)
class Showing:
    """A scene in an order of scenes; each of its pages stands for `dwell_s` seconds.

    `after_deadline_s` are its seconds in the two weeks after the last day for a school term's books, where they differ.
    """

    scene: str
    dwell_s: int
    after_deadline_s: int | None = None

    def on(self, day: date) -> Self:
        """The same with the seconds of that day."""
        is_after = any(timedelta() < day - term.deadline <= AFTER_A_DEADLINE for term in school_terms())
        return replace(self, dwell_s=self.after_deadline_s if is_after and self.after_deadline_s else self.dwell_s)


@dataclass(frozen=True)
class Programme:
    """An order of scenes. `hours` are None for what stands while no other holds, or is shown only where it is chosen.

    `is_for_visitors`: it shows nothing but what anybody who comes in may see. `is_frozen`: its figures stay those that
    were published when it began.
    """

    name: str
    title: str
    scenes: tuple[Showing, ...]
    hours: Hours | None = None
    is_for_visitors: bool = False
    is_frozen: bool = False

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in its hours."""
        return self.hours is not None and self.hours.hold(moment.time())

    def frozen_at(self, moment: datetime) -> datetime | None:
        """Since when its figures stand still; None where they do not."""
        return self.hours.began(moment) if self.hours and self.is_frozen else None

    def on(self, day: date) -> Self:
        """The same with the seconds of that day."""
        return replace(self, scenes=tuple(each.on(day) for each in self.scenes))


@dataclass(frozen=True)
class Dwell:
    """The seconds of a page of each scene, ordinarily and after a deadline."""

    ordinary: Mapping[str, int]
    after_deadline: Mapping[str, int]

    @classmethod
    def read(cls, table: Table) -> Self:
        """The seconds that a profile gives."""
        after = table.seconds("after_deadline_s") if table.has("after_deadline_s") else {}
        ordinary = table.seconds("dwell_s")
        for name in after.keys() - ordinary.keys():
            raise table.wrong(f"after_deadline_s.{name}", "dwell_s không có cảnh này; thêm vào đó hoặc xóa ở đây")
        return cls(ordinary, after)

    def showings(self, table: Table) -> tuple[Showing, ...]:
        """The scenes of a table, each with its seconds. Raises `ConfigurationInvalid` for one that has none."""
        names = table.names("scenes")
        for name in names:
            if name not in self.ordinary:
                raise table.wrong("dwell_s", f"thêm số giây của cảnh {name}, như {{ {name} = 20 }}")
        return tuple(Showing(name, self.ordinary[name], self.after_deadline.get(name)) for name in names)

    def refuse_others(self, table: Table, shown: Iterable[Showing]) -> None:
        """Raise `ConfigurationInvalid` for the seconds of a scene that nothing shows: its name is a slip."""
        names = sorted({each.scene for each in shown})
        for name in self.ordinary:
            if name not in names:
                said = f"không chương trình nào chiếu cảnh {name}; xóa đi hoặc sửa tên, các cảnh là: {', '.join(names)}"
                raise table.wrong(f"dwell_s.{name}", said)


def read_programmes(table: Table, dwell: Dwell) -> tuple[Programme, ...]:
    """The programmes of a profile. Raises `ConfigurationInvalid` for two of one name, and for two at one time."""
    found = tuple(_programme(table, given, dwell) for given in table.tables("programmes"))
    for one, two in combinations(found, 2):
        if one.name == two.name:
            raise table.wrong(f"programmes.{two.name}", "có hai chương trình cùng tên; đổi tên một")
        shared = one.hours.shared(two.hours) if one.hours and two.hours else 0
        if shared:
            said = f"{two.hours} chồng lên {one.hours} của {one.name} {shared} phút; sửa from hoặc until"
            raise table.wrong(f"programmes.{two.name}", said)
    return found


def _programme(within: Table, given: Mapping[str, object], dwell: Dwell) -> Programme:
    name = Table(within.name, given, within.path, "programmes.").text("name", "briefing")
    table = Table(within.name, given, within.path, f"programmes.{name}.")
    programme = Programme(
        table.text("name", "briefing"), table.text("title", "Giao ban"), dwell.showings(table),
        Hours.of(table.time("from"), table.time("until")) if table.has("from") or table.has("until") else None,
        table.flag("for_visitors"), table.flag("frozen"),
    )  # fmt: skip
    table.refuse_others()
    for key, said in _faults(programme):
        raise table.wrong(key, said)
    return programme


def _faults(programme: Programme) -> Iterator[tuple[str, str]]:
    if programme.hours and programme.hours.start == programme.hours.until:
        yield "until", f"{programme.hours} dài 0 phút; muốn chiếu cả ngày thì ghi programme trong hồ sơ"
    if programme.is_frozen and not programme.hours:
        yield "frozen", "số liệu chốt từ giờ bắt đầu của chương trình; thêm from và until, hoặc xóa frozen"
    if programme.hours and programme.is_for_visitors:
        # A wall that is cut off goes on with what it shows: visitors would see what they may not.
        yield "from", 'chương trình cho khách không theo giờ; xóa from, until và ghi programme = "…" trong một hồ sơ'
