"""The course of a unit over its months, from a frame alone."""

import pandas as pd
import plotly.graph_objects as go

from dashboards import theme, words
from dashboards.components.break_mark import add_break_mark
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
    _add_target(figure, on_time)
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


def _add_target(figure: go.Figure, on_time: pd.DataFrame) -> None:
    """The newest target as a dotted line with its number."""
    targets = on_time["target"].dropna()
    if targets.empty:
        return
    value = float(targets.iloc[-1])
    figure.add_shape(
        type="line", x0=0, x1=1, xref="paper", y0=value, y1=value, yref="y2",
        line={"color": theme.LIGHT.met, "dash": "dot", "width": 2},
    )  # fmt: skip
    figure.add_annotation(
        x=0, xref="paper", y=value, yref="y2", xanchor="left", yanchor="bottom", showarrow=False,
        text=_("Target {target}", target=words.target(value, is_share=True)), font={"color": theme.LIGHT.met},
    )  # fmt: skip


def _floor(on_time: pd.DataFrame) -> float:
    """The share's axis begins at a half, or lower where a value asks for it; the tick labels say so."""
    lowest = on_time["value"].astype(float).min()
    return LOWEST_SHARE_SHOWN if pd.isna(lowest) or lowest >= LOWEST_SHARE_SHOWN else 0.0
