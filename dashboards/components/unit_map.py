"""A map of communes: filled outlines as an image, and on each unit its name, number and word as real text.

Classes: `.map` holds `.map-frame` (sized by its box: give `.map` a height) and `.map-note`; a label is `.map-label`
with `.map-name`, `.map-text` and `.judgement`. With many units it is also `.map-crowded`, and names show in large
boxes only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dash import html

from dashboards.components.drawing import element, image, rings_path
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.geometry import Outlines
from dashboards.messages import _
from dashboards.readings import Reading
from dashboards.theme import Palette
from dashboards.words import JUDGEMENTS

SIZE = 1000
MOST_WITH_NAMES = 8
LONGEST_CROWDED_TEXT = 8
UNJUDGED = "none"
HATCHED = {"watch": "M0 0V24", "missed": "M0 0V24M0 0H24"}
"""Stripes for what is to be watched, a lattice for what is not met."""


@dataclass(frozen=True)
class MapArea:
    """A unit on the map: `text` is a number or the words for why there is none; `value` is the number in full."""

    code: str
    name: str
    text: str
    band: str | None = None
    href: str = ""
    indicator: str = ""
    value: Decimal | None = None

    @property
    def said(self) -> str:
        """The whole label in one line: xã Vạn Tường: 91,2%, Không đạt."""
        word = JUDGEMENTS[self.band].word if self.band else ""
        return ", ".join(filter(None, (f"{self.name}: {self.text}", word)))


def map_area(reading: Reading, href: str = "") -> MapArea:
    """The area of a reading, under the name of its unit."""
    return MapArea(
        reading.unit_code, reading.unit_name, reading.text, reading.band, href, reading.indicator, reading.value
    )


def unit_map(areas: Sequence[MapArea], outlines: Outlines, palette: Palette, *, link: Any = None) -> html.Div:
    """The map of `areas`, each with an outline. `link` is what a label with an address becomes: `dcc.Link` on desks,
    nothing on the wall, whose tiles are links themselves."""
    is_crowded = len(areas) > MOST_WITH_NAMES
    drawn = html.Img(src=picture(areas, outlines, palette), alt="; ".join(area.said for area in areas))
    labels = [_label(area, outlines, link, is_crowded) for area in areas]
    frame = html.Div([drawn, *labels], className="map-frame", style={"--aspect": round(outlines.aspect, 4)})
    notes = [html.P(note, className="map-note") for note in _notes(areas, outlines, is_crowded)]
    return html.Div([html.Div(frame, className="map-box"), *notes], className="map" + " map-crowded" * is_crowded)


def picture(areas: Iterable[MapArea], outlines: Outlines, palette: Palette) -> str:
    """The outlines as an image; a band shows by colour, hatching and border, so that none needs the colour."""
    drawn = [_polygon(area, outlines, palette) for area in areas]
    return image(SIZE, SIZE * outlines.aspect, [_hatchings(palette), *drawn])


def _hatchings(palette: Palette) -> str:
    return element("defs", *(_hatching(band, path, palette.of_band(band)) for band, path in HATCHED.items()))


def _hatching(band: str, path: str, colour: str) -> str:
    strokes = element("path", d=path, stroke=colour, stroke_width=6, stroke_opacity="0.35")
    box: dict[str, str | float] = {"width": 24, "height": 24, "patternUnits": "userSpaceOnUse"}
    return element("pattern", strokes, id=f"hatching-{band}", patternTransform="rotate(45)", **box)


BORDERS = {"met": (3, ""), "watch": (5, "14 5"), "missed": (8, ""), UNJUDGED: (2, "3 5")}
"""By band: how wide the border is, in pixels, and its dashes."""


def _polygon(area: MapArea, outlines: Outlines, palette: Palette) -> str:
    """Fill, hatching and border of one unit; clipped to it, or neighbours would draw over each other's borders."""
    band, colour = area.band or UNJUDGED, palette.of_band(area.band)
    path = rings_path(outlines.shapes[area.code], SIZE)
    width, dashes = BORDERS[band]
    clip = element("clipPath", element("path", d=path, clip_rule="evenodd"), id=f"inside-{area.code}")
    fill = element("path", d=path, fill=colour, fill_opacity="0.22", fill_rule="evenodd")
    border = element(
        "path", d=path, fill=f"url(#hatching-{band})" if band in HATCHED else "none", fill_rule="evenodd",
        stroke=colour, stroke_width=2 * width, stroke_dasharray=dashes or "none", vector_effect="non-scaling-stroke",
        clip_path=f"url(#inside-{area.code})",
    )  # fmt: skip
    return clip + fill + border


def _label(area: MapArea, outlines: Outlines, link: Any, is_crowded: bool) -> Any:
    x, y = outlines.labels[area.code]
    is_short = not is_crowded or len(area.text) <= LONGEST_CROWDED_TEXT
    number = measured(
        area.text if is_short else "–", indicator=area.indicator, value=area.value, unit=area.code,
        class_name="map-text" if area.value is not None else "map-text map-words",
    )  # fmt: skip
    given: dict[str, Any] = {
        "children": [html.Span(area.name, className="map-name"), number, judgement(area.band)],
        "className": "map-label",
        "style": {"left": f"{x:.2%}", "top": f"{y / outlines.aspect:.2%}"},
        "title": area.said,
    }
    return link(href=area.href, **given) if link and area.href else html.Span(**given)


def _notes(areas: Sequence[MapArea], outlines: Outlines, is_crowded: bool) -> list[str]:
    """What has no room on the map: why a unit has no number, and which outlines are no boundaries."""
    return [*(_unsaid(areas) if is_crowded else ()), *_schematic(areas, outlines)]


def _unsaid(areas: Sequence[MapArea]) -> list[str]:
    texts = dict.fromkeys(area.text for area in areas if len(area.text) > LONGEST_CROWDED_TEXT)
    return [f"– {text}: {', '.join(area.name for area in areas if area.text == text)}" for text in texts]


def _schematic(areas: Sequence[MapArea], outlines: Outlines) -> list[str]:
    if not outlines.is_schematic:
        return []
    note = _("Schematic, not boundaries")
    real = [area for area in areas if area.code not in outlines.schematic]
    names = ", ".join(area.name for area in areas if area.code in outlines.schematic)
    return [f"{names}: {note}" if real else note]
