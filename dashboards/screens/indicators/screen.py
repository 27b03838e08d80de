"""What does this number mean, who answers for it, and when is it good: every indicator as its snapshot declares it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, urlencode

from dash import Input, Output, State, callback, clientside_callback, dcc, html, no_update, register_page

from dashboards import words
from dashboards.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.menu import menu
from dashboards.components.page import page
from dashboards.controls import choosable
from dashboards.messages import _
from dashboards.place import SCOPE, Period, Place, choose_unit, find_place, read_periods
from dashboards.readings import Reading, readings
from dashboards.rim import or_explained
from dashboards.screens.indicators import SCREEN
from dashboards.screens.indicators.card import card
from dashboards.screens.indicators.figures import Entry, entries, matching, subject_name
from warehouse.reader import query

PATH = SCREEN.path
TITLE = _("List of indicators")
NOT_TOGETHER = _("Counted by commune, not for several together")
# The content comes after the address, so the browser's own jump to `#on_time_share` finds nothing yet.
JUMP = """function(hash) {
    let looks = 0;
    const look = () => {
        const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
        if (target) { target.scrollIntoView(); target.classList.add("asked"); }
        else if (hash && looks++ < 100) { requestAnimationFrame(look); }
    };
    document.querySelectorAll(".indicator.asked").forEach(each => each.classList.remove("asked"));
    look();
    return window.dash_clientside.no_update;
}"""

register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Quarter(Address):
    """The newest report quarter, whose figures the cards show."""

    PATH: ClassVar[str] = PATH


@dataclass(frozen=True)
class Asked:
    """What the address asks for: whose figures, words to look for, a kept snapshot's id."""

    unit: str = "BS5"
    q: str = ""
    snapshot: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """What an address asks for; what it does not name has its usual value."""
        return cls(**{name: given[name].strip() for name in cls.__dataclass_fields__ if given.get(name, "").strip()})

    def search(self, **changes: str) -> str:
        """What stands behind the path; empty values are left out."""
        told = {name: value for name, value in asdict(replace(self, **changes)).items() if value}
        return f"?{urlencode(told)}"


@or_explained
def layout(**given: str) -> html.Div:
    """The indicators that an address asks for."""
    asked = Asked.read(given)
    area = find_place(Quarter(snapshot=asked.snapshot))
    unit = choose_unit(area.units, Quarter(unit=asked.unit))
    place = replace(area, view=replace(area.view, unit=unit.code), unit=unit)
    declared = entries(*(_declared(name, place) for name in ("indicators", "definitions", "targets")))
    found = matching(declared, asked.q)
    about = " · ".join((unit.name, place.period.title, *([words.PROVISIONAL] if place.period.is_open else [])))
    shown = _subjects(found, _figures(place), place, f"{PATH}{asked.search(q='')}" if asked.q else "")
    content = [_controls(asked, place), _found(asked, found, len(declared)), *shown, _address()]
    return page(
        SCREEN, TITLE, about, [(TITLE, PATH)], content, place.snapshot,
        is_past=place.is_past, now=f"{PATH}{asked.search(snapshot='')}",
    )  # fmt: skip


@callback(
    Output("indicators-address", "search"),
    Output("indicators-address", "hash"),
    Input("indicators-words", "n_submit"),
    Input("indicators-go", "n_clicks"),
    State("indicators-words", "value"),
    State("indicators-address", "search"),
    prevent_initial_call=True,
)
def look_for(entered: int | None, pressed: int | None, wanted: str | None, search: str | None) -> tuple[Any, Any]:
    """The address with the words that were typed, at no anchor any more; the page is drawn from it."""
    if not entered and not pressed:
        return no_update, no_update
    asked = Asked.read(dict(parse_qsl((search or "").removeprefix("?"))))
    return asked.search(q=(wanted or "").strip()), ""


clientside_callback(JUMP, Output("indicators-jump", "data"), Input("indicators-address", "hash"))


def _address() -> html.Div:
    return html.Div([dcc.Location(id="indicators-address", refresh="callback-nav"), dcc.Store(id="indicators-jump")])


def _controls(asked: Asked, place: Place[Quarter]) -> html.Nav:
    offered = choosable(place)
    units = [
        (words.capital(each.short_name), f"{PATH}{asked.search(unit=each.code)}", each == place.unit)
        for each in (offered if place.unit in offered else [*offered, place.unit])
    ]
    return html.Nav(
        [*_search(asked), menu(_("Unit"), units)],
        className="controls",
        **attributes(aria_label=_("Look for indicators and choose a unit")),
    )


def _search(asked: Asked) -> list[Any]:
    placeholder = _("Name of an indicator, accents may be left out")
    field = dcc.Input(
        id="indicators-words", type="search", value=asked.q, placeholder=placeholder, className="search-words"
    )
    label = html.Label(placeholder, htmlFor="indicators-words", className="unseen")
    button = html.Button(_("Search"), id="indicators-go", className="button", n_clicks=0)
    return [html.Div([label, field, button], className="search", role="search")]


def _found(asked: Asked, found: tuple[Entry, ...], total: int) -> html.P:
    if not asked.q:
        return html.P(_("{count} indicators", count=words.number(total)), className="found")
    told = (
        _("{count} of {total} indicators hold “{words}”", count=len(found), total=total, words=asked.q)
        if found
        else _("No indicator holds “{words}”", words=asked.q)
    )
    everything = dcc.Link(_("Show all"), href=f"{PATH}{asked.search(q='')}", className="button")
    return html.P([told, " ", everything], className="found", role="status")


def _subjects(
    found: tuple[Entry, ...], figures: Mapping[str, tuple[Reading, Period]], place: Place[Quarter], everything: str
) -> list[Any]:
    """A section a subject; `everything` is the address of all indicators where some are left out."""
    return [
        html.Section(
            [html.H2(subject_name(subject)), *(_card(each, figures, place, everything) for each in members)],
            className="subject",
        )
        for subject, members in groupby(found, key=lambda entry: entry.subject)
    ]


def _card(
    entry: Entry, figures: Mapping[str, tuple[Reading, Period]], place: Place[Quarter], everything: str
) -> html.Article:
    """An indicator with its figure; what is counted by school term names its term, and leads to it."""
    is_together = place.unit.kind == "area" and "area" not in entry.levels
    missing = Reading(entry.id, place.unit.code, "", NOT_TOGETHER if is_together else words.NO_DATA)
    reading, period = figures.get(entry.id, (missing, place.period))
    view = place.view if period.grain == place.view.grain else replace(place.view, grain=period.grain, **period.named)
    return card(entry, reading, period.title, view, everything)


def _declared(name: str, place: Place[Quarter]) -> Any:
    return query(f"indicators/{name}", scope=SCOPE, snapshot=place.snapshot.id)


def _figures(place: Place[Quarter]) -> Mapping[str, tuple[Reading, Period]]:
    """{indicator: its figure, and the period that it is of}."""
    frame = query(
        "indicators/values", scope=SCOPE, snapshot=place.snapshot.id, start=place.period.start,
        unit=place.unit.code, unit_from=place.unit.valid_from,
    )  # fmt: skip
    pairs = zip(readings(frame), read_periods(frame), strict=True)
    return {reading.indicator: (reading, period) for reading, period in pairs}
