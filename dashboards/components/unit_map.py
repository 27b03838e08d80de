"""A map of communes: filled outlines as an image, and on each unit its name, number and word as real text.

Classes: `.map` holds `.map-frame` (sized by its box: give `.map` a height) and `.map-note`; a label is `.map-label`
with `.map-name`, `.map-text` and `.judgement`. With many units it is also `.map-crowded`, and names show in large
boxes only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dash import html

from dashboards.components.attributes import attributes
from dashboards.components.drawing import element, image, rings_path
from dashboards.components.map_labels import Size, labels_apart
from dashboards.components.measured import measured
from dashboards.geometry import Outlines, Point
from dashboards.messages import _
from dashboards.readings import Reading
from dashboards.theme import Palette
from dashboards.words import JUDGEMENTS

SIZE = 1000
MOST_WITH_NAMES = 8
LONGEST_CROWDED_TEXT = 8
BOX_EMS = (22.2, 14.4)
"""The smallest box on which all words stand, in sizes of its text: 311 × 202 px on a desk, 783 × 508 px on a wall."""
LINE, NUMBER_EMS, WORDS_EMS = 1.15, 1.67, 9
UNJUDGED = "none"
TINT, HATCHING = "0.2", "0.3"
"""How strongly a band colours its unit, and its hatching upon that: words in ink stay readable on both."""
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
    ems = min(BOX_EMS[0], BOX_EMS[1] / outlines.aspect)
    places = labels_apart(outlines, {area.code: _size(area, is_crowded, ems) for area in areas})
    labels = [_label(area, _place(places[area.code], outlines), link, is_crowded) for area in areas]
    frame = html.Div([drawn, *labels], className="map-frame", style={"--aspect": round(outlines.aspect, 4)})
    notes = [html.P(note, className="map-note") for note in _notes(areas, outlines, is_crowded)]
    return html.Div([html.Div(frame, className="map-box"), *notes], className="map" + " map-crowded" * is_crowded)


def picture(areas: Sequence[MapArea], outlines: Outlines, palette: Palette) -> str:
    """The outlines as an image; a band shows by colour, hatching and border, so that none needs the colour."""
    narrowing = 1 if outlines.is_schematic and len(areas) <= MOST_WITH_NAMES else 0.5
    drawn = [_polygon(area, outlines, palette, narrowing) for area in areas]
    return image(SIZE, SIZE * outlines.aspect, [_hatchings(palette), *drawn])


def _hatchings(palette: Palette) -> str:
    return element("defs", *(_hatching(band, path, palette.of_band(band)) for band, path in HATCHED.items()))


def _hatching(band: str, path: str, colour: str) -> str:
    strokes = element("path", d=path, stroke=colour, stroke_width=6, stroke_opacity=HATCHING)
    box: dict[str, str | float] = {"width": 24, "height": 24, "patternUnits": "userSpaceOnUse"}
    return element("pattern", strokes, id=f"hatching-{band}", patternTransform="rotate(45)", **box)


BORDERS = {"met": (3, ""), "within": (3, "2 4"), "watch": (5, "14 5"), "missed": (8, ""), UNJUDGED: (2, "3 5")}
"""By band: how wide the border is, in pixels, and its dashes."""


def _polygon(area: MapArea, outlines: Outlines, palette: Palette, narrowing: float) -> str:
    """Fill, hatching and border of one unit; clipped to it, or neighbours would draw over each other's borders."""
    band, colour = area.band or UNJUDGED, palette.of_band(area.band)
    outline, inside = f"outline-{area.code}", f"inside-{area.code}"
    shape = element(
        "path", id=outline, d=rings_path(outlines.shapes[area.code], SIZE), fill_rule="evenodd", clip_rule="evenodd",
        vector_effect="non-scaling-stroke",
    )  # fmt: skip
    width, dashes = BORDERS[band]
    clip = element("clipPath", element("use", href=f"#{outline}"), id=inside)
    fill = element("use", href=f"#{outline}", fill=colour, fill_opacity=TINT)
    border = element(
        "use", href=f"#{outline}", fill=f"url(#hatching-{band})" if band in HATCHED else "none", stroke=colour,
        stroke_width=2 * width * narrowing, stroke_dasharray=dashes or "none", clip_path=f"url(#{inside})",
    )  # fmt: skip
    return element("defs", shape, clip) + fill + border


def _size(area: MapArea, is_crowded: bool, ems: float) -> Size:
    """How much room a label asks for on a map `ems` wide; a letter is some 0.56 em wide."""
    name, word = 0.56 * len(area.name), 0.56 * len(JUDGEMENTS[area.band].word) + 1.2 if area.band else 0
    if is_crowded:
        width, lines = 0.62 * len(_said(area, is_crowded)) + 1.2, 1.0
    elif area.value is None:
        text = 0.53 * len(area.text)
        width, lines = max(name, min(text, WORDS_EMS)), 1 + -(-text // WORDS_EMS)
    else:
        width, lines = max(name, NUMBER_EMS * 0.65 * len(area.text), word), 2 + NUMBER_EMS
    return Size((width + 0.4) / ems, (LINE * lines + 0.2) / ems)


def _said(area: MapArea, is_crowded: bool) -> str:
    return "–" if is_crowded and len(area.text) > LONGEST_CROWDED_TEXT else area.text


def _place(point: Point, outlines: Outlines) -> dict[str, str]:
    return {"left": f"{point[0]:.2%}", "top": f"{point[1] / outlines.aspect:.2%}"}


def _label(area: MapArea, place: dict[str, str], link: Any, is_crowded: bool) -> Any:
    said = _said(area, is_crowded)
    kind = "map-text" if area.value is not None else "map-text map-words"
    given: dict[str, Any] = {
        "children": [html.Span(area.name, className="map-name"), _number(area, said, kind), _judged(area.band)],
        "className": "map-label",
        "style": place,
        "title": area.said,
    }
    return link(href=area.href, **given) if link and area.href else html.Span(**given)


def _number(area: MapArea, said: str, kind: str) -> html.Span:
    if not area.indicator:
        return html.Span(said, className=kind)
    return measured(said, indicator=area.indicator, value=area.value, unit=area.code, class_name=kind)


def _judged(band: str | None) -> html.Span | None:
    """The sign with its word; where the word has no room on the map, it is there for those who listen."""
    if band is None:
        return None
    sign = html.Span(className=f"sign sign-{JUDGEMENTS[band].sign}", **attributes(aria_hidden="true"))
    return html.Span([sign, html.Span(JUDGEMENTS[band].word, className="map-word")], className="judgement")


def _notes(areas: Sequence[MapArea], outlines: Outlines, is_crowded: bool) -> list[str]:
    """What has no room on the map: why a unit has no number, and which outlines are no boundaries."""
    return [*(_unsaid(areas) if is_crowded else ()), *_schematic(areas, outlines)]


def _unsaid(areas: Sequence[MapArea]) -> list[str]:
    texts = dict.fromkeys(area.text for area in areas if _said(area, True) != area.text)
    return [f"– {text}: {', '.join(area.name for area in areas if area.text == text)}" for text in texts]


def _schematic(areas: Sequence[MapArea], outlines: Outlines) -> list[str]:
    if not outlines.is_schematic:
        return []
    note = _("Schematic, not boundaries")
    real = [area for area in areas if area.code not in outlines.schematic]
    names = ", ".join(area.name for area in areas if area.code in outlines.schematic)
    return [f"{names}: {note}" if real else note]
