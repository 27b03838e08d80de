"""Colours and type of the screens, once: light for desks, dark for the wall; CSS and figures take them from here."""

from dataclasses import asdict, dataclass
from functools import lru_cache

import plotly.graph_objects as go

FONT = "Be Vietnam Pro"


@dataclass(frozen=True)
class Palette:
    """Colours by what they are for, each readable on `panel` and on `ground`.

    `met`, `watch` and `missed` judge; `plain` and `second` are series that nothing judges; `pale` is a filled
    area and `faint` one that is not final.
    """

    ground: str
    panel: str
    line: str
    ink: str
    quiet: str
    met: str
    watch: str
    missed: str
    plain: str
    second: str
    pale: str
    faint: str
    mark: str
    on_mark: str

    def css(self) -> str:
        """The palette as custom properties of the page's root: --ground, --panel, …"""
        values = ";".join(f"--{name.replace('_', '-')}:{colour}" for name, colour in asdict(self).items())
        return f":root{{{values}}}"

    def of_band(self, band: str | None) -> str:
        """The colour of a judgement; the plain one where nothing is judged."""
        return {"met": self.met, "watch": self.watch, "missed": self.missed}.get(band or "", self.plain)


LIGHT = Palette(
    ground="#f4f6f8", panel="#ffffff", line="#d5dde4", ink="#17212b", quiet="#4a5966", met="#037e5f", watch="#8a5300",
    missed="#be2f36", plain="#1f5f99", second="#7a8a99", pale="#bcd3e8", faint="#e1ebf5",
    mark="#ffd54a", on_mark="#3a2a00",
)  # fmt: skip
DARK = Palette(
    ground="#0b1722", panel="#13263a", line="#3a5673", ink="#f5f8fb", quiet="#b9cadb", met="#6ee2b6", watch="#ffc14d",
    missed="#fc9485", plain="#7cb8ee", second="#c9d5e0", pale="#2f5275", faint="#21394f",
    mark="#ffc14d", on_mark="#1b1300",
)  # fmt: skip

WALL_SMALLEST_TEXT_PX = 30
"""Nothing on the wall is smaller than this at 1920 by 1080: twelve minutes of arc on a 43-inch screen at 3 metres."""


@lru_cache(maxsize=2)
def figure_template(palette: Palette = LIGHT) -> go.layout.Template:
    """The look of every figure: our font, Vietnamese separators, quiet axes."""
    axis = {"gridcolor": palette.line, "linecolor": palette.line, "zeroline": False, "automargin": True, "title": None}
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 14, "color": palette.ink},
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
