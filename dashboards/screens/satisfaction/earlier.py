"""The period that a figure is compared with: the tile and the page that explains its change mean the same days."""

from dataclasses import replace

from dashboards import words
from dashboards.comparison import day_year_before
from dashboards.place import Period, Place, find_place
from dashboards.refusal import Refusal
from dashboards.screens.satisfaction.address import View


def compared_with(place: Place[View]) -> Place[View] | None:
    """What the address compares with; None where there is no such period.

    A period that is still open is compared with as many days of the earlier one.
    """
    older = place.periods[place.periods.index(place.period) + 1 :]
    if place.view.against == "year":
        start = day_year_before(place.period.start)
        older = tuple(period for period in older if abs((period.start - start).days) <= 3)
    if not older:
        return None
    try:
        earlier = find_place(replace(place.view, **older[0].named))
    except Refusal:
        return None
    return _as_many_days(earlier, place.period) if place.period.is_open else earlier


def _as_many_days(earlier: Place[View], open_one: Period) -> Place[View]:
    period = earlier.period
    cutoff = min(period.start + (open_one.cutoff - open_one.start), period.end)
    name = period.title.partition(" (")[0]
    title = f"{name} ({words.short_day(period.start)}–{words.short_day(cutoff)})"
    return replace(earlier, period=replace(period, cutoff=cutoff, title=title))
