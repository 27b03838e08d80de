"""What a scene of the wall declares: one question, answered on six or nine slots from one snapshot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, Protocol, TypeVar

from dash import html

from config import clock
from config.places import places
from dashboards.address import Address
from dashboards.frames import Lately
from dashboards.place import Place
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import Need
from dashboards.standing import told

FOLDER = Path(__file__).parent / "scenes"


class Told(Protocol):
    """What a scene has read: its unit and its period, which the head names, and whatever its slots need."""

    @property
    def place(self) -> Place[Address]:
        """The unit and period that all numbers are of, unless a slot says otherwise."""


Facts = TypeVar("Facts", bound=Told)


@dataclass(frozen=True)
class Slot(Generic[Facts]):
    """One tile. `title` stands over it while there is nothing to read, `need` is what it says at its fullest.

    `sources` are those whose age must be said beneath it; None: the scene's, none where it says them itself.
    `needs` are those without each of which it has nothing to say; None: the scene's.
    `is_for_visitors`: it may be shown to anybody who comes in, drawn of the unit as a whole (`Figures.undivided`).
    """

    title: str
    need: Need
    draw: Callable[[Facts, Links], html.Section]
    sources: tuple[str, ...] | None = None
    needs: tuple[str, ...] | None = None
    is_for_visitors: bool = False


def numbered(*slots: Slot[Facts]) -> Mapping[int, Slot[Facts]]:
    """The slots of a scene by their number, the first of them 1."""
    return MappingProxyType(dict(enumerate(slots, start=1)))


@dataclass(frozen=True)
class Scene(Generic[Facts]):
    """One scene, found by its module scenes/<scene>/scene.py.

    `question` is what it answers, `page` the path of the desk page that its links lead to. `sources` are what its slots
    draw on, `needs` what none of them can do without, unless a slot names its own. `read` gets the unit of the wall in
    the open report quarter, and gives what the slots draw from, or None where the snapshot has nothing to tell; `slots`
    are numbered from 1.
    """

    title: str
    question: str
    page: str
    sources: tuple[str, ...]
    read: Callable[[Place[Address]], Facts | None]
    slots: Mapping[int, Slot[Facts]]
    needs: tuple[str, ...] = ()
    is_for_visitors: bool = False

    def sources_of(self, numbers: Iterable[int]) -> frozenset[str]:
        """The sources that some of the slots draw on."""
        own = (self.slots[number].sources for number in numbers)
        return frozenset(source for each in own for source in (self.sources if each is None else each))

    def lacks_source(self, number: int, unsourced: frozenset[str]) -> bool:
        """Whether a slot has nothing to draw on: all of its sources are `unsourced`, or one that it needs."""
        sources, needs = self.sources_of([number]), self.slots[number].needs
        needed = self.needs if needs is None else needs
        return (bool(sources) and sources <= unsourced) or not unsourced.isdisjoint(needed)

    def open_to_visitors(self) -> tuple[int, ...]:
        """The slots that anybody who comes in may see."""
        return tuple(number for number, slot in self.slots.items() if self.is_for_visitors or slot.is_for_visitors)


@lru_cache(maxsize=1)
def scenes() -> Mapping[str, Scene[Any]]:
    """The scenes that exist, {name: scene}, in order of name."""
    names = sorted(path.parent.name for path in FOLDER.glob("*/scene.py"))
    package = __name__.rpartition(".")[0]
    return MappingProxyType({name: import_module(f"{package}.scenes.{name}.scene").SCENE for name in names})


def read_once(scene: Scene[Facts]) -> Scene[Facts]:
    """The same scene; what it reads of a unit is read once for all walls of this process, whatever their size.

    It is shared by their threads, so no slot may change it. Kept are two of a unit: the newest snapshot's, and that of
    a programme whose figures stay.
    """
    lately: dict[str, Lately[Facts | None]] = {}

    def read(place: Place[Address]) -> Facts | None:
        # An id names a snapshot within its warehouse.
        asked_for = places().warehouse, place.snapshot.id, told(place.snapshot), clock.today()
        return lately.setdefault(place.unit.code, Lately(2)).get(asked_for, lambda: scene.read(place))

    return replace(scene, read=read)
