"""Who has not sent: for every source, unit and period what was due, what came late, and what is still waited for."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from config import clock
from dashboards import words
from dashboards.components.marked import marked
from dashboards.marks import DELIVERIES
from dashboards.messages import _
from dashboards.owed import is_waited_for, period, summary, waited_since
from dashboards.place import day_of
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.figures import instant
from dashboards.screens.data_health.tables import card_table

HEADS = (_("Unit"), _("Source"), _("Period"), _("Deadline"), _("State"))
COUNT_HEADS = (
    _("Source"), _("Period"), _("Deadline"), _("Expected"), _("In time"), _("Late"), _("Not sent yet"),
    _("Failed, made up for"),
)  # fmt: skip
STREAMS = {"record": _("health records"), "visit": _("visits"), "telehealth": _("telehealth sessions")}


def undelivered(facts: Facts) -> list[dict[Any, Any]]:
    """What connected sources owe and have not sent in time, the rows of deliveries.sql."""
    found = facts.ask("deliveries", source=facts.asked.source, since=facts.owed_since).to_dict("records")
    return [row for row in found if row["source"] in facts.connected]


def deliveries_view(facts: Facts) -> list[Any]:
    """Those that did not send, one by one, and how many of each source and period did."""
    since = facts.owed_since
    late = undelivered(facts)
    counts = facts.ask("delivery_counts", source=facts.asked.source, since=since).to_dict("records")
    listed = [[row["unit_name_vi"], facts.title(row["source"]), *_told(row)] for row in late if is_waited_for(row)]
    counted = [_counted(facts, row) for row in counts if row["source"] in facts.connected]
    if not counted and not listed:
        return [html.P(_("Nothing has been due since {day}", day=words.day(since)), className="nothing", role="status")]
    return [
        html.Section([
            html.H2(summary(late)),
            card_table(_("Not sent, or sent late"), HEADS, listed, "deliveries") if listed else None,
        ]),
        html.Section(card_table(_("By source and period, since {day}", day=words.day(since)), COUNT_HEADS, counted))
        if counted else None,
    ]  # fmt: skip


def waited(row: Mapping[Any, Any]) -> str:
    """How long a delivery has been waited for, or by how much it was late."""
    came = instant(row["received_at"])
    if came is None:
        since = waited_since(row)
        days = (clock.today() - since).days
        return _("{days} days late · waited for since {day}", days=words.number(days), day=words.day(since))
    return _("came at {at}", at=words.instant(came))


def _told(row: Mapping[Any, Any]) -> list[Any]:
    state = html.Div([marked(DELIVERIES[row["state"]]), html.Span(waited(row), className="sentence")])
    return [period(row), words.day(day_of(row["deadline_date"])), state]


def _counted(facts: Facts, row: Mapping[Any, Any]) -> list[Any]:
    numbers = [words.number(int(row[name])) for name in ("expected", "on_time", "late", "missing", "made_up")]
    return [facts.title(row["source"]), _counted_period(row), words.day(day_of(row["deadline_date"])), *numbers]


def _counted_period(row: Mapping[Any, Any]) -> str:
    if row["period_name_vi"]:
        return str(row["period_name_vi"])
    stream = None if pd.isna(row["stream_kind"]) else STREAMS.get(row["stream_kind"])
    return _("{stream}, every day", stream=stream) if stream else _("every night")
