"""What a view shows as a sheet: what is hidden on the page is hidden in the file."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from dashboards.denominators import read_denominators
from dashboards.downloads import Content
from dashboards.health_indicators import (
    CHECKUP,
    COVER,
    DIABETES,
    DISEASES,
    FULL,
    HYPERTENSION,
    LINKED,
    MEASLES_2,
    RENEWED,
    VISITS,
)
from dashboards.messages import _
from dashboards.place import Place
from dashboards.refusal import Refusal
from dashboards.screens.health.address import VIEWS, View
from dashboards.screens.health.covers import checkup_table, chronic_table, records_table, vaccination_table
from dashboards.screens.health.diseases import NO_COUNT, disease_of, weeks_table
from dashboards.screens.health.rows import part_of, rows_table, title_of
from dashboards.screens.health.senders import received
from dashboards.screens.health.summary import HEADS, summary_table
from dashboards.screens.health.visits import days_table, linked_table
from dashboards.tables import Table, sheet

TABLES: Mapping[str, tuple[Callable[[Place[View]], Table], tuple[str, ...]]] = MappingProxyType(
    {
        "": (summary_table, tuple(HEADS)),
        "vaccination": (vaccination_table, (FULL, MEASLES_2)),
        "checkup": (checkup_table, (CHECKUP,)),
        "records": (records_table, (COVER, RENEWED)),
        "chronic": (chronic_table, (HYPERTENSION, DIABETES)),
        "visits": (days_table, (VISITS,)),
        "linked": (linked_table, (LINKED,)),
        "diseases": (weeks_table, ()),
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
    title = f"{_('Health')}: {VIEWS[view.view]}" if view.view else _("Health")
    if view.view == "diseases":
        return Content(title, sheet(make(place)), (DISEASES[disease_of(place)],), "diseases", (NO_COUNT,))
    about = (*{each.text: None for each in read_denominators(place, measures).values()}, received(place))
    return Content(title, sheet(make(place)), measures, view.view or "health", tuple(each for each in about if each))
