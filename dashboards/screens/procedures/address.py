"""What the address of this page says beyond unit and period: which rows, divided how, narrowed to what."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar, Self

from dashboards.address import Address, require_known
from dashboards.lateness import BANDS
from dashboards.messages import _
from dashboards.screens.procedures import SCREEN

VIEWS = MappingProxyType(
    {
        "": _("Summary"),
        "digital": _("Online, digitised"),
        "trend": _("Course"),
        "map": _("Map"),
        "766": _("Service index (766)"),
    }
)
VIEWS_OF_MEASURE = MappingProxyType(
    {
        "": _("Dossiers"),
        "why": _("Why did it change?"),
        "provenance": _("Where does the figure come from?"),
    }
)
GROUPS = MappingProxyType(
    {
        "unit": _("commune"),
        "agency": _("agency"),
        "field": _("field"),
        "procedure": _("procedure"),
        "agency_field": _("agency × field"),
    }
)
PARTS = ("numerator", "denominator", "rest")
SYSTEMS = MappingProxyType({"PROVINCE": _("Province's system"), "MINISTRY": _("Ministry's system")})
# Short words that links from elsewhere use for the rows of an indicator.
MEASURES = MappingProxyType(
    {
        "received": "dossiers_received",
        "resolved": "dossiers_resolved",
        "overdue": "overdue_open",
        "due_soon": "due_within_2_days",
        "returned": "returned_share",
    }
)
# What narrows a view to a part of its unit, in the order in which one goes down.
NARROWING = ("agency", "field", "procedure", "system", "late", "finding")
# Those of them that leave a part of the figures too, by the column of the dossiers that they name.
COLUMNS = MappingProxyType(
    {"agency": "agency_code", "field": "field_code", "procedure": "procedure_code", "system": "processing_system"}
)


@dataclass(frozen=True)
class View(Address):
    """What the address asks for; every value is a text, and empty means the usual.

    `measure` with `part` asks for the rows of one side of an indicator, with `criterion` for those of one numbered part
    of what it adds up; `dossier` asks for one dossier; the names of `NARROWING` leave a part of the unit. `against` is
    what `view=why` compares with: "year", a snapshot's id, or the period before.
    """

    PATH: ClassVar[str] = SCREEN.path
    SUBJECTS: ClassVar[tuple[str, ...]] = SCREEN.subjects
    COUNTED: ClassVar[tuple[str, ...]] = ("dossiers_received", "overdue_forwarded")
    ALSO: ClassVar[Mapping[str, str]] = MappingProxyType({"status": "measure", "tab": "view"})
    OF_A_PART: ClassVar[tuple[str, ...]] = ("measure", "part", "criterion", *NARROWING)

    view: str = ""
    group: str = ""
    measure: str = ""
    part: str = ""
    criterion: str = ""
    agency: str = ""
    field: str = ""
    procedure: str = ""
    system: str = ""
    late: str = ""
    finding: str = ""
    against: str = ""
    dossier: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """As for every page; `measure` may be one of the short words."""
        view = super().read(query)
        return replace(view, measure=MEASURES.get(view.measure, view.measure))

    def check(self) -> None:
        """As for every page, and for what this page alone knows."""
        super().check()
        for value, known, what in (
            (self.view, {**VIEWS, **VIEWS_OF_MEASURE}, _("a view")),
            (self.group, GROUPS, _("a division")),
            (self.part, PARTS, _("a part of an indicator")),
            (self.system, SYSTEMS, _("a processing system")),
            (self.late, BANDS, _("a lateness")),
        ):
            if value:
                require_known(value, known, what)

    @property
    def narrowed(self) -> dict[str, str]:
        """{name: value} of what leaves a part of the unit."""
        return {name: getattr(self, name) for name in NARROWING if getattr(self, name)}

    @property
    def only(self) -> tuple[tuple[str, str], ...]:
        """(column of the dossiers, value) of what leaves a part of the unit's figures."""
        return tuple((column, getattr(self, name)) for name, column in COLUMNS.items() if getattr(self, name))

    def rows(self, indicator: str, part: str = "", **changes: str) -> str:
        """The address of the rows of one side of an indicator, with what else is changed."""
        return self.link(**({"measure": indicator, "part": part, "criterion": "", "view": "", "group": ""} | changes))
