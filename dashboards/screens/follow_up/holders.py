"""One agency and the dossiers it holds, to be opened by mouse, thumb or key."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.messages import _
from dashboards.screens.follow_up.address import Asked, Quarter
from dashboards.screens.follow_up.figures import FORWARDED, OWN, SOON, Agency, Dossier
from dashboards.screens.follow_up.listing import Listing

SHOWN = 50
HEADS = (_("Dossier code"), _("Procedure"), _("Received"), _("Due"), _("Against the due date"), _("Status"))


def holder(listing: Listing, agency: Agency, is_open: bool) -> html.Details:
    """The counts of an agency, and inside the dossiers: the longest overdue first, at most `SHOWN` of them."""
    inside = [
        _ended(listing, agency),
        _request(agency) if listing.ended(agency) is None else None,
        _table(agency, listing.place.view),
        _more(agency),
        _links(listing, agency),
    ]
    return html.Details(
        [html.Summary([html.Span(agency.name, className="holder-name"), _chips(agency)]), html.Div(inside)],
        open=is_open,
        className="holder",
        **attributes(data_agency=agency.code, data_overdue=str(agency.overdue), data_soon=str(agency.of(SOON))),
    )


def counts(agency: Agency) -> list[tuple[str, str]]:
    """(class, words) of what an agency holds: all overdue, its bands, the longest wait, what falls due.

    What is 0 is left out: of forwarded dossiers nobody counts which fall due.
    """
    told = (
        ("overdue", agency.overdue, _("{count} overdue", count=words.number(agency.overdue))),
        ("forwarded", agency.of(FORWARDED), _forwarded(agency)),
        ("band", agency.count("1-5"), _("1–5 working days: {count}", count=words.number(agency.count("1-5")))),
        ("band", agency.count("6-10"), _("6–10 working days: {count}", count=words.number(agency.count("6-10")))),
        ("band", agency.count("11-"), _("over 10 working days: {count}", count=words.number(agency.count("11-")))),
        ("longest", agency.overdue, _longest(agency)),
        ("soon", agency.of(SOON), _("{count} falling due", count=words.number(agency.of(SOON)))),
    )
    return [(name, text) for name, count, text in told if count]


def _forwarded(agency: Agency) -> str:
    return _("{count} of these taken in for it by a commune", count=words.number(agency.of(FORWARDED)))


def _longest(agency: Agency) -> str:
    return _("longest: {lateness}", lateness=agency.longest.lateness) if agency.longest else ""


def _chips(agency: Agency) -> html.Span:
    return html.Span(
        [html.Span(text, className=f"chip chip-{name}") for name, text in counts(agency)], className="chips"
    )


def _ended(listing: Listing, agency: Agency) -> Any:
    last = listing.ended(agency)
    if last is None:
        return None
    told = _("This agency ended on {day}: find out who has taken over its dossiers.", day=words.day(last))
    return html.P(told, className="ended", role="note")


def _request(agency: Agency) -> Any:
    """The sentence of a letter that urges, to be copied."""
    if not agency.overdue:
        return None
    told = _(
        "{agency} is asked to resolve {count} overdue dossiers without delay (list attached), to report causes and "
        "when they will be finished, and to apologise to the citizens in writing as the rules ask.",
        agency=agency.name, count=words.number(agency.overdue),
    )  # fmt: skip
    return html.P(told, className="request")


def _table(agency: Agency, view: Quarter) -> html.Div:
    caption = html.Caption(_("Dossiers held by {agency}", agency=agency.name))
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in HEADS]))
    body = html.Tbody([_row(dossier, view) for dossier in agency.dossiers[:SHOWN]])
    return html.Div(html.Table([caption, head, body]), className="data-table stacked")


def _row(dossier: Dossier, view: Quarter) -> html.Tr:
    code = dcc.Link(dossier.code, href=view.of_dossiers(unit=Asked().unit, dossier=dossier.code))
    received, due = ("" if day is None else words.day(day) for day in (dossier.received, dossier.due))
    state = html.Span(dossier.lateness, className="is-overdue" if dossier.is_overdue else "")
    about = [dossier.procedure, html.Span(dossier.competence, className="competence")]
    cells: Sequence[Any] = (about, received, due, state, dossier.status)
    return html.Tr(
        [
            html.Th(code, scope="row"),
            *(
                html.Td(cell, **attributes(data_label=title))
                for title, cell in zip(HEADS[1:], cells, strict=True)
            ),
        ]
    )  # fmt: skip


def _more(agency: Agency) -> Any:
    if len(agency.dossiers) <= SHOWN:
        return None
    told = _(
        "{shown} of {count} dossiers are shown; the lists below hold all of them.",
        shown=words.number(SHOWN), count=words.number(len(agency.dossiers)),
    )  # fmt: skip
    return html.P(told, className="note")


def _links(listing: Listing, agency: Agency) -> html.P:
    """The complete lists behind the agency's counts."""
    named = (
        (OWN, _("All overdue, commune's competence")),
        (FORWARDED, _("All overdue, taken in for it by a commune")),
        (SOON, _("All falling due")),
    )
    links = [
        dcc.Link(f"{title} ({words.number(agency.of(name))})", href=listing.rows(name, agency.code))
        for name, title in named
        if agency.of(name)
    ]
    return html.P(links, className="links")
