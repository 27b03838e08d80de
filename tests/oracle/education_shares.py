"""Shares of pupils and classes counted a second time: for each school, commune and the whole area, term by term."""

from collections.abc import Iterator, Mapping
from csv import DictReader
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import pandas

from tests.oracle.education import KEY, averages, classified, conducted, judged, records

AREA = "BS5"
LIMITS = {"primary": 35, "lower_secondary": 45}
TERM = ["school_year", "term"]
FIVE = 5
Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Share:
    """Numerator and denominator of an indicator in one unit and term."""

    indicator: str
    unit_code: str
    school_year: str
    term: str
    numerator: int
    denominator: int

    @property
    def interval(self) -> tuple[float, float]:
        """The shares that 95 of 100 such samples could come from, by Wilson: where the score test just holds.

        Roots of n (p - x)^2 = z^2 x (1 - x) in x.
        """
        n, p = self.denominator, self.numerator / self.denominator
        square, straight, rest = n + Z**2, -(2 * n * p + Z**2), n * p**2
        root = sqrt(straight**2 - 4 * square * rest)
        return (-straight - root) / (2 * square), (-straight + root) / (2 * square)


@dataclass(frozen=True)
class Schools:
    """The schools and terms of the configuration."""

    kind: Mapping[str, str]
    commune: Mapping[str, str]
    session_count: Mapping[tuple[str, str], int]
    deadline: Mapping[tuple[str, str], date]

    @classmethod
    def read(cls, folder: Path) -> "Schools":
        """From schools.csv and school_terms.csv."""
        today = [row for row in _rows(folder / "schools.csv") if not row["valid_to"]]
        terms = {(row["school_year"], row["term"]): row for row in _rows(folder / "school_terms.csv")}
        return cls(
            kind={row["code"]: row["kind"] for row in today},
            commune={row["code"]: row["unit_code"] for row in today},
            session_count={key: int(row["session_count"]) for key, row in terms.items()},
            deadline={key: date.fromisoformat(row["deadline"]) for key, row in terms.items()},
        )


def shares(told: Mapping[str, pandas.DataFrame], schools: Schools, at: datetime, first: tuple[str, str]) -> list[Share]:
    """Every share of indicators 31 to 39, of every unit and term of which anything is told.

    `told` are the tables books, pupils, marks, primary and qualities; `first` is the first term asked for.
    """
    return [
        share for indicator, rows in _facts(told, schools, at, first) for share in _by_unit(indicator, rows, schools)
    ]


def _facts(
    told: Mapping[str, pandas.DataFrame], schools: Schools, at: datetime, first: tuple[str, str]
) -> Iterator[tuple[str, pandas.DataFrame]]:
    """(indicator, rows with school_code, school_year, term, above, below)."""
    levels = judged(told["marks"])
    for indicator, column, wanted in (
        ("lower_secondary_good_share", "learning", ("TOT", "KHA")),
        ("lower_secondary_fail_share", "learning", ("CHUADAT",)),
        ("lower_secondary_level_tot_share", "learning", ("TOT",)),
        ("lower_secondary_level_kha_share", "learning", ("KHA",)),
        ("lower_secondary_level_dat_share", "learning", ("DAT",)),
        ("lower_secondary_good_semester_share", "semester_learning", ("TOT", "KHA")),
        ("lower_secondary_fail_semester_share", "semester_learning", ("CHUADAT",)),
    ):
        yield indicator, levels.assign(above=levels[column].isin(wanted), below=1)
    conduct = conducted(_listed(told["pupils"]))
    yield "conduct_good_share", conduct.assign(above=conduct["conduct"] == "TOT", below=1)
    classes = classified(told["primary"], told["qualities"])
    yield "primary_completed_share", classes.assign(above=classes["is_completed"], below=1)
    yield "marks_below_5_share", _below_five(told["marks"])
    yield from _attendance(told, schools)
    yield "workbook_on_time_share", _deliveries(told["books"], schools, at, first)


def _below_five(marks: pandas.DataFrame) -> pandas.DataFrame:
    """Averages of the book's own semester below 5.0."""
    found = averages(marks)
    own = found[found["half"] == found["term"].map({"term_1": 1, "year": 2})]
    return own.assign(above=[value < FIVE for value in own["average"]], below=1)


def _attendance(told: Mapping[str, pandas.DataFrame], schools: Schools) -> Iterator[tuple[str, pandas.DataFrame]]:
    pupils = _listed(told["pupils"])
    there = pupils[pupils["state"] == "studying"]
    sessions = [schools.session_count[key] for key in zip(there["school_year"], there["term"], strict=True)]
    missed = there["permitted"] + there["unpermitted"]
    readable = _without_spoiled(there.assign(above=sessions - missed, below=sessions), told, schools)
    yield "attendance_share", readable
    # The story knows nobody who comes in the middle of a year.
    yield "dropout_share", pupils.assign(above=pupils["state"] == "left", below=1)
    size = there.groupby([*KEY[:3], "class_name"], as_index=False).size()
    limit = size["school_code"].map(schools.kind).map(LIMITS)
    yield "class_over_limit_share", size.assign(above=size["size"] > limit, below=1)


def _without_spoiled(
    rows: pandas.DataFrame, told: Mapping[str, pandas.DataFrame], schools: Schools
) -> pandas.DataFrame:
    """Without the primary pupils whose line is held for a level that is none: their absences are held with it."""
    known = {tuple(key) for key in told["primary"][KEY].itertuples(index=False)}
    keys = rows[KEY].itertuples(index=False)
    kept = [schools.kind[key[0]] != "primary" or tuple(key) in known for key in keys]
    return rows[kept]


def _listed(pupils: pandas.DataFrame) -> pandas.DataFrame:
    return pupils[pupils["is_listed"]]


def _deliveries(books: pandas.DataFrame, schools: Schools, at: datetime, first: tuple[str, str]) -> pandas.DataFrame:
    """A row a school and term whose deadline is over: before, those that came are all in time."""
    came = {tuple(row[:3]): row[3] for row in books.itertuples(index=False)}
    rows = [
        (code, *key, (code, *key) in came and came[(code, *key)].date() <= deadline, 1)
        for key, deadline in schools.deadline.items()
        for code in schools.kind
        if key >= first and deadline < at.date()
    ]
    return pandas.DataFrame(rows, columns=[*KEY[:3], "above", "below"])


def _by_unit(indicator: str, rows: pandas.DataFrame, schools: Schools) -> Iterator[Share]:
    for unit in (rows["school_code"], rows["school_code"].map(schools.commune), [AREA] * len(rows)):
        sums = rows.assign(unit=unit).groupby(["unit", *TERM])[["above", "below"]].sum()
        for row in records(sums.reset_index()):
            place = row["unit"], row["school_year"], row["term"]
            yield Share(indicator, *place, int(row["above"]), int(row["below"]))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(DictReader(file))
