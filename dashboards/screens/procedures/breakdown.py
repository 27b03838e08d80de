"""What a number is made of: a table of the next level down, each cell leading to its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
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
    "returned_share": _("Refused, returned, withdrawn"),
    "online_payment_share": _("Paid online"),
    "digitised_share": _("Digitised"),
    "electronic_result_share": _("Electronic result"),
    "data_reuse_share": _("Data reused"),
    "cross_boundary_share": _("Across boundaries"),
}
ADDED = ("dossiers_received", "dossiers_resolved", "overdue_open")
REST = ""
# As wide as the links of the other rows, so that counts stand under counts.
UNDER_LINKS = {"display": "inline-block", "minWidth": "58px", "textAlign": "right"}


@dataclass(frozen=True)
class Lines:
    """The rows of a table: the parts in their order, what the whole counts beyond them, and the whole.

    `group` is what divides them; where nothing does it is empty, and there are no parts. `rest` is None where the parts
    add up to the whole.
    """

    group: str
    parts: tuple[Part, ...]
    rest: Part | None
    whole: Part

    @property
    def every(self) -> tuple[Part, ...]:
        """All rows from the top, the whole last."""
        return (*self.parts, *([self.rest] if self.rest else []), self.whole)


def breakdown(
    place: Place, indicators: Sequence[str], among: tuple[Reading, ...], known: tuple[Reading, ...]
) -> html.Section | None:
    """The table of the chosen division, its last row the whole; None where nothing can be divided further."""
    found = lines(place, indicators, among, known)
    if not found.group:
        return None
    cells = [_row(place, part, indicators) for part in found.parts]
    if found.rest:
        cells.append([found.rest.name, *(_left_cell(found.rest.find(each)) for each in indicators)])
    caption = _("By {group}", group=GROUPS[found.group])
    heads = [words.capital(GROUPS[found.group]), *(HEADS[each] for each in indicators)]
    table = data_table(caption, heads, cells, total=_row(place, found.whole, indicators))
    return html.Section([divisions(place), table], className="breakdown")


def lines(place: Place, indicators: Sequence[str], among: tuple[Reading, ...], known: tuple[Reading, ...]) -> Lines:
    """The rows of the chosen division, for the page and its file alike."""
    group = place.view.group or usual_group(place)
    parts = ordered(group, divided(place, group, indicators, known)) if group else []
    whole = Part(place.unit.code, _("Sum: {unit}", unit=place.unit.short_name), {}, among)
    return Lines(group, tuple(parts), _beyond(place, among, parts, indicators) if group else None, whole)


def ordered(group: str, parts: list[Part]) -> list[Part]:
    """By name; agency and field together by their on-time share, the lowest first, those too few for one last."""
    if group != "agency_field":
        return parts
    return sorted(parts, key=lambda part: (_share(part) is None, _share(part) or 0, part.key))


def remainder(place: Place, among: tuple[Reading, ...], parts: Sequence[Part], indicator: str) -> int:
    """What the whole counts beyond its parts: what agencies that have ended left to it, or rows without the part."""
    whole = find(among, indicator, place.unit.code).value
    return 0 if whole is None else int(whole - sum(part.find(indicator).value or 0 for part in parts))


def shown(place: Place, part: Part, indicator: str) -> Reading:
    """What stands in a cell. A part in which no such row exists has a count of nothing, and no share."""
    reading = part.find(indicator)
    if reading.text not in (words.NO_DATA, words.NO_EVENTS):
        return reading
    if indicator in ADDED:
        return Reading(indicator, part.key, part.name, words.number(0), Decimal(0))
    is_by_day = place.period.grain == "day"
    return replace(reading, text=words.NOT_BY_DAY if is_by_day else words.NO_EVENTS)


def _beyond(place: Place, among: tuple[Reading, ...], parts: Sequence[Part], indicators: Sequence[str]) -> Part | None:
    left = tuple(_left(place, among, parts, each) for each in indicators)
    has_any = any(each.value or each.denominator for each in left)
    return Part(REST, _("Outside the rows above"), {}, left) if has_any else None


def _left(place: Place, among: tuple[Reading, ...], parts: Sequence[Part], indicator: str) -> Reading:
    """What is left of an indicator: a count, or both counts of a share, which has no value that anybody judged."""
    if indicator in ADDED:
        count = remainder(place, among, parts, indicator)
        return Reading(indicator, REST, "", words.number(count), Decimal(count))
    whole = find(among, indicator, place.unit.code)
    if not whole.denominator:
        return Reading(indicator, REST, "", "")
    held = [part.find(indicator) for part in parts]
    denominator = whole.denominator - sum(each.denominator or 0 for each in held)
    numerator = (whole.numerator or 0) - sum(each.numerator or 0 for each in held)
    counts = {"numerator": words.number(numerator), "denominator": words.number(denominator)}
    said = _("{numerator} of {denominator} dossiers", **counts) if denominator else ""
    return Reading(indicator, REST, "", said, None, numerator, denominator)


def _share(part: Part) -> Any:
    return part.find("on_time_share").value


def _row(place: Place, part: Part, indicators: Sequence[str]) -> list[Any]:
    changes = {"group": "", **part.changes}
    name = dcc.Link(words.capital(part.name), href=place.view.link(**changes)) if part.changes else part.name
    return [name, *(_cell(place, part, indicator) for indicator in indicators)]


def _cell(place: Place, part: Part, indicator: str) -> Any:
    reading = shown(place, part, indicator)
    if reading.numerator is None and reading.denominator is None:
        return reading.text
    number = measured(reading.text, indicator=indicator, value=reading.value, unit=part.key, class_name="")
    rows = dcc.Link(number, href=place.view.rows(indicator, **part.changes))
    return html.Span([rows, judgement(reading.band)], className="cell")


def _left_cell(reading: Reading) -> html.Span:
    """A count under the other counts; there is no list of what is left to lead to."""
    return html.Span(reading.text, style=UNDER_LINKS if reading.value is not None else None)
