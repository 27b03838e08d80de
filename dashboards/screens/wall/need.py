"""How much a slot has to say: lines of each role of text, from which the wall's room is worked out."""

from dataclasses import dataclass

ANGLES = {"huge": 40, "large": 20, "medium": 14, "small": 12}
"""Minutes of arc of each role of text: a figure; titles, units and targets; rows of lists; ages and footnotes."""


@dataclass(frozen=True)
class Lines:
    """How many lines of each role of text stand below each other; a bar or a drawing counts in rows."""

    huge: float = 0
    large: float = 0
    medium: float = 0
    small: float = 0


@dataclass(frozen=True)
class Need:
    """What a slot says at its fullest. In a wide tile the list stands beside the figure."""

    tall: Lines
    wide: Lines
