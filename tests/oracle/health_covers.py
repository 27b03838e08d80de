"""Whoever counts in a cover of health on each day, recomputed from raw events: spans of days at a place."""

from bisect import bisect_left
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pandas

from tests.oracle.health import HELD_CHECKUPS, good_messages, injections, of_newest, visits
from tests.oracle.health_places import ALWAYS, Era, Places

MEASLES = ("SOI", "MR")
# Doses of the first year by group of vaccines; the last of them is due at so many months.
FIRST_YEAR = {"VGB0": 1, "BCG": 1, "5TRONG1": 3, "OPV": 3, "IPV": 1, "measles": 1}
LAST_DUE = 9
LONG_ILLNESSES = {
    "hypertension": ("I10", "I11", "I12", "I13", "I15"),
    "diabetes": ("E10", "E11", "E12", "E13", "E14"),
}
NEVER = date.fromisoformat(ALWAYS)
Days = tuple[date, date]


class Span(NamedTuple):
    """So many persons counted at a place from a day on, until before another."""

    first: date
    until: date
    place: Era
    persons: int = 1


class Stay(NamedTuple):
    """Where somebody is by a message, until the next one that they are in."""

    person: str
    born: date
    span: Span


def on_days(spans: Iterable[Span], days: Sequence[date]) -> dict[date, Counter[Era]]:
    """{day: {place: persons}} for some days, in order."""
    come: dict[int, Counter[Era]] = defaultdict(Counter)
    for span in spans:
        come[bisect_left(days, span.first)][span.place] += span.persons
        come[bisect_left(days, max(span.first, span.until))][span.place] -= span.persons
    found, here = {}, Counter[Era]()
    for number, day in enumerate(days):
        here.update(come[number])
        found[day] = Counter(here)
    return found


def spans(
    told: Mapping[str, pandas.DataFrame], places: Places, units: Path, lists: Mapping[str, Path]
) -> dict[str, list[Span]]:
    """Whoever counts above or below a line, by name; `lists` are those of population and prevalence."""
    stays, people = list(_stays(told["messages"], places, units)), population(lists["population"], places)
    known = dict.fromkeys(places.of_level("area"), date.min)
    peopled = {span.place: span.first for span in people}
    checked = _first_checkups(of_newest(told["checkups"], told["messages"], units))
    found = {
        "covered": _bounded([stay.span for stay in stays], places, peopled),
        "checked": _bounded(_checked(stays, checked), places, peopled),
        "people": people,
    }
    for name, each in _of_records(stays, of_newest(told["injections"], told["messages"], units)).items():
        found[name] = _bounded(each, places, known)
    prevalences = pandas.read_csv(lists["prevalence"], dtype=str).set_index("disease_code").to_dict("index")
    for name, prefixes in LONG_ILLNESSES.items():
        found[name] = _bounded(_under_care(told["visits"], prefixes, places), places, peopled)
        share = float(prevalences[name]["age_share"]) * float(prevalences[name]["share"])
        found[f"{name} estimated"] = [each._replace(persons=int(each.persons * share + 0.5)) for each in people]
    return found


def population(path: Path, places: Places) -> list[Span]:
    """How many people a commune is said to have, by its newest number."""
    rows = pandas.read_csv(path, dtype=str).sort_values("date", ascending=False)
    communes = {(era.code, era.first.isoformat()): era for era in places.of_level("commune")}
    ends: dict[Era, date] = {}
    found = []
    for row in rows.to_dict("records"):
        era = communes[row["unit_code"], row["unit_from"]]
        first = max(date.fromisoformat(row["date"]), era.first)
        found.append(Span(first, ends.get(era, era.last + timedelta(days=1)), era, int(row["value"])))
        ends[era] = first
    return found


def _stays(messages: pandas.DataFrame, places: Places, units: Path) -> Iterator[Stay]:
    """Where everybody with a record is, by the last message of each day."""
    good = good_messages(messages, units)
    newest = good.drop_duplicates(["person", "sent_date"], keep="last")
    newest = newest.assign(until=newest.groupby("person")["sent_date"].shift(-1).fillna(NEVER))
    columns = ("person", "birth_date", "facility_code", "commune_code", "sent_date", "until")
    for person, born, facility, commune, sent, until in zip(*(newest[name] for name in columns), strict=True):
        place = places.place(facility, commune, sent)
        if place and place.level != "area":
            yield Stay(person, born, Span(sent, until, place))


