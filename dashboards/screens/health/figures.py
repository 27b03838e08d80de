"""Courses over months and weeks, from frames alone: shares with what they are to reach, persons with a threshold."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboards import theme, words
from dashboards.components.break_mark import add_break_mark
from dashboards.components.target_line import add_target_line
from dashboards.messages import _

LEAST_SHOWN = 10
"""Below this a number of persons is told as "below 10"."""
COLOURS = (theme.LIGHT.plain, theme.LIGHT.second)
DASHES = ("solid", "dash")
BELOW_AXIS = {"ticks": "outside", "ticklen": 8, "tickcolor": "rgba(0,0,0,0)"}
"""Keeps the first month clear of the lowest label of the other axis."""


def course(months: pd.DataFrame, names: Mapping[str, str]) -> go.Figure:
    """The shares {indicator: name} as lines over months with the break of the reform; a hidden month is a gap.

    `months` are rows of queries/course.sql of one unit, in order of time.
    """
    figure = go.Figure(layout={"template": theme.figure_template()})
    for (indicator, name), colour, dash in zip(names.items(), COLOURS, DASHES, strict=False):
        of_one = months[months["indicator"] == indicator]
        figure.add_trace(_shares(of_one["period_start"], of_one["value"], name, colour, dash))
        add_target_line(figure, of_one["target"])
    highest = months["value"].astype(float).max()
    figure.update_layout(
        xaxis={"tickformat": "%m\n%Y", "tickangle": 0, "tickfont": {"size": 13}, **BELOW_AXIS},
        yaxis={"tickformat": ".0%", "range": [0, _top(highest)]},
        legend={"y": 1.06, "yanchor": "bottom"},
        showlegend=True,
    )
    if months.empty:
        return figure
    return add_break_mark(figure, months["period_start"].min().date(), months["period_end"].max().date())


def against_pro_rata(months: pd.DataFrame, name: str, target: float, year: int) -> go.Figure:
    """What was reached since 1 January as a line, and the part of the year's target that falls to each day, dotted."""
    figure = go.Figure(layout={"template": theme.figure_template()})
    days = [date(year, 1, 1), date(year, 12, 31)]
    figure.add_trace(
        go.Scatter(
            x=days, y=[0, target], name=_("Pro rata of the year's target"), mode="lines", hoverinfo="skip",
            line={"color": theme.LIGHT.met, "dash": "dot", "width": 2},
        )
    )  # fmt: skip
    figure.add_trace(_shares(months["cutoff_date"], months["value"], name, theme.LIGHT.plain, "solid"))
    highest = max(target, float(months["value"].astype(float).max()) if months["value"].notna().any() else 0.0)
    figure.update_layout(
        xaxis={"tickformat": "%m/%Y", "dtick": "M2", "range": days, "tickfont": {"size": 13}, **BELOW_AXIS},
        yaxis={"tickformat": ".0%", "range": [0, _top(highest)]},
        legend={"y": 1.06, "yanchor": "bottom"},
    )
    return figure


def weeks(frames: Mapping[str, pd.DataFrame]) -> go.Figure:
    """{disease: its weeks} one below the other, each on its own scale: persons, the threshold, and weeks below ten.

    Frames are rows of queries/course.sql. A week below ten is a hollow mark within a pale band, since its number is
    told to nobody; a week that is hidden to protect others is a gap.
    """
    figure = make_subplots(
        rows=len(frames), cols=1, shared_xaxes=True, vertical_spacing=0.1, subplot_titles=list(frames)
    )
    figure.update_layout(template=theme.figure_template(), legend={"y": -0.08, "yanchor": "top"}, margin={"t": 40})
    for row, frame in enumerate(frames.values(), start=1):
        _add_weeks(figure, frame, row)
    figure.update_annotations(x=0, xanchor="left", font={"size": 15, "color": theme.LIGHT.ink})
    figure.update_xaxes(tickformat="%d/%m", tickfont={"size": 13}, showticklabels=True)
    return figure


def _add_weeks(figure: go.Figure, frame: pd.DataFrame, row: int) -> None:
    is_first = row == 1
    values, targets = frame["value"].astype(float), frame["target"].astype(float)
    small = frame[frame["state"] == "below_10"]
    persons = go.Scatter(
        x=frame["period_start"], y=values, name=_("Persons seen"), mode="lines+markers", connectgaps=False,
        line={"color": theme.LIGHT.plain, "width": 2}, marker={"size": 6}, showlegend=is_first, legendgroup="persons",
        customdata=frame["period_name_vi"], hovertemplate="%{customdata}: %{y:,d}<extra></extra>",
    )  # fmt: skip
    below = go.Scatter(
        x=small["period_start"], y=[LEAST_SHOWN / 2] * len(small), name=words.BELOW_10, mode="markers",
        marker={"size": 9, "symbol": "circle-open", "color": theme.LIGHT.plain, "line": {"width": 2}},
        showlegend=is_first, legendgroup="below", customdata=small["period_name_vi"],
        hovertemplate=f"%{{customdata}}: {words.BELOW_10.lower()}<extra></extra>",
    )  # fmt: skip
    threshold = go.Scatter(
        x=frame["period_start"], y=targets, name=_("Threshold"), mode="lines", connectgaps=False,
        line={"color": theme.LIGHT.missed, "dash": "dot", "width": 2}, showlegend=is_first, legendgroup="threshold",
        customdata=frame["period_name_vi"], hovertemplate="%{customdata}: %{y:,.1f}<extra></extra>",
    )  # fmt: skip
    for trace in (persons, below, threshold):
        figure.add_trace(trace, row=row, col=1)
    figure.add_hrect(y0=0, y1=LEAST_SHOWN, fillcolor=theme.LIGHT.faint, line_width=0, layer="below", row=row, col=1)
    top = max([LEAST_SHOWN * 1.5, *(each * 1.1 for each in (values.max(), targets.max()) if not pd.isna(each))])
    figure.update_yaxes(range=[0, top], rangemode="tozero", row=row, col=1)


def _shares(days: pd.Series, values: pd.Series, name: str, colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=days, y=values.astype(float), name=name, mode="lines+markers", connectgaps=False,
        line={"color": colour, "width": 3, "dash": dash}, marker={"size": 7},
        hovertemplate="%{x|%m/%Y}: %{y:.1%}<extra></extra>",
    )  # fmt: skip


def _top(highest: float) -> float:
    """The top of an axis of shares: never cut off at 100 %, since more may have a record than are registered."""
    return 1.05 if pd.isna(highest) else max(1.05, highest * 1.05)
