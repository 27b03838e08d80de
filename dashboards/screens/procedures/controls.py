"""What can be chosen on the page: unit, reading, period, division, system, snapshot. All are links: the address says it
all, and a menu works without a script."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.messages import _
from dashboards.screens.procedures.address import BASES, GRAINS, GROUPS, SYSTEMS, VIEWS, VIEWS_OF_MEASURE
from dashboards.screens.procedures.place import Place, Unit
from dashboards.screens.procedures.values import usual_group
from warehouse.reader import KeptSnapshot, kept

LAST_OLD_DAY = date(2025, 6, 30)
OLD_AREA = "524"
NEW_AREA = "BS5"
PERIODS_LISTED = 36

Option = tuple[str, str, bool]


def controls(place: Place) -> html.Nav:
    """The choices of a page, the present one marked, one menu each."""
    view = place.view
    grains = [(name, view.link(grain=grain, start=""), grain == view.grain) for grain, name in GRAINS.items()]
    bases = [(name, basis_link(place, basis), basis == view.basis) for basis, name in BASES.items()]
    systems = [(_("all systems"), view.link(system=""), not view.system)]
    systems += [(name, view.link(system=system), system == view.system) for system, name in SYSTEMS.items()]
    menus = [
        menu(_("Unit"), _units(place)),
        menu(_("Counted by"), bases),
        menu(_("Kind of period"), grains),
        menu(_("Period"), _periods(place)),
        _steps(place),
        menu(_("System"), systems),
        menu(_("As known"), _snapshots(place)),
    ]
    return html.Nav(menus, className="controls", **attributes(aria_label=_("Choose unit and period")))


def tabs(place: Place, *beside: Any) -> html.Div:
    """The ways of looking at the same numbers, and what stands beside them."""
    known = VIEWS_OF_MEASURE if place.view.measure and place.view.view != "map" else VIEWS
    links = [
        dcc.Link(name, href=place.view.link(view=view), className="look chosen" if view == place.view.view else "look")
        for view, name in known.items()
    ]
    return html.Div([html.Nav(links, **attributes(aria_label=_("Views"))), *beside], className="looks")


def divisions(place: Place) -> html.Details:
    """By what the table is divided."""
    chosen = place.view.group or usual_group(place)
    offered = [group for group in GROUPS if place.unit.kind == "area" or group != "unit"]
    options = [(GROUPS[group], place.view.link(group=group), group == chosen) for group in offered]
    return menu(_("Divided by"), options)


def menu(label: str, options: Sequence[Option]) -> html.Details:
    """A menu of links (words, address, whether chosen); its summary says what is chosen."""
    chosen = next((name for name, _address, is_chosen in options if is_chosen), "–")
    listed = [
        html.Li(dcc.Link(name, href=address, className="chosen" if is_chosen else ""))
        for name, address, is_chosen in options
    ]
    summary = html.Summary([html.Span(label, className="label"), html.Span(chosen, className="chosen-name")])
    # A new address draws a new menu, so that it is closed again after a choice.
    return html.Details([summary, html.Ul(listed)], className="menu", key=f"{label} {chosen}")


def choosable(place: Place) -> list[Unit]:
    """Areas and communes that existed when the period ended; carried onto the new units, the new ones only."""
    day = place.period.cutoff if place.view.basis == "own" else date.max
    found = [unit for unit in place.units if unit.kind != "agency" and unit.is_valid_on(day)]
    return sorted(found, key=lambda unit: (unit.kind, words.sort_key(unit.short_name)))


def basis_link(place: Place, basis: str) -> str:
    """The same view on the other basis; old units have no period after the day they ended."""
    if basis == "own":
        is_old = place.period.end <= LAST_OLD_DAY
        return place.view.elsewhere(OLD_AREA, basis=basis, start=place.period.start.isoformat() if is_old else "")
    return place.view.elsewhere(NEW_AREA, basis=basis)


def _units(place: Place) -> list[Option]:
    """Areas and communes, and below the page's own commune its agencies."""
    home = place.unit if place.unit.kind != "agency" else None
    home_code = home.code if home else place.unit.parent_code
    listed: list[Option] = []
    for unit in choosable(place):
        listed.append((words.capital(unit.short_name), place.view.elsewhere(unit.code), unit == place.unit))
        if unit.code == home_code and unit.kind == "commune":
            listed += [
                (f"– {agency.short_name}", place.view.elsewhere(agency.code), agency == place.unit)
                for agency in _agencies(place, unit)
            ]
    if place.unit.kind == "agency" and not any(is_chosen for _name, _address, is_chosen in listed):
        listed.append((place.unit.short_name, place.view.elsewhere(place.unit.code), True))
    return listed


def _agencies(place: Place, commune: Unit) -> list[Unit]:
    found = [
        unit
        for unit in place.units
        if unit.kind == "agency" and (unit.parent_code, unit.parent_from) == (commune.code, commune.valid_from)
    ]
    return sorted(found, key=lambda unit: unit.code)


def _periods(place: Place) -> list[Option]:
    return [
        (period.title, place.view.link(start=period.start.isoformat()), period == place.period)
        for period in place.periods[:PERIODS_LISTED]
    ]


def _steps(place: Place) -> html.Div:
    """The period before and the one after."""
    at = place.periods.index(place.period)
    older, newer = place.periods[at + 1 : at + 2], place.periods[at - 1 : at] if at else ()
    steps = [("‹", _("Earlier: {period}", period=period.title), period.start) for period in older]
    steps += [("›", _("Later: {period}", period=period.title), period.start) for period in newer]
    links = [
        dcc.Link(sign, href=place.view.link(start=start.isoformat()), title=said, className="step")
        for sign, said, start in steps
    ]
    return html.Div(links, className="steps")


def _snapshots(place: Place) -> list[Option]:
    """Today's snapshot, and the kept ones, the newest first: as published, or recomputed with later rules."""
    now = place.view.link(snapshot="")
    listed = [
        (said_of(each), place.view.link(snapshot=each.id), each.id == place.view.snapshot)
        for each in reversed(kept())
        if each.id != place.snapshot.id or place.is_past
    ]
    return [(_("today"), now, not place.is_past), *listed]


def said_of(snapshot: KeptSnapshot) -> str:
    """Until when a snapshot knows, and whether it stands as published."""
    kind = _("as published") if snapshot.kind == "published" else _("recomputed with today's rules")
    return f"{words.instant(snapshot.known_at)} · {kind}"
