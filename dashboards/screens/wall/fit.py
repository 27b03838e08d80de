"""Whether what a slot says fits its tile at some sizes of text, and the arithmetic where it does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboards.messages import _
from dashboards.screens.wall.need import ANGLES, Lines, Need

LINE = 1.2
LEAST_EM = {False: {"medium": 25}, True: {"medium": 34, "large": 27}}
"""How long a row is at its longest, in em, of a tile that is wide or not: one of a list (in a wide tile the figure
stands beside it), and a name with the words that stand beside it where there is no figure."""
WIDE = 1.6


@dataclass(frozen=True)
class Tile:
    """A slot's outer box on the canvas, in CSS pixels; `padding` stays free inside of it."""

    scene: str
    slot: int
    need: Need
    width: float
    height: float
    padding: float

    @property
    def is_wide(self) -> bool:
        """Whether the list stands beside the figure; the style sheet asks the same of each tile."""
        return self.width >= WIDE * self.height

    @property
    def lines(self) -> Lines:
        """What the slot says in a tile of this shape."""
        return self.need.wide if self.is_wide else self.need.tall

    def lacks(self, sizes: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        """(what is needed and how that adds up, how many px there are) of a height or width that is too small."""
        high, across = self.height - 2 * self.padding, self.width - 2 * self.padding
        counts = {role: getattr(self.lines, role) for role in ANGLES}
        needed = LINE * sum(count * sizes[role] for role, count in counts.items())
        if needed > high:
            lines = " + ".join(f"{_decimal(count)} × {sizes[role]:.0f}" for role, count in counts.items() if count)
            said = _(
                "{needed} px of height = {line} × ({lines})", needed=round(needed), line=_decimal(LINE), lines=lines
            )
            yield said, high
        for role, em in LEAST_EM[self.is_wide].items():
            if em * sizes[role] > across:
                said = f"{em} × {sizes[role]:.0f}"
                yield _("{needed} px of width = {sum}", needed=round(em * sizes[role]), sum=said), across


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", ",")
