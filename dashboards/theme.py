"""Colours and type of the screens: the same values that assets/tokens.css gives the browser, for figures drawn here.

Light for desks; the wall's dark colours live in CSS alone, since its bars are drawn by the browser.
"""

import plotly.graph_objects as go

FONT = "Be Vietnam Pro"
INK = "#17212b"
QUIET = "#566573"
LINE = "#d9e0e6"
BLUE = "#1f5f99"
PALE_BLUE = "#bcd3e8"
PALER_BLUE = "#e1ebf5"
AMBER = "#8a5300"

WALL_SMALLEST_TEXT_PX = 30
"""Nothing on the wall is smaller than this at 1920 by 1080: twelve minutes of arc on a 43-inch screen at 3 metres."""


def figure_template() -> go.layout.Template:
    """The look of every figure: our font, Vietnamese separators, quiet axes."""
    axis = {"gridcolor": LINE, "linecolor": LINE, "zeroline": False, "automargin": True, "title": None}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": INK},
            "separators": ",.",
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
            "xaxis": axis | {"showgrid": False},
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT, "size": 14}},
            "legend": {"orientation": "h", "x": 0, "y": -0.12, "yanchor": "top"},
        }
    )
