"""Bands: when a value meets its target, is to be watched, or misses it.

Each kind gives SQL conditions over one counted row: `value`, `numerator`, `denominator`, `target`, and its period.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

A_WEEK = "/tuần"
BOUND = re.compile(rf"(<|<=|>|>=)\s*(-?\d+(?:\.\d+)?)(%|{A_WEEK}|)")
KINDS = ("value", "share_of", "pro_rata", "baseline")
# A baseline pools the same weeks of earlier years, two weeks to each side, and needs this many of them.
BASELINE_WEEKS, BASELINE_VALUES = 2, 5
BASELINE_YEARS, DAYS_OF_52_WEEKS = 5, 364


@dataclass(frozen=True)
class Band:
    """`kind` and, for each colour, comparison, number, and what the number is: plain, per cent, or a week's.

    value: the value itself, or against so many for every seven days passed. share_of: with %, numerator against a share
    of the denominator. pro_rata: the value less the part of the target that falls to the days passed. baseline: the
    value against mean + number x deviation.
    """

    kind: str
    amber: tuple[str, Decimal, str]
    red: tuple[str, Decimal, str]

    @property
    def needs_baseline(self) -> bool:
        """Whether values of earlier years are asked for."""
        return self.kind == "baseline"

    def sql(self, direction: str) -> str:
        """The band of a row of `valued` (joined with `baseline` where that is asked for).

        A value that falls short of its target, by less than amber asks for, is `within`, and not `met`.
        """
        short = {"up": "value < target", "down": "value > target"}.get(direction) if self.kind == "value" else None
        within = f"WHEN {short} THEN 'within' " if short else ""
        judged = (
            f"WHEN {self._holds(self.red)} THEN 'missed' WHEN {self._holds(self.amber)} THEN 'watch' {within}ELSE 'met'"
        )
        unknown = f"WHEN coalesce(past_count, 0) < {BASELINE_VALUES} THEN 'no_baseline' " if self.needs_baseline else ""
        return f"CASE WHEN state <> 'shown' THEN NULL {unknown}{judged} END"

    def words(self) -> tuple[str, str]:
        """The bounds of amber and red as declared: ("< 98%", "< 95%")."""
        amber, red = (f"{sign} {number}{unit}" for sign, number, unit in (self.amber, self.red))
        return amber, red

    def _holds(self, bound: tuple[str, Decimal, str]) -> str:
        operator, number, unit = bound
        is_percent = unit == "%"
        if unit == A_WEEK:
            return f"value * 7 {operator} {number} * days_passed"
        if self.kind == "share_of" and is_percent:
            return f"numerator * 100 {operator} {number} * denominator"
        if self.kind == "pro_rata":
            beyond = number / 100 if is_percent else number
            # Multiplied out: a quotient would be a DOUBLE, and a value right on the bound would fall to either side.
            return f"(value - ({beyond})) * days_whole {operator} target * days_passed"
        if self.kind == "baseline":
            return _above_baseline(operator, number)
        return f"value {operator} {number / 100 if is_percent else number}"


def read_band(raw: Mapping[str, str], indicator_kind: str, *, has_share: bool, has_target: bool) -> Band:
    """A band from its declaration, for an indicator of a kind, with or without numerator over denominator and target.

    Raises `ValueError` with a sentence where it cannot judge such an indicator.
    """
    kind = raw["kind"]
    if kind not in KINDS:
        raise ValueError(f"band.kind {kind!r} không thuộc {', '.join(KINDS)}")
    if kind == "baseline" and indicator_kind not in ("count", "stock"):
        raise ValueError("band.kind baseline chỉ so được số đếm: kind count hoặc stock")
    if kind == "share_of" and not has_share:
        raise ValueError("band.kind share_of cần numerator và denominator")
    if kind == "pro_rata" and not has_target:
        raise ValueError("band.kind pro_rata cần một target")
    return Band(kind, _bound(raw, "amber", kind), _bound(raw, "red", kind))


def _bound(raw: Mapping[str, str], colour: str, kind: str) -> tuple[str, Decimal, str]:
    matched = BOUND.fullmatch(raw[colour])
    is_misplaced = matched is not None and matched[3] == A_WEEK and kind != "value"
    if matched is None or is_misplaced or (kind == "baseline" and (matched[3] or matched[1] not in (">", ">="))):
        example = "> 2 (số lần độ lệch chuẩn)" if kind == "baseline" else "< 95% hoặc >= 1"
        raise ValueError(f"band.{colour} = {raw[colour]!r}: viết như {example}")
    return matched[1], Decimal(matched[2]), matched[3]


def _above_baseline(operator: str, deviations: Decimal) -> str:
    """Value against mean + k standard deviations (of the sample), in whole numbers so that no rounding decides.

    With n values of sum S and sum of squares Q: (n v - S)^2 (n - 1) against k^2 n (n Q - S^2), where n v > S.
    """
    distance = "(past_count * numerator - past_sum)"
    spread = "past_count * (past_count * past_squares - past_sum * past_sum)"
    limit = f"{deviations * deviations} * {spread}"
    return f"({distance} > 0 AND {distance} * {distance} * (past_count - 1) {operator} {limit})"
