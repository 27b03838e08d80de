"""Whom to urge this morning, and about which dossiers: what is overdue or falls due, by the agency that holds it."""

from typing import Any

from dash import html, register_page

from config import clock
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.menu import menu
from dashboards.components.page import page
from dashboards.controls import choosable
from dashboards.messages import _
from dashboards.rim import or_explained
from dashboards.screens.follow_up import SCREEN
from dashboards.screens.follow_up.address import FILE, LATE, PATH, Asked
from dashboards.screens.follow_up.figures import INDICATORS, summary
from dashboards.screens.follow_up.holders import holder
from dashboards.screens.follow_up.listing import Listing, read_listing
from dashboards.screens.follow_up.totals import totals

TITLE = _("Follow-up of dossiers")

register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@or_explained
def layout(**query: str) -> html.Div:
    """The list that an address asks for."""
    listing = read_listing(Asked.read(query))
    about = " · ".join((listing.unit.name, _("On {day}", day=words.day(listing.place.period.cutoff))))
    content = [_controls(listing), _not_today(listing), totals(listing), *_list(listing)]
    return page(
        SCREEN, TITLE, about, [(TITLE, listing.asked.link())], content, listing.place.snapshot,
        is_past=listing.place.is_past, now=listing.asked.link(snapshot=""),
    )  # fmt: skip


def _controls(listing: Listing) -> html.Nav:
    asked, chosen = listing.asked, listing.unit
    offered = choosable(listing.place)
    units = [
        (words.capital(unit.short_name), asked.link(unit=unit.code), unit == chosen)
        for unit in (offered if chosen in offered else [*offered, chosen])
    ]
    late = [(name, asked.link(late=key), key == asked.late) for key, name in LATE.items()]
    return html.Nav(
        [menu(_("Unit"), units), menu(_("Lateness"), late)],
        className="controls follow-up-controls",
        **attributes(aria_label=_("Choose unit and lateness")),
    )


def _not_today(listing: Listing) -> Any:
    """A list of yesterday is not what is late today, and says so."""
    today = clock.today()
    if listing.place.period.cutoff >= today:
        return None
    told = _(
        "These are the figures of {day}, not of today ({today}).",
        day=words.day(listing.place.period.cutoff), today=words.day(today),
    )  # fmt: skip
    return html.P(told, className="not-today", role="status")


def _list(listing: Listing) -> list[Any]:
    if not listing.agencies:
        return [html.P(_nothing(listing), className="nothing", role="status")]
    file = listing.asked.link(FILE, snapshot=listing.place.snapshot.id)
    head = html.Div(
        [html.P(_listed(listing)), html.A(_("Download"), href=file, className="button", download="")],
        className="list-head",
    )
    is_one = len(listing.agencies) == 1
    return [head, html.Div([holder(listing, each, is_one) for each in listing.agencies])]


def _listed(listing: Listing) -> list[Any]:
    """Where the list leaves dossiers out, how many it holds; then who holds the overdue ones."""
    told = summary(listing.agencies)
    if not listing.is_filtered:
        return [told]
    counted = _(
        "{lateness}: {dossiers} dossiers at {agencies} agencies.",
        lateness=LATE[listing.asked.late], dossiers=words.number(sum(map(listing.total, INDICATORS))),
        agencies=words.number(len(listing.agencies)),
    )  # fmt: skip
    return [html.Strong(counted), " ", told]


def _nothing(listing: Listing) -> str:
    return _("No dossier of this lateness") if listing.is_filtered else _("No overdue dossier")
