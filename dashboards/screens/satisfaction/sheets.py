"""What a page shows as a sheet: its table, or all rows of its list."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.downloads import Content
from dashboards.export import MOST_ROWS, Column, Sheet, records
from dashboards.messages import _
from dashboards.place import Place
from dashboards.refusal import Refusal
from dashboards.screens.satisfaction.address import RATED, VIEWS, VIEWS_OF_MEASURE, View
from dashboards.screens.satisfaction.criteria import criteria_table
from dashboards.screens.satisfaction.rows import came, part_of, rows_frame, title_of, total_of, verdict
from dashboards.screens.satisfaction.summary import TABLE, by_group
from dashboards.screens.satisfaction.tabs import (
    hours_table,
    lateness_table,
    rated_table,
    reasons_table,
    rejected_table,
)
from dashboards.screens.satisfaction.trend import trend_table
from dashboards.screens.satisfaction.values import is_part, narrowed_in_words, span_in_words
from dashboards.tables import Table, sheet

WITHOUT_FILE = ("why", "provenance")
# Beneath the limit of the format stand the titles.
MOST_LISTED = MOST_ROWS - 10
TABLES: Mapping[str, tuple[Callable[[Place[View]], Table], tuple[str, ...]]] = MappingProxyType(
    {
        "": (by_group, TABLE),
        "reasons": (reasons_table, ("dissatisfied_ratings",)),
        "lateness": (lateness_table, ("satisfied_share", "dissatisfied_ratings")),
        "rated": (rated_table, (RATED,)),
        "rejected": (rejected_table, ("rejected_rating_share",)),
        "hours": (hours_table, ("satisfied_share", "dissatisfied_ratings")),
        "trend": (trend_table, TABLE),
        "criteria": (criteria_table, ()),
    }
)
PRESSES = (
    Column("rating_id", _("Number at the source"), "count"),
    Column("rated_at", _("Pressed at"), "instant"),
    Column("level_name_vi", _("Level")),
    Column("scale", words.capital(_("scale of the device")), "count"),
    Column("agency_name_vi", words.capital(_("centre"))),
    Column("counter_code", words.capital(_("counter"))),
    Column("device_code", _("Device")),
    Column("dossier_code", _("Dossier")),
    Column("procedure_name_vi", _("Procedure")),
    Column("came", _("Dossier came")),
    Column("reason_names_vi", _("Reason")),
    Column("verdict", _("Counted")),
)
HANDED_OUT = (
    Column("dossier_code", _("Dossier")),
    Column("returned_date", _("Handed out"), "date"),
    Column("procedure_name_vi", _("Procedure")),
    Column("agency_name_vi", words.capital(_("agency"))),
    Column("verdict", _("Rated")),
)


def content_of(place: Place[View]) -> Content:
    """The content of the page's file. Raises `Refusal` where there is none."""
    view = place.view
    if view.view in WITHOUT_FILE:
        raise Refusal(_("This view has no file"), _("Download the list of its rows."))
    if view.measure:
        return _listed(place)
    if view.view == "trend" and is_part(place):
        raise Refusal(_("The course is counted for whole units only."), _("Look at the whole unit."))
    make, measures = TABLES[view.view]
    title = f"{_('Satisfaction')}: {VIEWS[view.view]}" if view.view else _("Satisfaction")
    about = (*narrowed_in_words(place).values(), *([span_in_words(place)] if view.span else []))
    return Content(title, sheet(make(place)), measures, view.view or "satisfaction", about)


def _listed(place: Place[View]) -> Content:
    title, view = title_of(place), place.view
    frame = rows_frame(place, MOST_LISTED, 0)
    total = total_of(place, frame)
    if total > len(frame):
        what = _("The sheet {title} has too many rows for a workbook.", title=title).rstrip(".")
        raise Refusal(what, _("Choose a shorter period, then download it again."))
    columns, rows = (HANDED_OUT, _dossiers(frame)) if view.measure == RATED else (PRESSES, _presses(frame))
    about = (*narrowed_in_words(place).values(), _("{count} rows", count=words.number(total)))
    name = f"{view.measure}-{part_of(view)}"
    return Content(title, Sheet(_("Rows"), columns, rows), (view.measure,), name, about)


def _presses(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in records(frame):
        yield {**row, "came": came(row), "verdict": verdict(row)}


def _dossiers(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in records(frame):
        yield {**row, "verdict": _("yes") if row["is_rated"] else _("no")}


def has_file(view: View) -> bool:
    """Whether the view is more than sentences."""
    return view.view not in VIEWS_OF_MEASURE or not view.view
