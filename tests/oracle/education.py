"""Pupils judged a second time: averages and levels by TT 22/2021, classifications by TT 27/2020, shares of pupils.

From raw marks alone, by the words of the circulars (a pupil's marks are whole tenths; half up, never a float).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas

TENTH = Decimal("0.1")
FAILED, REACHED, FAIR, GOOD = range(4)
LEVELS = ("CHUADAT", "DAT", "KHA", "TOT")
CONDUCT = {"CĐ": FAILED, "Đ": REACHED, "K": FAIR, "T": GOOD}
ENOUGH = 6
CLOSING = ("term_1", "year")
KEY = ["school_code", "school_year", "term", "pupil_code"]
NOT_DONE, DONE, WELL_DONE, EXCELLENT = range(4)
KINDS, MAIN = ("level", "mark", "quality"), ("TOAN", "TIENGVIET")
CLASSES = ("CHUAHOANTHANH", "HOANTHANH", "TOT", "XUATSAC")


@dataclass(frozen=True)
class Term:
    """What one pupil brought home: averages by subject, and how many subjects judged by comment were not passed.

    What a pupil is exempt of is neither.
    """

    averages: Mapping[str, Decimal]
    failures: int


def average(regular: Sequence[int], midterm: int, final: int) -> Decimal:
    """A subject's average of a semester: the papers count two and three times."""
    total = Decimal(sum(regular) + 2 * midterm + 3 * final) / 10
    return (total / (len(regular) + 5)).quantize(TENTH, ROUND_HALF_UP)


def average_of_year(first: Decimal, second: Decimal) -> Decimal:
    """A subject's average of a year: the second semester counts twice."""
    return ((first + 2 * second) / 3).quantize(TENTH, ROUND_HALF_UP)


def learning(brought: Term) -> int:
    """The level of learning. One subject alone that pulls it down by two or more is made good by one."""
    plain = _level(list(brought.averages.values()), brought.failures)
    without = [
        _level([value for name, value in brought.averages.items() if name != left_out], brought.failures)
        for left_out in brought.averages
    ]
    if brought.failures:
        without.append(_level(list(brought.averages.values()), brought.failures - 1))
    return plain + 1 if max(without, default=plain) - plain >= 2 else plain


def conduct_of_year(first: int, second: int) -> int:
    """The year's level of conduct from those of its semesters, line by line as the circular has it."""
    if second == GOOD and first >= FAIR:
        return GOOD
    if (second, first) == (REACHED, GOOD) or (second == FAIR and first >= REACHED) or (second == GOOD and first < FAIR):
        return FAIR
    if (second == REACHED and first < GOOD) or (second == FAIR and first == FAILED):
        return REACHED
    return FAILED


def classification(levels: Iterable[str], marks: Iterable[int], qualities: Iterable[str]) -> int | None:
    """A primary pupil's class at the end of a year (TT 27/2020); None where none of a kind is told."""
    reached, papers, shown = list(levels), list(marks), list(qualities)
    if not (reached and papers and shown):
        return None
    all_well = all(level == "T" for level in (*reached, *shown))
    if all_well and all(mark >= 9 for mark in papers):
        return EXCELLENT
    if all_well and all(mark >= 7 for mark in papers):
        return WELL_DONE
    done = "C" not in reached and "C" not in shown and all(mark >= 5 for mark in papers)
    return DONE if done else NOT_DONE


def averages(marks: pandas.DataFrame) -> pandas.DataFrame:
    """The marks of subjects with marks, and the average of each."""
    rows = marks[marks["said"].isna()]
    told = zip(rows["regular"], rows["midterm"], rows["final"], strict=True)
    found = [average(regular, int(midterm), int(final)) for regular, midterm, final in told]
    return rows.assign(average=pandas.Series(found, index=rows.index, dtype=object))


