"""The course of a unit over months: the share as a line above, received and resolved as bars below, words as text.

Two fields over one row of months, each with a scale of its own, so that no line hides a bar and no crossing of two
scales looks like a fact. Classes: `.trend` (give it a height) holds `.trend-share` and `.trend-count`, each a
`.trend-head` of `.trend-key`s and a `.trend-row` with `.trend-left`, `.trend-plot` and `.trend-right`; then
`.trend-months` and `.trend-note`s.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.course import (
    Course,
    Month,
    Scale,
    break_at,
    centre,
    count_scale,
    named_months,
    share_scale,
)  # fmt: skip
from dashboards.components.trend_picture import count_picture, share_picture
from dashboards.messages import _
from dashboards.theme import Palette

MOST_SHORT = 14
"""More months than this need more room before each of them is named."""


@dataclass(frozen=True)
class TrendLabels:
    """What the three series are called. Without a name for `resolved` only what was received is drawn."""

    received: str
    share: str
    resolved: str = ""


def trend(course: Course, palette: Palette, *, labels: TrendLabels, line_width: float = 3) -> html.Div:
    """The drawing with its words; `line_width` in CSS pixels. Where there is no number it says why."""
    if not course.counts and not course.shares:
        return html.Div(html.P(_why_none(course)), className="trend trend-empty")
    counts = [(tick, words.number(tick)) for tick in count_scale(course).ticks]
    digits = max(len(said) for _tick, said in counts)
    return html.Div(
        [
            _share_part(course, palette, labels, line_width),
            _count_part(course, palette, labels, counts),
            _row("trend-months", [], _month_names(course), []),
            *_notes(course),
        ],
        className="trend" + " trend-long" * (len(course.months) > MOST_SHORT),
        style={"--digits": digits},
    )


def _share_part(course: Course, palette: Palette, labels: TrendLabels, line_width: float) -> html.Div:
    scale = share_scale(course)
    head = [_key("line", labels.share)]
    if course.target is not None:
        head.append(_key("target", _("Target {target}", target=words.target(course.target, is_share=True))))
    last = course.months[-1]
    if last.share is not None:
        head.append(html.Span([f"{last.name}: ", html.B(words.share(last.share))], className="trend-last"))
    said = f"{labels.share}: {_said(course, _share_said)}"
    picture = share_picture(course, palette, line_width) if course.shares else ""
    ticks = _ticks([(tick, words.target(tick, is_share=True)) for tick in scale.ticks], scale) if picture else []
    row = _row("trend-row", [], [*_drawn(picture, said, course), *_columns(course, labels)], ticks)
    return html.Div([html.P(head, className="trend-head"), row], className="trend-share")


def _count_part(course: Course, palette: Palette, labels: TrendLabels, counts: Sequence[tuple[float, str]]) -> html.Div:
    head = [_key("received", labels.received), *([_key("resolved", labels.resolved)] if labels.resolved else [])]
    said = f"{labels.received}: {_said(course, lambda month: _count_said(month, month.received))}"
    if labels.resolved:
        said += f". {labels.resolved}: {_said(course, lambda month: _count_said(month, month.resolved))}"
    picture = count_picture(course, palette, has_resolved=bool(labels.resolved)) if course.counts else ""
    ticks = _ticks(counts, count_scale(course)) if picture else []
    row = _row("trend-row", ticks, [*_drawn(picture, said, course), *_columns(course, labels)], [])
    return html.Div([html.P(head, className="trend-head"), row], className="trend-count")


def _row(class_name: str, left: list[Any], plot: list[Any], right: list[Any]) -> html.Div:
    sides = [("trend-left", left), ("trend-plot", plot), ("trend-right", right)]
    axes = html.Div([html.Div(content, className=name) for name, content in sides], className="trend-axes")
    return html.Div(axes, className=class_name)


def _drawn(picture: str, said: str, course: Course) -> list[Any]:
    return [html.Img(src=picture, alt=said) if picture else html.P(_why_none(course), className="trend-nothing")]


def _key(kind: str, name: str) -> html.Span:
    sample = html.Span(className=f"trend-sample sample-{kind}", **attributes(aria_hidden="true"))
    return html.Span([sample, name], className="trend-key")


def _ticks(said: Sequence[tuple[float, str]], scale: Scale) -> list[Any]:
    """The labels of an axis; those between its ends give way where it is low."""
    return [
        html.Span(
            text,
            className="" if tick in (scale.low, scale.high) else "trend-tick-minor",
            style={"top": f"{1 - scale.height(tick):.2%}"},
        )
        for tick, text in said
    ]


def _columns(course: Course, labels: TrendLabels) -> list[Any]:
    """A month's own strip of the drawing, which says its numbers under the pointer; the picture's text has them too."""
    width = f"{1 / len(course.months):.3%}"
    return [
        html.Span(
            className="trend-column", title=_month_said(month, labels),
            style={"left": f"{index / len(course.months):.3%}", "width": width}, **attributes(aria_hidden="true"),
        )
        for index, month in enumerate(course.months)
    ]  # fmt: skip


def _month_said(month: Month, labels: TrendLabels) -> str:
    known = [(labels.received, month.received), (labels.resolved, month.resolved)]
    said = [f"{name}: {words.number(count)}" for name, count in known if name and count is not None]
    if month.share is not None or (said and month.instead):
        said.append(f"{labels.share}: {_share_said(month)}")
    return f"{month.name} · {' · '.join(said) or month.instead or words.NO_DATA}"


def _month_names(course: Course) -> list[Any]:
    return [
        html.Span(
            course.months[index].name,
            className="trend-month" if is_kept else "trend-month trend-month-minor",
            style={"left": f"{centre(course, index):.2%}"},
        )
        for index, is_kept in named_months(course)
    ]


def _notes(course: Course) -> list[Any]:
    """What must be known of the drawing; of the open month and of gaps in one line where it holds both."""
    change = [_key("break", words.BOUNDARY_BREAK)] if break_at(course) is not None else []
    still_open = [month.name for month in course.months if month.is_open]
    rest = [_key("open", f"{', '.join(still_open)}: {words.PROVISIONAL}")] if still_open else []
    why = " · ".join(map(words.uncapital, _gaps(course)))
    rest += [html.Span(_("Gaps: {why}", why=why), className="trend-key")] if why and course.shares else []
    return [html.P(line, className="trend-note") for line in (change, rest) if line]


def _gaps(course: Course) -> list[str]:
    """Why months that are known have no share, each reason once; where nothing happened none is missing."""
    told = dict.fromkeys(month.instead for month in course.months if month.share is None)
    return [each for each in told if each not in ("", words.NO_DATA, words.NO_EVENTS)]


def _why_none(course: Course) -> str:
    """Why a course has no number at all."""
    is_calm = {month.instead for month in course.months} == {words.NO_EVENTS}
    return " · ".join(_gaps(course)) or (words.NO_EVENTS if is_calm else words.NO_DATA)


def _said(course: Course, of: Callable[[Month], str]) -> str:
    """A series month by month, for those who hear the picture."""
    return "; ".join(f"{month.name} {of(month)}" for month in course.months)


def _share_said(month: Month) -> str:
    return (month.instead or words.NO_DATA) if month.share is None else words.share(month.share)


def _count_said(month: Month, count: int | None) -> str:
    return (month.instead or words.NO_DATA) if count is None else words.number(count)
