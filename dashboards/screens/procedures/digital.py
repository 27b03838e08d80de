"""How far procedures run without paper and without a way to the counter: five shares to their targets, and by unit."""

from typing import Any

from dash import dcc, html

from dashboards.components.bars import Bar, bars_to_target
from dashboards.messages import _
from dashboards.published import published
from dashboards.screens.procedures.breakdown import HEADS, breakdown
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.tiles import of_all, reading_of, until
from dashboards.screens.procedures.values import whole

SHARES = ("online_share", "online_payment_share", "digitised_share", "electronic_result_share", "data_reuse_share")


def digital(place: Place) -> list[Any]:
    """The bars, then the same shares by commune, agency or field."""
    known = published(place, SHARES)
    among = whole(place, SHARES, known)
    bars = [
        Bar(reading, name=HEADS[each], note=of_all(reading) if reading.denominator else "", href=place.view.rows(each))
        for each in SHARES
        for reading in [reading_of(place, among, each)]
    ]
    drawn = html.Section([html.H2(_("Shares and targets")), html.P(until(place)), bars_to_target(bars, link=dcc.Link)])
    return [drawn, breakdown(place, SHARES, among, known)]
