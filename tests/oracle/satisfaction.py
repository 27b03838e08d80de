"""Presses of rating devices counted a second time: what is held, what is rejected, and every share with its interval.

From raw events and the configuration's lists alone, by the words of docs/interfaces.md and of the indicators.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from math import sqrt
from pathlib import Path

import pandas

from tests.oracle.count import CELL, CODE, loaded, placed
from tests.oracle.dossiers import dossiers, local_date
from tests.oracle.periods import periods
from tests.oracle.units import Units
from tests.oracle.working_days import WorkingDays

CONFIDENCE, MILLION = 1.959964, 10**6
CLOCK_MAY_DIFFER = timedelta(minutes=15)
TWICE, BURST, MANY = timedelta(seconds=3), timedelta(seconds=120), 20
OPENS, CLOSES = time(7), time(17, 30)
# Both sides round to six places; a float may fall on either side of the half.
TOLERANCE = 2e-6
SUMS = ["presses", "rejected", "valid", "satisfied", "dissatisfied", "handed_out", "rated"]
# Above what, below what, and the smallest sample that is shown; a count has nothing below.
INDICATORS: Mapping[str, tuple[str, str | None, int]] = {
    "satisfied_share": ("satisfied", "valid", 30),
    "rated_share": ("rated", "handed_out", 0),
    "dissatisfied_ratings": ("dissatisfied", None, 0),
    "rejected_rating_share": ("rejected", "presses", 0),
}
POPULATION = {
    "satisfied_share": "valid",
    "rated_share": "handed_out",
    "dissatisfied_ratings": "valid",
    "rejected_rating_share": "presses",
}


@dataclass(frozen=True)
class Device:
    """Its levels, and the agency at whose counter it stands."""

    scale: int
    agency_code: str


def judged(events: pandas.DataFrame, devices: Mapping[str, Device], working_days: WorkingDays) -> pandas.DataFrame:
    """The presses that no rule holds, or one for a wrong clock, with `day`, `scale`, `agency_code`, and `rejection`
    (None where one counts).
    """
    held = [held_for(row, devices) for row in events.itertuples()]
    rows = events[[reason is None for reason in held]].sort_values(["rated_at", "rating_id"], ignore_index=True)
    rows = _placed(rows, rows["rated_at"], devices)
    rows["rejection"] = pandas.Series(_rejections(rows, working_days), index=rows.index, dtype=object)
    wrong = events[[reason == "device_clock_wrong" for reason in held]]
    truly_at = wrong["rated_at"] + (wrong["received_at"] - wrong["sent_at"])
    return pandas.concat([rows, _placed(wrong, truly_at, devices).assign(rejection="clock")], ignore_index=True)


def _placed(rows: pandas.DataFrame, at: pandas.Series, devices: Mapping[str, Device]) -> pandas.DataFrame:
    told = [devices[code] for code in rows["device_code"]]
    return rows.assign(
        day=at.dt.normalize().astype("datetime64[ns]"),
        scale=[device.scale for device in told],
        agency_code=[device.agency_code for device in told],
    )


def held_for(row: object, devices: Mapping[str, Device]) -> str | None:
    """Why a press is held, if it is."""
    code = row.dossier_code  # type: ignore[attr-defined]
    if isinstance(code, str) and not CODE.fullmatch(code):
        return "code_malformed"
    device = devices.get(row.device_code)  # type: ignore[attr-defined]
    if device is None:
        return "unknown_device"
    if not 1 <= row.score <= device.scale:  # type: ignore[attr-defined]
        return "rating_outside_scale"
    differs = abs(row.received_at - row.sent_at)  # type: ignore[attr-defined]
    return "device_clock_wrong" if differs > CLOCK_MAY_DIFFER else None


def _rejections(rows: pandas.DataFrame, working_days: WorkingDays) -> list[str | None]:
    at: list[datetime] = [stamp.to_pydatetime() for stamp in rows["rated_at"]]
    worked = working_days.up_to(rows["day"]) - working_days.up_to(rows["day"] - pandas.Timedelta(days=1))
    by_device, by_button = defaultdict(list), defaultdict(list)
    for place, (device, score) in enumerate(zip(rows["device_code"], rows["score"], strict=True)):
        by_device[device].append(place)
        by_button[device, score].append(place)
    bursts = {place for places in by_button.values() for place in _in_bursts(places, at)}
    twice = {
        later
        for places in by_device.values()
        for earlier, later in pairwise(places)
        if at[later] - at[earlier] <= TWICE
    }
    return [
        "burst" if place in bursts
        else "outside_hours" if worked[place] != 1 or not OPENS <= at[place].time() <= CLOSES
        else "double_tap" if place in twice
        else None
        for place in range(len(rows))
    ]  # fmt: skip


def _in_bursts(places: list[int], at: list[datetime]) -> Iterable[int]:
    """Every place that lies with enough others within the time of a burst."""
    for first in range(len(places) - MANY + 1):
        end = first
        while end < len(places) and at[places[end]] - at[places[first]] <= BURST:
            end += 1
        if end - first >= MANY:
            yield from places[first:end]


def handed_out(events: pandas.DataFrame, clock: datetime, units: Units, working_days: WorkingDays) -> pandas.DataFrame:
    """`dossier_code, day, agency_code, agency_from` of each result handed out: where it was taken in, if known."""
    told = loaded(placed(dossiers(events, clock, working_days), units))
    seen = events[(events["shown_at"] <= pandas.Timestamp(clock)) & (events["event"].astype(str) == "handed_out")]
    days = pandas.DataFrame({"dossier_code": seen["dossier_code"].astype(str), "day": local_date(seen["at"])})
    rows = told.merge(days, on="dossier_code")
    receiving = units.on(rows["receiving_agency_code"], rows["accepted"].fillna(rows["applied"]))["agency_from"]
    code = rows["receiving_agency_code"].astype(str).where(receiving.notna(), rows["agency_code"])
    return pandas.DataFrame(
        {
            "dossier_code": rows["dossier_code"],
            "day": rows["day"],
            "agency_code": code,
            "agency_from": receiving.fillna(rows["agency_from"]),
        }
    )


def facts(presses: pandas.DataFrame, results: pandas.DataFrame, units: Units, first_day: date) -> pandas.DataFrame:
    """What counts on each day at each agency: `agency_code, agency_from, day` and `SUMS`."""
    is_valid, top = presses["rejection"].isna(), presses["scale"] - presses["score"]
    pressed = presses[["agency_code", "day"]].assign(
        agency_from=units.on(presses["agency_code"], presses["day"])["agency_from"],
        presses=1,
        rejected=~is_valid,
        valid=is_valid,
        satisfied=is_valid & (top <= 1),
        dissatisfied=is_valid & (presses["score"] <= presses["scale"] // 2),
    )
    known = set(presses.loc[is_valid, "dossier_code"].dropna())
    results = results[results["day"] >= pandas.Timestamp(first_day)]
    handed = results.assign(handed_out=1, rated=results["dossier_code"].isin(known)).drop(columns="dossier_code")
    both = pandas.concat([pressed, handed]).fillna(dict.fromkeys(SUMS, 0))
    return (
        both.astype(dict.fromkeys(SUMS, "int64"))
        .groupby(["agency_code", "agency_from", "day"])[SUMS]
        .sum()
        .reset_index()
    )


def cells(counted: pandas.DataFrame, configuration: Path, first_day: date, today: date) -> pandas.DataFrame:
    """`SUMS` for every unit, basis and period of the configuration's lists, those of nothing too."""
    units = Units(configuration / "units.csv", configuration / "agencies.csv")
    spans = periods(pandas.Timestamp(first_day), today)
    grid = units.lineage[["unit_kind", "unit_code", "unit_from", "basis", "first_day", "last_day"]].drop_duplicates()
    grid = grid.merge(spans, how="cross")
    grid = grid[(grid["period_start"] >= grid["first_day"]) & (grid["period_end"] <= grid["last_day"])]
    within = counted.merge(units.lineage, on=["agency_code", "agency_from"]).merge(spans, how="cross")
    within = within[(within["day"] >= within["period_start"]) & (within["day"] <= within["cutoff"])]
    summed = within.groupby(CELL)[SUMS].sum().reset_index()
    whole = grid[CELL].merge(summed, on=CELL, how="left").fillna(dict.fromkeys(SUMS, 0))
    return whole.astype(dict.fromkeys(SUMS, "int64"))


