"""The numbers of a page: of its unit as published, of a part of it by the same rule, and of what it is divided into."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.published import dictionary, published
from dashboards.readings import Reading, find, readings
from dashboards.screens.satisfaction.address import (
    COLUMNS,
    INDICATORS,
    LATENESSES,
    LEVELS,
    OF_DOSSIERS,
    RATED,
    REJECTIONS,
    SCALES,
    View,
)
from dashboards.screens.satisfaction.reported import is_reported
from warehouse.reader import Counted, judged, query

# What a row of each division is told by: its columns of queries/parts.sql, and what a link to it changes.
DIVISIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "unit": {"unit": "unit_code"},
        "agency": {"unit": "agency_code"},
        "counter": {"unit": "agency_code", "counter": "counter_code"},
        "field": {"field": "field_code"},
        "procedure": {"procedure": "procedure_code"},
        "scale": {"scale": "scale"},
        "hour": {"hour": "hour"},
        "lateness": {"lateness": "lateness"},
    }
)
BY = MappingProxyType({"counter": ("agency", "counter")})
OF_PRESSES = ("counter", "scale", "hour", "lateness")
NAMES = ("agency_name_vi", "field_name_vi", "procedure_name_vi")
# What belongs to an area and to none of its communes: a row of its own, which no address means.
ABOVE = "above"
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Part:
    """One row of a division: its name, what an address changes to mean it (nothing: no link), and its readings."""

    key: str
    name: str
    changes: Mapping[str, str]
    readings: tuple[Reading, ...]

    def find(self, indicator: str) -> Reading:
        """The reading of an indicator; "no data" where there is none."""
        return find(self.readings, indicator, self.key)


def counted(place: Place[View], indicator: str) -> Counted:
    """The rows of an indicator here: of the period, or of the year up to its last day where the address says so.

    A dossier handed out knows no device, so that only some of what narrows the page narrows it.
    """
    known = OF_DOSSIERS if indicator == RATED else tuple(COLUMNS)
    only = tuple(pair for pair in place.view.only if pair[0] in {COLUMNS[name] for name in known})
    asked = replace(place.counted(indicator), only=only)
    return replace(asked, start=first_day_of_year(place)) if place.view.span else asked


def first_day_of_year(place: Place[View]) -> Any:
    """The first of the 365 days up to the last that counts."""
    return place.period.cutoff - A_YEAR + timedelta(days=1)


def span_in_words(place: Place[View]) -> str:
    """The days that count: the period's title, or those of the year."""
    if not place.view.span:
        return place.period.title
    first, last = words.day(first_day_of_year(place)), words.day(place.period.cutoff)
    return _("12 months ({first}–{last})", first=first, last=last)


def is_part(place: Place[View]) -> bool:
    """Whether the address leaves only a part of the unit's figures, or asks for other days than the period's."""
    return bool(place.view.only or place.view.span)


def is_inside(place: Place[View]) -> bool:
    """Whether the page is that of one centre, where its own counters may be looked at."""
    return place.unit.kind == "agency"


def applies(place: Place[View], indicator: str) -> bool:
    """Whether an indicator can be counted for the part that the address leaves."""
    return indicator != RATED or set(place.view.narrowed) <= set(OF_DOSSIERS)


def usual_group(place: Place[View]) -> str:
    """The next level down: communes, then centres, then counters, then procedures."""
    if place.view.counter or place.view.device:
        return "procedure"
    return {"area": "unit", "commune": "agency"}.get(place.unit.kind, "counter")


def whole(place: Place[View], indicators: Iterable[str]) -> tuple[Reading, ...]:
    """The page's own values: as published, or counted anew for the part that the address leaves."""
    asked = [each for each in indicators if applies(place, each)]
    if not is_part(place) and not _is_cut(place):
        # One question for all of a page: parts of it ask for fewer.
        known = published(place, INDICATORS, of_parts=())
        return tuple(_reported(place, find(known, each, place.unit.code)) for each in asked)
    found: list[Reading] = []
    for indicator in asked:
        if not is_reported(place, indicator):
            found.append(find((), indicator, place.unit.code))
            continue
        frame = judged("satisfaction/whole", counted(place, indicator), scope=SCOPE, snapshot=place.snapshot.id)
        found += readings_of(frame, indicator, place, {0: place.unit.code})
    return tuple(found)


def _reported(place: Place[View], reading: Reading) -> Reading:
    """Nothing said is no zero, and is not judged."""
    return reading if is_reported(place, reading.indicator) else find((), reading.indicator, reading.unit_code)


def _is_cut(place: Place[View]) -> bool:
    """Whether only the first days of a period count that is over, of which nothing is published."""
    return not place.period.is_open and place.period.cutoff < place.period.end


