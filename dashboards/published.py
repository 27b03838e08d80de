"""The published numbers of a page's unit and of what it is made of, and what each of them means there."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dashboards.address import Address
from dashboards.place import SCOPE, Place
from dashboards.readings import Reading, readings
from warehouse.reader import query


def published(
    place: Place[Address], indicators: Iterable[str], of_parts: Iterable[str] | None = None
) -> tuple[Reading, ...]:
    """The values of `indicators` for the unit; those in `of_parts` (None: all) for what it is made of too."""
    asked = list(indicators)
    frame = query(
        "values", scope=SCOPE, snapshot=place.snapshot.id, grain=place.period.grain,
        period_start=place.period.start, period_end=place.period.end, indicators=asked,
        parts=list(place.view.PARTS), **place.asked,
    )  # fmt: skip
    divided_by = asked if of_parts is None else list(of_parts)
    return readings(frame[(frame["unit_code"] == place.unit.code) | frame["indicator"].isin(divided_by)])


def dictionary(place: Place[Address]) -> Mapping[str, Mapping[str, Any]]:
    """{indicator: its row of queries/dictionary.sql}, of the page's subjects, as it holds for the place's period."""
    return _dictionary(place.snapshot.id, place.period.cutoff, place.view.SUBJECTS)


@lru_cache(maxsize=64)
def _dictionary(snapshot_id: str, cutoff: date, subjects: tuple[str, ...]) -> Mapping[str, Mapping[str, Any]]:
    frame = query("dictionary", scope=SCOPE, snapshot=snapshot_id, cutoff=cutoff, subjects=list(subjects))
    rows = ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))
    return MappingProxyType({row["indicator"]: row for row in rows})