def expected(counted: pandas.DataFrame, grid: pandas.DataFrame, units: Units, indicator: str) -> pandas.DataFrame:
    """The rows that ought to be published of one indicator: `CELL`, numerator, denominator, value (in millionths), …

    A unit is published as soon as it ever counted anything of the indicator's population.
    """
    above, below, minimum = INDICATORS[indicator]
    alive = counted[counted[POPULATION[indicator]] > 0][["agency_code", "agency_from"]].drop_duplicates()
    reached = alive.merge(units.lineage, on=["agency_code", "agency_from"])[CELL[:4]].drop_duplicates()
    rows = grid.merge(reached, on=CELL[:4])
    values = [
        _count(row[above]) if below is None else _share(row[above], row[below], minimum)
        for row in rows[SUMS].to_dict("records")
    ]
    names = ["numerator", "denominator", "value", "n", "state", "low", "high"]
    return pandas.concat([rows[CELL], pandas.DataFrame(values, columns=names, index=rows.index)], axis=1)


def _count(number: int) -> tuple[object, ...]:
    return number, None, number * MILLION, number, "shown", None, None


def _share(above: int, below: int, minimum: int) -> tuple[object, ...]:
    """Wilson's interval as the roots of (p - x)^2 = z^2 x (1 - x) / n."""
    if below == 0:
        return above, below, None, below, "no_events", None, None
    square = CONFIDENCE**2
    root = CONFIDENCE * sqrt(square + 4 * above * (below - above) / below)
    low, high = ((2 * above + square + side * root) / (2 * (below + square)) for side in (-1, 1))
    state = "below_minimum" if below < minimum else "shown"
    value = (2 * above * MILLION + below) // (2 * below) if state == "shown" else None
    return above, below, value, below, state, max(low, 0.0), min(high, 1.0)


def differences(published: pandas.DataFrame, wanted: pandas.DataFrame) -> pandas.DataFrame:
    """The cells in which published rows of an indicator are not the wanted ones, missing or too many; else empty."""
    dates = dict.fromkeys(("unit_from", "period_start", "period_end"), "datetime64[ns]")
    rows = published.astype(dates)[[*CELL, "numerator", "denominator", "value", "n", "state", "low", "high"]]
    rows = rows.assign(value=(rows["value"].astype("Float64") * MILLION).round())
    both = rows.merge(wanted, on=CELL, how="outer", suffixes=("", "_wanted"), indicator="side")
    wrong = (both["side"] != "both") | (both["state"] != both["state_wanted"])
    for name, tolerance in (
        ("numerator", 0.0),
        ("denominator", 0.0),
        ("value", 0.0),
        ("n", 0.0),
        ("low", 2e-6),
        ("high", 2e-6),
    ):
        left, right = both[name].astype("Float64"), both[f"{name}_wanted"].astype("Float64")
        wrong |= (left.isna() != right.isna()) | ((left - right).abs() > tolerance).fillna(False)
    return both[wrong]