def divided(place: Place[View], group: str, indicators: Iterable[str]) -> list[Part]:
    """The rows of a division that had anything to count, in order of name."""
    named: dict[str, tuple[str, dict[str, str]]] = {}
    found: list[Reading] = []
    for indicator in (each for each in indicators if applies(place, each)):
        if indicator == RATED and group in OF_PRESSES:
            continue
        frame = _parts(place, indicator, group)
        keys = {}
        for at, row in enumerate(frame.to_dict("records")):
            changes = {name: _told(row[column]) for name, column in DIVISIONS[group].items()}
            is_above = group == "unit" and changes["unit"] == place.unit.code
            keys[at] = ABOVE if is_above else "|".join(changes.values())
            said = _("agencies of no commune") if is_above else part_name(place, group, row)
            named.setdefault(keys[at], (said, {} if is_above else _link(changes)))
        found += readings_of(frame, indicator, place, keys)
    rows = [
        Part(key, name, changes, tuple(each for each in found if each.unit_code == key))
        for key, (name, changes) in named.items()
    ]
    return sorted(rows, key=lambda row: (not row.changes, *words.sort_key(row.name)))


def _parts(place: Place[View], indicator: str, group: str) -> pd.DataFrame:
    by: dict[str, Any] = {"by": list(BY.get(group, (group,)))}
    name = "dossier_parts" if indicator == RATED else "satisfaction/parts"
    if indicator != RATED:
        by["is_inside"] = is_inside(place)
    return judged(name, counted(place, indicator), scope=SCOPE, snapshot=place.snapshot.id, **by)


def _told(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _link(changes: Mapping[str, str]) -> dict[str, str]:
    """What leads to a row; nothing where a part of it is not known, or not to be named here."""
    return dict(changes) if all(changes.values()) else {}


def readings_of(
    frame: pd.DataFrame, indicator: str, place: Place[View], keys: Mapping[int, str]
) -> tuple[Reading, ...]:
    """Rows judged by the reader as readings; `keys` are what stands for their unit."""
    told = dictionary(place)[indicator]
    names = ("unit_vi", "minimum_n", "definition_vi", "definition_certainty", "owner", "direction")
    described = frame.assign(
        indicator=indicator,
        unit_code=[keys[at] for at in range(len(frame))],
        unit_name_vi="",
        **{name: told[name] for name in names},
    )
    return readings(described)


def part_name(place: Place[View], group: str, row: Mapping[Any, Any]) -> str:
    """What a row of queries/parts.sql is called."""
    if group == "unit":
        units = {unit.code: unit.short_name for unit in place.units if unit.is_valid_on(place.period.cutoff)}
        return units.get(str(row["unit_code"]), _("unknown unit"))
    if group == "counter":
        return _counter_name(row, is_inside(place))
    if group in ("scale", "hour", "lateness"):
        return said_of(group, str(row[group]))
    said = [str(row[name]) for name in NAMES if name in row and not pd.isna(row[name])]
    return " · ".join(said) or _("dossier not known")


def _counter_name(row: Mapping[Any, Any], is_inside: bool) -> str:
    counter = row["counter_code"]
    if pd.isna(counter):
        said = _("counter not told")
    elif counter:
        said = _("counter {code}", code=counter)
    else:
        return _("{centre}: its counters are shown on its own page", centre=row["agency_name_vi"])
    return words.capital(said) if is_inside else f"{row['agency_name_vi']} · {said}"


def said_of(name: str, value: str) -> str:
    """A narrowing in words, by its value alone."""
    if name == "hour":
        return _("{hour}:00–{hour}:59", hour=f"{int(value):02d}")
    if name == "counter":
        return _("counter {code}", code=value)
    if name == "device":
        return _("device {code}", code=value)
    if name == "reason" and value == "-":
        return _("no reason told")
    return {**SCALES, **LATENESSES, **REJECTIONS, **LEVELS}.get(value, value)


def narrowed_in_words(place: Place[View]) -> dict[str, str]:
    """{name of the narrowing: its words}."""
    view = place.view
    found = {name: said_of(name, value) for name, value in view.narrowed.items()}
    if {"field", "procedure", "reason"} & set(found):
        frame = query(
            "satisfaction/names", scope=SCOPE, snapshot=place.snapshot.id, field=view.field,
            procedure=view.procedure, reason=view.reason,
        )  # fmt: skip
        named = {name: frame.iloc[0][f"{name}_name_vi"] for name in ("field", "procedure", "reason")}
        found |= {name: str(said) for name, said in named.items() if name in found and not pd.isna(said)}
    return found
