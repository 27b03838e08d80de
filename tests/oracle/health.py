"""Health counted a second time from raw events: who has a record, is vaccinated, was seen, and with what.

Frames are those of the sandbox's raw events; `person` is whoever a file tells of. Units are (code, date) by units.csv.
"""

from collections.abc import Callable, Collection
from datetime import date, timedelta
from pathlib import Path

import pandas

# Never landed: HIV and what is told around it, mental health, and intentional self-harm.
WITHHELD = ("B20", "B21", "B22", "B23", "B24", "Z21", "F", "X6", "X7", "X80", "X81", "X82", "X83", "X84")
HELD_VISITS = ("nobody", "unknown_diagnosis", "unknown_facility", "future")
HELD_CHECKUPS = ("nobody", "unreadable_date", "future")
DISEASES = {"measles": ("B05",), "dengue": ("A90", "A91", "A97"), "hand_foot_mouth": ("B08.4",)}
# A person seen again within so many days is not seen anew.
SAME_ILLNESS = timedelta(days=28)
Commune = Callable[[str, date], str]


def communes(units: Path) -> Commune:
    """The commune of 2025 behind a code on a date, the old one's successor; the code itself where nothing is known."""
    rows = pandas.read_csv(units, dtype=str)
    rows = rows[rows["level"] == "commune"].assign(
        first=lambda each: pandas.to_datetime(each["valid_from"]).dt.date,
        last=lambda each: pandas.to_datetime(each["valid_to"].fillna("2200-12-31")).dt.date,
    )
    known = {code: group.to_dict("records") for code, group in rows.groupby("code")}

    def commune(code: str, on: date) -> str:
        for row in known.get(code, []):
            if row["first"] <= on <= row["last"]:
                return str(row["successor_code"]) if isinstance(row["successor_code"], str) else code
        return code

    return commune


def is_valid(units: Path) -> Callable[[str, date], bool]:
    """Whether a code of a commune still stood on a date; one that was never known is no unit's and is let through."""
    rows = pandas.read_csv(units, dtype=str)
    last = rows.assign(last=rows["valid_to"].fillna("2200-12-31")).groupby("code")["last"].max()
    return lambda code, on: code not in last.index or on.isoformat() <= last[code]


def holders(messages: pandas.DataFrame, on: date, units: Path) -> pandas.DataFrame:
    """Who has a record on a date, by its newest good version: person, facility_code, commune (of 2025), birth_date,
    since.
    """
    good = good_messages(messages, units)
    in_order = good[good["sent_date"] <= on]
    newest = in_order.drop_duplicates("person", keep="last").set_index("person")
    commune = communes(units)
    where = [commune(code, day) for code, day in zip(newest["commune_code"], newest["sent_date"], strict=True)]
    since = in_order.drop_duplicates("person").set_index("person")["sent_date"]
    told = newest.assign(commune=where, since=since).reset_index()
    return pandas.DataFrame(told[["person", "facility_code", "commune", "birth_date", "since"]])


def residents(messages: pandas.DataFrame, on: date, units: Path) -> pandas.Series:
    """{commune: who has a record} by the codes that their newest good message tells: the communes of before the reform,
    asked before it.
    """
    good = good_messages(messages, units)
    return good[good["sent_date"] <= on].drop_duplicates("person", keep="last").groupby("commune_code").size()


def of_newest(rows: pandas.DataFrame, messages: pandas.DataFrame, units: Path) -> pandas.DataFrame:
    """`rows` (person, sent_at) of each person's newest good message that has any: what that lacks was taken back."""
    good = good_messages(messages, units)[["person", "sent_at"]].drop_duplicates()
    told = rows.merge(good, on=["person", "sent_at"])
    return told[told["sent_at"] == told.groupby("person")["sent_at"].transform("max")]


