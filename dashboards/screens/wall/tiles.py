"""The elements that the wall's slots are put together from: a tile, a figure, a judged row."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.bars import Bar, bars_to_target
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.components.ranking import Ranked, ranking, worst_first
from dashboards.messages import _
from dashboards.place import past
from dashboards.readings import Reading
from dashboards.screens.wall.need import LIST_ROWS

Listed = TypeVar("Listed")


def tile(
    slot: int, title: str, href: str, figure: list[Any], listed: Any = None, *, beside: Any = None
) -> html.Section:
    """One slot: its title, which leads to the rows behind the whole of it, a `figure`, and a list or a drawing.

    Without an address it leads nowhere. In a wide tile the list stands beside the figure.
    `beside` stands at the end of the title's line.
    """
    named = html.A(title, href=href, className="tile-link") if href else title
    head = html.Div([html.H2(named), beside], className="tile-head")
    parts = [html.Div(content, className=name) for content, name in ((figure, "figure"), (listed, "listed")) if content]
    return html.Section([head, html.Div(parts, className="tile-body")], className=f"tile slot-{slot}")


def target(said: str) -> html.Span:
    """What is aimed at; empty where no target is set."""
    return html.Span(_("Target {target}", target=said) if said else "", className="target")


def number(reading: Reading, class_name: str, href: str = "") -> Any:
    """A measured number, a link to its rows where an address is given; words in their own class where there is none."""
    name = class_name if reading.value is not None else f"{class_name} in-words"
    shown = measured(
        _text(reading), indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name=name
    )
    return html.A(shown, href=href, className="number-link") if href else shown


def _text(reading: Reading) -> Any:
    """The number; that it is rounded is said, but is not what is read from afar."""
    if not reading.is_rounded or reading.value is None:
        return reading.text
    before = words.about("", is_rounded=True)
    return [html.Span(before, className="roughly"), reading.text.removeprefix(before)]


def big(reading: Reading, unit_words: str, href: str) -> html.P:
    """The number a tile is about, with its unit and its judgement."""
    unit = html.Span(unit_words, className="unit") if reading.value is not None and unit_words else None
    return html.P([number(reading, "value", href), unit, judgement(reading.band)], className="line")


def footnote(said: str, *more: Any) -> html.P | None:
    """A line in the smallest type; nothing where there is nothing to say."""
    return html.P([said, *more], className="footnote") if said or more else None


def band(label: str, count: int, indicator: str, unit: str, href: str) -> html.Div:
    """One of several counts that add up to the figure above them."""
    shown = measured(words.number(count), indicator=indicator, value=count, unit=unit, class_name="band-value")
    return html.Div([html.A(shown, href=href, className="number-link"), html.Span(label, className="band-name")])


def guard(reading: Reading, name: str, unit_words: str, href: str, note: html.P | None = None) -> html.Div:
    """A row with a figure of its own: name, target, value and judgement, below them what must be read with it."""
    unit = html.Span(unit_words, className="unit") if reading.value is not None and unit_words else None
    said = html.Div([html.Span(name, className="guard-name"), target(reading.target)], className="guard-said")
    shown = html.P([number(reading, "value", href), unit, judgement(reading.band)], className="line")
    return html.Div([said, shown, note], className="guard", **attributes(data_indicator_row=reading.indicator))


def row(*said: Any) -> html.P:
    """A line of a list."""
    return html.P(list(said), className="row")


def nothing(slot: int, title: str, href: str, said: str = words.NO_DATA) -> html.Section:
    """A slot that has nothing to show, and says why."""
    return tile(slot, title, href, [html.P(said, className="in-words")])


def lowest_first(parts: Iterable[Reading]) -> list[Reading]:
    """As any ranking, and behind it those of which there is no number: a unit without one is told, not left out.

    Of these the ones that most was counted of come first: what a list has no room for is then what says least.
    """
    every = list(parts)
    numbered = worst_first((Ranked(part.unit_name, part) for part in every), longest=len(every))
    without = sorted((part for part in every if part.value is None), key=lambda part: -(part.n or 0))
    return [*(each.reading for each in numbered), *without]


def why_none(total: Reading) -> str:
    """Why nothing makes up a total: what is said of it where it is no number, else that nothing happened."""
    return total.text if total.value is None else words.NO_EVENTS


def bars(rows: Sequence[Bar], otherwise: str) -> Any:
    """At most five bars to their targets; words where there is none."""
    return bars_to_target(rows[:LIST_ROWS], link=html.A) if rows else row(otherwise)


def ranked(rows: Sequence[Ranked], otherwise: str) -> Any:
    """A ranking; words where there is nothing to rank."""
    return ranking(rows, link=html.A) if rows else row(otherwise)


def fitting(rows: Sequence[Listed], most: int = LIST_ROWS) -> Sequence[Listed]:
    """All of them, or one fewer than there is room for: that there are more takes the last one's place."""
    return rows if len(rows) <= most else rows[: most - 1]


def more(count: int) -> list[html.P | None]:
    """How many there are beside those that are listed; nothing where all of them are."""
    return [footnote(_("and {count} more", count=words.number(count)))] if count > 0 else []


def up_to(day: date, said: str) -> str:
    """What held on the last day that is known, which stands before it once it is past: "Đến 23/11 mọi nơi đã gửi"."""
    reached = past(day)
    return _("Up to {day} {said}", day=words.short_day(reached), said=lower(said)) if reached else said


def within(name: str, place: str) -> str:
    """A name on the wall of its own place, whose name stands in the head: "Phòng Kinh tế" of "Phòng Kinh tế xã X"."""
    return words.capital(name).removesuffix(f" {place}")


def lower(name: str) -> str:
    """A name within a sentence."""
    return name[:1].lower() + name[1:]
