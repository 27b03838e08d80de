"""Held rows or findings as a file to send to those whose work it is: a sheet an owner, and how rows are judged."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from dashboards.export import Column, Cover, Definition, Sheet
from dashboards.messages import _
from dashboards.screens.data_health.address import HELD, VIEWS
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.figures import Row, kinds, rows
from dashboards.screens.data_health.rows_view import QUERIES, said_of

COLUMNS = (
    Column("owner", _("Mended by")),
    Column("source", _("Source")),
    Column("key", _("Key")),
    Column("sentence", _("What is wrong")),
    Column("code", _("Reason")),
    Column("landed_at", _("Came at"), "instant"),
    Column("table", _("Table")),
    Column("batch", _("Delivery")),
    Column("page", _("Page of the delivery"), "count"),
    Column("row", _("Row of the page"), "count"),
    Column("raw", _("See it as the source sent it")),
)


def sheets(facts: Facts) -> list[Sheet]:
    """A sheet for each owner with all rows that the address means."""
    listed = rows(facts.listed(QUERIES[facts.asked.view][1]))
    return [Sheet(owner, COLUMNS, list(_cells(facts, group))) for owner, group in groupby(listed, key=_owner)]


def one_sheet(facts: Facts) -> Sheet:
    """All rows that the address means, as a CSV holds them."""
    return Sheet(VIEWS[facts.asked.view], COLUMNS, _cells(facts, rows(facts.listed(QUERIES[facts.asked.view][1]))))


def cover(facts: Facts, host: str) -> Cover:
    """What the file is, from which snapshot, and what each reason means; `host` is where the pages are."""
    found = kinds(facts.filtered(QUERIES[facts.asked.view][0]))
    about = [facts.title(facts.asked.source) if facts.asked.source else _("All sources")]
    about += [each for each in (facts.asked.owner, facts.asked.code) if each]
    about.append(said_of(facts.asked, sum(each.count for each in found)))
    return Cover(
        title=VIEWS[facts.asked.view],
        about=about,
        definitions=_definitions(facts, [(each.code, each.example) for each in found]),
        snapshot_id=facts.snapshot.id,
        known_at=facts.snapshot.known_at,
        is_invented=any(source.is_invented for source in facts.sources),
        address=host.rstrip("/") + facts.asked.link(snapshot=facts.snapshot.id),
    )


def _owner(row: Row) -> str:
    return row.owner


def _cells(facts: Facts, listed: Any) -> Iterator[dict[str, Any]]:
    for row in listed:
        yield {
            "owner": row.owner, "source": facts.title(row.source), "key": row.key, "sentence": row.sentence,
            "code": row.code, "landed_at": row.landed_at, "table": row.table, "batch": row.batch, "page": row.page,
            "row": row.row, "raw": row.raw_command,
        }  # fmt: skip


def _definitions(facts: Facts, found: Sequence[tuple[str, str]]) -> list[Definition]:
    whole = _("Held rows are in no figure until the source sends them mended; the next pull then takes them in.")
    listed = _("Such rows are counted; whoever is named looks at them and mends them at the source.")
    first = Definition(VIEWS[facts.asked.view], whole if facts.asked.view == HELD else listed)
    named = dict(found)
    reasons = [Definition(code, _("for example: {sentence}", sentence=named[code])) for code in sorted(named)]
    return [first, *reasons]
