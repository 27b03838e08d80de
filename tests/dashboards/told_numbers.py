"""Whether tiles are drawn, and whether what stands on them for an indicator is what the snapshot tells of it."""

from collections.abc import Mapping
from decimal import Decimal

from dash.development.base_component import Component

from dashboards import words
from dashboards.screens.wall.screen import NOT_DRAWN
from tests.dashboards.elements import attributes_of, text, walk
from warehouse import reader

LACKING = (*words.STATES.values(), words.NO_DATA, "Chưa đủ mẫu (n = ")
"""What stands where there is no number."""
COUNTED_ANEW = {"education": {3, 4}, "satisfaction": {4}}
"""Slots that divide an indicator further than it is published: from rows, or by the difference of two terms."""


def not_drawn(tiles: Mapping[int, Component]) -> list[int]:
    """The slots that broke."""
    return [number for number, tile in tiles.items() if NOT_DRAWN in text(tile)]


def invented(scene: str, tiles: Mapping[int, Component]) -> list[tuple[int, str, str, str]]:
    """(slot, indicator, unit, what stands) of numbers that are published for no period, and of words for no state."""
    known = reader.sql("SELECT DISTINCT indicator, unit_code, value FROM marts.indicator_value WHERE value IS NOT NULL")
    published = {(row["indicator"], row["unit_code"], Decimal(str(row["value"]))) for row in known.to_dict("records")}
    declared = set(reader.sql("SELECT indicator FROM marts.indicator")["indicator"])
    found = []
    for number in tiles.keys() - COUNTED_ANEW.get(scene, set()):
        for each in walk(tiles[number]):
            given, said = attributes_of(each), text(each).strip()
            indicator, unit, value = (given.get(f"data-{name}", "") for name in ("indicator", "unit", "value"))
            is_told = (indicator, unit, Decimal(value)) in published if value else said.startswith(LACKING)
            if indicator in declared and not is_told:
                found.append((number, indicator, unit, said))
    return found
