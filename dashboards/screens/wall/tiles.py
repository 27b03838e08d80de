"""The three tiles of the scene, from what `figures` worked out to elements of the page."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.readings import Reading
from dashboards.screens.wall.figures import Overdue


def tile(slot: int, title: str, drill: str, content: list[Any], *, beside: Any = None) -> html.A:
    """One slot of the grid: its title with what stands `beside` it, its content, and the page with the rows behind."""
    head = html.Div([html.H2(title), beside], className="head")
    return html.A([head, *content], href=drill, className=f"tile slot-{slot}")


def target(reading: Reading) -> html.Span:
    """What is aimed at; empty where no target is set."""
    return html.Span(f"Mục tiêu {reading.target}" if reading.target else "", className="target")


def big(reading: Reading, unit_words: str) -> html.P:
    """The number a tile is about, with its unit; words in smaller type where there is no number."""
    class_name = "value" if reading.value is not None else "value value-in-words"
    parts = [_number(reading, class_name)]
    if reading.value is not None and unit_words:
        parts.append(html.Span(unit_words, className="unit"))
    return html.P([*parts, judgement(reading.band)], className="line")


def received(total: Reading, online: Reading, against: str) -> list[Any]:
    """Slot 1: how many came in, how many of them online, and how that moved in a year."""
    share = [_number(online, "second"), html.Span("nộp trực tuyến", className="second-unit")]
    return [
        big(total, "hồ sơ"),
        html.P(share, className="line"),
        html.P([target(online), judgement(online.band)], className="line"),
        html.P(against, className="footnote"),
    ]


def on_time(whole: Reading, name: str, bars: tuple[Reading, ...], notes: dict[str, str], guards: str) -> list[Any]:
    """Slot 2: the share of the whole scope, then each commune as a bar against the target."""
    return [
        big(whole, name),
        html.P(guards, className="footnote"),
        html.Div([_bar(bar, notes.get(bar.unit_code, "")) for bar in bars], className="bars"),
    ]


def overdue(total: Reading, counts: Overdue) -> list[Any]:
    """Slot 3: what is past due by how late it is, and apart from it what another agency holds."""
    bands = [("1–5 ngày", counts.up_to_5), ("6–10 ngày", counts.from_6_to_10), ("trên 10 ngày", counts.over_10)]
    elsewhere = html.Span("Cơ quan khác giải quyết, đang quá hạn: ")
    number = measured(
        words.number(counts.held_elsewhere), indicator="overdue_held_elsewhere", value=counts.held_elsewhere,
        unit=total.unit_code, class_name="",
    )  # fmt: skip
    return [
        big(total, "hồ sơ"),
        html.Div([_band(label, count) for label, count in bands], className="bands"),
        html.Div([target(total), html.Span("theo ngày làm việc", className="footnote")], className="head"),
        html.P([elsewhere, number], className="footnote apart"),
    ]


def _number(reading: Reading, class_name: str) -> html.Span:
    return measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name=class_name
    )


def _bar(bar: Reading, note: str) -> html.Div:
    name = html.Span(bar.unit_name, className="bar-name")
    shown = _number(bar, "bar-value" if bar.value is not None else "bar-words")
    fill = html.Span(className=f"fill fill-{bar.band or 'none'}", style={"width": f"{bar.fraction:.2%}"})
    tick = html.Span(className="tick", style={"left": f"{bar.target_value or 0:.2%}"})
    track = html.Div([fill, tick] if bar.target_value else [fill], className="track", **attributes(aria_hidden="true"))
    return html.Div(
        [html.P([name, shown, judgement(bar.band)], className="bar-line"), track, html.P(note, className="footnote")],
        className="bar",
    )


def _band(label: str, count: int) -> html.Div:
    return html.Div([html.Span(words.number(count), className="band-value"), html.Span(label, className="band-name")])
