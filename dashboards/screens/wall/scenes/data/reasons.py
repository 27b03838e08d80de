"""Kinds of rows that wait for somebody, as slots tell them: what is wrong, of how many rows, and who mends it."""

from dash import html

from dashboards import words
from dashboards.messages import _
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.data.facts import Row


def reason(row: Row, view: str, links: Links) -> html.Li:
    """A row of held_kinds or finding_kinds. Where its rows are not told alike, what is said is one of them."""
    href = links.to(view=view, source=row["source"], code=row["code"], owner=row["mended_by"])
    count = html.A(words.number(int(row["row_count"])), href=href, className="reason-count")
    example = row["example_vi"]
    said = _("for example: {sentence}", sentence=tiles.lower(example)) if row["is_varied"] else example
    owner = html.Span(row["mended_by"], className="reason-owner")
    return html.Li([html.Span(said, className="reason-said"), count, owner])


def of_everybody() -> html.Span:
    """Rows are held and found with no unit or period that could be relied on: whose they are, beside a title."""
    return html.Span(_("whole cluster, all periods"), className="footnote")
