"""Small groups of persons are hidden, and others with them, so that no subtraction brings one back.

A unit's figure falls into groups (the numerator and the rest, or those that `parted` names). Where a group has one to
four members, the unit is hidden. What its parent shows less what its siblings show would still tell it; so siblings are
hidden with it, the smallest first, until those hidden are two or more and each group of them together is empty or has
five members or more. Below a hidden unit the same is done, or its parts would add up to it.
"""

from collections.abc import Iterator

from warehouse.indicators import DENOMINATOR, NUMERATOR, Definition, Indicator

# Fewest members of a group that is shown, by the rule for small cells.
SMALL_GROUPS = {"S5": 5}
SERIES = "basis, grain, period_start, period_end"


def hidden(indicator: Indicator, definition: Definition, counted: str) -> str:
    """The CTEs from `counted`, rows with value, n and state, up to `valued`: the same, hidden ones without any figure.

    `indicator.levels` go from the widest to the narrowest.
    """
    least, groups = SMALL_GROUPS[indicator.cells], list(_groups(definition))
    named = ", ".join(f"{group} AS hidden_{number}" for number, group in enumerate(groups, 1))
    names = [f"hidden_{number}" for number in range(1, len(groups) + 1)]
    small = " OR ".join(f"{name} BETWEEN 1 AND {least - 1}" for name in names)
    levels = [*zip(indicator.levels, [None, *indicator.levels], strict=False)]
    steps = ", ".join(_level(level, above, names, least) for level, above in levels)
    united = " UNION ALL BY NAME ".join(f"FROM hidden_{level}" for level in indicator.levels)
    nothing = ", ".join(
        f"CASE WHEN NOT is_hidden THEN {name} END AS {name}" for name in (NUMERATOR, DENOMINATOR, "value", "n")
    )
    return f"""
        grouped AS (SELECT *, {small} AS is_small FROM (SELECT *, {named} FROM {counted})),
        {steps},
        valued AS (
            SELECT * REPLACE ({nothing}, CASE WHEN is_hidden THEN 'suppressed' ELSE state END AS state)
            FROM ({united})
        )"""


def _groups(definition: Definition) -> Iterator[str]:
    """The numbers of members that must not be small; together they are the denominator."""
    parted = [f"group_{number}" for number in range(1, len(definition.parted) + 1)] or [NUMERATOR]
    yield from parted
    yield " - ".join([DENOMINATOR, *parted])


# size: one SELECT, read from top to bottom
def _level(level: str, above: str | None, groups: list[str], least: int) -> str:
    """The units of a level, told which are hidden; those of the level above are told already."""
    running = ", ".join(f"sum({name}) OVER so_far AS up_to_{name}" for name in groups)
    enough = " AND ".join(f"(up_to_{name} = 0 OR up_to_{name} >= {least})" for name in groups)
    return f"""
        siblings_{level} AS ({_siblings(level, above)}),
        placed_{level} AS (
            SELECT *, row_number() OVER so_far AS place, {running},
                count(*) FILTER (WHERE is_small) OVER (PARTITION BY {SERIES}, parent_code, parent_from) AS small_count
            FROM siblings_{level}
            WHERE {DENOMINATOR} > 0
            WINDOW so_far AS (
                PARTITION BY {SERIES}, parent_code, parent_from
                ORDER BY is_small DESC, {DENOMINATOR}, in_code, in_from ROWS UNBOUNDED PRECEDING
            )
        ),
        chosen_{level} AS (
            SELECT {SERIES}, in_code, in_from,
                is_small OR ((small_count > 0 OR is_below_hidden) AND NOT coalesce(bool_or(
                    place >= greatest(small_count, 2) AND {enough}
                ) OVER (
                    PARTITION BY {SERIES}, parent_code, parent_from
                    ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ), false)) AS is_hidden
            FROM placed_{level}
        ),
        hidden_{level} AS (
            SELECT grouped.*, coalesce(chosen.is_hidden, false) AS is_hidden
            FROM grouped
            LEFT JOIN chosen_{level} AS chosen USING ({SERIES}, in_code, in_from)
            WHERE unit_kind = '{level}'
        )"""


def _siblings(level: str, above: str | None) -> str:
    """The units of a level with the unit above that each is a part of in its period."""
    if above is None:
        return f"""
            SELECT *, in_code AS parent_code, in_from AS parent_from, false AS is_below_hidden
            FROM grouped WHERE unit_kind = '{level}'"""
    return f"""
            SELECT grouped.*, upward.in_code AS parent_code, upward.in_from AS parent_from,
                coalesce(parent.is_hidden, false) AS is_below_hidden
            FROM grouped
            LEFT JOIN marts.unit_lineage AS upward
                ON upward.unit_code = grouped.in_code AND upward.unit_from = grouped.in_from
                AND upward.basis = grouped.basis AND upward.unit_kind = '{above}'
                AND grouped.period_start >= upward.valid_from AND grouped.period_end <= upward.valid_to
            LEFT JOIN hidden_{above} AS parent
                ON parent.in_code = upward.in_code AND parent.in_from = upward.in_from
                AND parent.basis = grouped.basis AND parent.grain = grouped.grain
                AND parent.period_start = grouped.period_start AND parent.period_end = grouped.period_end
            WHERE grouped.unit_kind = '{level}'"""
