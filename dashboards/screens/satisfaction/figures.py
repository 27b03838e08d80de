"""The course of the share over months with how sure it is, from a frame alone."""

import pandas as pd
import plotly.graph_objects as go

from dashboards import theme
from dashboards.components.break_mark import add_break_mark
from dashboards.components.target_line import add_target_line
from dashboards.messages import _
from dashboards.screens.satisfaction.address import SATISFIED

SHARE = _("Share satisfied at the rating devices")
BAND = _("Interval of 95%")
LOWEST_SHOWN = 0.5


def course(months: pd.DataFrame) -> go.Figure:
    """The share as a line within its interval, the target dotted; a month with too few ratings is a gap.

    `months` are rows of queries/months.sql in order of time; the interval also stands where the share does not.
    """
    shares = months[months["indicator"] == SATISFIED]
    figure = go.Figure(layout={"template": theme.figure_template()})
    shown = shares[shares["value"].notna()]
    figure.add_trace(_edge(shown["period_start"], shown["high"], None))
    figure.add_trace(_edge(shown["period_start"], shown["low"], "tonexty"))
    figure.add_trace(_line(shares))
    add_target_line(figure, shares["target"], edge="top")
    figure.update_layout(
        xaxis={"tickformat": "%m\n%Y", "tickangle": 0, "dtick": "M1", "tickfont": {"size": 13}},
        yaxis={"tickformat": ".0%", "range": [_floor(shown), 1.005]},
        legend={"y": 1.06, "yanchor": "bottom"},
    )
    if months.empty:
        return figure
    return add_break_mark(figure, months["period_start"].min().date(), months["period_end"].max().date())


def _edge(days: pd.Series, values: pd.Series, fill: str | None) -> go.Scatter:
    return go.Scatter(
        x=days, y=values.astype(float), mode="lines", line={"width": 0}, fill=fill, fillcolor=theme.LIGHT.faint,
        name=BAND, showlegend=fill is not None, hoverinfo="skip",
    )  # fmt: skip


def _line(shares: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=shares["period_start"],
        y=shares["value"].astype(float),
        customdata=shares["denominator"],
        name=SHARE,
        mode="lines+markers",
        connectgaps=False,
        line={"color": theme.LIGHT.plain, "width": 3},
        marker={"size": 8},
        hovertemplate="%{x|%m/%Y}: %{y:.1%}, n = %{customdata:,d}<extra></extra>",
    )


def _floor(shown: pd.DataFrame) -> float:
    """The axis begins at a half, or lower where an interval asks for it; the tick labels say so."""
    lowest = shown["low"].astype(float).min()
    return LOWEST_SHOWN if pd.isna(lowest) or lowest >= LOWEST_SHOWN else 0.0
