"""Slot 6: thirty nights of every source as strips, what each sign means, and in words what lasted longest."""

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
from dashboards.screens.wall.need import lines_of
from dashboards.screens.wall.scenes.data.facts import Facts
from warehouse.reader import Night

LEGEND = (
    Mark(_("came in"), "met"), Mark(_("at the second try"), "within"), Mark(_("late or in part"), "watch"),
    Mark(_("did not come"), "missed"), Mark(_("nothing was due"), ""),
)  # fmt: skip
SENTENCES, LINES = 2, 5
"""How many sentences are told, and lines of the narrowest tile that the second may still reach."""


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
    alike: dict[tuple[str, str], list[Night]] = {}
    for night in among:
        if not NIGHTS[night.state].is_calm:
            alike.setdefault((NIGHTS[night.state].sign, _what(night)), []).append(night)
    if not alike:
        return html.P([judgement("met"), " ", _("Every night came in.")], className="row")
    ordered = sorted(alike.values(), key=_place)[:SENTENCES]
    sentences = [f"{_days([night.date for night in nights])} · {_what(nights[0])}" for nights in ordered]
    upto = accumulate(map(lines_of, sentences))
    fitting = sum(lines <= LINES for lines in upto)
    rows = [html.Li([_dot(nights[0]), said]) for nights, said in zip(ordered, sentences, strict=True)]
    return html.Ul(rows[: max(1, fitting)], className="night-said")


def _place(alike: Sequence[Night]) -> tuple[int, int, int]:
    """What lasted longest stands first, of equals what brought nothing, then what is newest."""
    return -len(alike), NIGHTS[alike[0].state].rank, -max(night.date for night in alike).toordinal()


def _dot(night: Night) -> html.Span:
    sign = NIGHTS[night.state].sign
    return html.Span(html.Span(className=f"sign sign-{sign}"), className=f"judgement judgement-{sign}")


def _what(night: Night) -> str:
    """Whose night, and what was wrong, which often names the source itself."""
    name = brief(night.title_vi)
    said = first_sentence(night.sentence_vi).replace(night.title_vi, name)
    return said if name in said else f"{name}: {said}"


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
