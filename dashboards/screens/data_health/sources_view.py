"""How each source stands: state, cause and next try, last good pull, newest event, deadline, and what became of its
rows; and one source alone, with its nights, tables and deliveries.
"""

from typing import Any

from dash import dcc, html

from config import clock
from connectors.kit.registry import sources
from dashboards import words
from dashboards.components.marked import marked
from dashboards.marks import SOURCES
from dashboards.messages import _
from dashboards.screens.data_health import remedies
from dashboards.screens.data_health.address import FINDINGS, HELD, TOTALS
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.figures import Account, accounts, age, by_owner, instant, kinds
from dashboards.screens.data_health.nights_view import nights_section
from dashboards.screens.data_health.tables import card_table
from warehouse.reader import SourceState

HEADS = (
    _("Source"), _("State"), _("Last good pull"), _("Newest event"), _("Deadline"), _("Next try"), _("Rows that came"),
)  # fmt: skip


def sources_view(facts: Facts) -> list[Any]:
    """All sources, or the one of the address, with what is to be done first."""
    shown = [sources_table(facts)]
    if not facts.asked.source:
        return [*shown, nights_section(facts)]
    return [*shown, nights_section(facts), _tables(facts), _waiting(facts), _batches(facts)]


def sources_table(facts: Facts) -> html.Section:
    """One row a source."""
    rows = [_row(facts, each) for each in facts.shown]
    return html.Section(card_table(_("How the sources stand"), HEADS, rows, "sources"))


def _row(facts: Facts, source: SourceState) -> list[Any]:
    name = dcc.Link(source.title_vi, href=facts.asked.link(view="", source=source.id))
    if not source.is_connected:
        setting = remedies.to_do(source)[1]
        return [name, marked(SOURCES[source.state]), "", "", "", html.Code(setting), ""]
    state = html.Div([marked(SOURCES[source.state]), html.Span(source.sentence_vi, className="sentence")])
    account = Account(source.id, {name: count for name, count in source.rows.items() if name != "in"})
    return [
        name,
        state,
        words.instant(source.last_good_at) if source.last_good_at else _("never"),
        _event(source),
        words.instant(source.deadline_at),
        words.instant(source.next_try_at) if source.next_try_at else "",
        html.Span(account.sentence, className="account"),
    ]


def _event(source: SourceState) -> str:
    if source.newest_event_at is None:
        return words.NO_DATA
    return f"{words.instant(source.newest_event_at)} ({age(source.newest_event_at, clock.today())})"


def _tables(facts: Facts) -> html.Section:
    counted = accounts(facts.ask("exits", source=facts.asked.source))
    rows = [[html.Span(each.name, className="code"), each.sentence] for each in counted]
    heads = (_("Table"), _("Rows that came"))
    return html.Section(card_table(_("What became of the rows of each table"), heads, rows))


def _waiting(facts: Facts) -> html.Section:
    """How much of the source waits for somebody, each count leading to its list."""
    held, found = kinds(facts.filtered("held_kinds")), kinds(facts.filtered("finding_kinds"))
    listed = [
        (_("{count} held rows", count=words.number(sum(each.count for each in held))), HELD),
        (_("{count} findings", count=words.number(sum(each.count for each in found))), FINDINGS),
        (_("Control totals"), TOTALS),
    ]
    links = [dcc.Link(said, href=facts.asked.to(view)) for said, view in listed]
    owners = " · ".join(f"{owner}: {words.number(count)}" for owner, count in by_owner(held).items())
    waits = html.P(_("Held rows wait for: {owners}", owners=owners)) if owners else None
    contract = sources()[facts.asked.source]
    about = html.P(_("Answers for it: {owner}", owner=contract.owner), className="quiet")
    return html.Section([html.H2(_("What waits for somebody")), html.P(links, className="links"), waits, about])


def _batches(facts: Facts) -> html.Section:
    frame = facts.ask("batches", source=facts.asked.source)
    rows = [
        [
            html.Span(row["batch"], className="batch"), row["stream"], _landed(row["landed_at"]),
            words.number(int(row["page_count"])), words.number(int(row["row_count"])),
            html.Code(f"ioc raw {row['batch']} 1"),
        ]
        for row in frame.to_dict("records")
    ]  # fmt: skip
    heads = (_("Delivery"), _("Stream"), _("Came at"), _("Pages"), _("Rows"), _("See it as the source sent it"))
    return html.Section(card_table(_("Newest deliveries"), heads, rows))


def _landed(value: Any) -> str:
    at = instant(value)
    return words.instant(at) if at else ""
