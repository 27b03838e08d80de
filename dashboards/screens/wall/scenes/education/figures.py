"""What tiles say of frames and readings: pure functions."""

import operator
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import day_of
from dashboards.readings import Reading, find
from dashboards.screens.wall.scenes.education.facts import BELOW_5, FAIL_OF_SEMESTER, GOOD_OF_SEMESTER, Told

FAILED = FAIL_OF_SEMESTER
BOUND = re.compile(r"(<=?|>=?) (-?\d+(?:\.\d+)?)%")
HOLDS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
PRIZES: Mapping[str, str] = {"district": _("District"), "province": _("Province"), "national": _("National")}


def counts(deliveries: pd.DataFrame) -> dict[str, int]:
    """{"on_time": …, "all": …} of the books that were owed."""
    return {"on_time": int((deliveries["state"] == "on_time").sum()), "all": len(deliveries)}


def deadline(deliveries: pd.DataFrame) -> date:
    """Until when the books were due."""
    return day_of(deliveries["deadline_date"].max())


def waited_for(deliveries: pd.DataFrame, state: str, name: str, most: int) -> str:
    """ "Chưa nộp (4): Trường THCS Mẫu 05 …"; the number says how many there are where not all are named."""
    names = list(deliveries[deliveries["state"] == state]["unit_name_vi"])
    if not names:
        return f"{name}: 0"
    listed = ", ".join(brief(str(each)) for each in names[:most])
    rest = f" +{len(names) - most}" if len(names) > most else ""
    return f"{name} ({len(names)}): {listed}{rest}"


def brief(name: str) -> str:
    """The name of a school as it is said among schools: "THCS Mẫu 05"."""
    return name.removeprefix(_("School "))


def moved(first: Told, second: Told, indicator: str, unit: str) -> str:
    """How a share of a unit moved between two terms, in points."""
    before, after = find(first.among, indicator, unit), find(second.among, indicator, unit)
    if before.value is None or after.value is None:
        return after.text if after.value is None else before.text
    return f"{before.text} → {after.text} ({words.points(after.value - before.value)})"


def semester(told: Told) -> str:
    """The semester whose marks a term's books hold: a year's book holds those of semester II."""
    year = told.school_year.replace("-", "–")
    return _("semester II {year}", year=year) if told.term == "year" else _("semester I {year}", year=year)


def risen(before: pd.DataFrame, after: pd.DataFrame) -> str:
    """The subject and grade whose share below 5.0 rose most: "Toán 8: 6% → 11%"; nothing where none rose."""
    if before.empty or after.empty:
        return ""
    both = before.merge(after, on=["subject_code", "grade"], suffixes=("_before", ""))
    both = both[both["below_5_share"].notna() & both["below_5_share_before"].notna()]
    both = both.assign(rise=both["below_5_share"] - both["below_5_share_before"])
    most = both.sort_values(["rise", "subject_code"], ascending=[False, True]).head(1)
    if most.empty or most.iloc[0]["rise"] <= 0:
        return ""
    row = most.iloc[0]
    name = _("{subject}, grade {grade}", subject=row["subject_name_vi"], grade=row["grade"])
    shares = " → ".join(words.share(row[column], 0) for column in ("below_5_share_before", "below_5_share"))
    return f"{name}, {shares}"


def falls(first: Told, second: Told, schools: Mapping[str, str], most: int) -> list[Reading]:
    """The schools whose share of Good and Fair fell most; the text of each is its change in points."""
    found: list[tuple[Decimal, Reading]] = []
    for code, name in schools.items():
        before, after = (find(told.among, GOOD_OF_SEMESTER, code) for told in (first, second))
        if before.value is not None and after.value is not None and after.value < before.value:
            change = after.value - before.value
            found.append((change, Reading(GOOD_OF_SEMESTER, code, name, words.points(change), change)))
    return [reading for _change, reading in sorted(found, key=lambda each: (each[0], each[1].unit_code))][:most]


def subjects(
    frame: pd.DataFrame, unit: str, bounds: Mapping[str, str], most: int
) -> Iterator[tuple[str, Reading, str, str]]:
    """(name, share below 5.0, subject, grade) of the subjects and grades with the most; hidden ones are left out.

    Only one beyond a bound is judged: a word beside every row would hide those that matter.
    """
    for row in frame[~frame["is_hidden"].astype(bool)].head(most).to_dict("records"):
        share = Decimal(str(row["below_5_share"]))
        reading = Reading(
            BELOW_5, unit, "", words.share(share, 0), share, n=int(row["average_count"]), band=beyond(share, bounds)
        )
        name = _("{subject}, grade {grade}", subject=row["subject_name_vi"], grade=row["grade"])
        yield name, reading, str(row["subject_code"]), str(row["grade"])


def beyond(share: Decimal, bounds: Mapping[str, str]) -> str | None:
    """The first band of {band: "> 20%"} whose bound holds for a share; None where none does or it is no per cent."""
    return next((band for band, bound in bounds.items() if _holds(bound, share)), None)


def _holds(bound: str, share: Decimal) -> bool:
    matched = BOUND.fullmatch(bound)
    return matched is not None and bool(HOLDS[matched[1]](share * 100, Decimal(matched[2])))


def largest(classes: pd.DataFrame, most: int) -> list[str]:
    """The classes most above their limit: "Trường … · 6A: 48/45"."""
    return [
        f"{row['unit_name_vi']} · {row['class_name']}: {int(row['pupil_count'])}/{int(row['pupil_limit'])}"
        for row in classes.head(most).to_dict("records")
    ]


def differing(differences: pd.DataFrame) -> int:
    """How many averages differ."""
    return 0 if differences.empty else int(differences["average_count"].sum())


def by_school(differences: pd.DataFrame, most: int) -> list[str]:
    """How many averages differ at each school, the most first."""
    if differences.empty:
        return []
    found = differences.groupby("unit_name_vi")["average_count"].sum().sort_values(ascending=False, kind="stable")
    return [f"{name}: {words.number(int(count))}" for name, count in found.head(most).items()]


def prizes(contest: pd.DataFrame) -> list[str]:
    """ "Huyện (cũ): 4 Nhất, 7 Nhì, 10 Ba, 7 Khuyến khích", by level."""
    kinds = (("first", _("First")), ("second", _("Second")), ("third", _("Third")), ("consolation", _("Consolation")))
    said = []
    for row in contest.to_dict("records"):
        won = [f"{int(row[f'{kind}_count'])} {name}" for kind, name in kinds if row[f"{kind}_count"]]
        said.append(f"{PRIZES[str(row['prize_level'])]}: {', '.join(won)}")
    return said


def grounds(contest: pd.DataFrame) -> list[str]:
    """On which ground prizes are told, of whom they are and how sure their day is, each once."""
    return [words.capital(str(basis)) for basis in dict.fromkeys(contest["basis"].dropna())]
