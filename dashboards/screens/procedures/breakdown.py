"""What a number is made of: a table of the next level down, each cell leading to its rows."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.readings import Reading, find
from dashboards.screens.procedures.address import GROUPS
from dashboards.screens.procedures.controls import divisions
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import Part, divided, usual_group

HEADS = {
    "dossiers_received": _("Received"),
    "online_share": _("Online"),
    "dossiers_resolved": _("Resolved"),
    "on_time_share": _("Early and on time"),
    "overdue_open": _("Overdue now"),
    "online_payment_share": _("Paid online"),
    "digitised_share": _("Digitised"),
    "electronic_result_share": _("Electronic result"),
    "data_reuse_share": _("Data reused"),
    "cross_boundary_share": _("Across boundaries"),
}
ADDED = ("dossiers_received", "dossiers_resolved", "overdue_open")


def breakdown(
    place: Place, indicators: Sequence[str], among: tuple[Reading, ...], known: tuple[Reading, ...]
) -> html.Section | None:
    """The table of the chosen division, its last row the whole; None where nothing can be divided further."""
    group = place.view.group or usual_group(place)
    if not group:
        return None
    rows = ordered(group, divided(place, group, indicators, known))
    cells = [_row(place, part, indicators) for part in rows]
    rest = {each: remainder(place, among, rows, each) for each in indicators if each in ADDED}
    if any(rest.values()):
        cells.append([_("Agencies that have ended"), *(_rest(rest.get(each)) for each in indicators)])
    whole = Part(place.unit.code, _("Sum: {unit}", unit=place.unit.short_name), {}, among)
    caption = _("By {group}", group=GROUPS[group])
    heads = [words.capital(GROUPS[group]), *(HEADS[each] for each in indicators)]
    table = data_table(caption, heads, cells, total=_row(place, whole, indicators))
    return html.Section([divisions(place), table], className="breakdown")


def ordered(group: str, parts: list[Part]) -> list[Part]:
    """By name; agency and field together by their on-time share, the lowest first, those too few for one last."""
    if group != "agency_field":
        return parts
    return sorted(parts, key=lambda part: (_share(part) is None, _share(part) or 0, part.key))


def remainder(place: Place, among: tuple[Reading, ...], parts: list[Part], indicator: str) -> int:
    """What the whole counts beyond its parts: dossiers of agencies that have ended and left them to the whole."""
    whole = find(among, indicator, place.unit.code).value or 0
    return int(whole - sum(part.find(indicator).value or 0 for part in parts))


def _share(part: Part) -> Any:
    return part.find("on_time_share").value


def _row(place: Place, part: Part, indicators: Sequence[str]) -> list[Any]:
    changes = {"group": "", **part.changes}
    name = dcc.Link(words.capital(part.name), href=place.view.link(**changes)) if part.changes else part.name
    return [name, *(_cell(place, part, indicator) for indicator in indicators)]


def _cell(place: Place, part: Part, indicator: str) -> Any:
    reading = part.find(indicator)
    if reading.numerator is None and reading.value is None:
        # A part in which no such row exists has a count of nothing, and no share.
        return words.number(0) if indicator in ADDED else words.NO_EVENTS
    number = measured(reading.text, indicator=indicator, value=reading.value, unit=part.key, class_name="")
    rows = dcc.Link(number, href=place.view.rows(indicator, **part.changes))
    return html.Span([rows, judgement(reading.band)], className="cell")


def _rest(count: int | None) -> str:
    return "" if count is None else words.number(count)
