"""What the address of this page says beyond unit and term: which tab, which subject, grade and class, which rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Self

from dashboards.address import BY_CALENDAR, BY_TERM, Address, require_known
from dashboards.messages import _
from dashboards.screens.education import SCREEN

ON_TIME, OVER_LIMIT = "workbook_on_time_share", "class_over_limit_share"
GOOD, FAIL = "lower_secondary_good_share", "lower_secondary_fail_share"
LEVELS = (
    "lower_secondary_level_tot_share",
    "lower_secondary_level_kha_share",
    "lower_secondary_level_dat_share",
    FAIL,
)
GOOD_OF_SEMESTER, FAIL_OF_SEMESTER = "lower_secondary_good_semester_share", "lower_secondary_fail_semester_share"
CONDUCT, COMPLETED, BELOW_5 = "conduct_good_share", "primary_completed_share", "marks_below_5_share"
ATTENDANCE, DROPOUT = "attendance_share", "dropout_share"
INDICATORS = (ON_TIME, GOOD, FAIL, CONDUCT, COMPLETED, BELOW_5, ATTENDANCE, DROPOUT, OVER_LIMIT)
EVERY = (*INDICATORS, *LEVELS[:3], GOOD_OF_SEMESTER, FAIL_OF_SEMESTER)
VIEWS = MappingProxyType(
    {
        "": _("Summary"),
        "workbooks": _("Mark books"),
        "levels": _("Levels of learning"),
        "shift": _("Semester I to II"),
        "subjects": _("Subjects"),
        "primary": _("Primary"),
        "attendance": _("Attendance"),
        "classes": _("Classes"),
        "differences": _("Differing marks"),
        "prizes": _("Prizes"),
    }
)
VIEWS_OF_MEASURE = MappingProxyType({"": _("List"), "provenance": _("Where does the figure come from?")})
# The number that says which term a view is about: the newest one for which it is told.
TOLD_BY: Mapping[str, str] = MappingProxyType(
    {
        "workbooks": ON_TIME,
        "levels": GOOD,
        "shift": GOOD_OF_SEMESTER,
        "subjects": BELOW_5,
        "primary": COMPLETED,
        "attendance": ATTENDANCE,
        "classes": OVER_LIMIT,
        "differences": GOOD,
    }
)
PARTS = ("numerator", "denominator", "rest")
GRADES = tuple(str(grade) for grade in range(1, 10))


@dataclass(frozen=True)
class View(Address):
    """What the address asks for; every value is a text, and empty means the usual.

    `measure` with `part` asks for the rows of one side of an indicator; `subject` with `grade`, and `class_name` of a
    school, go down to classes and subjects.
    """

    PATH: ClassVar[str] = SCREEN.path
    SUBJECTS: ClassVar[tuple[str, ...]] = SCREEN.subjects
    GRAINS: ClassVar[Mapping[str, str]] = BY_TERM
    COUNTED: ClassVar[tuple[str, ...]] = EVERY
    PARTS: ClassVar[tuple[str, ...]] = ("school",)
    ALSO: ClassVar[Mapping[str, str]] = MappingProxyType({"tab": "view", "class": "class_name"})
    OF_A_PART: ClassVar[tuple[str, ...]] = ("measure", "part", "class_name")

    grain: str = "school_term"
    view: str = ""
    measure: str = ""
    part: str = ""
    subject: str = ""
    grade: str = ""
    class_name: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        """As of every page; a kind of period of other pages, as a wall names it, means the newest term."""
        is_foreign = any(query.get("grain") == grain for grain in BY_CALENDAR)
        return super().read({**query, "grain": "", "start": "", "end": ""} if is_foreign else query)

    def check(self) -> None:
        """As for every page, and for what this page alone knows."""
        super().check()
        for value, known, what in (
            ("" if self.view in VIEWS_OF_MEASURE else self.view, VIEWS, _("a view")),
            (self.measure, EVERY, _("an indicator")),
            (self.part, PARTS, _("a part of an indicator")),
            (self.grade, GRADES, _("a grade")),
        ):
            if value:
                require_known(value, known, what)

    def rows(self, indicator: str, part: str = "") -> str:
        """The address of the rows of one side of an indicator."""
        return self.link(measure=indicator, part=part, view="", subject="", grade="", class_name="")

    def source_of(self, indicator: str) -> str:
        """The address of where an indicator's figure comes from."""
        return self.link(measure=indicator, view="provenance", part="", subject="", grade="", class_name="")
