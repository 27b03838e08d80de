"""The address of the list: whose dossiers, how late, and from which snapshot."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Self
from urllib.parse import urlencode

from dashboards.address import Address
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.refusal import Refusal
from dashboards.screens.follow_up import SCREEN

PATH = SCREEN.path
FILE = f"{PATH}.xlsx"
LATE = MappingProxyType(
    {
        "": _("All of them"),
        "1-5": _("1–5 working days late"),
        "6-10": _("6–10 working days late"),
        "11-": _("More than 10 working days late"),
        "soon": _("Falling due"),
    }
)


@dataclass(frozen=True)
class Quarter(Address):
    """The newest report quarter, in which the list is read."""

    PATH: ClassVar[str] = PATH
    COUNTED: ClassVar[tuple[str, ...]] = ("dossiers_received", "overdue_forwarded")

    def of_dossiers(self, **named: str) -> str:
        """The page of dossiers in this quarter, with what is named."""
        page = screen_of("dossier")
        return self.at(page.path if page else "", **named)


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a unit's code, a key of `LATE`, a kept snapshot's id (empty: the one served now)."""

    unit: str = "BS5"
    late: str = ""
    snapshot: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """What an address asks for; what it does not name has its usual value. Raises `Refusal` for unknown values."""
        given = {name: query[name].strip() for name in cls.__dataclass_fields__ if query.get(name, "").strip()}
        asked = cls(**given)
        if asked.late not in LATE:
            what = _("The address names a lateness that does not exist: {value}", value=asked.late)
            raise Refusal(
                what,
                _("Choose one from the list on the page."),
                link=cls(unit=asked.unit, snapshot=asked.snapshot).link(),
            )
        return asked

    def link(self, path: str = PATH, **changes: str) -> str:
        """The address with some values changed; the unit is always named, other empty values are left out."""
        told = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"{path}?{urlencode(told)}"
