"""How each source stands, for every scene that lists them: state, cause, next try, those first that need somebody."""

from collections.abc import Callable, Sequence
from typing import Any

from dash import html

from config import clock
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.marked import marked
from dashboards.marks import SOURCES
from dashboards.messages import _
from dashboards.plain_words import first_sentence
from dashboards.screens.wall import tiles
from dashboards.screens.wall.need import LIST_ROWS, lines_of
from warehouse.reader import SourceState

STANDS_IN = 2
"""How many lines a source has below its name."""
NUMBERED = (
    _("No source"), _("One source"), _("Two sources"), _("Three sources"), _("Four sources"), _("Five sources"),
    _("Six sources"), _("Seven sources"), _("Eight sources"), _("Nine sources"),
)  # fmt: skip


def counted(sources: Sequence[SourceState]) -> str:
    """How many of them are connected: "Bốn nguồn"."""
    count = sum(each.is_connected for each in sources)
    return NUMBERED[count] if count < len(NUMBERED) else _("{count} sources", count=words.number(count))


def source_rows(sources: Sequence[SourceState], address: Callable[[str], str]) -> list[Any]:
    """A row a source; `address` gives where the one of an id leads. The first that needs somebody says why in full, the
    others where that takes no more lines than how they stand."""
    ordered = sorted(sources, key=lambda each: (SOURCES[each.state].rank, each.id))
    troubled = [each.id for each in ordered if not SOURCES[each.state].is_calm]
    rows = [_row(each, address(each.id), is_first=each.id in troubled[:1]) for each in ordered[:LIST_ROWS]]
    return [html.Ul(rows, className="health"), *tiles.more(len(ordered) - LIST_ROWS)]


def _row(source: SourceState, href: str, *, is_first: bool) -> html.Li:
    said = _said(source, why=first_sentence(source.cause or ""))
    if not is_first and lines_of(said) > STANDS_IN:
        said = _said(source)
    return html.Li(
        [
            html.A(source.title_vi, href=href, className="health-name"),
            marked(SOURCES[source.state]),
            html.Span(said, className="health-said"),
        ],
        **attributes(data_source=source.id, data_state=source.state),
    )


def _said(source: SourceState, *, why: str = "") -> str:
    mark = SOURCES[source.state]
    parts = (source.sentence_vi, "" if mark.is_calm else why, _next_try(source))
    return " · ".join(part for part in parts if part not in ("", mark.word))


def _next_try(source: SourceState) -> str:
    """When it will be asked again; one that is down says so in its own sentence."""
    if source.next_try_at is None or source.state == "down":
        return ""
    return _("next try {at}", at=words.moment(source.next_try_at, clock.today()))
