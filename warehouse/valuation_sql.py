"""From counts to a value: the SQL of value, n, state, target and interval for each kind of indicator."""

from dataclasses import dataclass
from decimal import Decimal

from warehouse.indicators import DENOMINATOR, NUMERATOR, Definition, Indicator, Part

# The 97.5 % point of the normal distribution: intervals hold 95 %.
Z = "1.959964::DOUBLE"
MICRO = 1_000_000


@dataclass(frozen=True)
class Valuation:
    """SQL expressions: `columns` adds value, n, state and target to a counted row; the others read that row."""

    columns: str
    numerator: str
    denominator: str
    low: str = "NULL"
    high: str = "NULL"


def valuation(indicator: Indicator, definition: Definition) -> Valuation:
    """How rows of `counted` become rows of marts.indicator_value."""
    value, n, state = _value(indicator, definition)
    if definition.needs:
        absent = f"(SELECT count({definition.needs}) FROM {definition.mart}) = 0"
        state = f"CASE WHEN {absent} THEN 'no_source' ELSE {state} END"
    columns = f"({value})::DECIMAL(18, 6) AS value, {n} AS n, {state} AS state, {_target(indicator)} AS target"
    if indicator.kind == "quantile":
        return Valuation(columns, "NULL", "NULL")
    if indicator.kind == "composite":
        return Valuation(columns, "NULL", _reachable(definition))
    denominator = DENOMINATOR if definition.denominator else "NULL"
    if indicator.kind == "ratio":
        return Valuation(columns, NUMERATOR, denominator, interval("-"), interval("+"))
    return Valuation(columns, NUMERATOR, denominator)


def _value(indicator: Indicator, definition: Definition) -> tuple[str, str, str]:
    """(value, n, state) as SQL."""
    if indicator.kind in ("count", "stock"):
        return NUMERATOR, NUMERATOR, "'shown'"
    if indicator.kind == "composite":
        any_told = " OR ".join(f"{name} > 0" for name in definition.measures() if name.endswith(DENOMINATOR))
        told = "'shown'" if all(part.has_source for part in definition.parts) else "'partial'"
        return _score(definition), "NULL::BIGINT", f"CASE WHEN {any_told} THEN {told} ELSE 'no_events' END"
    if indicator.kind == "quantile":
        return "ranked_value", "row_total", _by_size("row_total", indicator, definition)
    return half_up(NUMERATOR, DENOMINATOR), DENOMINATOR, _by_size(DENOMINATOR, indicator, definition)


def _by_size(n: str, indicator: Indicator, definition: Definition) -> str:
    small = f"WHEN {n} < {indicator.minimum_n} THEN 'below_minimum'"
    return f"CASE WHEN {n} = 0 THEN '{definition.without_denominator}' {small} ELSE 'shown' END"


def half_up(numerator: str, denominator: str) -> str:
    """A quotient half up to six places, by whole numbers: one of DOUBLE would round some ties down."""
    over = f"(2 * {MICRO} * ({numerator})::HUGEINT + ({denominator})) // (2 * ({denominator}))"
    return f"CASE WHEN ({denominator}) > 0 THEN ({over})::DECIMAL(24, 0) * 0.000001 END"


def part_points(number: int, part: Part) -> str:
    """The points of a part: highest x share / full_at, never more than highest; a part without events scores 0."""
    over, under = part.highest * 1000, part.full_at * 1000
    share = half_up(f"part_{number}_{NUMERATOR} * {int(over)}", f"part_{number}_{DENOMINATOR} * {int(under)}")
    return f"least(coalesce({share}, 0), {part.highest})"


def _score(definition: Definition) -> str:
    return " + ".join(part_points(number, part) for number, part in definition.scored)


def _reachable(definition: Definition) -> str:
    """What the parts with a source could reach, in whole points."""
    return str(int(sum((part.highest for part in definition.parts if part.has_source), Decimal(0))))


def interval(side: str) -> str:
    """A bound of Wilson's interval of a ratio, "-" or "+", over its `numerator` and `denominator`.

    It stays within 0 and 1, and is honest for few events and shares near the ends.
    """
    n, p = f"{DENOMINATOR}::DOUBLE", f"({NUMERATOR}::DOUBLE / {DENOMINATOR}::DOUBLE)"
    centre = f"({p} + {Z} * {Z} / (2 * {n}))"
    half = f"({Z} * sqrt({p} * (1 - {p}) / {n} + {Z} * {Z} / (4 * {n} * {n})))"
    bound = f"({centre} {side} {half}) / (1 + {Z} * {Z} / {n})"
    is_share = f"{NUMERATOR} BETWEEN 0 AND {DENOMINATOR} AND {DENOMINATOR} > 0"
    return f"CASE WHEN {is_share} THEN round(greatest(0, least(1, {bound})), 6)::DECIMAL(18, 6) END"


def _target(indicator: Indicator) -> str:
    newest_first = sorted(indicator.targets, key=lambda target: target.valid_from, reverse=True)
    cases = " ".join(f"WHEN cutoff_date >= DATE '{each.valid_from}' THEN {each.value}" for each in newest_first)
    return f"(CASE {cases} END)::DECIMAL(18, 6)" if cases else "NULL::DECIMAL(18, 6)"
