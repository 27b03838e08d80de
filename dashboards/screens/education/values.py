"""The published figures of a unit, of its parts and of all its schools, in one term."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboards import words
from dashboards.place import SCOPE, Place
from dashboards.published import published
from dashboards.readings import Reading, find, readings
from dashboards.screens.education.address import View
from warehouse.reader import query


@dataclass(frozen=True)
class Part:
    """A unit of a breakdown with its readings; `beside` is the commune of a school."""

    code: str
    name: str
    readings: tuple[Reading, ...]
    beside: str = ""

    def find(self, indicator: str) -> Reading:
        """The reading of an indicator; "no data" where there is none."""
        return find(self.readings, indicator, self.code)


def whole(place: Place[View], indicator: str) -> Reading:
    """The unit's own figure."""
    return find(published(place, [indicator]), indicator, place.unit.code)


def parts(place: Place[View], indicators: Iterable[str]) -> list[Part]:
    """What the unit is made of, communes of an area and schools of a commune, those with any figure, by name."""
    asked = list(indicators)
    return _parts(each for each in published(place, asked) if each.unit_code != place.unit.code)


def schools(place: Place[View], indicators: Iterable[str]) -> list[Part]:
    """All schools of the unit with any figure, by name."""
    frame = query(
        "education/schools", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(indicators),
        period_start=place.period.start, period_end=place.period.end, **place.asked,
    )  # fmt: skip
    communes = dict(zip(frame["unit_code"], frame["commune_name_vi"], strict=True))
    return _parts(readings(frame), communes)


def _parts(among: Iterable[Reading], beside: dict[str, str] | None = None) -> list[Part]:
    told = [each for each in among if each.text != words.NO_EVENTS]
    names = {each.unit_code: each.unit_name for each in told}
    found = [
        Part(code, name, tuple(each for each in told if each.unit_code == code), (beside or {}).get(code, ""))
        for code, name in names.items()
    ]
    return sorted(found, key=lambda part: words.sort_key(part.name))


def has_parts(place: Place[View]) -> bool:
    """Whether the unit is divided further than into classes."""
    return place.unit.kind in ("area", "commune")
