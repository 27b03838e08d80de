"""What the address of this page says beyond unit and period: which tab, which disease, which rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from dashboards.address import Address, require_known
from dashboards.health_indicators import (
    CASES,
    CHECKUP,
    COVER,
    COVERS,
    DIABETES,
    DISEASE_NAMES,
    DISEASES,
    FULL,
    HYPERTENSION,
    LINKED,
    MEASLES_2,
    RENEWED,
    TELEHEALTH,
    VISITS,
)
from dashboards.messages import _
from dashboards.screens.health import SCREEN

COUNTS = (VISITS, LINKED, TELEHEALTH)
EVERY = (*COVERS, CASES, *DISEASES.values(), *COUNTS)
VIEWS = MappingProxyType(
    {
        "": _("Summary"),
        "diseases": _("Infectious diseases"),
        "vaccination": _("Vaccination"),
        "checkup": _("Check-ups"),
        "records": _("Health records"),
        "chronic": _("Chronic diseases"),
        "visits": _("Visits"),
        "linked": _("Links, telehealth"),
    }
)
VIEWS_OF_MEASURE = MappingProxyType({"": _("List"), "provenance": _("Where does the figure come from?")})
# The numbers of a tab: they say which kinds of periods it has, the first that they are told in being the usual one.
TOLD_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "": (*COVERS, *COUNTS),
        "diseases": (CASES, *DISEASES.values()),
        "vaccination": (FULL, MEASLES_2),
        "checkup": (CHECKUP,),
        "records": (COVER, RENEWED),
        "chronic": (HYPERTENSION, DIABETES),
        "visits": (VISITS,),
        "linked": (LINKED, TELEHEALTH),
    }
)
PARTS = ("numerator", "denominator", "rest")
MONTH, WEEK = "month", "week"


@dataclass(frozen=True)
class View(Address):
    """What the address asks for; every value is a text, and empty means the usual.

    `disease` is the one whose weeks stand in the table; `measure` with `part` asks for the rows of an indicator.
    """

    PATH: ClassVar[str] = SCREEN.path
    SUBJECTS: ClassVar[tuple[str, ...]] = SCREEN.subjects
    COUNTED: ClassVar[tuple[str, ...]] = EVERY
    PARTS: ClassVar[tuple[str, ...]] = ("facility",)
    ALSO: ClassVar[Mapping[str, str]] = MappingProxyType({"tab": "view"})
    OF_A_PART: ClassVar[tuple[str, ...]] = ("measure", "part")

    grain: str = MONTH
    view: str = ""
    disease: str = ""
    measure: str = ""
    part: str = ""

    def check(self) -> None:
        """As for every page, and for what this page alone knows."""
        super().check()
        for value, known, what in (
            ("" if self.view in VIEWS_OF_MEASURE else self.view, VIEWS, _("a view")),
            (self.disease, DISEASE_NAMES, _("a disease")),
            (self.measure, EVERY, _("an indicator")),
            (self.part, PARTS, _("a part of an indicator")),
        ):
            if value:
                require_known(value, known, what)

    @property
    def told_by(self) -> tuple[str, ...]:
        """The indicators that the view is about."""
        return (self.measure,) if self.measure else TOLD_BY.get(self.view, TOLD_BY[""])

    def tab(self, view: str) -> str:
        """The address of another tab of the same unit; its periods may be others, so it begins with its newest."""
        is_kept = (WEEK in (self.grain,)) == (view == "diseases")
        kept = {} if is_kept else {"grain": WEEK if view == "diseases" else MONTH, "start": "", "end": ""}
        return self.link(view=view, disease="", measure="", part="", **kept)

    def rows(self, indicator: str, part: str = "") -> str:
        """The address of the rows of one side of an indicator."""
        return self.link(measure=indicator, part=part, view="", disease="")

    def source_of(self, indicator: str) -> str:
        """The address of where an indicator's figure comes from."""
        return self.link(measure=indicator, view="provenance", part="", disease="")
