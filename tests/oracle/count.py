"""A whole world counted: from raw events and the configuration's lists to every cell that ought to be published."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas

from tests.oracle.dossiers import UNKNOWN_STATUS, VIETNAM, dossiers
from tests.oracle.facts import FORM, MARKS, facts
from tests.oracle.indicators import QUANTILES
from tests.oracle.periods import periods
from tests.oracle.units import END, Units
from tests.oracle.working_days import WorkingDays

# Two or three digits a group, an office of ours or of a ministry, the day of receipt, a running number.
CODE = re.compile(r"(?:\d{3}\.\d{2}\.\d{2}\.)?[HG]\d{2}(?:\.\d{2,3})*-\d{6}-\d{4,}")
NOT_ACCEPTED = (1, 3)
POPULATION, ELSEWHERE = ("OWN", "CROSS_BOUNDARY"), "FORWARDED"
UNIT = ["unit_kind", "unit_code", "unit_from", "basis"]
PERIOD = ["grain", "period_start", "period_end"]
CELL = UNIT + PERIOD
TOTAL = "TOTAL"


@dataclass(frozen=True)
class Count:
    """What ought to be published.

    `form`: c1 to c11 by `CELL` and field_code ("TOTAL" for all fields), rows of nothing left out. `grid`: every `CELL`
    of any unit and any of the periods in `spans`, with the sums of its facts, the number of handling times (`handled`),
    their quantiles, and `is_expected`: whether its unit counts in the form in any period. `sent` names fields that the
    source has ever sent. `forwarded`: open and overdue by `PERIOD` of what other agencies decide. `held` is how many
    dossiers a rule holds, `behind` how many of them are known as of before.
    """

    form: pandas.DataFrame
    grid: pandas.DataFrame
    spans: pandas.DataFrame
    sent: frozenset[str]
    forwarded: pandas.DataFrame
    held: int
    behind: int


def count(events: pandas.DataFrame, pulls: Sequence[datetime], configuration: Path) -> Count:
    """Everything that is known after these `pulls`, the last one today, by the lists in the folder `configuration`.

    A dossier that a rule holds is known as the pull before saw it, if no rule held it then.
    """
    working_days = WorkingDays(configuration / "calendar.csv")
    units = Units(configuration / "units.csv", configuration / "agencies.csv")
    shown = [placed(dossiers(events, pull, working_days), units) for pull in pulls]
    seen = [loaded(told) for told in shown]
    told = pandas.concat(seen).drop_duplicates("dossier_code", keep="last")
    first = told["applied"].min() if len(told) else END
    spans = periods(first, pulls[-1].astimezone(VIETNAM).date())
    counted = facts(told[told["competence"].isin(POPULATION)], spans, working_days)
    counted = _within(counted.merge(units.lineage, on=["agency_code", "agency_from"]))
    cells = _summed(counted, CELL)
    form = pandas.concat([_summed(counted, [*CELL, "field_code"]), cells.assign(field_code=TOTAL)])
    form = form.loc[form[FORM].any(axis=1), [*CELL, "field_code", *FORM]]
    return Count(
        form=form,
        grid=_grid(units, spans, cells, form).merge(_quantiles(counted), on=CELL, how="left"),
        spans=spans,
        sent=frozenset({"apology"} if told["apology"].notna().any() else ()),
        forwarded=_forwarded(told, spans, working_days),
        held=len(shown[-1]) - len(seen[-1]),
        behind=len(told) - len(seen[-1]),
    )


def _forwarded(told: pandas.DataFrame, spans: pandas.DataFrame, working_days: WorkingDays) -> pandas.DataFrame:
    elsewhere = facts(told[told["competence"] == ELSEWHERE], spans, working_days)
    return elsewhere.groupby(PERIOD)[["open", "overdue"]].sum().reset_index()


def _grid(units: Units, spans: pandas.DataFrame, cells: pandas.DataFrame, form: pandas.DataFrame) -> pandas.DataFrame:
    """All cells of all units, those without any fact with sums of nothing."""
    known = units.lineage[[*UNIT, "first_day", "last_day"]].drop_duplicates()
    grid = _within(known.merge(spans, how="cross"))[CELL].merge(cells, on=CELL, how="left")
    sums = [*FORM, *MARKS, "handled"]
    grid[sums] = grid[sums].fillna(0).astype("int64")
    expected = form[UNIT].drop_duplicates().assign(is_expected=True)
    grid = grid.merge(expected, on=UNIT, how="left")
    return grid.assign(is_expected=grid["is_expected"].notna())


def placed(told: pandas.DataFrame, units: Units) -> pandas.DataFrame:
    """The dossiers with their handling agency's first day (NaT where the code is none, or no more) and `is_crossed`.

    The day is that of acceptance, or of application for those never accepted.
    """
    day = told["accepted"].fillna(told["applied"])
    handling, receiving = units.on(told["agency_code"], day), units.on(told["receiving_agency_code"], day)
    return told.assign(
        agency_code=told["agency_code"].astype(str),
        agency_from=handling["agency_from"],
        is_crossed=(handling["unit_code"] != receiving["unit_code"]) & receiving["unit_code"].notna(),
    )


def loaded(told: pandas.DataFrame) -> pandas.DataFrame:
    """The dossiers that no rule holds: a code of the right form, a known status and agency, an acceptance if begun."""
    is_good = (
        told["dossier_code"].map(lambda code: CODE.fullmatch(code) is not None)
        & (told["status"] != UNKNOWN_STATUS)
        & told["agency_from"].notna()
        & (told["accepted"].notna() | told["status"].isin(NOT_ACCEPTED))
    )
    return told[is_good]


def _within(rows: pandas.DataFrame) -> pandas.DataFrame:
    """The rows whose period lies wholly within the days of their unit."""
    return rows[(rows["period_start"] >= rows["first_day"]) & (rows["period_end"] <= rows["last_day"])]


def _summed(counted: pandas.DataFrame, keys: list[str]) -> pandas.DataFrame:
    handled = counted["handling_days"].notna().astype("int64")
    return counted.assign(handled=handled).groupby(keys)[[*FORM, *MARKS, "handled"]].sum().reset_index()


def _quantiles(counted: pandas.DataFrame) -> pandas.DataFrame:
    """The quantiles of handling days in each cell by nearest rank: the smallest value that enough do not exceed."""
    values = counted.dropna(subset="handling_days").sort_values("handling_days")
    group = values.groupby(CELL)["handling_days"]
    not_above, n = group.rank(method="max"), group.transform("size")
    parts = [
        values[not_above * whole >= part * n].groupby(CELL)["handling_days"].min().rename(name)
        for name, (part, whole) in QUANTILES.items()
    ]
    return pandas.concat(parts, axis=1).reset_index()
