"""The address of a view: the only state a page has, so that whoever is sent the link sees the same numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

from dashboards.lateness import BANDS
from dashboards.messages import _
from dashboards.refusal import Refusal

PATH = "/procedures"
BASES = MappingProxyType({"own": _("22 former units"), "successor": _("5 new communes")})
GRAINS = MappingProxyType(
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
VIEWS = MappingProxyType(
    {
        "": _("Summary"),
        "digital": _("Online, digitised"),
        "trend": _("Course"),
        "map": _("Map"),
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
class View:
    """What the address asks for; every value is a text, and empty means the usual.

    `start` is a period's first day, `snapshot` a kept one's id. `measure` with `part` asks for the rows of one side of
    an indicator, `dossier` for one dossier; the names of `NARROWING` leave a part of the unit. `against` is what
    `view=why` compares with: "year", a snapshot's id, or the period before.
    """

    unit: str = "BS5"
    basis: str = "successor"
    grain: str = "report_quarter"
    start: str = ""
    snapshot: str = ""
    view: str = ""
    group: str = ""
    measure: str = ""
    part: str = ""
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
        """The view of an address; what it does not name has its usual value. Raises `Refusal` for unknown values.

        `status` is another word for `measure`, `tab` for `view`.
        """
        known = {"status": "measure", "tab": "view"}
        given = {known.get(name, name): text.strip() for name, text in query.items() if text.strip()}
        given = {name: text for name, text in given.items() if name in cls.__dataclass_fields__}
        given["measure"] = MEASURES.get(given.get("measure", ""), given.get("measure", ""))
        view = cls(**given)
        view._check()
        return view

    def _check(self) -> None:
        _require_known(self.basis, BASES, _("a reading of units"))
        _require_known(self.grain, GRAINS, _("a kind of period"))
        for value, known, what in (
            (self.view, {**VIEWS, **VIEWS_OF_MEASURE}, _("a view")),
            (self.group, GROUPS, _("a division")),
            (self.part, PARTS, _("a part of an indicator")),
            (self.system, SYSTEMS, _("a processing system")),
            (self.late, BANDS, _("a lateness")),
        ):
            if value:
                _require_known(value, known, what)
        if self.start and self.start_date is None:
            raise Refusal(
                _("The address names a date that cannot be read: {date}", date=self.start),
                _("Write the first day of a period like 2026-09-15."),
            )

    @property
    def start_date(self) -> date | None:
        """The period's first day; None where the address names none, or none that can be read."""
        try:
            return date.fromisoformat(self.start)
        except ValueError:
            return None

    @property
    def narrowed(self) -> dict[str, str]:
        """{name: value} of what leaves a part of the unit."""
        return {name: getattr(self, name) for name in NARROWING if getattr(self, name)}

    @property
    def only(self) -> tuple[tuple[str, str], ...]:
        """(column of the dossiers, value) of what leaves a part of the unit's figures."""
        return tuple((column, getattr(self, name)) for name, column in COLUMNS.items() if getattr(self, name))

    def link(self, **changes: str) -> str:
        """The address of this view with some values changed; usual and empty values are left out."""
        return f"{PATH}?{self.search(**changes)}"

    def search(self, **changes: str) -> str:
        """What stands behind the question mark of `link`."""
        changed = vars(replace(self, **changes))
        # Unit, basis and grain are always named: a link must mean the same when a usual value changes.
        always = ("unit", "basis", "grain")
        return urlencode({name: value for name, value in changed.items() if name in always or value != USUAL[name]})

    def rows(self, indicator: str, part: str = "", **changes: str) -> str:
        """The address of the rows of one side of an indicator, with what else is changed."""
        return self.link(**({"measure": indicator, "part": part, "view": "", "group": ""} | changes))

    def elsewhere(self, unit: str, **changes: str) -> str:
        """The same view of another unit, whole."""
        return self.link(**({"unit": unit, "measure": "", "part": ""} | dict.fromkeys(NARROWING, "") | changes))


USUAL = MappingProxyType(vars(View()))


def _require_known(value: str, known: Mapping[str, object] | tuple[str, ...], what: str) -> None:
    if value not in known:
        raise Refusal(
            _("The address names {what} that does not exist: {value}", what=what, value=value),
            _("Choose one of: {choices}.", choices=", ".join(name for name in known if name)),
        )
