"""What is said of a figure once it is known which units are hidden: nothing, tens, or what was counted."""

from collections.abc import Mapping
from types import MappingProxyType

from warehouse.indicators import DENOMINATOR, NUMERATOR, WATCHED, Definition, Indicator
from warehouse.valuation_sql import half_up

# Fewest members of a group that is shown, by the rule for small cells.
SMALL_GROUPS: Mapping[str, int] = MappingProxyType({"S5": 5, "H10": 10, WATCHED: 10})
# Where what stands above a hidden unit is rounded.
ROUNDED = ("H10", WATCHED)
SERIES = "basis, grain, period_start, period_end"
UNIT = f"in_code, in_from, {SERIES}"


def valued(indicator: Indicator, definition: Definition) -> str:
    """What is said of each row: nothing of hidden ones, tens of those above them, and all of the others."""
    is_watched = indicator.cells == WATCHED
    is_told = is_watched and not definition.parted
    numbers = _in_tens(definition) if indicator.cells in ROUNDED else _exactly(definition)
    said = ", ".join(
        f"CASE WHEN NOT (is_hidden OR state = 'no_source') THEN {sql} END AS {name}" for name, sql in numbers.items()
    )
    band = "band" if is_watched else "CASE WHEN NOT is_hidden THEN band END"
    return f"""
        above_hidden AS (
            SELECT DISTINCT upward.in_code, upward.in_from, upward.basis, grain, period_start, period_end
            FROM united
            INNER JOIN marts.unit_lineage AS upward
                ON upward.unit_code = united.in_code AND upward.unit_from = united.in_from
            WHERE is_hidden
        ),
        placed AS (
            SELECT united.*, NOT is_hidden AND above_hidden.grain IS NOT NULL AS is_rounded
            FROM united LEFT JOIN above_hidden USING ({UNIT})
        ),
        valued AS (
            SELECT * REPLACE (
                {said}, CASE {_hidden_state(is_told)} END AS state, {band} AS band
            )
            FROM placed
        )"""


def _hidden_state(is_told: bool) -> str:
    """The branches of the state; "below 10" of two nights tells a number to whoever knows by how much it changed."""
    few = f"WHEN is_hidden AND size < {SMALL_GROUPS[WATCHED]} AND NOT is_changed THEN 'below_10' " if is_told else ""
    return few + "WHEN is_hidden AND state <> 'no_source' THEN 'suppressed' ELSE state"


def _exactly(definition: Definition) -> dict[str, str]:
    """{column: SQL} of the numbers of a row as they were counted."""
    names = [NUMERATOR, *([DENOMINATOR] if definition.denominator else []), "value", "n"]
    return {name: name for name in names}


def _in_tens(definition: Definition) -> dict[str, str]:
    """{column: SQL} of the numbers of a row, persons in tens where it is above a hidden one.

    What a commune is said to have of people is known to everybody, and stays. The share follows from the tens.
    """
    above = f"CASE WHEN is_rounded THEN ({NUMERATOR} + 5) // 10 * 10 ELSE {NUMERATOR} END"
    if not definition.denominator:
        return {NUMERATOR: above, "value": above, "n": above}
    is_known = definition.without_denominator == "no_source"
    below = DENOMINATOR if is_known else above.replace(NUMERATOR, DENOMINATOR)
    of_tens = f"({half_up(f'({above})', f'({below})')})::DECIMAL(18, 6)"
    value = f"CASE WHEN is_rounded THEN {of_tens} ELSE value END"
    return {NUMERATOR: above, DENOMINATOR: below, "value": value, "n": below}
