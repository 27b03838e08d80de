"""How large text is on a wall, where its tiles lie, and whether a profile has room for what its slots say.

The style sheet takes its sizes from here, so that the arithmetic that lets a profile in is the one it is drawn by.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from config.displays import Display
from config.errors import ConfigurationInvalid
from dashboards.messages import _

ANGLES = {"huge": 40, "large": 20, "medium": 14, "small": 12}
"""Minutes of arc of each role of text: a figure; titles, units and targets; rows of lists; ages and footnotes."""
LINE = 1.2
LEAST_GAP = 8.0
LEAST_ROW_EM = {False: 25, True: 34}
"""How long a row of a list is at its longest, in em; in a wide tile the figure stands beside it."""
FACTORS = (1.25, 1.2, 1.15, 1.1, 1.05, 1.0)
"""Where there is room text grows, down this list: nobody is bound to the distance that was measured."""
HEAD_ROWS, FOOT_LINES = 2, 3
PIXELS_PER_REM = 16
PANELS_OF_A_FRAME = 3
WIDE = 1.6


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


NEEDS = {
    1: Need(Lines(huge=2, large=2, medium=2, small=3), Lines(huge=1, large=2, medium=2, small=3)),
    2: Need(Lines(huge=1, large=1, medium=6, small=7), Lines(large=1, medium=6, small=5)),
    3: Need(Lines(huge=1, large=4, medium=1, small=4), Lines(huge=1, large=3, medium=1, small=3)),
    4: Need(Lines(huge=1, large=1, medium=6, small=2), Lines(large=1, medium=6, small=1)),
    5: Need(Lines(large=2, medium=10, small=2), Lines(large=1, medium=11, small=1)),
    6: Need(Lines(large=3, medium=9), Lines(large=2, medium=9)),
    7: Need(Lines(large=1, medium=8, small=6), Lines(large=1, medium=8, small=5)),
    8: Need(Lines(large=1, medium=9, small=2), Lines(large=1, medium=9, small=2)),
    9: Need(Lines(huge=3, large=4, small=4), Lines(huge=3, large=1, small=1)),
}


@dataclass(frozen=True)
class Tile:
    """A slot's outer box on the canvas, in CSS pixels."""

    slot: int
    width: float
    height: float

    @property
    def is_wide(self) -> bool:
        """Whether the list stands beside the figure; the style sheet asks the same of each tile."""
        return self.width >= WIDE * self.height

    @property
    def lines(self) -> Lines:
        """What the slot says in a tile of this shape."""
        return NEEDS[self.slot].wide if self.is_wide else NEEDS[self.slot].tall


@dataclass(frozen=True)
class Room:
    """The layout of one profile, lengths in CSS pixels. `factor` is how much larger than its angle all text is."""

    display: Display
    factor: float = 1.0

    @property
    def sizes(self) -> dict[str, float]:
        """Font sizes by role, rounded up: a size just below its angle would be too small."""
        return {role: math.ceil(4 * self.factor * self.display.css_px(angle)) / 4 for role, angle in ANGLES.items()}

    @property
    def gap(self) -> float:
        """What stays free around each tile, at a panel's edge the bezel at least."""
        return max(LEAST_GAP, self.display.bezel)

    @property
    def padding(self) -> float:
        """What stays free inside of a tile."""
        return self.sizes["small"] * 0.75

    @property
    def head(self) -> float:
        """The height of the frame's head."""
        return self.gap + LINE * (self.sizes["large"] + HEAD_ROWS * self.sizes["medium"])

    @property
    def foot(self) -> float:
        """The height of the frame's foot."""
        return self.gap + LINE * FOOT_LINES * self.sizes["small"]

    @property
    def is_of_panels(self) -> bool:
        """Whether each slot has a panel of its own."""
        return self.display.panels != (1, 1)

    @property
    def has_framed_panels(self) -> bool:
        """Whether the parts of head and foot lie in panels of their own."""
        return self.display.panels[0] >= PANELS_OF_A_FRAME

    def place(self, index: int, page: tuple[int, ...]) -> str:
        """The classes of a page's n-th cell: where it must leave room for head and foot."""
        row = index // self.columns(page)
        is_last = row == self.display.panels[1] - 1
        return "cell" + " cell-top" * (row == 0) + " cell-bottom" * is_last

    def columns(self, page: tuple[int, ...]) -> int:
        """Tiles side by side on a page."""
        return self.display.panels[0] if self.is_of_panels else len(page)

    def tiles(self) -> Iterator[Tile]:
        """Every slot of every page."""
        across, down = self.display.panel
        for page in self.display.slots:
            width = across if self.is_of_panels else across / len(page)
            for index, slot in enumerate(page):
                place = self.place(index, page).split()
                framed = self.head * ("cell-top" in place) + self.foot * ("cell-bottom" in place)
                yield Tile(slot, width - 2 * self.gap, down - framed - 2 * self.gap)

    def css(self) -> str:
        """The lengths as custom properties of the page's root, in rem of a canvas 120 rem wide."""
        lengths = self.sizes | {"gap": self.gap, "padding": self.padding, "head": self.head, "foot": self.foot}
        given = {name: f"{length / PIXELS_PER_REM:.4f}rem" for name, length in lengths.items()}
        given |= {"canvas-rem": f"{self.display.canvas[1] / PIXELS_PER_REM:g}", "line-height": f"{LINE:g}"}
        given |= {"panel-columns": str(self.display.panels[0]), "panel-rows": str(self.display.panels[1])}
        return f":root{{{';'.join(f'--{name}:{value}' for name, value in given.items())}}}"

    def shortcomings(self) -> Iterator[str]:
        """What a slot needs and has not, with the arithmetic; nothing where all have room."""
        for tile in self.tiles():
            high, across = tile.height - 2 * self.padding, tile.width - 2 * self.padding
            counts = {role: getattr(tile.lines, role) for role in ANGLES}
            needed = LINE * sum(count * self.sizes[role] for role, count in counts.items())
            lines = " + ".join(f"{count:g} × {self.sizes[role]:.0f}" for role, count in counts.items() if count)
            if needed > high:
                said = _("{needed} px of height = {line} × ({lines})", needed=round(needed), line=LINE, lines=lines)
                yield _too_small(self.display.name, tile.slot, said, high)
            em = LEAST_ROW_EM[tile.is_wide]
            if em * self.sizes["medium"] > across:
                said = f"{em} × {self.sizes['medium']:.0f}"
                said = _("{needed} px of width = {sum}", needed=round(em * self.sizes["medium"]), sum=said)
                yield _too_small(self.display.name, tile.slot, said, across)


def room_for(display: Display) -> Room:
    """The layout of a profile, its text as large as all slots have room for.

    Raises `ConfigurationInvalid` with the arithmetic where one has no room for the least sizes.
    """
    lacking = next(Room(display).shortcomings(), None)
    if lacking is not None:
        raise ConfigurationInvalid(lacking)
    return next(room for factor in FACTORS if not any((room := Room(display, factor)).shortcomings()))


def _too_small(display: str, slot: int, needed: str, has: float) -> str:
    return _(
        "config/displays.toml: [{display}] slots: slot {slot} needs {needed}, and there are {has} px on a canvas "
        "1920 px wide. Lower distance_m, raise diagonal_inches, or put fewer slots on a page.",
        display=display,
        slot=slot,
        needed=needed,
        has=round(has),
    )
