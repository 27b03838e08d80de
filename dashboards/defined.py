"""What a figure is, where a page says whence it comes: its definition, its target, who answers for it."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.address import Address
from dashboards.messages import _
from dashboards.place import Place

Fact = tuple[Any, Any]


def definition(
    place: Place[Address], told: Mapping[str, Any], source: str, *, value: Iterable[Fact] = (),
    rows: Iterable[Fact] = (), period: str = "",
) -> html.Section:  # fmt: skip
    """`told` is the indicator's row of the dictionary, `source` the one whose last event is told.

    `value` are facts before the target, `rows` those after it; `period` is said instead of the place's own.
    """
    newest = place.snapshot.newest_event_at.get(source)
    facts = [
        (_("Definition"), words.definition(told["definition_vi"], told["definition_certainty"])),
        *value,
        *_target(told),
        *rows,
        (_("Answers for it"), told["owner"]),
        (_("Period"), period or place.period.title),
        (_("Source's last event"), words.instant(newest) if newest else words.NO_DATA),
        (_("Snapshot"), f"{place.snapshot.id} · {words.instant(place.snapshot.known_at)}"),
    ]
    listed = [part for name, said in facts for part in (html.Dt(name), html.Dd(said))]
    more = dcc.Link(_("In the list of indicators"), href=f"/indicators#{told['indicator']}", className="button")
    return html.Section([html.H2(told["name_vi"]), html.Dl(listed), html.P(more)], className="provenance")


def _target(told: Mapping[str, Any]) -> Iterable[Fact]:
    if pd.isna(told["target"]):
        return ()
    target = words.target(told["target"], told["unit_vi"] == "%")
    return ((_("Target"), f"{target} · {told['target_basis']} · {words.certainty(told['target_certainty'])}"),)
