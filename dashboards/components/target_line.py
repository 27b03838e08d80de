"""The newest target of a share as a dotted line across a figure, with its number."""

from typing import Literal

import pandas as pd
import plotly.graph_objects as go

from dashboards import theme, words
from dashboards.messages import _


def add_target_line(
    figure: go.Figure, targets: pd.Series, *, axis: str = "y", side: Literal["left", "right"] = "right",
    edge: Literal["top", "bottom"] = "bottom",
) -> None:  # fmt: skip
    """`targets` in order of time, gaps among them; without any there is no line. The number stands at that `side`, with
    that `edge` of it on the line."""
    known = targets.dropna()
    if known.empty:
        return
    aimed = float(known.iloc[-1])
    figure.add_shape(
        type="line", x0=0, x1=1, xref="paper", y0=aimed, y1=aimed, yref=axis,
        line={"color": theme.LIGHT.met, "dash": "dot", "width": 2},
    )  # fmt: skip
    figure.add_annotation(
        x=0 if side == "left" else 1, xref="paper", y=aimed, yref=axis, xanchor=side, yanchor=edge, showarrow=False,
        text=_("Target {target}", target=words.target(aimed, is_share=True)), font={"color": theme.LIGHT.met},
    )  # fmt: skip
