"""Bands: when a value meets its target, is to be watched, or misses it.

Each kind gives SQL conditions over one counted row: `value`, `numerator`, `denominator`, `target`, and its period.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

A_WEEK = "/tuần"
IN_WEEKS = re.compile(r"/(\d+) tuần/xã")
BOUND = re.compile(rf"(<|<=|>|>=)\s*(-?\d+(?:\.\d+)?)(%|{A_WEEK}|{IN_WEEKS.pattern}|)")
KINDS = ("value", "share_of", "pro_rata", "baseline")
# Of what a part of the target is due: its first day, and how many days it has.
PARTS = {
    "period": ("period_start", "days_whole"),
    "year": ("make_date(year(cutoff_date), 1, 1)", "dayofyear(make_date(year(cutoff_date), 12, 31))"),
}
DELIVERIES = "marts.delivery"
# A baseline pools the same weeks of earlier years, two weeks to each side, and needs this many of them.
BASELINE_WEEKS, BASELINE_VALUES = 2, 5
BASELINE_YEARS, DAYS_OF_52_WEEKS = 5, 364


@dataclass(frozen=True)
class Band:
    """`kind` and, for each colour, comparison, number, and what the number is: plain, per cent, or a week's.

    value: the value itself, or against so many for every seven days passed, or so many within some weeks in one commune
    (`/4 tuần/xã`): of a unit above communes that of its highest one. share_of: with %, numerator against a share
    of the denominator. pro_rata: the value less the part of the target that falls to the days passed, of the period, or
    of the calendar year where that is what `part_of` names. Days have passed up to the last that counts, and no further
    than figures reach: to the last day of which a delivery came that `reached_by`, a condition on marts.delivery,
    names. baseline: the value against mean + number x deviation, and then the target is the highest count that is not
    above amber.
    """

    kind: str
    amber: tuple[str, Decimal, str]
    red: tuple[str, Decimal, str]
    part_of: str = "period"
    reached_by: str = ""

    @property
    def needs_baseline(self) -> bool:
        """Whether values of earlier years are asked for."""
        return self.kind == "baseline"

    @property
    def weeks(self) -> int | None:
        """Within how many weeks something is counted in one commune, where that is asked for."""
        found = (IN_WEEKS.fullmatch(unit) for _, _, unit in (self.amber, self.red))
        return next((int(matched[1]) for matched in found if matched), None)

    def threshold(self) -> str:
        """The highest count that is not above amber's bound of a row joined with `baseline`, null where there is none.

        The root of a DOUBLE says about where it is; which whole number it is, the rule itself says.
        """
        operator, deviations, _ = self.amber
        spread = f"{_spread()}::DOUBLE / greatest(past_count - 1, 1)"
        near = f"floor((past_sum::DOUBLE + {deviations} * sqrt({spread})) / past_count)::BIGINT"
        above, above_next = (_above_baseline(operator, deviations, f"({near} + {step})") for step in (0, 1))
        exact = f"CASE WHEN {above} THEN {near} - 1 WHEN {above_next} THEN {near} ELSE {near} + 1 END"
        return f"CASE WHEN past_count >= {BASELINE_VALUES} THEN {exact} END"

    def sql(self, direction: str) -> str:
        """The band of a row with its value (joined with `baseline` or `recent` where that is asked for).

        A value that falls short of what is asked for by then, by less than amber asks for, is `within`, and not `met`.
        """
        short = {"up": "<", "down": ">"}.get(direction) if self.kind in ("value", "pro_rata") else None
        within = f"WHEN {self._beside_target(short)} THEN 'within' " if short else ""
        judged = (
            f"WHEN {self._holds(self.red)} THEN 'missed' WHEN {self._holds(self.amber)} THEN 'watch' {within}ELSE 'met'"
        )
        unknown = f"WHEN coalesce(past_count, 0) < {BASELINE_VALUES} THEN 'no_baseline' " if self.needs_baseline else ""
        return f"CASE WHEN state <> 'shown' THEN NULL {unknown}{judged} END"

    def words(self) -> tuple[str, str]:
        """The bounds of amber and red as declared: ("< 98%", "< 95%")."""
        amber, red = (f"{sign} {number}{unit}" for sign, number, unit in (self.amber, self.red))
        return amber, red

    def _beside_target(self, operator: str, beyond: Decimal = Decimal(0)) -> str:
        """The value less `beyond` against the target, or against the part of it that falls to the days passed."""
        if self.kind != "pro_rata":
            return f"value - ({beyond}) {operator} target"
        # Multiplied out: a quotient would be a DOUBLE, and a value right on the bound would fall to either side.
        first, whole = PARTS[self.part_of]
        return f"(value - ({beyond})) * {whole} {operator} target * greatest({self._last()} - {first} + 1, 0)"

    def _last(self) -> str:
        if not self.reached_by:
            return "cutoff_date"
        came = f"FROM {DELIVERIES} WHERE received_at IS NOT NULL AND ({self.reached_by})"
        return f"coalesce(least(cutoff_date, (SELECT max(period_end) {came})), cutoff_date)"

    def _holds(self, bound: tuple[str, Decimal, str]) -> str:
        operator, number, unit = bound
        is_percent = unit == "%"
        if IN_WEEKS.fullmatch(unit):
            return f"recent_count {operator} {number}"
        if unit == A_WEEK:
            # A first day has not seen the whole week that the bound is of.
            return f"value * 7 {operator} {number} * greatest(days_passed, 7)"
        if self.kind == "share_of" and is_percent:
            return f"numerator * 100 {operator} {number} * denominator"
        if self.kind == "pro_rata":
            return self._beside_target(operator, number / 100 if is_percent else number)
        if self.kind == "baseline":
            return _above_baseline(operator, number, "numerator")
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
    part_of = raw.get("part_of", "period")
    if part_of not in PARTS or ("part_of" in raw and kind != "pro_rata"):
        raise ValueError(f"band.part_of {part_of!r} chỉ đi với kind pro_rata, và là {', '.join(PARTS)}")
    reached_by = raw.get("reached_by", "")
    if reached_by and kind != "pro_rata":
        raise ValueError("band.reached_by chỉ đi với kind pro_rata")
    return Band(kind, _bound(raw, "amber", kind), _bound(raw, "red", kind), part_of, reached_by)


def _bound(raw: Mapping[str, str], colour: str, kind: str) -> tuple[str, Decimal, str]:
    matched = BOUND.fullmatch(raw[colour])
    is_misplaced = matched is not None and matched[3] not in ("", "%") and kind != "value"
    if matched is None or is_misplaced or (kind == "baseline" and (matched[3] or matched[1] not in (">", ">="))):
        example = "> 2 (số lần độ lệch chuẩn)" if kind == "baseline" else "< 95% hoặc >= 1"
        raise ValueError(f"band.{colour} = {raw[colour]!r}: viết như {example}")
    return matched[1], Decimal(matched[2]), matched[3]


def _above_baseline(operator: str, deviations: Decimal, count: str) -> str:
    """A count against mean + k standard deviations (of the sample), in whole numbers so that no rounding decides.

    With n values of sum S and sum of squares Q: (n v - S)^2 (n - 1) against k^2 n (n Q - S^2), where n v > S.
    """
    distance = f"(past_count * {count} - past_sum)"
    limit = f"{deviations * deviations} * {_spread()}"
    return f"({distance} > 0 AND {distance} * {distance} * (past_count - 1) {operator} {limit})"


def _spread() -> str:
    return "past_count * (past_count * past_squares - past_sum * past_sum)"
