"""The map: bands that do not need their colour, words that stay text, labels that keep apart."""

import json
from base64 import b64decode
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from dash import dcc, html
from playwright.sync_api import Browser

from config.places import places
from dashboards.components.map_labels import Size, labels_apart
from dashboards.components.unit_map import HATCHED, HATCHING, TINT, MapArea, map_area, picture, unit_map
from dashboards.geometry import Outlines, outlines
from dashboards.readings import Reading
from dashboards.theme import DARK, LIGHT, Palette
from tests.dashboards.contrast import contrast
from tests.dashboards.drawn import drawn, outside, overlapping, pixels, texts
from tests.dashboards.elements import attributes_of, links, numbers, text, walk
from tests.dashboards.test_geometry import communes

BANDS = ("watch", "missed", "met", None, "met")
SAID = ("96,1%", "91,2%", "98,4%", "Chưa đủ mẫu (n = 17, cần 30)", "97,95%")
NAMES = ("xã Bình Sơn", "xã Vạn Tường", "xã Bình Minh", "xã Bình Chương", "xã Đông Sơn")
SVG = "{http://www.w3.org/2000/svg}"
STRIP = Outlines(
    {
        str(place): (((place / 4, 0.0), ((place + 1) / 4, 0.0), ((place + 1) / 4, 1.0), (place / 4, 0.0)),)
        for place in range(4)
    },
    {str(place): ((place + 0.6) / 4, 0.4) for place in range(4)},
    1.0,
    frozenset(),
)


def areas(codes: list[str], href: str = "") -> list[MapArea]:
    return [
        MapArea(
            code, NAMES[place % 5] if len(codes) == 5 else f"Bình Số {place} (cũ)", SAID[place % 5], BANDS[place % 5],
            href and f"{href}?unit={code}", "on_time_share", Decimal("0.9") if BANDS[place % 5] else None,
        )
        for place, code in enumerate(codes)
    ]  # fmt: skip


def image_of(shown: html.Div) -> dict[str, str]:
    return next(attributes_of(each) for each in walk(shown) if isinstance(each, html.Img))


def svg(source: str) -> ElementTree.Element:
    head, _comma, content = source.partition(",")
    assert head == "data:image/svg+xml;base64"
    return ElementTree.fromstring(b64decode(content))


def looks(palette: Palette) -> list[tuple[str | None, str | None, str | None]]:
    """Hatching, width and dashes of the border of units that are met, watched, missed and not judged."""
    shown = [MapArea(str(place), "a", "1", band) for place, band in enumerate(("met", "watch", "missed", None))]
    borders = [use for use in svg(picture(shown, STRIP, palette)).iter(f"{SVG}use") if use.get("stroke")]
    assert len({use.get("stroke") for use in borders}) == 4
    return [(use.get("fill"), use.get("stroke-width"), use.get("stroke-dasharray")) for use in borders]


def test_bands_differ_also_where_no_colour_is_seen() -> None:
    assert len(set(looks(LIGHT))) == len(set(looks(DARK))) == 4
    assert len({width for _fill, width, _dashes in looks(LIGHT)}) == 4
    assert [fill for fill, _width, _dashes in looks(LIGHT)] == [
        "none", "url(#hatching-watch)", "url(#hatching-missed)", "none",
    ]  # fmt: skip


