"""Held rows and findings: by reason and owner with counts, down to each row and the page it stands on; and the files
for those whose work it is.
"""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.messages import _
from dashboards.screens.data_health.address import HELD, PATH, Asked
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.figures import DIFFERS, Kind, Row, by_owner, kinds, rows
from dashboards.screens.data_health.tables import card_table

LISTED = 100
QUERIES = {"held": ("held_kinds", "held_rows"), "findings": ("finding_kinds", "finding_rows")}


def rows_view(facts: Facts) -> list[Any]:
    """The counts by reason and owner; with a reason or an owner chosen, the rows themselves as well."""
    by_kind, by_row = QUERIES[facts.asked.view]
    found = kinds(facts.filtered(by_kind))
    if not found:
        return [html.P(_nothing(facts.asked), className="nothing", role="status")]
    shown = [_head(facts, found), _kinds(facts, found)]
    if not (facts.asked.code or facts.asked.owner or facts.asked.since):
        return shown
    return [*shown, _rows(facts, rows(facts.listed(by_row, LISTED)), sum(each.count for each in found))]


def said_of(asked: Asked, count: int) -> str:
    """How many rows, and what becomes of them."""
    if asked.view == HELD:
        told = _("{count} rows are held until they are mended; they are in no figure.", count=words.number(count))
    else:
        told = _("{count} findings: such rows are counted, and somebody should look.", count=words.number(count))
    return told


def _nothing(asked: Asked) -> str:
    return _("No row is held") if asked.view == HELD else _("Nothing was found")


def _head(facts: Facts, found: Sequence[Kind]) -> html.Section:
    """The sum, whose work it is, and the files."""
    total = sum(each.count for each in found)
    owners = [_owner(facts, owner, count) for owner, count in by_owner(found).items()]
    chosen = _chosen(facts.asked)
    return html.Section(
        [
            html.H2(said_of(facts.asked, total)),
            html.P([*chosen, dcc.Link(_("Show all"), href=facts.asked.to(facts.asked.view, source=""))])
            if chosen
            else None,
            html.Ul(owners, className="owners"),
        ],
        className="waiting",
    )


def _chosen(asked: Asked) -> list[Any]:
    told = [each for each in (asked.code, asked.owner, _days(asked)) if each]
    return [html.Span(_("Only: {what}", what=" · ".join(told))), " "] if told else []


def _days(asked: Asked) -> str:
    since, until = asked.landed["since"], asked.landed["until"]
    if not (since and until):
        return ""
    return _("landed from {since} to {until}", since=words.day(since), until=words.day(until))


def _owner(facts: Facts, owner: str, count: int) -> html.Li:
    name = _("{owner}: {count}", owner=owner, count=words.number(count))
    files = [
        html.A(said, href=_file(facts, kind, owner), download="", className="button")
        for kind, said in (("xlsx", _("Download (.xlsx)")), ("csv", _("Download (.csv)")))
    ]
    return html.Li([dcc.Link(name, href=facts.asked.link(owner=owner)), html.Span(files, className="files")])


def _file(facts: Facts, kind: str, owner: str) -> str:
    return facts.asked.link(f"{PATH}.{kind}", owner=owner, snapshot=facts.snapshot.id)


def _kinds(facts: Facts, found: Sequence[Kind]) -> html.Section:
    heads = (_("Reason, for example"), _("Source"), _("Mended by"), _("Oldest came at"), _("Rows"))
    listed = [
        [
            html.Span([each.example, " ", html.Span(each.code, className="code")]),
            facts.title(each.source),
            each.owner,
            words.instant(each.since) if each.since else "",
            dcc.Link(
                words.number(each.count),
                href=facts.asked.link(source=each.source, code=each.code, owner=each.owner),
            ),
        ]
        for each in found
    ]
    return html.Section(card_table(_("By reason and owner"), heads, listed, "kinds"))


def _rows(facts: Facts, listed: Sequence[Row], total: int) -> html.Section:
    more = _(
        "{shown} of {count} rows are shown; the files hold all of them.",
        shown=words.number(len(listed)), count=words.number(total),
    )  # fmt: skip
    compares = any(each.code == DIFFERS for each in listed)
    heads = [_("Key"), _("What is wrong"), *([_("In the book"), _("Recomputed")] if compares else [])]
    heads += [_("Mended by"), _("Came at"), _("See it as the source sent it")]
    return html.Section(
        [
            card_table(_("The rows"), heads, [_cells(each, compares) for each in listed], "rows"),
            html.P(more, className="note") if len(listed) < total else None,
        ]
    )


def _cells(each: Row, compares: bool) -> list[Any]:
    return [
        html.Span(each.key, className="code"),
        each.sentence,
        *(each.two_values if compares else ()),
        each.owner,
        words.instant(each.landed_at) if each.landed_at else "",
        html.Div([html.Span(each.place, className="sentence"), html.Code(each.raw_command)]) if each.place else "",
    ]
