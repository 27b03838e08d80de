"""One value of one indicator, as a viewer reads it: the same words on the wall, on the pages and in a list."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.messages import _

TOO_FEW = "below_minimum"


@dataclass(frozen=True)
class Reading:
    """One indicator of one unit. `text` is what stands on the screen: a number, or the words for why there is none.

    `value` is the number in full and None where none is shown; `numerator` and `denominator` are counts of rows, `n` is
    how many rows the value rests on; a share's true value lies between `low` and `high` in 95 of 100 such samples.
    `is_rounded` says that the number stands to tens, so that what is hidden below it cannot be worked out; `is_partial`
    that it adds up those points alone that have a source, of `denominator` that these could reach. `formula` says that
    what it is counted by is not confirmed; empty where nobody doubts it. `needed` is the least sample that is shown,
    where this one is smaller.
    """

    indicator: str
    unit_code: str
    unit_name: str
    text: str
    value: Decimal | None = None
    numerator: int | None = None
    denominator: int | None = None
    n: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    band: str | None = None
    target: str = ""
    target_value: float | None = None
    definition: str = ""
    formula: str = ""
    owner: str = ""
    direction: str = ""
    is_rounded: bool = False
    is_partial: bool = False
    needed: int | None = None

    @property
    def fraction(self) -> float:
        """The length of a share's bar, 0 to 1; 0 where there is no number."""
        return 0.0 if self.value is None else min(float(self.value), 1.0)

    @property
    def instead(self) -> str:
        """Why there is no number, the same words for every sample that is too small; empty where there is one."""
        if self.value is not None:
            return ""
        return self.text if self.needed is None else words.below_minimum(None, self.needed)

    def counted(self, side: str) -> int | None:
        """How many rows the value counts on a side: numerator, denominator, n, or the rest of the denominator."""
        if side == "rest":
            return None if self.denominator is None else self.denominator - (self.numerator or 0)
        count: int | None = getattr(self, side)
        return count


def adds_up(total: int, counted: int | None) -> str:
    """Whether `total` rows are what an indicator counted, in words; nothing where it is not counted here."""
    if counted is None:
        return ""
    if total == counted:
        return _(", exactly the number on the screens and in reports.")
    said = words.number(counted)
    return _("; the indicator counts {counted}. The two differ: tell the administrator.", counted=said)


def readings(frame: pd.DataFrame) -> tuple[Reading, ...]:
    """Each row of a frame with indicator, unit_code, unit_name_vi, unit_vi, numerator, denominator, value, n, state,
    band, target, minimum_n, and low, high and definition_certainty where it has them."""
    return tuple(_read(row) for row in frame.to_dict("records"))


def find(among: tuple[Reading, ...], indicator: str, unit_code: str, *, otherwise: str = words.NO_DATA) -> Reading:
    """The reading of (indicator, unit); the words `otherwise` where there is none."""
    missing = Reading(indicator, unit_code, "", otherwise)
    return next((each for each in among if (each.indicator, each.unit_code) == (indicator, unit_code)), missing)


def missing_due_date_note(among: tuple[Reading, ...], unit_code: str) -> str:
    """What must stand beside an on-time share, "6,8% không có ngày hẹn trả"; nothing where every dossier has one."""
    missing = find(among, "missing_due_date_share", unit_code)
    return words.missing_due_dates(missing.value) if missing.value else ""


def _read(row: Mapping[Hashable, Any]) -> Reading:
    is_share = row["unit_vi"] == "%"
    value = _decimal(row["value"])
    return Reading(
        indicator=row["indicator"],
        unit_code=row["unit_code"],
        unit_name=row["unit_name_vi"],
        text=_text(value, row, is_share),
        value=value,
        numerator=_count(row["numerator"]),
        denominator=_count(row["denominator"]),
        n=_count(row["n"]),
        low=_decimal(row.get("low")),
        high=_decimal(row.get("high")),
        band=None if pd.isna(row["band"]) else row["band"],
        target="" if pd.isna(row["target"]) else words.target(row["target"], is_share),
        definition=row.get("definition_vi", ""),
        formula=words.formula(row.get("definition_certainty")),
        owner=row.get("owner", ""),
        direction=row.get("direction", ""),
        target_value=None if pd.isna(row["target"]) else float(row["target"]),
        is_rounded=_is_rounded(row),
        is_partial=row["state"] == "partial",
        needed=int(row["minimum_n"]) if row["state"] == TOO_FEW else None,
    )


def _text(value: Decimal | None, row: Mapping[Hashable, Any], is_share: bool) -> str:
    if row["state"] in words.STATES:
        return words.STATES[row["state"]]
    if row["state"] == TOO_FEW:
        return words.below_minimum(int(row["n"]), int(row["minimum_n"]))
    if value is None:
        return words.NO_DATA
    if row["state"] == "partial":
        return words.out_of(value, row["denominator"])
    if not is_share:
        return words.about(words.target(value, is_share=False), is_rounded=_is_rounded(row))
    # A share that only rounding lifts to its target would stand there met and not met at once.
    target = None if pd.isna(row["target"]) else Decimal(str(row["target"]))
    is_blurred = target is not None and value != target and words.share(value) == words.share(target)
    return words.about(words.share(value, 2 if is_blurred else 1), is_rounded=_is_rounded(row))


def _is_rounded(row: Mapping[Hashable, Any]) -> bool:
    rounded = row.get("is_rounded", False)
    return not pd.isna(rounded) and bool(rounded)


def _decimal(value: Any) -> Decimal | None:
    return None if pd.isna(value) else Decimal(str(value))


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
