"""Slots 7 to 9: what was found in rows that count, whose work it is, and which snapshot all of this is read from."""

from collections.abc import Iterable
from typing import Any

from dash import html

from config import clock
from dashboards import words
from dashboards.messages import _
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.data.facts import Facts, Row
from dashboards.screens.wall.scenes.data.reasons import of_everybody, reason

KINDS = 3
OWNERS = 5


def findings(facts: Facts, links: Links) -> html.Section:
    """How many rows are counted although something about them is doubtful, and the most frequent kinds."""
    total = sum(int(row["row_count"]) for row in facts.findings)
    title, href = _("Findings"), links.to(view="findings")
    if not total:
        return tiles.tile(7, title, href, [], html.P(_("Nothing was found"), className="row"))
    counted = html.P(
        [html.Span(words.number(total), className="value"), html.Span(_("rows to look at"), className="unit")],
        className="line",
    )
    rows = [reason(row, "findings", links) for row in facts.findings[:KINDS]]
    more = len(facts.findings) - KINDS
    listed: list[Any] = [html.Ul(rows, className="reasons")]
    listed += [tiles.footnote(_("and {count} more kinds", count=words.number(more)))] if more > 0 else []
    return tiles.tile(7, title, href, [counted], listed, beside=of_everybody())


def owners(facts: Facts, links: Links) -> html.Section:
    """Who has to mend how many held rows and look at how many findings; whoever has the most held rows first."""
    held, found = _by_owner(facts.held), _by_owner(facts.findings)
    ordered = sorted(held.keys() | found.keys(), key=lambda name: (-held.get(name, 0), -found.get(name, 0), name))
    title, href = _("Who has to mend"), links.to(view="held")
    if not ordered:
        return tiles.tile(8, title, href, [], html.P(_("Nothing waits for anybody"), className="row"))
    rows = [_owner(name, held.get(name, 0), found.get(name, 0), links) for name in ordered[:OWNERS]]
    listed: list[Any] = [html.Ul(rows, className="owners")]
    listed += tiles.more(len(ordered) - OWNERS)
    return tiles.tile(8, title, href, [], listed, beside=of_everybody())


def _owner(name: str, held: int, found: int, links: Links) -> html.Li:
    both = ((held, _("held"), "held"), (found, _("findings"), "findings"))
    told = [
        html.A(f"{words.number(count)} {said}", href=links.to(view=view, owner=name), className="owner-count")
        for count, said, view in both
        if count
    ]
    return html.Li([html.Span(name, className="owner-name"), html.Span(told, className="owner-counts")])


def _by_owner(rows: Iterable[Row]) -> dict[str, int]:
    added: dict[str, int] = {}
    for row in rows:
        added[row["mended_by"]] = added.get(row["mended_by"], 0) + int(row["row_count"])
    return added


def served(facts: Facts, links: Links) -> html.Section:
    """The snapshot that is served: up to when it knows, when it was built, what it lacks, and how many are kept."""
    snapshot, today = facts.place.snapshot, clock.today()
    told = [
        (_("Knows what came up to"), words.moment(snapshot.known_at, today)),
        (_("Built at"), words.moment(snapshot.built_at, today)),
        (_("Held back"), facts.held_back or _("nothing: the newest is in use")),
        (_("Snapshots kept"), words.number(facts.kept)),
    ]
    rows = [html.Li([html.Span(name, className="served-name"), html.Span(said)]) for name, said in told]
    return tiles.tile(9, _("The snapshot in use"), links.to(), [], html.Ul(rows, className="served"))
