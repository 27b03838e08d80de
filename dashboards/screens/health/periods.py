"""Which unit and which period an address means: each tab has the kinds of periods in which its numbers are told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from dashboards.comparison import day_year_before
from dashboards.messages import _
from dashboards.place import (
    SCOPE,
    Period,
    Place,
    choose_period,
    choose_unit,
    read_periods,
    read_units,
    snapshot_of,
)
from dashboards.screens.health.address import MONTH, WEEK, View
from dashboards.unpulled import nothing_pulled
from warehouse.reader import query

NOT_CONNECTED = _(
    "The health facilities' files are not connected, or nothing has been pulled from them. The administrator runs the "
    "command below; then load the page again."
)


def find_health_place(view: View) -> Place[View]:
    """The place of an address. Raises `Refusal` where no facility ever sent a file, and as `find_place`.

    An address whose kind of period the tab does not have, as those of a wall, means the tab's usual kind.
    """
    snapshot = snapshot_of(view)
    if not int(query("health/any_file", scope=SCOPE, snapshot=snapshot.id).iloc[0]["files"]):
        raise nothing_pulled("health_record", NOT_CONNECTED)
    units = read_units(query("units", scope=SCOPE, snapshot=snapshot.id))
    unit = choose_unit(units, view)
    bare = Place(view, snapshot, unit, units, _NO_PERIOD, ())
    grains = told_grains(bare, view.told_by)
    if grains and view.grain not in grains:
        bare = bare.on(grain=grains[0], start="", end="")
    periods = told_periods(bare, view.told_by, bare.view.grain)
    return replace(bare, period=choose_period(periods, unit, bare.view), periods=periods)


_NO_PERIOD = Period("", date.min, date.min, date.min, is_open=False, title="")


def told_grains(place: Place[View], indicators: Iterable[str]) -> list[str]:
    """The kinds of periods in which the unit has any of these figures, the usual one first."""
    told = set(_told(place, indicators)["grain"])
    usual = (MONTH, WEEK, *place.view.GRAINS)
    return [each for each in dict.fromkeys(usual) if each in told]


def told_periods(place: Place[View], indicators: Iterable[str], grain: str) -> tuple[Period, ...]:
    """The periods of one kind in which the unit has any of these figures, the newest first."""
    told = _told(place, indicators)
    columns = [each for each in told.columns if each != "indicator"]
    return read_periods(told[told["grain"] == grain][columns].drop_duplicates())


def _told(place: Place[View], indicators: Iterable[str]) -> pd.DataFrame:
    """One question for all figures of a unit: a page asks for many of them."""
    frame = query(
        "health/told_periods", scope=SCOPE, snapshot=place.snapshot.id, indicators=list(place.view.COUNTED),
        **place.asked,
    )  # fmt: skip
    return frame[frame["indicator"].isin(list(indicators))]


def newest(place: Place[View], indicators: Iterable[str]) -> Place[View] | None:
    """The place in the newest period up to its own in which the unit has any of these figures; None where it has none.

    Of its own kind of period where they are told in that, else of their usual one, as weeks are for diseases.
    """
    grains = told_grains(place, indicators)
    grain = place.period.grain if place.period.grain in grains else next(iter(grains), "")
    known = (
        [each for each in told_periods(place, indicators, grain) if each.start <= place.period.cutoff] if grain else []
    )
    if not known:
        return None
    found = next((each for each in known if each == place.period), known[0])
    return replace(place.on(grain=grain, **found.named), period=found, periods=tuple(known))


def year_before(place: Place[View]) -> Place[View] | None:
    """The place in the same period a year before; None where it is not told."""
    start = day_year_before(place.period.start)
    near = [each for each in place.periods if abs((each.start - start).days) <= 3]
    return replace(place, period=near[0]) if near else None