def blend(over: str, under: str, strength: float) -> str:
    pairs = [(int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(strength * one + (1 - strength) * two):02x}" for one, two in pairs)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["desk", "wall"])
@pytest.mark.parametrize("band", ["met", "watch", "missed", None])
def test_words_are_readable_on_every_band_and_its_hatching(palette: Palette, band: str | None) -> None:
    colour = palette.of_band(band)
    fill = blend(colour, palette.panel, float(TINT))
    assert contrast(palette.ink, fill) >= 7
    if band in HATCHED:
        assert contrast(palette.ink, blend(colour, fill, float(HATCHING))) >= 4.5
    assert contrast(colour, palette.panel) >= 3


def test_each_shape_is_drawn_where_it_lies() -> None:
    drawn_paths = {
        path.get("id"): path.get("d") for path in svg(picture(areas(list("0123")), STRIP, LIGHT)).iter(f"{SVG}path")
    }
    assert drawn_paths["outline-1"] == "M250 0L500 0L500 1000Z"


def test_the_picture_says_all_names_numbers_and_words() -> None:
    alternative = image_of(unit_map(areas(list("0123")), STRIP, LIGHT))["alt"]
    assert alternative == (
        "Bình Số 0 (cũ): 96,1%, Cần theo dõi; Bình Số 1 (cũ): 91,2%, Không đạt; Bình Số 2 (cũ): 98,4%, Đạt; "
        "Bình Số 3 (cũ): Chưa đủ mẫu (n = 17, cần 30)"
    )


def test_a_label_is_a_link_on_desks_and_text_on_the_wall() -> None:
    listed = areas(list("0123"), "/procedures")
    desk, wall = unit_map(listed, STRIP, LIGHT, link=dcc.Link), unit_map(listed, STRIP, DARK)
    assert links(desk) == [f"/procedures?unit={place}" for place in range(4)]
    assert links(wall) == [] and not any(isinstance(each, dcc.Link) for each in walk(wall))
    assert links(unit_map(areas(list("0123")), STRIP, LIGHT, link=dcc.Link)) == []
    assert text(desk) == text(wall)


def test_a_number_says_which_indicator_it_is_and_a_missing_one_is_empty() -> None:
    reading = Reading("on_time_share", "0", "xã Bình Sơn", "96,1%", value=Decimal("0.961"), band="watch")
    silent = Reading("on_time_share", "1", "xã Bình Minh", "Chưa có số liệu")
    shown = unit_map([map_area(reading), map_area(silent)], STRIP, LIGHT)
    assert numbers(shown) == {("on_time_share", "0"): "0.961", ("on_time_share", "1"): ""}
    assert "xã Bình Sơn 96,1% Cần theo dõi" in text(shown) and "xã Bình Minh Chưa có số liệu" in text(shown)


def test_a_schematic_says_so_and_of_which_units() -> None:
    def note(schematic: frozenset[str]) -> str:
        shown = unit_map(areas(list("0123")), Outlines(STRIP.shapes, STRIP.labels, 1.0, schematic), LIGHT)
        return " ".join(text(each) for each in walk(shown) if getattr(each, "className", "") == "map-note")

    assert note(frozenset()) == ""
    assert note(frozenset("0123")) == "Sơ đồ, không phải ranh giới"
    assert note(frozenset("2")) == "Bình Số 2 (cũ): Sơ đồ, không phải ranh giới"


def test_labels_that_would_meet_move_apart_and_stay_on_their_units() -> None:
    beside = Outlines(STRIP.shapes, {**STRIP.labels, "0": (0.24, 0.4), "1": (0.26, 0.4)}, 1.0, frozenset())
    wide, low = Size(0.2, 0.1), Size(0.05, 0.05)
    places = labels_apart(beside, {"0": wide, "1": wide, "2": low})
    assert places["1"][0] - places["0"][0] >= 0.2
    assert [int(4 * places[code][0]) for code in "012"] == [0, 1, 2]
    assert places["2"] == STRIP.labels["2"]


@pytest.mark.usefixtures("empty")
def test_among_many_units_reasons_stand_below_the_map() -> None:
    units = communes(is_old=True)
    shown = unit_map(areas([unit.code for unit in units]), outlines(units, 2020), LIGHT)
    assert "– Chưa đủ mẫu (n = 17, cần 30): Bình Số 3 (cũ), Bình Số 8 (cũ), Bình Số 13 (cũ), Bình Số 18 (cũ)" in text(
        shown
    )
    labels = [text(each) for each in walk(shown) if getattr(each, "className", "") == "map-label"]
    assert len(labels) == 23 and labels[3] == "Bình Số 3 (cũ) –" and labels[0] == "Bình Số 0 (cũ) 96,1% Cần theo dõi"


# ---------------------------------------------------------------------------------------------------- in a browser
# Invented, with the knots of true ones: a narrow unit under two others, and a border that runs beside a centre.
KNOTTED = {
    "21040": [(108.70, 15.40), (108.78, 15.41), (108.79, 15.27), (108.76, 15.26), (108.72, 15.30)],
    "21061": [(108.78, 15.41), (108.80, 15.45), (108.88, 15.34), (108.87, 15.28), (108.79, 15.27)],
    "21085": [(108.60, 15.36), (108.70, 15.40), (108.72, 15.30), (108.69, 15.28), (108.62, 15.27)],
    "21100": [(108.64, 15.27), (108.69, 15.28), (108.72, 15.30), (108.745, 15.28), (108.73, 15.25), (108.65, 15.245)],
    "21109": [(108.76, 15.26), (108.79, 15.27), (108.87, 15.28), (108.94, 15.21), (108.86, 15.17)],
}


BESIDE_THE_BORDER = {
    "21040": {"label_lon": 108.77, "label_lat": 15.33},
    "21061": {"label_lon": 108.80, "label_lat": 15.34},
}


def put_knotted() -> None:
    features = [
        {
            "properties": {"code": code, **BESIDE_THE_BORDER.get(code, {})},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }
        for code, ring in KNOTTED.items()
    ]
    places().geo.mkdir(parents=True)
    (places().geo / "communes_2025.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("has_boundaries", [False, True], ids=["schematic", "boundaries"])
@pytest.mark.parametrize(("width", "height", "is_wall"), [(640, 300, False), (940, 760, True)], ids=["desk", "wall"])
def test_the_labels_of_five_communes_keep_apart(
    browser: Browser, width: int, height: int, is_wall: bool, has_boundaries: bool
) -> None:
    if has_boundaries:
        put_knotted()
    units = communes(is_old=False)
    palette, link = (DARK, None) if is_wall else (LIGHT, dcc.Link)
    shown = unit_map(areas([unit.code for unit in units], "/procedures"), outlines(units, 2025), palette, link=link)
    with drawn(browser, shown, width, height, is_wall=is_wall) as page:
        words = texts(page)
        assert {"xã Bình Chương", "91,2%", "Không đạt", "Cần theo dõi"} <= {each["text"] for each in words}
        assert overlapping(words, slack=1) == []
        assert outside(words, width, height, page) == []
        assert min(each["size"] for each in words) >= (30 if is_wall else 14)
        picture_shown = page.locator(".map img")
        assert all(pixels(picture_shown, palette.of_band(band)) > 100 for band in ("met", "watch", "missed"))


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(("width", "height", "is_wall"), [(640, 420, False), (940, 760, True)], ids=["desk", "wall"])
def test_the_numbers_of_the_old_units_keep_apart(browser: Browser, width: int, height: int, is_wall: bool) -> None:
    units = communes(is_old=True)
    shown = unit_map(areas([unit.code for unit in units]), outlines(units, 2020), DARK if is_wall else LIGHT)
    with drawn(browser, shown, width, height, is_wall=is_wall) as page:
        words = texts(page)
        assert len([each for each in words if each["text"] in (*SAID, "–")]) == 23
        assert not any(each["text"] == "Bình Số 0 (cũ)" for each in words)
        assert overlapping(words, slack=1) == []
        assert outside(words, width, height, page) == []


@pytest.mark.usefixtures("empty")
def test_in_a_large_box_the_old_units_have_their_names(browser: Browser) -> None:
    units = communes(is_old=True)
    shown = unit_map(areas([unit.code for unit in units]), outlines(units, 2020), LIGHT)
    with drawn(browser, shown, 1400, 860) as page:
        words = texts(page)
        assert sum(each["text"].startswith("Bình Số") for each in words) == 23
        assert overlapping(words, slack=1) == []
