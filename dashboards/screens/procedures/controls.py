"""What can be chosen on the page: unit, old or new units, grain, period. All are links: the address says it all."""

from datetime import date

from dash import dcc, html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.screens.procedures.address import BASES, GRAINS
from dashboards.screens.procedures.place import Place, Unit

LAST_OLD_DAY = date(2025, 6, 30)
OLD_AREA = "524"
NEW_AREA = "BS5"
PERIODS_LISTED = 24


def controls(place: Place) -> html.Nav:
    """The choices of a page, the present one marked."""
    view = place.view
    units = [(unit.short_name, view.link(unit=unit.code, measure=""), unit == place.unit) for unit in choosable(place)]
    grains = [
        (name, view.link(grain=grain, start="", measure=""), grain == view.grain) for grain, name in GRAINS.items()
    ]
    return html.Nav(
        [
            _choice("Đơn vị", units),
            _choice(
                "Tính theo", [(name, basis_link(place, basis), basis == view.basis) for basis, name in BASES.items()]
            ),
            _choice("Loại kỳ", grains),
            _periods(place),
        ],
        className="controls",
        **attributes(aria_label="Chọn đơn vị và kỳ"),
    )


def choosable(place: Place) -> list[Unit]:
    """Areas and communes that existed when the period ended; carried onto the new units, the new ones only."""
    day = place.period.cutoff if place.view.basis == "own" else date.max
    found = [unit for unit in place.units if unit.kind != "agency" and unit.is_valid_on(day)]
    return sorted(found, key=lambda unit: (unit.kind, words.sort_key(unit.short_name)))


def basis_link(place: Place, basis: str) -> str:
    """The same view on the other basis; old units have no period after the day they ended."""
    if basis == "own":
        is_old = place.period.end <= LAST_OLD_DAY
        return place.view.link(
            unit=OLD_AREA, basis=basis, start=place.period.start.isoformat() if is_old else "", measure=""
        )
    return place.view.link(unit=NEW_AREA, basis=basis, measure="")


def _choice(label: str, options: list[tuple[str, str, bool]]) -> html.Div:
    links = [
        dcc.Link(name, href=address, className="chosen" if is_chosen else "") for name, address, is_chosen in options
    ]
    return html.Div([html.Span(label, className="label"), html.Div(links, className="options")], className="choice")


def _periods(place: Place) -> html.Div:
    """The period before and the one after, and a list to jump from."""
    at = place.periods.index(place.period)
    newer, older = place.periods[at - 1 : at] if at else (), place.periods[at + 1 : at + 2]
    steps = [(f"‹ {period.title}", period.start) for period in older]
    steps += [(f"{period.title} ›", period.start) for period in newer]
    listed = [
        html.Li(dcc.Link(period.title, href=place.view.link(start=period.start.isoformat())))
        for period in place.periods[:PERIODS_LISTED]
    ]
    here = html.Details([html.Summary(place.period.title), html.Ul(listed)], className="chosen")
    links = [dcc.Link(text, href=place.view.link(start=start.isoformat())) for text, start in steps]
    return html.Div(
        [html.Span("Kỳ", className="label"), html.Div([here, *links], className="options")], className="choice"
    )
