"""A unit in one period: its four numbers, the scales apart, what it is divided into, and its course."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.menu import menu
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.screens.satisfaction.address import (
    DISSATISFIED,
    GROUPS,
    INDICATORS,
    LEVELS,
    REJECTED,
    SATISFIED,
    SCALES,
    View,
)
from dashboards.screens.satisfaction.earlier import compared_with
from dashboards.screens.satisfaction.privacy import centres, is_split
from dashboards.screens.satisfaction.shares import shares, whole_of
from dashboards.screens.satisfaction.tiles import Tiles
from dashboards.screens.satisfaction.trend import course
from dashboards.screens.satisfaction.values import (
    counted,
    divided,
    is_inside,
    is_part,
    usual_group,
    whole,
)
from dashboards.tables import COUNT, Cell, Head, Table, count, drawn, text
from warehouse.reader import query

TABLE = (SATISFIED, DISSATISFIED, REJECTED)
EVERY, FIVE = ("3", "5"), ("5",)
HAVE = {"very_satisfied": EVERY, "satisfied": EVERY, "neutral": FIVE, "dissatisfied": EVERY, "very_dissatisfied": FIVE}


def summary(place: Place[View]) -> list[Any]:
    """The content of the page below its title and menus."""
    earlier = None if place.view.span else compared_with(place.on(against=""))
    before = whole(earlier, INDICATORS) if earlier else ()
    tiles = Tiles(place, whole(place, INDICATORS), before, earlier, with_rejected(place))
    numbers = html.Div(tiles.all(), className="kpis")
    table = html.Section([_divisions(place), drawn(by_group(place), is_cards=True)], className="breakdown of-presses")
    scales = html.Section(_scales(place), className="scales")
    # Who asked for a division wants to see it first.
    parts = [table, numbers] if place.view.group else [numbers, table]
    return [*parts, scales, None if is_part(place) else course(place)]


def _scales(place: Place[View]) -> list[Any]:
    if is_split(place):
        return [drawn(by_scale(place), is_cards=True), drawn(levels(place), is_cards=True)]
    return [html.H2(_("Scales apart")), html.P(_("The scales of this unit are shown on the pages of its centres only"))]


def group_of(place: Place[View]) -> str:
    """The division of the table: the one that the address names, or the next level down."""
    return place.view.group or usual_group(place)


def by_group(place: Place[View]) -> Table:
    """The unit divided as the address says, its last row the whole."""
    group = group_of(place)
    caption, first = _("By {group}", group=GROUPS[group]), words.capital(GROUPS[group])
    total = whole_of(place, whole(place, TABLE))
    return shares(place, caption, first, divided(place, group, TABLE), TABLE, total)


def by_scale(place: Place[View]) -> Table:
    """Devices with three and with five levels apart: their shares are not quite the same thing."""
    parts = divided(place, "scale", TABLE)
    if centres(place).told_by_scale:
        parts = [replace(part, changes={}) for part in parts]
    return shares(place, _("Scales apart"), words.capital(_("scale of the device")), parts, TABLE, None)


def levels(place: Place[View]) -> Table:
    """How often each level was pressed, on each scale."""
    frame = query("satisfaction/levels", counted(place, SATISFIED), scope=SCOPE, snapshot=place.snapshot.id)
    counts = {(row["level"], str(row["scale"])): int(row["ratings"]) for row in frame.to_dict("records")}
    heads = (Head(_("Level")), *(Head(words.capital(said), COUNT) for said in SCALES.values()))
    leads = not centres(place).told_by_scale
    rows = tuple(_level(place, level, counts, leads=leads) for level in LEVELS)
    return Table(_("Levels pressed"), heads, rows)


def _level(place: Place[View], level: str, counts: Mapping[tuple[str, str], int], *, leads: bool) -> tuple[Cell, ...]:
    """A level that a scale does not have is left empty."""
    cells = [
        count(found, place.view.rows(SATISFIED, "denominator", level=level, scale=scale) if found and leads else "")
        for scale in SCALES
        for found in [counts.get((level, scale), 0 if scale in HAVE[level] else None)]
    ]
    return text(LEVELS[level]), *cells


def with_rejected(place: Place[View]) -> str:
    """What the share would be with the rejected presses, in words; nothing where none was rejected."""
    frame = query("satisfaction/with_rejected", counted(place, REJECTED), scope=SCOPE, snapshot=place.snapshot.id)
    presses, satisfied = int(frame.iloc[0]["presses"]), int(frame.iloc[0]["satisfied"])
    (rejected,) = (each.numerator for each in whole(place, [REJECTED])) if presses else (0,)
    if not rejected:
        return ""
    share = words.share(satisfied / presses)
    return _("If they counted, {share} would be satisfied", share=share)


def _divisions(place: Place[View]) -> Any:
    known = ("agency", "counter", "field", "procedure", "scale") if place.unit.kind == "commune" else tuple(GROUPS)
    offered = ("counter", "field", "procedure", "scale") if is_inside(place) else known
    if not is_split(place):
        offered = tuple(each for each in offered if each != "scale")
    options = [(GROUPS[each], place.view.link(group=each), each == group_of(place)) for each in offered]
    return menu(_("Divided by"), options)
