"""Covers of health counted a second time from raw events, and which of them may be told; units as of today alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas

from tests.oracle.health import (
    checked,
    communes,
    good_messages,
    have_doses,
    holders,
    injections,
    months_old,
    of_newest,
    visits,
)

MEASLES = ("SOI", "MR")
FIRST_YEAR = {"VGB0": 1, "BCG": 1, "5TRONG1": 3, "OPV": 3, "IPV": 1}
LAST_DUE = 9
DISEASES = {
    "hypertension_managed_share": ("I10", "I11", "I12", "I13", "I15"),
    "diabetes_managed_share": ("E10", "E11", "E12", "E13", "E14"),
}
OF_RECORDS = ("health_record_renewed", "full_vaccination_under_1", "measles_2_doses_cover")
AREA = "BS5"
# Fewest persons of a group that is told.
LEAST = 10
Key = tuple[str, str]
Counts = dict[Key, tuple[int, int]]


@dataclass(frozen=True)
class Files:
    """The configuration that places anybody."""

    units: Path
    facilities: Path

    def facility(self, on: date) -> Callable[[str, str], str | None]:
        """The facility of today behind a code of any day, if it is one of the commune."""
        rows = pandas.read_csv(self.facilities, dtype=str).fillna({"valid_to": "2200-12-31"})
        standing = rows[(rows["valid_from"] <= on.isoformat()) & (rows["valid_to"] >= on.isoformat())]
        homes = dict(zip(standing["code"], standing["unit_code"], strict=True))
        whole = {row["unit_code"]: row["code"] for row in standing.to_dict("records") if row["kind"] == "station"}
        last = rows.sort_values("valid_from").drop_duplicates("code", keep="last").set_index("code")["unit_code"]

        def current(code: str, commune: str) -> str | None:
            now = code if code in homes else whole.get(str(last.get(code)))
            return now if homes.get(str(now)) == commune else None

        return current


def placed(persons: pandas.DataFrame, files: Files, on: date) -> pandas.DataFrame:
    """`persons` (commune, facility_code) of the communes of today, with the facility that they count in."""
    facility = files.facility(on)
    here = persons[persons["commune"].isin(_communes(files))]
    told = [facility(code, home) for code, home in zip(here["facility_code"], here["commune"], strict=True)]
    return here.assign(facility=pandas.Series(told, index=here.index, dtype=object))


def covers(told: Mapping[str, pandas.DataFrame], files: Files, on: date) -> Counts:
    """{(indicator, unit): (numerator, denominator)} on a date; where the denominator is a population, it is 0."""
    known = placed(holders(told["messages"], on, files.units), files, on)
    seen = checked(of_newest(told["checkups"], told["messages"], files.units), date(on.year, 1, 1), on)
    found = covers_of_records(told, files, on)
    _add(found, "health_record_cover", known, None)
    _add(found, "annual_checkup_cover", known[known["person"].isin(seen)], None)
    return found | under_care(told, files, on)


def under_care(told: Mapping[str, pandas.DataFrame], files: Files, on: date) -> Counts:
    """The same of those under care for a long illness."""
    found: Counts = {}
    for indicator, prefixes in DISEASES.items():
        _add(found, indicator, _managed(told["visits"], prefixes, files, on), None)
    return found


def covers_of_records(told: Mapping[str, pandas.DataFrame], files: Files, on: date) -> Counts:
    """The same of the covers whose denominator are persons with a record."""
    known = placed(holders(told["messages"], on, files.units), files, on)
    newest, given = (
        _newest(told["messages"], files.units, on),
        of_newest(told["injections"], told["messages"], files.units),
    )
    found: Counts = {}
    since = (pandas.Timestamp(on) - pandas.DateOffset(months=12)).date()
    renewed = {person for person, sent in newest.items() if sent > since}
    _add(found, "health_record_renewed", known[known["person"].isin(renewed)], known)
    months = pandas.Series([months_old(born, on) for born in known["birth_date"]], index=known.index)
    toddlers = known[months.between(18, 23)]
    twice = have_doses(given, on, MEASLES, 2)
    _add(found, "measles_2_doses_cover", toddlers[toddlers["person"].isin(twice)], toddlers)
    due = pandas.Series([_months(born) + LAST_DUE for born in known["birth_date"]], index=known.index)
    infants = known[due // 12 == on.year]
    _add(found, "full_vaccination_under_1", _fully(infants, given, on), infants)
    return found


def suppressed(days: Iterable[Counts], parents: Mapping[str, str]) -> set[Key]:
    """Which covers of records may not be told, after what was counted on each of some days: hidden once, hidden all."""
    return set().union(*(_suppressed_of(counts, parents) for counts in days))


def is_small(count: int) -> bool:
    """Whether a number of persons may not be told."""
    return 0 < count < LEAST


def _suppressed_of(counts: Counts, parents: Mapping[str, str]) -> set[Key]:
    """The same of one day, from the area down to facilities."""
    found: set[Key] = set()
    for indicator in OF_RECORDS:
        mine = {unit: both for (name, unit), both in counts.items() if name == indicator and both[1]}
        chosen = {AREA} & {unit for unit in mine if _has_small(mine[unit])}
        for home in (AREA, *_of(mine, parents, AREA)):
            level = {unit: mine[unit] for unit in _of(mine, parents, home)}
            if level:
                chosen |= _siblings(level, mine[home], is_below=home in chosen)
        found |= {(indicator, unit) for unit in chosen}
    return found


def _siblings(mine: Mapping[str, tuple[int, int]], whole: tuple[int, int], *, is_below: bool) -> set[str]:
    """Those hidden among siblings: small ones, and then the ones counted of fewest, until nothing follows.

    Whoever is in the whole and in none of them is told nowhere, and counts as hidden.
    """
    small = {unit for unit in mine if _has_small(mine[unit])}
    left = (whole[0] - sum(part for part, _ in mine.values()), whole[1] - sum(of for _, of in mine.values()))
    if not small and not _has_small(left) and not is_below:
        return set()
    parts = [mine[unit] for unit in small] + ([left] if any(left) else [])
    chosen = set(small)
    for unit in sorted(set(mine) - small, key=lambda each: (mine[each][1], each)):
        sums = (sum(part for part, _ in parts), sum(of - part for part, of in parts))
        if len(parts) > 1 and not any(is_small(each) for each in sums):
            break
        chosen.add(unit)
        parts.append(mine[unit])
    return chosen


def _has_small(both: tuple[int, int]) -> bool:
    return is_small(both[0]) or is_small(both[1] - both[0])


def _of(mine: Iterable[str], parents: Mapping[str, str], parent: str) -> list[str]:
    return [unit for unit in mine if parents.get(unit) == parent]


def _add(found: Counts, indicator: str, counted: pandas.DataFrame, of: pandas.DataFrame | None) -> None:
    for level in ("commune", "facility"):
        numbers = counted.groupby(level).size()
        wholes = numbers * 0 if of is None else of.groupby(level).size()
        for unit, whole in wholes.items():
            found[indicator, str(unit)] = int(numbers.get(unit, 0)), int(whole)
    found[indicator, AREA] = len(counted), 0 if of is None else len(of)


def _newest(messages: pandas.DataFrame, units: Path, on: date) -> dict[str, date]:
    good = good_messages(messages, units)
    newest = good[good["sent_date"] <= on]
    return dict(zip(newest["person"], newest["sent_date"], strict=True))


def _months(born: date) -> int:
    return born.year * 12 + born.month - 1


def _fully(infants: pandas.DataFrame, rows: pandas.DataFrame, on: date) -> pandas.DataFrame:
    """The infants who had all of the first year's doses by a date, and before they were one."""
    given = injections(rows, on)
    given = given[given["person"].isin(infants["person"])]
    group = given["vaccine_code"].where(~given["vaccine_code"].isin(MEASLES), "measles")
    rows = given.assign(group=group).drop_duplicates(["person", "group", "injected_date"]).sort_values("injected_date")
    days: dict[Key, list[date]] = {}
    for row in rows.to_dict("records"):
        days.setdefault((row["person"], row["group"]), []).append(row["injected_date"])
    asked = {**FIRST_YEAR, "measles": 1}
    done = set()
    for person, born in zip(infants["person"], infants["birth_date"], strict=True):
        mine = {name: days.get((person, name), []) for name in asked}
        if all(len(mine[name]) >= number for name, number in asked.items()):
            last = max(mine[name][number - 1] for name, number in asked.items())
            if _months(last) - _months(born) < 12:
                done.add(person)
    return infants[infants["person"].isin(done)]


def _managed(rows: pandas.DataFrame, prefixes: tuple[str, ...], files: Files, on: date) -> pandas.DataFrame:
    """Who was seen with a long illness within three months, where they last said that they live."""
    since = (pandas.Timestamp(on) - pandas.DateOffset(months=3)).date() + timedelta(days=1)
    told = visits(rows)
    told = told[told["admitted_date"].between(since, on) & told["person"].notna()]
    has = [any(code.startswith(prefixes) for code in codes) for codes in told["diagnoses"]]
    last = told[has].sort_values("admitted_date", kind="stable").drop_duplicates("person", keep="last")
    commune = communes(files.units)
    homes = [commune(code, day) for code, day in zip(last["commune_code"], last["admitted_date"], strict=True)]
    return placed(last.assign(commune=homes), files, on)


def _communes(files: Files) -> set[str]:
    rows = pandas.read_csv(files.units, dtype=str)
    return set(rows[(rows["level"] == "commune") & rows["valid_to"].isna()]["code"])
