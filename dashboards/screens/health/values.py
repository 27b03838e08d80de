"""The published figures of a unit, of its parts and of its facilities, with what they are counted of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dashboards import words
from dashboards.place import SCOPE, Place
from dashboards.published import published
from dashboards.readings import Reading, find, readings
from dashboards.screens.health.address import EVERY, View
from warehouse.reader import query


@dataclass(frozen=True)
class Part:
    """A unit of a breakdown with its readings; `beside` is the commune of a facility, `sender` who sends its files."""

    code: str
    name: str
    readings: tuple[Reading, ...]
    beside: str = ""
    sender: str = ""

    def find(self, indicator: str) -> Reading:
        """The reading of an indicator; "no data" where there is none."""
        return find(self.readings, indicator, self.code)


def whole(place: Place[View], indicator: str) -> Reading:
    """The unit's own figure."""
    # One question for all of a period's figures: a page asks for many of them.
    return find(published(place, EVERY, of_parts=()), indicator, place.unit.code)


def parts(place: Place[View], indicators: Iterable[str]) -> list[Part]:
    """The communes of an area, by name; a commune is divided into facilities alone."""
    if place.unit.kind != "area":
        return []
    asked = list(indicators)
    names = {unit.code: unit.short_name for unit in place.units if unit.kind == "commune"}
    among = [each for each in published(place, asked) if each.unit_code in names]
    return _parts(among, {})


def facilities(place: Place[View], indicators: Iterable[str]) -> list[Part]:
    """All facilities of the unit, stations first, then what belongs to them, by name."""
    frame = query(
        "health/facilities", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(indicators),
        grain=place.period.grain, period_start=place.period.start, period_end=place.period.end,
        cutoff=place.period.cutoff, **place.asked,
    )  # fmt: skip
    if place.unit.kind == "facility":
        frame = frame[frame["unit_code"] != place.unit.code]
    described = {
        str(row["unit_code"]): (
            str(row["commune_name_vi"]) if place.unit.kind == "area" and row["home_kind"] == "commune" else "",
            str(row["parent_code"]) if row["kind"] == "sub_station" else str(row["unit_code"]),
        )
        for row in frame.to_dict("records")
    }
    return _parts(readings(frame), described)


def _parts(among: Iterable[Reading], described: Mapping[str, tuple[str, str]]) -> list[Part]:
    told = list(among)
    names = {each.unit_code: each.unit_name for each in told}
    found = [
        Part(code, name, tuple(each for each in told if each.unit_code == code), *described.get(code, ("", "")))
        for code, name in names.items()
    ]
    return sorted(
        found, key=lambda part: (words.sort_key(part.beside), part.code != part.sender, words.sort_key(part.name))
    )