def judged(marks: pandas.DataFrame) -> pandas.DataFrame:
    """A row a pupil and closing term: `semester_learning`, and `learning` (the year's in a year's book)."""
    by_half: dict[tuple[str, ...], dict[int, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    failures: dict[tuple[str, ...], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in records(averages(marks)):
        by_half[_key(row)][row["half"]][row["subject_code"]] = row["average"]
    for row in records(marks[marks["said"].notna()]):
        failures[_key(row)][row["half"]] += row["said"] == "CĐ"
    found = []
    for key, halves in by_half.items():
        last = max(halves)
        semester = learning(Term(halves[last], failures[key][last]))
        whole = semester
        if last == 2:
            year = {name: average_of_year(halves[1][name], second) for name, second in halves[2].items()}
            whole = learning(Term(year, failures[key][2]))
        found.append((*key, LEVELS[semester], LEVELS[whole]))
    return pandas.DataFrame(found, columns=[*KEY, "semester_learning", "learning"])


def conducted(pupils: pandas.DataFrame) -> pandas.DataFrame:
    """A row a pupil of a lower secondary school and closing term: `conduct`."""
    rows = pupils[pupils["conduct_1"].notna() & pupils["term"].isin(CLOSING)]
    told = [
        CONDUCT[first] if term == "term_1" else conduct_of_year(CONDUCT[first], CONDUCT[second])
        for term, first, second in zip(rows["term"], rows["conduct_1"], rows["conduct_2"], strict=True)
    ]
    return rows[KEY].assign(conduct=[LEVELS[level] for level in told])


def classified(primary: pandas.DataFrame, qualities: pandas.DataFrame) -> pandas.DataFrame:
    """A row a primary pupil and year of whom nothing is missing: `classification`, and `is_completed`."""
    said: dict[tuple[str, ...], dict[tuple[str, str], str | int]] = defaultdict(dict)
    classmates: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for row in [*records(primary), *records(qualities)]:
        if row["term"] == "year":
            said[_key(row)] |= dict(_cells(row))
            classmates[(*_key(row)[:-1], str(row["class_name"]))].add(_key(row))
    found = []
    for pupils in classmates.values():
        needed = _needed([said[key] for key in pupils])
        for key in sorted(pupils):
            of = {kind: [value for (each, _), value in said[key].items() if each == kind] for kind in KINDS}
            told = classification(map(str, of["level"]), map(int, of["mark"]), map(str, of["quality"]))
            if told is not None and needed <= set(said[key]):
                found.append((*key, CLASSES[told], told != NOT_DONE))
    return pandas.DataFrame(found, columns=[*KEY, "classification", "is_completed"])


def _cells(row: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str | int]]:
    """((kind, name), value) of what a row tells; a blank cell tells nothing."""
    if "quality" in row:
        filled = {("quality", row["quality"]): row["level"]}
    else:
        filled = {(kind, row["subject_code"]): row[kind] for kind in ("level", "mark")}
    yield from ((cell, value) for cell, value in filled.items() if not pandas.isna(value))


def _needed(class_told: Sequence[Mapping[tuple[str, str], Any]]) -> set[tuple[str, str]]:
    """What a class has: qualities and the two main subjects if anyone has them, of the rest what most pupils have."""
    having = Counter(cell for told in class_told for cell in told)
    return {
        (kind, name)
        for (kind, name), pupils in having.items()
        if kind == "quality" or name in MAIN or pupils > len(class_told) / 2
    }


def _level(values: Sequence[Decimal], failures: int) -> int:
    lowest = min(values)

    def many(least: str) -> bool:
        return sum(value >= Decimal(least) for value in values) >= ENOUGH

    if not failures and lowest >= Decimal("6.5") and many("8.0"):
        return GOOD
    if not failures and lowest >= Decimal("5.0") and many("6.5"):
        return FAIR
    return REACHED if failures <= 1 and lowest >= Decimal("3.5") and many("5.0") else FAILED


def by_pupil(rows: pandas.DataFrame, *columns: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """{(school, year, term, pupil): what the columns say}, without the rows that say nothing."""
    said = rows.dropna(subset=list(columns), how="all")
    keys = said[KEY].itertuples(index=False, name=None)
    return dict(zip(keys, said[list(columns)].itertuples(index=False, name=None), strict=True))


def differing(ours: dict[tuple[Any, ...], Any], theirs: dict[tuple[Any, ...], Any]) -> list[Any]:
    """(key, ours, theirs) of all that the two do not say alike."""
    keys = sorted({*ours, *theirs})
    return [(key, ours.get(key), theirs.get(key)) for key in keys if ours.get(key) != theirs.get(key)]


def records(rows: pandas.DataFrame) -> list[dict[str, Any]]:
    """The rows as dicts by column name."""
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _key(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in KEY)
