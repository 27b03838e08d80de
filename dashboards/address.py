"""The address of a view: the only state a page has, so that whoever is sent the link sees the same numbers.

What every page's address says stands here: whose figures, in which reading, of which period, from which snapshot. A
page adds what it alone knows in a class of its own.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from dashboards.messages import _
from dashboards.refusal import Refusal

BASES = MappingProxyType({"own": _("22 former units"), "successor": _("5 new communes")})
BY_CALENDAR = MappingProxyType(
    {
        "report_quarter": _("Report quarter"),
        "report_month": _("Report month"),
        "report_half_year": _("6 months"),
        "report_nine_months": _("9 months"),
        "report_year": _("Report year"),
        "day": _("Day"),
        "week": _("Week"),
        "month": _("Month"),
        "quarter": _("Calendar quarter"),
        "year": _("Calendar year"),
    }
)
BY_TERM = MappingProxyType({"school_term": _("School term")})
# The terms of a school year begin on one day, so that an address names their last day too.
OVERLAPPING = frozenset(BY_TERM)
# A link must mean the same when a usual value changes.
ALWAYS_NAMED = ("unit", "basis", "grain")


@dataclass(frozen=True)
class Address:
    """What every address says; each value is a text, and empty means the usual.

    `start` is a period's first day, `end` its last where several begin on one day, `snapshot` a kept one's id.
    A page's own class adds fields, and sets: PATH; SUBJECTS, those of the indicators it knows (none: all); GRAINS, the
    kinds of periods it offers; COUNTED, the indicators whose periods it offers (none: any); PARTS, the kinds of units
    that a commune is divided into; ALSO, other words for a field; OF_A_PART, the fields that mean nothing elsewhere.
    """

    PATH: ClassVar[str] = ""
    SUBJECTS: ClassVar[tuple[str, ...]] = ()
    GRAINS: ClassVar[Mapping[str, str]] = BY_CALENDAR
    COUNTED: ClassVar[tuple[str, ...]] = ()
    PARTS: ClassVar[tuple[str, ...]] = ("agency",)
    ALSO: ClassVar[Mapping[str, str]] = MappingProxyType({})
    OF_A_PART: ClassVar[tuple[str, ...]] = ()

    unit: str = "BS5"
    basis: str = "successor"
    grain: str = "report_quarter"
    start: str = ""
    end: str = ""
    snapshot: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """The view of an address; what it does not name has its usual value. Raises `Refusal` for unknown values."""
        # A name that an address gives twice comes as a list.
        given = {name: text if isinstance(text, str) else next(iter(text), "") for name, text in query.items()}
        named = {cls.ALSO.get(name, name): text.strip() for name, text in given.items() if text.strip()}
        address = cls(**{each.name: named[each.name] for each in fields(cls) if each.name in named})
        address.check()
        return address

    def check(self) -> None:
        """Raise `Refusal` for a value that no page of ours writes."""
        require_known(self.basis, BASES, _("a reading of units"))
        require_known(self.grain, self.GRAINS, _("a kind of period"))
        for written, day in ((self.start, self.start_date), (self.end, self.end_date)):
            if written and day is None:
                raise Refusal(
                    _("The address names a date that cannot be read: {date}", date=written),
                    _("Write the first day of a period like 2026-09-15."),
                )

    @property
    def start_date(self) -> date | None:
        """The period's first day; None where the address names none, or none that can be read."""
        return _date(self.start)

    @property
    def end_date(self) -> date | None:
        """The period's last day, as `start_date`."""
        return _date(self.end)

    @property
    def only(self) -> tuple[tuple[str, str], ...]:
        """(column of the mart, value) of what leaves a part of the unit's figures."""
        return ()

    def link(self, **changes: str) -> str:
        """The address of this view with some values changed; usual and empty values are left out."""
        return f"{self.PATH}?{self.search(**changes)}"

    def search(self, **changes: str) -> str:
        """What stands behind the question mark of `link`."""
        changed = vars(replace(self, **changes))
        return urlencode(
            {
                each.name: changed[each.name]
                for each in fields(self)
                if each.name in ALWAYS_NAMED or changed[each.name] != each.default
            }
        )

    def elsewhere(self, unit: str, **changes: str) -> str:
        """The same view of another unit, whole."""
        return self.link(**({"unit": unit} | dict.fromkeys(self.OF_A_PART, "") | changes))

    def at(self, path: str, **named: str) -> str:
        """Another page of the same unit, period and snapshot, with what else is named; empty values are left out."""
        here = Address(**{each.name: getattr(self, each.name) for each in fields(Address)})
        more = {name: value for name, value in named.items() if value and name not in vars(here)}
        own = {name: value for name, value in named.items() if name in vars(here)}
        return f"{path}?{here.search(**own)}" + (f"&{urlencode(more)}" if more else "")


def require_known(value: str, known: Collection[str], what: str) -> None:
    """Raise `Refusal` for a value that is none of `known`; `what` says what it would be."""
    if value not in known:
        raise Refusal(
            _("The address names {what} that does not exist: {value}", what=what, value=value),
            _("Choose one of: {choices}.", choices=", ".join(_named(known))),
        )


def _named(known: Collection[str]) -> list[str]:
    """What can be chosen, in the words of the page where it has any."""
    said = known if isinstance(known, Mapping) else {}
    return [words if isinstance(words := said.get(each), str) else each for each in known if each]


def _date(written: Any) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
