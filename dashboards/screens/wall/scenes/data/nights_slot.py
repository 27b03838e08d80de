"""Slot 6: thirty nights of every source as strips, what each sign means, and in words what the worst failed of."""

import math
from collections.abc import Sequence
from datetime import date
from itertools import accumulate, groupby
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.judgement import judgement
from dashboards.components.marked import marked
from dashboards.marks import NIGHTS, Mark
from dashboards.messages import _
from dashboards.plain_words import brief, first_sentence
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.data.facts import Facts
from warehouse.reader import Night

LEGEND = (
    Mark(_("came in"), "met"), Mark(_("at the second try"), "within"), Mark(_("late or in part"), "watch"),
    Mark(_("did not come"), "missed"), Mark(_("nothing was due"), ""),
)  # fmt: skip
SENTENCES, LINE, LINES = 2, 46, 5
"""How many sentences are told, letters in a line of the narrowest tile, and lines that the second may still reach."""
WORST_FIRST = ("missed", "watch")


def nights(facts: Facts, links: Links) -> html.Section:
    """A strip a source, a sign a night; below in words what nights failed of: what lasted longest, then those without
    any data."""
    if not facts.nights:
        return tiles.tile(6, _("Thirty nights"), links.to(view="nights"), [], html.P(words.NO_DATA, className="row"))
    strips = [_strip(list(group)) for _source_id, group in groupby(facts.nights, key=lambda night: night.source)]
    legend = html.P([html.Span(_explained(each)) for each in LEGEND], className="legend")
    listed = [html.Div(strips, className="strips"), legend, _sentences(facts.nights)]
    return tiles.tile(6, _("Thirty nights"), links.to(view="nights"), [], listed, beside=_span(facts.nights))


def _strip(among: Sequence[Night]) -> html.Div:
    signs = [
        html.Span(html.Span(className=f"sign sign-{NIGHTS[night.state].sign or 'none'}"), className=_cell_class(night))
        for night in among
    ]
    counts = [(each.word, sum(NIGHTS[night.state].sign == each.sign for night in among)) for each in LEGEND]
    said = ", ".join(f"{words.number(count)} {word}" for word, count in counts if count)
    drawn = html.Div(signs, className="strip-signs", role="img", **attributes(aria_label=said))
    return html.Div([html.Span(brief(among[0].title_vi), className="strip-name"), drawn], className="strip")


def _cell_class(night: Night) -> str:
    return f"strip-night judgement-{NIGHTS[night.state].sign or 'none'}"


def _explained(mark: Mark) -> Any:
    if mark.sign:
        return marked(mark)
    return html.Span([html.Span(className="sign sign-none"), mark.word], className="judgement legend-none")


def _span(among: Sequence[Night]) -> html.Span:
    """The first and the last of the days, which stand at the ends of every strip."""
    days = [night.date for night in among]
    return html.Span(f"{words.short_day(min(days))}–{words.short_day(max(days))}", className="nights-span")


def _sentences(among: Sequence[Night]) -> Any:
    told: dict[tuple[int, str], list[date]] = {}
    for night in among:
        mark = NIGHTS[night.state]
        if not mark.is_calm:
            told.setdefault((WORST_FIRST.index(mark.sign), _what(night)), []).append(night.date)
    if not told:
        return html.P([judgement("met"), " ", _("Every night came in.")], className="row")
    ordered = sorted(told.items(), key=lambda each: (-len(each[1]), each[0][0], -max(each[1]).toordinal()))
    sentences = [(rank, f"{_days(days)} · {said}") for (rank, said), days in ordered[:SENTENCES]]
    upto = accumulate(math.ceil(len(said) / LINE) for _rank, said in sentences)
    fitting = [each for each, lines in zip(sentences, upto, strict=True) if each is sentences[0] or lines <= LINES]
    return html.Ul([html.Li([_dot(rank), said]) for rank, said in fitting], className="night-said")


def _dot(rank: int) -> html.Span:
    sign = WORST_FIRST[rank]
    return html.Span(html.Span(className=f"sign sign-{sign}"), className=f"judgement judgement-{sign}")


def _what(night: Night) -> str:
    """Whose night, and what was wrong up to the first pause, which often names the source itself."""
    name, first = brief(night.title_vi), first_sentence(night.sentence_vi)
    told = first.removeprefix(night.title_vi)
    return f"{name}: {brief(told)}" if told == first else f"{name}{brief(told)}"


def _days(days: Sequence[date]) -> str:
    """One day, two ("18 và 19/11"), or how many and between which: a list of many would leave no room for the cause."""
    first, last = min(days), max(days)
    if first == last:
        return words.short_day(last)
    if len(days) > 2:
        span = f"{words.short_day(first)}–{words.short_day(last)}"
        return _("{count} nights, {span}", count=words.number(len(days)), span=span)
    is_of_one_month = (first.year, first.month) == (last.year, last.month)
    said = str(first.day) if is_of_one_month else words.short_day(first)
    return _("{days} and {day}", days=said, day=words.short_day(last))
