"""How old each source is, in words: the age of its own last event, never of the query."""

from collections.abc import Iterable

from dash import html

from dashboards.components.attributes import attributes
from warehouse.reader import SourceState

CALM = frozenset({"fresh", "day_off", "not_expected"})


def freshness(sources: Iterable[SourceState]) -> html.Ul:
    """One line a source: its name and the sentence of its state; the state's name is its class."""
    return html.Ul([_line(source) for source in sources], className="freshness")


def _line(source: SourceState) -> html.Li:
    calm = "calm" if source.state in CALM else "alert"
    name = html.Span(source.title_vi, className="freshness-name")
    sentence = html.Span(source.sentence_vi, className="freshness-sentence")
    return html.Li(
        [name, sentence], className=f"freshness-line freshness-{calm}", **attributes(data_state=source.state)
    )
