"""The published figures above the list: what the commune must answer for, what others hold, and what falls due."""

from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.screens.follow_up.address import Asked
from dashboards.screens.follow_up.figures import FORWARDED, OWN, SOON
from dashboards.screens.follow_up.listing import Listing

TITLES = (
    (OWN, _("Overdue, commune's competence")),
    (FORWARDED, _("Overdue, decided by another agency")),
    (SOON, _("Falling due within 2 working days")),
)


def totals(listing: Listing) -> html.Section:
    """Three figures, each with its rows and its definition, and in words what they make together."""
    return html.Section(
        [
            html.H2(_sentence(listing)),
            html.Div([_figure(listing, indicator, title) for indicator, title in TITLES], className="totals"),
        ],
        className="follow-up-totals",
    )


def _sentence(listing: Listing) -> str:
    own, forwarded, soon = (int(listing.reading(each).value or 0) for each in (OWN, FORWARDED, SOON))
    if not own + forwarded:
        return _("No overdue dossier; {soon} fall due within 2 working days", soon=words.number(soon))
    return _(
        "{overdue} dossiers are overdue, {soon} fall due within 2 working days",
        overdue=words.number(own + forwarded), soon=words.number(soon),
    )  # fmt: skip


def _figure(listing: Listing, indicator: str, title: str) -> html.Div:
    reading = listing.reading(indicator)
    number = measured(
        reading.text, indicator=indicator, value=reading.value, unit=listing.unit.code,
        class_name="value" if reading.value is not None else "value-in-words",
    )  # fmt: skip
    rows = listing.rows(indicator)
    return html.Div(
        [
            html.P(title, className="figure-title"),
            html.P([number, " ", html.Span(_("dossiers"), className="unit")] if reading.value is not None else number),
            _target(listing, indicator),
            _elsewhere(listing, indicator),
            html.P(
                [
                    dcc.Link(_("See the dossiers"), href=rows) if reading.value else None,
                    html.A(_("How it is counted"), href=f"/indicators?unit={listing.unit.code}#{indicator}"),
                ],
                className="links",
            ),
        ],
        className="figure",
    )


def _target(listing: Listing, indicator: str) -> Any:
    reading = listing.reading(indicator)
    if not reading.target:
        return html.P(_("No target is set"), className="note") if reading.value is not None else None
    return html.P([_("Target {target}", target=reading.target), " ", judgement(reading.band)])


def _elsewhere(listing: Listing, indicator: str) -> Any:
    if indicator != FORWARDED or listing.unit.kind != "commune":
        return None
    link = dcc.Link(_("See the 5 communes"), href=listing.asked.link(unit=Asked().unit))
    return html.P(link, className="links")
