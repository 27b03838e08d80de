"""What a view shows as a sheet."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dashboards.downloads import Content
from dashboards.messages import _
from dashboards.place import Place
from dashboards.refusal import Refusal
from dashboards.screens.education.address import (
    ATTENDANCE,
    BELOW_5,
    COMPLETED,
    DROPOUT,
    FAIL,
    GOOD,
    ON_TIME,
    OVER_LIMIT,
    VIEWS,
    View,
)
from dashboards.screens.education.differences import differences_table
from dashboards.screens.education.learning import levels_table, shift_table
from dashboards.screens.education.rows import part_of, rows_table, title_of
from dashboards.screens.education.simple import attendance_table, classes_table, primary_table, prizes_table
from dashboards.screens.education.subjects import subjects_table
from dashboards.screens.education.summary import TABLE, summary_table
from dashboards.screens.education.workbooks import workbooks_table
from dashboards.tables import Table, sheet

TABLES: Mapping[str, tuple[Callable[[Place[View]], Table], tuple[str, ...]]] = MappingProxyType(
    {
        "": (summary_table, TABLE),
        "workbooks": (workbooks_table, (ON_TIME,)),
        "levels": (levels_table, (GOOD, FAIL)),
        "shift": (shift_table, (GOOD, FAIL)),
        "subjects": (subjects_table, (BELOW_5,)),
        "primary": (primary_table, (COMPLETED,)),
        "attendance": (attendance_table, (ATTENDANCE, DROPOUT)),
        "classes": (classes_table, (OVER_LIMIT,)),
        "differences": (differences_table, ()),
        "prizes": (prizes_table, ()),
    }
)


def has_file(view: View) -> bool:
    """Whether the view is more than sentences."""
    return view.view in TABLES


def content_of(place: Place[View]) -> Content:
    """The content of the page's file. Raises `Refusal` where there is none."""
    view = place.view
    if view.measure and not view.view:
        title = title_of(place)
        return Content(title, sheet(rows_table(place)), (view.measure,), f"{view.measure}-{part_of(place)}")
    if not has_file(view):
        raise Refusal(_("This view has no file"), _("Download the list of its rows."))
    make, measures = TABLES[view.view]
    title = f"{_('Education')}: {VIEWS[view.view]}" if view.view else _("Education")
    return Content(title, sheet(make(place)), measures, view.view or "education")
