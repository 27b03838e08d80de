"""The course of a unit over its months, from a frame alone."""

import pandas as pd
import plotly.graph_objects as go

from dashboards import theme
from dashboards.components.break_mark import add_break_mark
from dashboards.components.target_line import add_target_line
from dashboards.messages import _

RECEIVED = _("Dossiers received")
RESOLVED = _("Dossiers resolved")
ON_TIME = _("Share early and on time (axis on the right)")
LOWEST_SHARE_SHOWN = 0.5


def course(months: pd.DataFrame) -> go.Figure:
    """Received and resolved as bars and the on-time share as a line, a month each; a month without a share is a gap.

    `months` has indicator, period_start, period_end, is_open, value and target; open months are paler.
    """
    on_time = months[months["indicator"] == "on_time_share"]
    colours = theme.LIGHT
    figure = go.Figure(layout={"template": theme.figure_template(), "barmode": "group", "bargap": 0.25})
    figure.add_trace(_bars(months[months["indicator"] == "dossiers_received"], RECEIVED, colours.pale, colours.faint))
    figure.add_trace(_bars(months[months["indicator"] == "dossiers_resolved"], RESOLVED, colours.second, colours.line))
    figure.add_trace(_line(on_time))
    add_target_line(figure, on_time["target"], axis="y2", side="left")
    share = {"tickformat": ".0%", "dtick": 0.1, "range": [_floor(on_time), 1.02], "showgrid": False}
    figure.update_layout(
        xaxis={"tickformat": "%m/%Y"},
        yaxis={"tickformat": ",d", "rangemode": "tozero"},
        yaxis2=share | {"overlaying": "y", "side": "right"},
    )
    if months.empty:
        return figure
    return add_break_mark(figure, months["period_start"].min().date(), months["period_end"].max().date())


def _bars(counted: pd.DataFrame, name: str, closed: str, still_open: str) -> go.Bar:
    return go.Bar(
        x=counted["period_start"],
        y=counted["value"].astype(float),
        name=name,
        marker={"color": [still_open if is_open else closed for is_open in counted["is_open"]]},
        hovertemplate=f"{name} %{{x|%m/%Y}}: %{{y:,d}}<extra></extra>",
    )


def _line(on_time: pd.DataFrame) -> go.Scatter:
    return go.Scatter(
        x=on_time["period_start"],
        y=on_time["value"].astype(float),
        name=ON_TIME,
        yaxis="y2",
        mode="lines+markers",
        connectgaps=False,
        line={"color": theme.LIGHT.plain, "width": 3},
        marker={"size": 7},
        hovertemplate="%{x|%m/%Y}: %{y:.1%}<extra></extra>",
    )


def _floor(on_time: pd.DataFrame) -> float:
    """The share's axis begins at a half, or lower where a value asks for it; the tick labels say so."""
    lowest = on_time["value"].astype(float).min()
    return LOWEST_SHARE_SHOWN if pd.isna(lowest) or lowest >= LOWEST_SHARE_SHOWN else 0.0
