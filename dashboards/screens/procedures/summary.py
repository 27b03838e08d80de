"""A unit in one period: its numbers with the rows behind each, what it is divided into, and its course."""

from typing import Any

from dash import html

from dashboards.published import published
from dashboards.screens.procedures import remarks
from dashboards.screens.procedures.breakdown import breakdown
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.tiles import INDICATORS, Tiles
from dashboards.screens.procedures.trend import course
from dashboards.screens.procedures.values import is_part, whole

TABLE = ("dossiers_received", "online_share", "dossiers_resolved", "on_time_share", "overdue_open")


def summary(place: Place) -> list[Any]:
    """The content of the page below its title and menus."""
    known = published(place, INDICATORS, of_parts=TABLE)
    among = whole(place, INDICATORS, known)
    numbers = [html.Div(Tiles(place, among, _before(place)).all(), className="kpis"), remarks.remarks(place)]
    table = breakdown(place, TABLE, among, known)
    # Who asked for a division wants to see it first.
    parts = [table, *numbers] if place.view.group else [*numbers, table]
    return [*parts, None if is_part(place) else course(place)]


def _before(place: Place) -> Any:
    """The readings of the period before, if there is one."""
    earlier = place.before()
    return () if earlier is None else whole(earlier, INDICATORS, published(earlier, INDICATORS, of_parts=()))
