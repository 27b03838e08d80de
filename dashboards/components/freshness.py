"""How old each source is, in words: the age of its own last event, never of the query."""

from collections.abc import Iterable

from dash import html

from config import clock
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.messages import _
from dashboards.plain_words import brief, first_phrase
from warehouse.reader import SourceState

CALM = frozenset({"fresh", "day_off", "not_expected"})


def freshness(sources: Iterable[SourceState], *, is_brief: bool = False) -> html.Ul:
    """One line a source: its name and the sentence of its state; the state's name is its class.

    Where it `is_brief`, the sources stand one after the other, each with its name's and its sentence's first words.
    """
    lines = [_line(source, is_brief=is_brief) for source in sources]
    return html.Ul(lines, className="freshness freshness-brief" if is_brief else "freshness")


def _line(source: SourceState, *, is_brief: bool) -> html.Li:
    calm = "calm" if source.state in CALM else "alert"
    title, said = source.title_vi, source.sentence_vi
    if is_brief:
        title, said = brief(title), first_phrase(said)
    if source.state == "down" and source.newest_event_at:
        # Since when nobody answers tells nothing of the figures that stand there.
        reached = words.moment(source.newest_event_at, clock.today())
        said = f"{said} · {_('figures up to {at}', at=reached)}"
    name = html.Span(title, className="freshness-name")
    sentence = html.Span(said, className="freshness-sentence")
    return html.Li(
        [name, sentence], className=f"freshness-line freshness-{calm}", **attributes(data_state=source.state)
    )
