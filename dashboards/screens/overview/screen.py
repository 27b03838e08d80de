"""What needs me today? Every matter of all subjects, not only those that a wall has room for, and the communes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from dash import dcc, html, register_page

from dashboards import words
from dashboards.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.data_table import data_table
from dashboards.components.marked import marked
from dashboards.components.menu import menu
from dashboards.components.page import page
from dashboards.controls import WHOLE, choosable
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.overview.cells import Line, lines
from dashboards.overview.facts import SECTORS, Overview, read_overview
from dashboards.overview.matters import Matter, in_order
from dashboards.place import Place, find_place
from dashboards.refusal import Refusal
from dashboards.rim import or_explained
from dashboards.screens.overview import SCREEN

TITLE = _("Overview for the head of the unit")

register_page(__name__, path=SCREEN.path, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Today(Address):
    """A unit of today; whatever period an address names, each figure is of its own newest."""

    PATH: ClassVar[str] = SCREEN.path


@or_explained
def layout(**query: str) -> html.Div:
    """The overview of the unit that an address names."""
    asked = Today.read(query)
    place = find_place(Today(unit=asked.unit, snapshot=asked.snapshot))
    if place.unit.kind not in WHOLE:
        raise Refusal(
            _("There is no overview of {unit}", unit=place.unit.name), _("Choose another unit."), link=Today().link()
        )
    overview = read_overview(place)
    about = f"{place.unit.name} · {_('each figure in its newest period')}"
    content = [_controls(place), _matters(overview, place), _communes(overview, place)]
    return page(
        SCREEN, TITLE, about, [(TITLE, SCREEN.path)], content, place.snapshot,
        is_past=place.is_past, now=place.view.link(snapshot=""),
    )  # fmt: skip


def _controls(place: Place[Today]) -> html.Nav:
    units = [
        (words.capital(each.short_name), place.view.elsewhere(each.code), each == place.unit)
        for each in choosable(place)
    ]
    return html.Nav(menu(_("Unit"), units), className="controls", **attributes(aria_label=_("Choose the unit")))


def _matters(overview: Overview, place: Place[Today]) -> html.Section:
    """What, where, since when, who answers, the worst first; where there is nothing, how far that is known."""
    told = in_order(overview.matters)
    if not told:
        return html.Section([html.H2(_("Needs direction")), *map(html.P, overview.calm())], className="matters")
    red = sum(each.is_red for each in told)
    counted = _("{count} matters, {red} of them red", count=words.number(len(told)), red=words.number(red))
    rows = [_sentence(each, place.view) for each in told]
    return html.Section([html.H2(_("Needs direction")), html.P(counted), html.Ul(rows)], className="matters")


def _sentence(matter: Matter, view: Today) -> html.Li:
    shown = screen_of(matter.subject)
    what: Any = words.capital(matter.what)
    said = dcc.Link(what, href=view.at(shown.path, **matter.named)) if shown else what
    rest = " · ".join(filter(None, (matter.since, matter.who)))
    return html.Li([marked(matter.mark), html.P(said), html.P(rest, className="note")], className="matter")


def _communes(overview: Overview, place: Place[Today]) -> html.Section:
    found = lines(overview)
    caption = _("By the chief figures: on time, diseases and measles doses, mark books, satisfied")
    heads = [_("Unit"), *(sector.name for sector in SECTORS)]
    shown = data_table(caption, heads, [_line(each, place.view) for each in found]) if found else html.P(words.NO_DATA)
    return html.Section([html.H2(_("Unit by unit")), shown])


def _line(line: Line, view: Today) -> list[Any]:
    name = dcc.Link(words.capital(line.name), href=view.elsewhere(line.code))
    cells = [dcc.Link(cell.said, href=view.at(cell.sector.path, unit=line.code, **cell.period)) for cell in line.cells]
    return [name, *cells]