def _bounded(each: Sequence[Span], places: Places, since: Mapping[Era, date]) -> list[Span]:
    """The spans on days of which one of these units, since its date, has the place in it."""
    days = {
        place: [
            (max(since[era], era.first), era.last + timedelta(days=1)) for era in places.reached(place) & set(since)
        ]
        for place in {span.place for span in each}
    }
    return [found for span in each for bound in days[span.place] for found in _within(span, *bound)]


def _within(span: Span, first: date, until: date) -> list[Span]:
    first, until = max(span.first, first), min(span.until, until)
    return [span._replace(first=first, until=until)] if first < until else []


def _of_records(stays: Sequence[Stay], given: pandas.DataFrame) -> dict[str, list[Span]]:
    """Those of whom a record is kept, and of its children."""
    twice, fully = _second_measles(given), _full(given)
    found: dict[str, list[Span]] = defaultdict(list)
    for person, born, span in stays:
        found["kept"].append(span)
        found["renewed"] += _within(span, span.first, _later(span.first, 12))
        toddler = (_later(born.replace(day=1), 18), _later(born.replace(day=1), 24))
        found["toddlers"] += _within(span, *toddler)
        found["twice"] += _within(span, max(toddler[0], twice.get(person, NEVER)), toddler[1])
        year = _later(born.replace(day=1), LAST_DUE).year
        found["infants"] += _within(span, *_year(year))
        done = fully.get(person, NEVER)
        if done < _later(born.replace(day=1), 12):
            found["fully"] += _within(span, max(done, _year(year)[0]), _year(year)[1])
    return found


def _first_checkups(rows: pandas.DataFrame) -> dict[str, dict[int, date]]:
    """{person: {year: day of the first check-up or screening}}."""
    good = rows[~rows["fault"].isin(HELD_CHECKUPS)]
    found: dict[str, dict[int, date]] = defaultdict(dict)
    for person, day in sorted(zip(good["person"], good["examined_date"], strict=True)):
        found[person].setdefault(day.year, day)
    return found


def _checked(stays: Iterable[Stay], checked: Mapping[str, Mapping[int, date]]) -> list[Span]:
    """Who was checked in the year, until its end."""
    found = []
    for person, _, span in stays:
        for year, day in checked.get(person, {}).items():
            found += _within(span, day, _year(year)[1])
    return found


def _second_measles(given: pandas.DataFrame) -> dict[str, date]:
    """{person: day of the second injection against measles}."""
    rows = injections(given, NEVER).query("vaccine_code in @MEASLES").sort_values("injected_date", kind="stable")
    second = rows[rows.groupby("person").cumcount() == 1]
    return dict(zip(second["person"], second["injected_date"], strict=True))


def _full(given: pandas.DataFrame) -> dict[str, date]:
    """{person: day of the last of the first year's doses}; of vaccines of a group, those of one day are one."""
    days: dict[str, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    for row in injections(given, NEVER).to_dict("records"):
        code = row["vaccine_code"]
        days[row["person"]]["measles" if code in MEASLES else code].add(row["injected_date"])
    return {
        person: max(sorted(mine[name])[number - 1] for name, number in FIRST_YEAR.items())
        for person, mine in days.items()
        if all(len(mine[name]) >= number for name, number in FIRST_YEAR.items())
    }


def _under_care(rows: pandas.DataFrame, prefixes: tuple[str, ...], places: Places) -> list[Span]:
    """Who was seen with a long illness: three months from each visit, or until the next one tells where they are."""
    told = visits(rows)
    told = told[told["person"].notna()].sort_values("admitted_date", kind="stable")
    has = [any(code.startswith(prefixes) for code in codes) for codes in told["diagnoses"]]
    seen = told[has].drop_duplicates(["person", "admitted_date"], keep="last")
    seen = seen.assign(until=seen.groupby("person")["admitted_date"].shift(-1).fillna(NEVER))
    columns = ("facility_code", "commune_code", "admitted_date", "until")
    found = []
    for facility, commune, day, until in zip(*(seen[name] for name in columns), strict=True):
        place = places.place(facility, commune, day)
        if place:
            found.append(Span(day, min(until, _later(day, 3)), place))
    return found


def _later(day: date, months: int) -> date:
    """The same day of a later month, or its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year + 1, 1, 1)
