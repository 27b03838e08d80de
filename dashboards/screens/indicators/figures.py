"""Declarations of indicators as sentences: what is counted, against which target, and when it is not shown."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.navigation import screen_of

Row = Mapping[Hashable, Any]
BOUND = re.compile(r"(<=|<|>=|>)\s*(-?\d+(?:\.\d+)?)(%|/\w+|)")
DIRECTIONS = MappingProxyType(
    {"up": _("the higher, the better"), "down": _("the lower, the better"), "none": _("to be watched, not judged")}
)
PARTS = ("numerator", "denominator", "rest")


@dataclass(frozen=True)
class Target:
    """One dated target: its value, what it rests on and how sure that is, in words."""

    valid_from: date
    value: str
    basis: str
    certainty: str


@dataclass(frozen=True)
class Entry:
    """One indicator as it is declared. `definitions` and `targets` stand newest first.

    `bands` are (band, words) of what is to be watched and what is not met; `rows` are (part, title) of the lists of
    rows behind it, and `guards` (id, name) of what it may not be read without. `levels` are the kinds of units that it
    is counted for.
    """

    id: str
    name: str
    unit: str
    subject: str
    direction: str
    owner: str
    deadline: str
    suppression: str
    definitions: tuple[tuple[date, str], ...]
    targets: tuple[Target, ...]
    bands: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str], ...]
    guards: tuple[tuple[str, str], ...]
    levels: tuple[str, ...]

    @property
    def searched(self) -> str:
        """What a search looks into, without accents."""
        texts = (self.name, self.id, self.owner, *(title for _part, title in self.rows))
        return words.folded(" ".join((*texts, *(text for _from, text in self.definitions))))


def entries(indicators: pd.DataFrame, definitions: pd.DataFrame, targets: pd.DataFrame) -> tuple[Entry, ...]:
    """The rows of the three queries as entries, in the order of the indicators."""
    told, meant = _by_indicator(definitions), _by_indicator(targets)
    rows = indicators.to_dict("records")
    names = {row["indicator"]: str(row["name_vi"]) for row in rows}
    return tuple(_entry(row, told.get(row["indicator"], []), meant.get(row["indicator"], []), names) for row in rows)


def subject_name(subject: str) -> str:
    """What the page of a subject is called."""
    page = screen_of(subject)
    return page.name if page else _("Other subjects")


def matching(among: Iterable[Entry], asked: str) -> tuple[Entry, ...]:
    """The entries that hold every word of `asked`, accents and case left aside."""
    wanted = words.folded(asked).split()
    return tuple(entry for entry in among if all(word in entry.searched for word in wanted))


def bound(declared: str, unit: str) -> str:
    """A bound as declared, in words: ("< 98%", "%") -> "dưới 98%", ("> 1%", "hồ sơ") -> "trên 1% tổng số".

    Below 0 it counts points behind the course to a target of the whole year.
    """
    matched = BOUND.fullmatch(declared.strip())
    if matched is None:
        return declared
    sign, amount, of = matched[1], Decimal(matched[2]), matched[3]
    if amount < 0:
        return _("more than {points} points behind the course", points=_plain(-amount))
    said = _amount(amount, unit, is_percent=True) if of == "%" else _amount(amount, f"{unit}{of}", is_percent=False)
    if sign == "<":
        return _("below {amount}", amount=said)
    if sign == "<=":
        return _("{amount} and below", amount=said)
    return _("above {amount}", amount=said) if sign == ">" else _("{amount} and above", amount=said)


def suppression(cells: str, minimum: int) -> str:
    """When a value is not shown, in words; `cells` is the declared rule, `minimum` the smallest sample."""
    if cells.startswith("N"):
        return _("Below {minimum} cases no value is shown, but that the sample is too small", minimum=minimum)
    rules = {
        "A": _("Every value is shown"),
        "H10": _("Counts of 1 to 9 are hidden, and others with them where they would give them away"),
        "B10": _("Counts of 1 to 9 are shown as below 10"),
        "S5": _("Counts of 1 to 4 are hidden"),
    }
    return rules[cells]


def _amount(amount: Decimal, unit: str, *, is_percent: bool) -> str:
    if is_percent and unit != "%":
        return _("{share} of all", share=f"{_plain(amount)}%")
    return f"{_plain(amount)}%" if is_percent else f"{_plain(amount)} {unit}"


def _plain(amount: Decimal) -> str:
    return words.target(amount, is_share=False)


def _entry(row: Row, definitions: list[Row], targets: list[Row], names: Mapping[str, str]) -> Entry:
    unit = str(row["unit_vi"])
    page = screen_of(row["subject"])
    has_rows = page is not None and any(each["mart"] in page.marts for each in definitions)
    return Entry(
        id=row["indicator"],
        name=row["name_vi"],
        unit=unit,
        subject=row["subject"],
        direction=DIRECTIONS[row["direction"]],
        owner=row["owner"],
        deadline=row["deadline"],
        suppression=suppression(row["cells"], int(row["minimum_n"])),
        definitions=tuple(
            (_day(each["valid_from"]), words.definition(each["definition_vi"], each["certainty"]))
            for each in definitions
        ),
        targets=tuple(_target(each, unit) for each in targets),
        bands=_bands(row, unit),
        rows=_rows(row) if has_rows else (),
        guards=tuple((guard, names[guard]) for guard in row["guards"] if guard in names),
        levels=tuple(row["levels"]),
    )


def _bands(row: Row, unit: str) -> tuple[tuple[str, str], ...]:
    declared = (("watch", row["amber"]), ("missed", row["red"]))
    return tuple((band, bound(text, unit)) for band, text in declared if not pd.isna(text))


def _rows(row: Row) -> tuple[tuple[str, str], ...]:
    named = ((part, row[f"{part}_vi"]) for part in PARTS)
    return tuple((part, str(title)) for part, title in named if not pd.isna(title))


def _target(row: Row, unit: str) -> Target:
    value = words.target(row["value"], unit == "%")
    said = value if unit == "%" else f"{value} {unit}"
    return Target(_day(row["valid_from"]), said, str(row["basis"]), words.certainty(row["certainty"]))


def _by_indicator(frame: pd.DataFrame) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault(row["indicator"], []).append(row)
    return found


def _day(given: Any) -> date:
    day: date = pd.Timestamp(given).date()
    return day
