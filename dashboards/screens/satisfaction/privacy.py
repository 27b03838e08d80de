"""Who sits at a counter is told nowhere; so a counter, and its device, are looked at within their centre alone.

A scale can mean a counter too: in a centre with several counters where one scale belongs to a single counter with one
officer ("told by scale"), whatever is narrowed to a scale, or to a level that only one scale has, is that officer's.
So on every page that holds such a centre, except its own:

- nothing is narrowed to a scale or to such a level: hours, reasons, procedures and lists neither;
- lists and single presses of such a centre tell neither scale nor level, and its devices stand as one row;
- the split by scale is shown for an area alone, where many counters share a scale in the days looked at, and leads
  nowhere.

A centre with one counter is that counter as a whole, and is shown as any other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.messages import _
from dashboards.place import SCOPE, Place, find_place
from dashboards.refusal import Refusal
from dashboards.screens.satisfaction.address import REJECTED, SATISFIED, View
from dashboards.screens.satisfaction.values import counted, is_inside
from warehouse.reader import Snapshot, query

OF_ONE_SCALE = ("neutral", "very_dissatisfied")
"""Levels that devices with three do not have."""


@dataclass(frozen=True)
class Centres:
    """Of a page's centres, by code: those with a counter of one officer, and those that a scale tells."""

    lone: frozenset[str]
    told_by_scale: frozenset[str]


def find_open_place(view: View) -> Place[View]:
    """The place of an address. Raises `Refusal` for one that asks for a counter outside of its centre."""
    place = find_place(view)
    if is_inside(place):
        return place
    if _speaks_of_a_counter(place):
        what = _("A counter is shown on the page of its centre only")
        raise Refusal(what, _("Choose the centre, then its counter."), link=view.link(counter="", device=""))
    if _speaks_of_a_scale(place):
        what = _("The scales of this unit are shown on the pages of its centres only")
        to_do = _("One scale here is that of a single counter. Choose the centre.")
        raise Refusal(what, to_do, link=view.link(scale="", level="", group=""))
    return place


def centres(place: Place[View]) -> Centres:
    """The centres of the page's unit that are looked at from within alone; none on the page of a centre."""
    if is_inside(place):
        return Centres(frozenset(), frozenset())
    frame = query("satisfaction/centres", scope=SCOPE, snapshot=place.snapshot.id, **place.asked)
    return Centres(_codes(frame, "is_lone"), _codes(frame, "is_told_by_scale"))


def told_by_scale(snapshot: Snapshot, agency: str, since: Any) -> bool:
    """Whether a scale tells the counter of one officer in that centre, which began to be one on the day `since`."""
    asked = {"basis": "own", "unit": agency, "unit_from": since}
    frame = query("satisfaction/centres", scope=SCOPE, snapshot=snapshot.id, **asked)
    return agency in _codes(frame, "is_told_by_scale")


def is_split(place: Place[View]) -> bool:
    """Whether the scales may stand apart on this page."""
    if not centres(place).told_by_scale:
        return True
    if place.unit.kind != "area":
        return False
    frame = query("satisfaction/scales", counted(place, SATISFIED), scope=SCOPE, snapshot=place.snapshot.id)
    return not any(_is_of_one(row) for row in frame.to_dict("records"))


def _codes(frame: Any, column: str) -> frozenset[str]:
    return frozenset(frame.loc[frame[column].astype(bool), "agency_code"])


def _is_of_one(scale: Mapping[Any, Any]) -> bool:
    return int(scale["counters"]) < 2 and int(scale["officer_count"]) < 2


def _speaks_of_a_counter(place: Place[View]) -> bool:
    """What was rejected judges nobody, and is told of each device of a centre in which no counter has one officer."""
    view = place.view
    if view.counter or not view.device:
        return bool(view.counter)
    if view.measure != REJECTED or view.part not in ("", "numerator"):
        return True
    frame = query("satisfaction/centre_of_device", scope=SCOPE, snapshot=place.snapshot.id, device=view.device)
    return bool(set(frame["agency_code"]) & centres(place).lone)


def _speaks_of_a_scale(place: Place[View]) -> bool:
    view = place.view
    if view.scale or view.level in OF_ONE_SCALE:
        return bool(centres(place).told_by_scale)
    return view.group == "scale" and not is_split(place)
