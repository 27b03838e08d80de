"""The numbers of a page: of its unit as published, of a part of it by the same rule, and of what it is divided into."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE
from dashboards.published import dictionary
from dashboards.readings import Reading, find, readings
from dashboards.screens.procedures.address import SYSTEMS
from dashboards.screens.procedures.place import Place
from warehouse.reader import judged, query

# What a row of each division is told by: its columns of queries/parts.sql, and what a link to it changes.
DIVISIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "unit": {"unit": "unit_code"},
        "agency": {"unit": "agency_code"},
        "field": {"field": "field_code"},
        "procedure": {"procedure": "procedure_code"},
        "agency_field": {"unit": "agency_code", "field": "field_code"},
        "unit_field": {"unit": "unit_code", "field": "field_code"},
    }
)
ADDED_UP = ("count", "ratio", "stock")
NAMES = ("agency_name_vi", "field_name_vi", "procedure_name_vi")


@dataclass(frozen=True)
class Part:
    """One row of a division: its name, what an address changes to mean it, and its readings by indicator."""

    key: str
    name: str
    changes: Mapping[str, str]
    readings: tuple[Reading, ...]

    def find(self, indicator: str) -> Reading:
        """The reading of an indicator; "no data" where there is none."""
        return find(self.readings, indicator, self.key)


def usual_group(place: Place) -> str:
    """The next level down: communes, then agencies, then fields, then procedures; empty where there is none."""
    view = place.view
    if view.procedure:
        return ""
    if view.field:
        return "unit" if place.unit.kind == "area" else "agency" if place.unit.kind == "commune" else "procedure"
    return {"area": "unit", "commune": "agency"}.get(place.unit.kind, "field")


def is_part(place: Place) -> bool:
    """Whether the address leaves only a part of the unit's figures."""
    return bool(place.view.only)


def whole(place: Place, indicators: Iterable[str], known: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """The page's own values: of `known` as published, or counted anew for the part that the address leaves.

    A part has no value of what cannot be added up.
    """
    if not is_part(place):
        return tuple(each for each in known if each.unit_code == place.unit.code)
    found: list[Reading] = []
    told = dictionary(place)
    for indicator in (each for each in indicators if told[each]["kind"] in ADDED_UP):
        frame = judged("procedures/whole", place.counted(indicator), scope=SCOPE, snapshot=place.snapshot.id)
        found += _readings(frame, indicator, place, {0: place.unit.code})
    return tuple(found)


def divided(place: Place, group: str, indicators: Iterable[str], known: tuple[Reading, ...]) -> list[Part]:
    """The rows of a division that had anything to count, in order of name."""
    if group in ("unit", "agency") and not is_part(place) and _is_next(place, group):
        return _published_parts(place, frozenset(indicators), known)
    named: dict[str, tuple[str, dict[str, str]]] = {}
    counted: list[Reading] = []
    for indicator in indicators:
        frame = _parts(place, indicator, group.split("_") if group else [])
        keys = {}
        for at, row in enumerate(frame.to_dict("records")):
            changes = {name: str(row[column]) for name, column in DIVISIONS[group].items()}
            keys[at] = "|".join(changes.values())
            named.setdefault(keys[at], (part_name(place, row), changes))
        counted += _readings(frame, indicator, place, keys)
    rows = [
        Part(key, name, changes, tuple(each for each in counted if each.unit_code == key))
        for key, (name, changes) in named.items()
    ]
    return sorted(rows, key=lambda row: words.sort_key(row.name))


def _is_next(place: Place, group: str) -> bool:
    return (place.unit.kind, group) in (("area", "unit"), ("commune", "agency"))


def _published_parts(place: Place, indicators: frozenset[str], known: tuple[Reading, ...]) -> list[Part]:
    busy = {
        (each.unit_code, each.unit_name)
        for each in known
        if each.unit_code != place.unit.code and each.indicator in indicators and (each.numerator or each.denominator)
    }
    rows = [
        Part(code, name, {"unit": code}, tuple(each for each in known if each.unit_code == code)) for code, name in busy
    ]
    return sorted(rows, key=lambda row: words.sort_key(row.name))


def _parts(place: Place, indicator: str, by: list[str]) -> pd.DataFrame:
    return judged("dossier_parts", place.counted(indicator), scope=SCOPE, snapshot=place.snapshot.id, by=by)


def _readings(frame: pd.DataFrame, indicator: str, place: Place, keys: Mapping[int, str]) -> tuple[Reading, ...]:
    told = dictionary(place)[indicator]
    names = ("unit_vi", "minimum_n", "definition_vi", "definition_certainty", "owner", "direction")
    described = frame.assign(
        indicator=indicator,
        unit_code=[keys[at] for at in range(len(frame))],
        unit_name_vi="",
        **{name: told[name] for name in names},
    )
    return readings(described)


def part_name(place: Place, row: Mapping[Any, Any]) -> str:
    """What a row of queries/parts.sql is called."""
    units = {unit.code: unit.short_name for unit in place.units if unit.is_valid_on(place.period.cutoff)}
    said = [] if pd.isna(row["unit_code"]) else [units.get(str(row["unit_code"]), _("unknown unit"))]
    return " · ".join([*said, *(str(row[name]) for name in NAMES if not pd.isna(row[name]))])


def part_in_words(place: Place) -> list[tuple[str, str]]:
    """(name of the narrowing, its words) of what leaves a part of the unit's figures, the widest first."""
    view, named = place.view, {"agency": "agency_name_vi", "field": "field_name_vi", "procedure": "procedure_name_vi"}
    found = [(name, SYSTEMS[view.system]) for name in ("system",) if view.system]
    asked = [name for name in named if getattr(view, name)]
    if not asked:
        return found
    frame = query(
        "procedures/names", scope=SCOPE, snapshot=place.snapshot.id,
        **{name: getattr(view, name) for name in named},
    )  # fmt: skip
    said = {} if frame.empty else frame.iloc[0].to_dict()
    return [(name, str(said.get(named[name]) or getattr(view, name))) for name in asked] + found
