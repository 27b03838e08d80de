"""Everything that the scene says, of one snapshot and of how the sources stand since: each figure in its own period."""

from dataclasses import dataclass, replace
from typing import Self

from dashboards.address import Address
from dashboards.components.course import Course
from dashboards.denominators import Denominator, read_denominators
from dashboards.health_indicators import MEASLES_2
from dashboards.overview.facts import Overview, read_overview
from dashboards.overview.standings import Standing
from dashboards.place import Place
from dashboards.readings import Reading
from dashboards.screens.wall.months import read_course
from dashboards.screens.wall.told import Figures
from dashboards.service_index import ServiceIndex, read_service_index


@dataclass(frozen=True)
class Facts(Figures):
    """A scene's numbers, each of its indicator's newest period; `parts` are the communes of an area.

    `counted_of` is what the share of two doses against measles is counted of; `service_index` is of the period of the
    head.
    """

    overview: Overview
    course: Course
    counted_of: Denominator | None
    service_index: ServiceIndex

    def undivided(self) -> Self:
        """As of every scene, and of the overview that its slots draw on."""
        return replace(super().undivided(), overview=self.overview.undivided())


def read_facts(place: Place[Address]) -> Facts:
    """The facts of the wall's unit; the head names the open report quarter, each tile its own period."""
    overview = read_overview(place)
    return Facts(
        place=place,
        among=tuple(each.reading for each in overview.standings.values()),
        parts=overview.parts,
        overview=overview,
        course=read_course(place),
        counted_of=read_denominators(place, [MEASLES_2]).get(MEASLES_2),
        service_index=read_service_index(place),
    )


def worst_of(among: tuple[Standing, ...]) -> Reading | None:
    """The lowest share that is shown; None where none is."""
    shown = [each.reading for each in among if each.reading.value is not None]
    return min(shown, key=lambda each: (each.value, each.unit_code), default=None)
