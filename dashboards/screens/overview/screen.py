"""What needs me today? Every matter of all subjects, not only those that a wall has room for, and the communes."""

from dataclasses import dataclass
from typing import Any, ClassVar

from dash import dcc, html, register_page

from dashboards import words
from dashboards.address import Address
from dashboards.components.data_table import data_table
from dashboards.components.marked import marked
from dashboards.components.page import page
from dashboards.controls import WHOLE, controls_of_today
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.open_period import NoOpenPeriod, NothingToShow, find_today
from dashboards.overview.cells import Cell, Line, lines
from dashboards.overview.facts import SECTORS, Overview, read_overview
from dashboards.overview.matters import Matter, in_order
from dashboards.place import Place, snapshot_of
from dashboards.refusal import Refusal
from dashboards.rim import or_explained
from dashboards.screens.overview import SCREEN

TITLE = _("Overview for the head of the unit")

register_page(__name__, path=SCREEN.path, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@dataclass(frozen=True)
class Today(Address):
    """A unit of today, from which snapshot; each figure is of its own newest period."""

    PATH: ClassVar[str] = SCREEN.path


@or_explained
def layout(**query: str) -> html.Div:
    """The overview of the unit that an address names; what else addresses of other pages name means nothing here."""
    asked = Today.read({name: query[name] for name in ("unit", "snapshot") if name in query})
    place = _find(asked)
    overview = read_overview(place)
    about = f"{place.unit.name} · {_('each figure in its newest period')}"
    content = [
        controls_of_today(place), _matters(overview, place), _communes(overview, place)
    ]  # fmt: skip
    return page(
        SCREEN, TITLE, about, [(TITLE, SCREEN.path)], content, place.snapshot,
        is_past=place.is_past, now=place.view.link(snapshot=""),
    )  # fmt: skip


def _find(asked: Today) -> Place[Today]:
    another = asked.link(unit=Today().unit)
    try:
        place = find_today(asked, snapshot_of(asked))
    except NoOpenPeriod as lacking:
        raise Refusal(str(lacking), _("Look at how the data stands."), link="/data-health") from lacking
    except NothingToShow as lacking:
        raise Refusal(str(lacking), _("Choose another unit."), link=another) from lacking
    if place.unit.kind not in WHOLE:
        what = _("There is no overview of {unit}", unit=place.unit.name)
        raise Refusal(what, _("Choose another unit."), link=another)
    return place


def _matters(overview: Overview, place: Place[Today]) -> html.Section:
    """What, where, since when, who answers, the worst first; where there is nothing, how far that is known."""
    told = in_order(overview.matters)
    if not told:
        return html.Section([html.H2(_("Needs direction")), *map(html.P, overview.calm())], className="matters")
    red = sum(each.is_red for each in told)
    counted = _(
        "{red} to be dealt with first (marked ✕), {rest} to be watched",
        red=words.number(red), rest=words.number(len(told) - red),
    )  # fmt: skip
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
    return html.Section([html.H2(_("Unit by unit")), shown], className="matters")


def _line(line: Line, view: Today) -> list[Any]:
    name = dcc.Link(words.capital(line.name), href=view.elsewhere(line.code))
    return [name, *(_cell(cell, view) for cell in line.cells)]


def _cell(cell: Cell, view: Today) -> html.Div:
    """The word or why there is none, and of which figure."""
    href = view.at(cell.sector.path, unit=cell.unit_code, **cell.period)
    figure = html.P(words.capital(cell.worst.brief_name), className="note") if cell.worst else None
    return html.Div([dcc.Link(cell.judged or cell.why_not, href=href), figure])
