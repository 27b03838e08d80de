"""What a scene has read: figures of the wall's unit and of its parts in one period, of one snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from dashboards import words
from dashboards.address import Address
from dashboards.place import Period, Place, Unit, communes
from dashboards.readings import Reading, find


@dataclass(frozen=True)
class Figures:
    """The readings `among` which a scene finds its figures; `parts` are the names of what its unit is divided by."""

    place: Place[Address]
    among: tuple[Reading, ...]
    parts: Mapping[str, str]

    @property
    def unit(self) -> Unit:
        """What the wall is about: an area of several communes, or one commune."""
        return self.place.unit

    @property
    def period(self) -> Period:
        """The period of all figures; while it is open, `cutoff` is the snapshot's today."""
        return self.place.period

    @property
    def is_area(self) -> bool:
        """Whether the scene is about several communes."""
        return self.unit.kind == "area"

    def reading(self, indicator: str, otherwise: str = words.NO_DATA) -> Reading:
        """An indicator of the whole unit."""
        return find(self.among, indicator, self.unit.code, otherwise=otherwise)

    def named(self, indicator: str, parts: Mapping[str, str]) -> tuple[Reading, ...]:
        """An indicator of each of `parts`, {code: name}; one of which nothing is known stands with words."""
        return tuple(replace(find(self.among, indicator, code), unit_name=name) for code, name in parts.items())

    def part_readings(self, indicator: str) -> tuple[Reading, ...]:
        """An indicator of each part."""
        return self.named(indicator, self.parts)

    def undivided(self) -> Self:
        """The same of the unit as a whole alone: nothing is said of its parts."""
        return replace(self, parts={})


def names_within(place: Place[Address], kind: str) -> dict[str, str]:
    """{code: name} of today's units of a kind, as schools or facilities, in the unit and its communes, by code."""
    homes = {place.unit.code} | {each.code for each in communes(place)}
    found = [each for each in place.units if each.kind == kind and each.valid_to is None and each.parent_code in homes]
    return {each.code: each.short_name for each in sorted(found, key=lambda each: each.code)}


def named_by(among: Iterable[Reading], indicator: str, codes: Iterable[str]) -> dict[str, str]:
    """{code: name} of those of `codes` that have the indicator, as the readings name them."""
    chosen = set(codes)
    return {
        each.unit_code: each.unit_name for each in among if each.indicator == indicator and each.unit_code in chosen
    }
