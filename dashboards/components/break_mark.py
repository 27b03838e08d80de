"""The mark of a series that cannot be compared across a day, because its units changed on it."""

from datetime import date

import plotly.graph_objects as go

from dashboards import theme
from dashboards.words import BOUNDARY_BREAK

BOUNDARY_CHANGE = date(2025, 7, 1)


def add_break_mark(figure: go.Figure, start: date, end: date) -> go.Figure:
    """Draw the change of 01/7/2025 into a figure over dates, where `start` to `end` crosses it."""
    if not start < BOUNDARY_CHANGE <= end:
        return figure
    on = BOUNDARY_CHANGE.isoformat()
    figure.add_shape(
        type="line", x0=on, x1=on, y0=0, y1=1, yref="paper", line={"color": theme.LIGHT.watch, "dash": "dash"}
    )
    figure.add_annotation(
        x=on, y=1, yref="paper", xanchor="left", yanchor="bottom", text=BOUNDARY_BREAK, showarrow=False,
        font={"color": theme.LIGHT.watch},
    )  # fmt: skip
    return figure
