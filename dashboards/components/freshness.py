"""How old each source is, in words: the age of its own last event, never of the query."""

from collections.abc import Iterable
from datetime import datetime

from dash import html

from config import clock
from config.clock import TIMEZONE
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.marks import SOURCES
from dashboards.messages import _
from dashboards.plain_words import brief, first_phrase
from warehouse.reader import SourceState

CALM = frozenset({"fresh", "day_off", "not_expected"})


def freshness(sources: Iterable[SourceState], *, is_far: bool = False, is_brief: bool = False) -> html.Ul:
    """One line a source: its name and the sentence of its state; the state's name is its class.

    Where it `is_brief`, the sources stand one after the other, each with its name's and its sentence's first words.
    What is read from afar (`is_far`) says nothing of when a source is tried again.
    """
    lines = [_line(source, is_far=is_far, is_brief=is_brief) for source in sources]
    return html.Ul(lines, className="freshness freshness-brief" if is_brief else "freshness")


def _line(source: SourceState, *, is_far: bool, is_brief: bool) -> html.Li:
    calm = "calm" if source.state in CALM else "alert"
    title = brief(source.title_vi) if is_brief else source.title_vi
    said = first_phrase(source.sentence_vi) if is_brief else source.sentence_vi
    if source.state == "down" and source.newest_event_at:
        said = _of_one_down(source, source.newest_event_at, is_far=is_far, is_brief=is_brief)
    name = html.Span(title, className="freshness-name")
    sentence = html.Span(said, className="freshness-sentence")
    return html.Li(
        [name, sentence], className=f"freshness-line freshness-{calm}", **attributes(data_state=source.state)
    )


def _of_one_down(source: SourceState, newest: datetime, *, is_far: bool, is_brief: bool) -> str:
    """Since when nobody answers tells nothing of the figures that stand there: how far they go is told too."""
    if is_brief:
        at = words.recent_day(newest.astimezone(TIMEZONE).date(), clock.today())
        return f"{SOURCES[source.state].word} · {_('figures up to {at}', at=at)}"
    since = first_phrase(source.sentence_vi) if is_far else source.sentence_vi
    return f"{since} · {_('figures up to {at}', at=words.moment(newest, clock.today()))}"
