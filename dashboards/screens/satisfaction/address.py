"""What the address of this page says beyond unit and period: which tab, divided how, which rows, narrowed to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from dashboards.address import Address, require_known
from dashboards.messages import _
from dashboards.screens.satisfaction import SCREEN

SATISFIED, RATED = "satisfied_share", "rated_share"
DISSATISFIED, REJECTED = "dissatisfied_ratings", "rejected_rating_share"
INDICATORS = (SATISFIED, RATED, DISSATISFIED, REJECTED)
VIEWS = MappingProxyType(
    {
        "": _("Summary"),
        "reasons": _("Reasons"),
        "lateness": _("On time and late"),
        "rated": _("Dossiers rated"),
        "rejected": _("Rejected"),
        "hours": _("By hour"),
        "trend": _("12 months"),
        "criteria": _("Nine criteria"),
    }
)
VIEWS_OF_MEASURE = MappingProxyType(
    {
        "": _("List"),
        "why": _("Why did it change?"),
        "provenance": _("Where does the figure come from?"),
    }
)
GROUPS = MappingProxyType(
    {
        "unit": _("commune"),
        "agency": _("centre"),
        "counter": _("counter"),
        "field": _("field"),
        "procedure": _("procedure"),
        "scale": _("scale of the device"),
    }
)
PARTS = ("numerator", "denominator", "rest")
LATENESSES = MappingProxyType(
    {"on_time": _("dossier on time"), "late": _("dossier late"), "unknown": _("dossier not known")}
)
REJECTIONS = MappingProxyType(
    {
        "burst": _("one button pressed again and again"),
        "outside_hours": _("outside office hours"),
        "double_tap": _("pressed twice"),
        "clock": _("clock of the device wrong"),
    }
)
SCALES = MappingProxyType({"3": _("three-level devices"), "5": _("five-level devices")})
LEVELS = MappingProxyType(
    {
        "very_satisfied": _("Very satisfied"),
        "satisfied": _("Satisfied"),
        "neutral": _("Neutral"),
        "dissatisfied": _("Not satisfied"),
        "very_dissatisfied": _("Very dissatisfied"),
    }
)
# The twelve months up to the last day that counts, in place of the period: lateness has few cases in a quarter.
SPANS = MappingProxyType({"year": _("12 months")})
# What leaves a part of the presses, by the column that each names; a dossier handed out has only some of them.
COLUMNS = MappingProxyType(
    {
        "counter": "counter_code",
        "device": "device_code",
        "field": "field_code",
        "procedure": "procedure_code",
        "scale": "scale",
        "hour": "rated_hour",
        "lateness": "lateness",
        "rejection": "rejection",
        "level": "level",
    }
)
OF_DOSSIERS = ("field", "procedure")
NARROWING = (*COLUMNS, "reason")


@dataclass(frozen=True)
class View(Address):
    """What the address asks for; every value is a text, and empty means the usual.

    `measure` with `part` asks for the rows of one side of an indicator, `rating` for one press, `page` for a later page
    of a list; the names of `NARROWING` leave a part of the unit. `against` is what `view=why` compares with.
    """

    PATH: ClassVar[str] = SCREEN.path
    SUBJECTS: ClassVar[tuple[str, ...]] = SCREEN.subjects
    COUNTED: ClassVar[tuple[str, ...]] = INDICATORS
    ALSO: ClassVar[Mapping[str, str]] = MappingProxyType({"tab": "view"})
    OF_A_PART: ClassVar[tuple[str, ...]] = ("measure", "part", "page", "rating", *NARROWING)

    view: str = ""
    group: str = ""
    span: str = ""
    measure: str = ""
    part: str = ""
    counter: str = ""
    device: str = ""
    field: str = ""
    procedure: str = ""
    scale: str = ""
    hour: str = ""
    lateness: str = ""
    rejection: str = ""
    level: str = ""
    reason: str = ""
    against: str = ""
    page: str = ""
    rating: str = ""

    def check(self) -> None:
        """As for every page, and for what this page alone knows."""
        super().check()
        for value, known, what in (
            (self.view, {**VIEWS, **VIEWS_OF_MEASURE}, _("a view")),
            (self.group, GROUPS, _("a division")),
            (self.span, SPANS, _("a span")),
            (self.part, PARTS, _("a part of an indicator")),
            (self.scale, SCALES, _("a scale")),
            (self.lateness, LATENESSES, _("a lateness")),
            (self.rejection, REJECTIONS, _("a reason for rejecting")),
            (self.level, LEVELS, _("a level")),
            (self.hour, [str(hour) for hour in range(24)], _("an hour")),
        ):
            if value:
                require_known(value, known, what)

    @property
    def narrowed(self) -> dict[str, str]:
        """{name: value} of what leaves a part of the unit."""
        return {name: getattr(self, name) for name in NARROWING if getattr(self, name)}

    @property
    def only(self) -> tuple[tuple[str, str], ...]:
        """(column of the presses, value) of what leaves a part of the unit's figures."""
        return tuple((column, getattr(self, name)) for name, column in COLUMNS.items() if getattr(self, name))

    @property
    def page_number(self) -> int:
        """The page of a list, from 1."""
        return max(int(self.page), 1) if self.page.isdecimal() and len(self.page) < 7 else 1

    def rows(self, indicator: str, part: str = "", **changes: str) -> str:
        """The address of the rows of one side of an indicator, with what else is changed."""
        return self.link(
            **({"measure": indicator, "part": part, "view": "", "group": "", "page": "", "against": ""} | changes)
        )