def good_messages(messages: pandas.DataFrame, units: Path) -> pandas.DataFrame:
    """The messages of somebody whose commune still stood, by the order in which they were sent, with `sent_date`."""
    sent = messages["sent_at"].dt.date
    valid = is_valid(units)
    standing = [valid(code, day) for code, day in zip(messages["commune_code"], sent, strict=True)]
    is_good = messages["person"].notna() & pandas.Series(standing, index=messages.index)
    return messages[is_good].assign(sent_date=sent).sort_values("sent_at", kind="stable")


def injections(rows: pandas.DataFrame, on: date) -> pandas.DataFrame:
    """The injections given by a date, each once: person, vaccine_code, injected_date."""
    good = rows[rows["person"].notna() & (rows["fault"] != "before_birth") & (rows["injected_date"] <= on)]
    return good.drop_duplicates(["person", "vaccine_code", "injected_date"])[
        ["person", "vaccine_code", "injected_date"]
    ]


def have_doses(rows: pandas.DataFrame, on: date, vaccines: Collection[str], least: int) -> set[str]:
    """The persons who had at least so many injections of these vaccines by a date."""
    counts = injections(rows, on).query("vaccine_code in @vaccines").groupby("person").size()
    return set(counts[counts >= least].index)


def months_old(birth: date, on: date) -> int:
    """Age in months by the months alone, since no day of birth lands."""
    return (on.year - birth.year) * 12 + on.month - birth.month


def checked(rows: pandas.DataFrame, first: date, last: date) -> set[str]:
    """The persons with a check-up or screening between two dates."""
    good = rows[rows["person"].notna() & ~rows["fault"].isin(HELD_CHECKUPS)]
    return set(good[good["examined_date"].between(first, last)]["person"])


def visits(rows: pandas.DataFrame) -> pandas.DataFrame:
    """Each visit once, by its newest good version, with `diagnoses`: those that may be known."""
    good = rows[~rows["fault"].isin(HELD_VISITS)].sort_values("sent_at", kind="stable")
    newest = good.drop_duplicates(["sender", "number"], keep="last")
    both = zip(newest["main"], newest["other"], strict=True)
    known = [[code for code in pair if code and not code.startswith(WITHHELD)] for pair in both]
    return newest.assign(diagnoses=pandas.Series(known, index=newest.index, dtype=object))


def first_seen(rows: pandas.DataFrame, prefixes: tuple[str, ...]) -> pandas.DataFrame:
    """Who was seen anew with a disease, by the main or another diagnosis: person, admitted_date, monday, commune_code,
    facility_code. `rows` as of `visits`.
    """
    starts = tuple(prefix.replace(".", "") for prefix in prefixes)
    has = [any(code.replace(".", "").startswith(starts) for code in codes) for codes in rows["diagnoses"]]
    found = rows[pandas.Series(has, index=rows.index) & rows["person"].notna()]
    found = found.sort_values(["person", "admitted_date"], kind="stable").drop_duplicates(["person", "admitted_date"])
    before = found.groupby("person")["admitted_date"].shift()
    pairs = list(zip(found["admitted_date"], before, strict=True))
    is_anew = [not isinstance(last, date) or day - last > SAME_ILLNESS for day, last in pairs]
    found = found.assign(monday=[day - timedelta(days=day.weekday()) for day, _ in pairs], is_anew=is_anew)
    columns = ["person", "admitted_date", "monday", *(set(found.columns) & {"commune_code", "facility_code"})]
    return pandas.DataFrame(found[found["is_anew"].astype(bool)][columns])


def seen_weekly(rows: pandas.DataFrame, prefixes: tuple[str, ...]) -> pandas.Series:
    """{Monday: persons} first seen in the week with a disease. `rows` as of `visits`."""
    return first_seen(rows, prefixes).groupby("monday")["person"].nunique()


def managed(rows: pandas.DataFrame, prefixes: tuple[str, ...], first: date, last: date) -> set[str]:
    """The persons seen with one of these diagnoses, main or other, between two dates. `rows` as of `visits`."""
    chosen = rows[rows["admitted_date"].between(first, last)]
    has = [any(code.startswith(prefixes) for code in codes) for codes in chosen["diagnoses"]]
    return set(chosen[has]["person"].dropna())
