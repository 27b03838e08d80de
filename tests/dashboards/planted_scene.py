"""A small scene beside the project's own, for what the wall does with any scene."""

from dataclasses import replace
from typing import Any

from dash import html

from dashboards.screens.wall import tiles
from dashboards.screens.wall.need import Lines, Need
from dashboards.screens.wall.scene import Scene, Slot

SMALL = Need(Lines(large=2, medium=2), Lines(large=2, medium=2))


class Told:
    """What the planted scene has read: nothing but its place."""

    def __init__(self, place: Any) -> None:
        self.place = place


def planted(**changes: Any) -> Scene[Any]:
    """A small scene beside the project's own: six slots, each with its number in words."""

    def draw(number: int) -> Any:
        return lambda told, links: tiles.tile(
            number, f"Ô {number}", links.to(), [], html.P(f"nói {told.place.unit.name}")
        )

    shown = {number: Slot(f"Ô {number}", SMALL, draw(number)) for number in range(1, 7)}
    scene: Scene[Any] = Scene("Cảnh thứ hai", "Có gì?", "/procedures", ("one_stop",), Told, shown)
    return replace(scene, **changes)
