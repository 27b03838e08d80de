"""The palettes can be read by everybody: contrast on what stands behind, judgements told apart by the colour-blind."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from dashboards.theme import DARK, LIGHT, Palette
from tests.dashboards.contrast import SIGHTS, contrast, distance

PALETTES = {"desks": LIGHT, "wall": DARK}
# WCAG 2.2: AA for text read at arm's length, AAA for what is read from metres away in a lit room.
LEAST_CONTRAST = {"desks": 4.5, "wall": 7.0}
# WCAG 2.2, 1.4.11: lines and bars, which need not be read.
LEAST_CONTRAST_OF_SHAPES = 3.0
# In CIELAB; 2.3 is just noticeable, so this is told at a glance. Sign and word say the same beside each colour.
LEAST_DISTANCE = 12.0
READ = ("ink", "quiet", "met", "watch", "missed")
SHAPES = ("plain", "second")
TOLD_APART = (*combinations(("met", "watch", "missed"), 2), ("plain", "second"))


@dataclass(frozen=True)
class Pair:
    """Two colours of a palette that must differ, by how much, and by how much they do."""

    one: str
    other: str
    what: str
    is_: float
    wanted: float

    def __str__(self) -> str:
        return f"{self.one} and {self.other}: {self.what} {self.is_:.1f}, wanted {self.wanted:g}"


def contrasts(palette: Palette, least: float) -> Iterator[Pair]:
    """Texts and shapes on both grounds, and the mark of invented data."""
    for ground in ("panel", "ground"):
        for name in (*READ, *SHAPES):
            wanted = least if name in READ else LEAST_CONTRAST_OF_SHAPES
            measured = contrast(getattr(palette, name), getattr(palette, ground))
            yield Pair(name, ground, "contrast", measured, wanted)
    yield Pair("on_mark", "mark", "contrast", contrast(palette.on_mark, palette.mark), least)


def distances(palette: Palette) -> Iterator[Pair]:
    """Judgements, and the two plain series, by each kind of sight."""
    for sight, matrix in SIGHTS.items():
        for one, other in TOLD_APART:
            measured = distance(getattr(palette, one), getattr(palette, other), matrix)
            yield Pair(one, other, sight, measured, LEAST_DISTANCE)


def failing(pairs: Iterator[Pair]) -> list[str]:
    """The pairs that are too much alike."""
    return [str(pair) for pair in pairs if pair.is_ < pair.wanted]


@pytest.mark.parametrize("place", PALETTES)
def test_everything_can_be_read(place: str) -> None:
    assert failing(contrasts(PALETTES[place], LEAST_CONTRAST[place])) == []


@pytest.mark.parametrize("place", PALETTES)
def test_the_colour_blind_tell_judgements_apart(place: str) -> None:
    assert failing(distances(PALETTES[place])) == []


def test_the_measures_are_the_published_ones() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)
    assert distance("#ffffff", "#000000") == pytest.approx(100, abs=0.01)
    assert distance("#ff0000", "#00ff00") == pytest.approx(170.6, abs=0.1)
    for matrix in SIGHTS.values():
        # Grey is grey to everybody: each row of a matrix adds up to one.
        assert distance("#808080", "#808080", matrix) == 0
        assert [sum(row) for row in matrix] == pytest.approx([1, 1, 1], abs=1e-5)


def test_palettes_that_some_cannot_read_are_found() -> None:
    assert failing(contrasts(replace(LIGHT, quiet="#8a96a0"), 4.5)) == [
        "quiet and panel: contrast 3.0, wanted 4.5",
        "quiet and ground: contrast 2.8, wanted 4.5",
    ]
    # The colours before this was measured: amber and red, to somebody without the green receptor, are one.
    before = replace(LIGHT, watch="#8a5300", missed="#b3261e")
    assert failing(distances(before)) == ["watch and missed: deuteranopia 4.3, wanted 12"]
