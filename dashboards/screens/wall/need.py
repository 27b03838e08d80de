"""How much a slot has to say: lines of each role of text, from which the wall's room is worked out."""

import textwrap
from dataclasses import dataclass

ANGLES = {"huge": 40, "large": 20, "medium": 14, "small": 12}
"""Minutes of arc of each role of text: a figure; titles, units and targets; rows of lists; ages and footnotes."""

LIST_ROWS = 5
"""The longest list that can be read from afar."""
LINE = 46
"""Letters of a list's type in a line of the narrowest tile."""


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


def lines_of(said: str) -> int:
    """How many lines a text takes at most in the narrowest tile, in a list's type.

    A word that does not fit begins the next line, so that a text takes more lines than its letters tell. Words that
    U+00A0 joins stay together.
    """
    return len(textwrap.wrap(said, LINE, break_on_hyphens=False))


LISTED = Need(Lines(large=2, medium=10, small=2), Lines(large=1, medium=11, small=1))
"""Five rows of a list whose names may take two lines, and a footnote."""
DRAWN = Need(Lines(large=1, medium=8, small=6), Lines(large=1, medium=8, small=5))
"""A course with its axes."""
BARS = Need(Lines(huge=1, large=2, medium=8, small=2), Lines(large=2, medium=9))
"""A figure, and five bars."""
