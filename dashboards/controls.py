"""What can be chosen on every page: unit, reading, kind of period, period, snapshot. All are links."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.address import BASES, Address
from dashboards.components.attributes import attributes
from dashboards.components.menu import Option, menu
from dashboards.messages import _
from dashboards.place import Place, Unit
from warehouse.reader import KeptSnapshot, kept

LAST_OLD_DAY = date(2025, 6, 30)
OLD_AREA = "524"
NEW_AREA = "BS5"
PERIODS_LISTED = 36
WHOLE = ("area", "commune")


def controls(place: Place[Address], *more: Any, grains: Collection[str] | None = None) -> html.Nav:
    """The choices of a page, the present one marked, one menu each; `more` are menus that it alone has.

    `grains` are the kinds of periods that the view of the page has (None: all that the page knows).
    """
    offered = [each for each in place.view.GRAINS if grains is None or each in grains]
    menus = [
        menu(_("Unit"), _units(place)),
        menu(_("Counted by"), _bases(place)),
        menu(_("Kind of period"), _grains(place, offered)) if len(offered) > 1 else None,
        menu(_("Period"), _periods(place)),
        _steps(place),
        *more,
        menu(_("As known"), _snapshots(place)),
    ]
    return html.Nav(menus, className="controls", **attributes(aria_label=_("Choose unit and period")))


def controls_of_today(place: Place[Address]) -> html.Nav:
    """The choices of a page that knows units of today alone, and no period."""
    units = [(words.capital(each.short_name), place.view.elsewhere(each.code), each == place.unit)
             for each in choosable(place)]  # fmt: skip
    menus = [menu(_("Unit"), units), menu(_("As known"), _snapshots(place))]
    return html.Nav(menus, className="controls", **attributes(aria_label=_("Choose unit and snapshot")))


def views(known: Sequence[Option], *beside: Any) -> html.Div:
    """The ways of looking at the same numbers (words, address, whether chosen), and what stands beside them."""
    links = [
        dcc.Link(name, href=address, className="look chosen" if is_chosen else "look")
        for name, address, is_chosen in known
    ]
    return html.Div([html.Nav(links, **attributes(aria_label=_("Views"))), *beside], className="looks")


def choosable(place: Place[Address]) -> list[Unit]:
    """Areas and communes that existed when the period ended; carried onto the new units, the new ones only."""
    day = place.period.cutoff if place.view.basis == "own" else date.max
    found = [unit for unit in place.units if unit.kind in WHOLE and unit.is_valid_on(day)]
    return sorted(found, key=lambda unit: (unit.kind, words.sort_key(unit.short_name)))


def basis_link(place: Place[Address], basis: str) -> str:
    """The same view on the other basis; old units have no period after the day they ended."""
    if basis == "own":
        named = place.period.named if place.period.end <= LAST_OLD_DAY else {"start": "", "end": ""}
        return place.view.elsewhere(OLD_AREA, basis=basis, **named)
    return place.view.elsewhere(NEW_AREA, basis=basis)


def said_of(snapshot: KeptSnapshot) -> str:
    """Until when a snapshot knows, and whether it stands as published."""
    kind = _("as published") if snapshot.kind == "published" else _("recomputed with today's rules")
    return f"{words.instant(snapshot.known_at)} · {kind}"


def _bases(place: Place[Address]) -> list[Option]:
    return [(name, basis_link(place, basis), basis == place.view.basis) for basis, name in BASES.items()]


def _grains(place: Place[Address], offered: Sequence[str]) -> list[Option]:
    view = place.view
    return [(view.GRAINS[grain], view.link(grain=grain, start="", end=""), grain == view.grain) for grain in offered]


def _units(place: Place[Address]) -> list[Option]:
    """Areas and communes, and below the page's own commune what it is divided into."""
    is_part = place.unit.kind not in WHOLE
    home_code = place.unit.parent_code if is_part else place.unit.code
    listed: list[Option] = []
    for unit in choosable(place):
        listed.append((words.capital(unit.short_name), place.view.elsewhere(unit.code), unit == place.unit))
        if unit.code == home_code and unit.kind == "commune":
            listed += [
                (f"– {part.short_name}", place.view.elsewhere(part.code), part == place.unit)
                for part in _parts(place, unit)
            ]
    if is_part and not any(is_chosen for _name, _address, is_chosen in listed):
        listed.append((place.unit.short_name, place.view.elsewhere(place.unit.code), True))
    return listed


def _parts(place: Place[Address], commune: Unit) -> list[Unit]:
    found = [
        unit
        for unit in place.units
        if unit.kind in place.view.PARTS and (unit.parent_code, unit.parent_from) == (commune.code, commune.valid_from)
    ]
    return sorted(found, key=lambda unit: unit.code)


def _periods(place: Place[Address]) -> list[Option]:
    return [
        (period.title, place.view.link(**period.named), period == place.period)
        for period in place.periods[:PERIODS_LISTED]
    ]


def _steps(place: Place[Address]) -> html.Div:
    """The period before and the one after."""
    at = place.periods.index(place.period)
    older, newer = place.periods[at + 1 : at + 2], place.periods[at - 1 : at] if at else ()
    steps = [("‹", _("Earlier: {period}", period=period.title), period) for period in older]
    steps += [("›", _("Later: {period}", period=period.title), period) for period in newer]
    links = [
        dcc.Link(sign, href=place.view.link(**period.named), title=said, className="step")
        for sign, said, period in steps
    ]
    return html.Div(links, className="steps")


def _snapshots(place: Place[Address]) -> list[Option]:
    """Today's snapshot, and the kept ones, the newest first: as published, or recomputed with later rules."""
    now = place.view.link(snapshot="")
    listed = [
        (said_of(each), place.view.link(snapshot=each.id), each.id == place.view.snapshot)
        for each in reversed(kept())
        if each.id != place.snapshot.id or place.is_past
    ]
    return [(_("today"), now, not place.is_past), *listed]
