"""An attacker who knows all that is published, the rules of hiding, and that wholes are the sums of their parts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

MOST = 10**6
Cell = tuple[str, ...]


@dataclass
class Knowledge:
    """What is known of numbers of persons: between which two each lies, sums, and which of two is not the larger."""

    bounds: dict[Cell, tuple[int, int]] = field(default_factory=dict)
    sums: list[tuple[Cell, Sequence[Cell]]] = field(default_factory=list)
    orders: list[tuple[Cell, Cell]] = field(default_factory=list)

    def told(self, cell: Cell, low: int, high: int) -> None:
        """A number is published: exactly, in tens, or as hidden."""
        was = self.bounds.get(cell, (0, MOST))
        self.bounds[cell] = max(was[0], low), min(was[1], high)

    def narrowed(self) -> Mapping[Cell, tuple[int, int]]:
        """The bounds, drawn together by sums and orders for as long as anything changes."""
        for cell in {each for whole, parts in self.sums for each in (whole, *parts)}:
            self.told(cell, 0, MOST)
        before: dict[Cell, tuple[int, int]] = {}
        while before != self.bounds:
            before = dict(self.bounds)
            for whole, parts in self.sums:
                self._add_up(whole, parts)
            for small, large in self.orders:
                self.told(small, 0, self.bounds[large][1])
                self.told(large, self.bounds[small][0], MOST)
            assert all(low <= high for low, high in self.bounds.values()), [
                (c, b) for c, b in self.bounds.items() if b[0] > b[1]
            ]
        return self.bounds

    def _add_up(self, whole: Cell, parts: Sequence[Cell]) -> None:
        low, high = (sum(self.bounds[part][end] for part in parts) for end in (0, 1))
        self.told(whole, low, high)
        for part in parts:
            own = self.bounds[part]
            self.told(part, self.bounds[whole][0] - (high - own[1]), self.bounds[whole][1] - (low - own[0]))


def had_back(
    known: Mapping[Cell, tuple[int, int]], small: Iterable[Cell], values: int = 3
) -> list[tuple[Cell, int, int]]:
    """The small numbers for which fewer than so many values fit."""
    return [(cell, *known[cell]) for cell in small if known[cell][1] - known[cell][0] + 1 < values]
