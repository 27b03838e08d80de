"""Small groups of persons are hidden, and others with them, so that no subtraction brings one back.

A unit's figure falls into groups (the numerator and the rest, or those that `parted` or `hide_by` names). Where a group
is small, the unit is hidden. What its parent shows less what its siblings show would still tell it; so siblings are
hidden with it, the smallest first, until those hidden are two or more and each group of them together is empty or no
longer small. Below a hidden unit the same is done, or its parts would add up to it. A unit as of its own day is a part
of the unit that it leads to, so both readings hide the same. Whoever counts in a unit and in none of its parts is one
more part, that is never told.

Figures of health stand for years and change every night. There the same is asked as of every day since the last
month's end, or of a week's persons as of every time that somebody came to be known late, and what was hidden once stays
hidden; what stands above a hidden unit is rounded to tens.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.cramped_sql import ENDLESS, cramped, roomy, running
from warehouse.indicators import DENOMINATOR, NUMERATOR, WATCHED, Definition, Indicator
from warehouse.said_sql import SERIES, SMALL_GROUPS, UNIT, valued
from warehouse.telling_sql import every_telling

# Where what is hidden is hidden for the rest of its month.
KEPT = "H10"
# The units of which it is decided together which are hidden, as of one time.
WHOLE = f"{SERIES}, as_of, parent_code, parent_from"


@dataclass(frozen=True)
class Tier:
    """The units of a level and basis; each is a part of one of the level `above`, as that is today."""

    level: str
    basis: str
    above: str | None

    @property
    def name(self) -> str:
        """How its CTEs end."""
        return f"{self.level}_{self.basis}"


def hidden(indicator: Indicator, definition: Definition, judged: str) -> str:
    """The CTEs from `judged`, rows with value, n, state and band, up to `valued`: the same, hidden ones without figure.

    Added are `is_rounded`, and whether a hidden one `is_changed` since it was hidden first. `indicator.levels` go from
    the widest to the narrowest.
    """
    names = [f"hidden_{number}" for number, _ in enumerate(_groups(definition), 1)]
    tiers = [
        tier
        for level, above in zip(indicator.levels, [None, *indicator.levels], strict=False)
        for tier in (Tier(level, "successor", above), Tier(level, "own", level))
    ]
    every = " UNION ALL ".join(f"SELECT {UNIT}, size, is_hidden FROM hidden_{tier.name}" for tier in tiers)
    return f"""
        {_grouped(indicator, definition, judged)},
        {", ".join(_told(tier, names, indicator.cells) for tier in tiers)},
        lately AS (
            SELECT {UNIT}, bool_or(is_hidden) AS is_hidden,
                count(DISTINCT size) FILTER (WHERE is_hidden) > 1 AS is_changed
            FROM ({every})
            GROUP BY ALL
        ),
        united AS (SELECT *, {_size(definition)} AS size FROM {judged} INNER JOIN lately USING ({UNIT})),
        {valued(indicator, definition)}"""


def _grouped(indicator: Indicator, definition: Definition, judged: str) -> str:
    least, groups = SMALL_GROUPS[indicator.cells], list(_groups(definition))
    named = ", ".join(f"{group} AS hidden_{number}" for number, group in enumerate(groups, 1))
    small = _is_small([f"hidden_{number}" for number in range(1, len(groups) + 1)], least)
    is_watched = indicator.cells == WATCHED
    if is_watched and definition.parted:
        # Its groups are told as well: what is left of the sum would be the hidden one.
        small = f"{_size(definition)} > 0"
    made = "counted_group" if is_watched else "grouped"
    told = f", {cramped(indicator.levels, least, made, 'grouped')}" if is_watched else ""
    return f"""
        {_told_before(indicator, definition, judged)},
        {made} AS (
            SELECT named.*, {small} AS is_small, {_size(definition)} AS size
            FROM (SELECT *, {named} FROM told_before) AS named
        ){told}"""


def _told_before(indicator: Indicator, definition: Definition, judged: str) -> str:
    """The CTEs up to `told_before`: what was counted `as_of` each time that it may have been told.

    Else a figure that is shown tonight would tell, by how much a total grew or fell, what was hidden last night.
    """
    if indicator.cells == KEPT:
        return f"told_before AS ({_every_day(definition)})"
    if indicator.cells == WATCHED:
        return every_telling(definition, judged)
    return f"told_before AS (SELECT *, cutoff_date AS as_of FROM {judged})"


def _every_day(definition: Definition) -> str:
    """What was counted on each day since the last month's end, by running totals (`warehouse.indicator_sql`)."""
    unit = ", ".join(f"counted.{name}" for name in ["unit_kind", *UNIT.split(", ")])
    counts = ", ".join(f"day.{name}_stock AS {name}" for name in definition.measures())
    return f"""
            SELECT {unit}, day.until_date AS as_of, {counts}
            FROM counted
            INNER JOIN total AS day
                ON day.in_code = counted.in_code AND day.in_from = counted.in_from AND day.basis = counted.basis
                AND day.until_date BETWEEN date_trunc('month', counted.cutoff_date)::DATE - 1 AND counted.cutoff_date"""


def _size(definition: Definition) -> str:
    if definition.hide_by:
        return " + ".join(_groups(definition))
    return DENOMINATOR if definition.denominator else NUMERATOR


def _is_small(groups: list[str], least: int) -> str:
    return " OR ".join(f"{group} BETWEEN 1 AND {least - 1}" for group in groups)


def _groups(definition: Definition) -> Iterator[str]:
    """The numbers of members that must not be small; together they are the denominator, if there is one.

    More may be counted than a commune is said to have: then nobody is left.
    """
    named = [f"group_{number}" for number in range(1, len(definition.hide_by or definition.parted) + 1)]
    if definition.hide_by:
        yield from (f"greatest({name}, 0)" for name in named)
        return
    if not definition.denominator:
        yield NUMERATOR
        return
    yield from named or [NUMERATOR]
    yield f"greatest({' - '.join([DENOMINATOR, *(named or [NUMERATOR])])}, 0)"


# size: one SELECT, read from top to bottom
def _told(given: Tier, groups: list[str], cells: str) -> str:
    """The units of a tier, told which are hidden on which day; those above are told already."""
    tier, least = given.name, SMALL_GROUPS[cells]
    sums = ", ".join(
        [*(f"sum({name}) OVER so_far AS up_to_{name}" for name in groups), *([running()] if cells == WATCHED else [])]
    )
    enough = " AND ".join(f"(up_to_{name} = 0 OR up_to_{name} >= {least})" for name in groups)
    enough += f" AND {roomy()}" if cells == WATCHED else ""
    elsewhere = f"UNION ALL BY NAME FROM elsewhere_{tier}" if given.above else ""
    # Windows cost most of all, so only wholes that hide something are placed. A unit that leads nowhere has no parent.
    same_whole = " AND ".join(f"part.{name} IS NOT DISTINCT FROM whole.{name}" for name in WHOLE.split(", "))
    return f"""
        siblings_{tier} AS ({_siblings(given)}),
        {_elsewhere(given, groups, cells) if given.above else ""}
        parts_{tier} AS (
            SELECT *, false AS is_elsewhere FROM siblings_{tier} WHERE size > 0 {elsewhere}
        ),
        in_question_{tier} AS (
            SELECT {WHOLE}, count(*) FILTER (WHERE is_small OR is_elsewhere) AS first_count
            FROM parts_{tier}
            GROUP BY ALL
            HAVING bool_or(is_small OR is_below_hidden)
        ),
        placed_{tier} AS (
            SELECT *, row_number() OVER so_far AS place, {sums}
            FROM (
                SELECT part.*, first_count
                FROM parts_{tier} AS part
                INNER JOIN in_question_{tier} AS whole ON {same_whole}
            )
            WINDOW so_far AS (
                PARTITION BY {WHOLE}
                ORDER BY is_small OR is_elsewhere DESC, size, in_code, in_from ROWS UNBOUNDED PRECEDING
            )
        ),
        chosen_{tier} AS (
            SELECT {UNIT}, as_of,
                is_small OR NOT coalesce(bool_or(
                    place >= greatest(first_count, 2) AND {enough}
                ) OVER (
                    PARTITION BY {WHOLE} ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                ), false) AS is_hidden
            FROM placed_{tier}
        ),
        hidden_{tier} AS (
            SELECT {UNIT}, as_of, grouped.size, coalesce(chosen.is_hidden, false) AS is_hidden
            FROM grouped
            LEFT JOIN chosen_{tier} AS chosen USING ({UNIT}, as_of)
            WHERE grouped.unit_kind = '{given.level}' AND grouped.basis = '{given.basis}'
        )"""


def _siblings(tier: Tier) -> str:
    """The units of a tier, with the one above that each leads to."""
    if tier.above is None:
        return f"""
            SELECT *, in_code AS parent_code, in_from AS parent_from, false AS is_below_hidden
            FROM grouped WHERE unit_kind = '{tier.level}' AND basis = '{tier.basis}'"""
    return f"""
            SELECT grouped.*, upward.in_code AS parent_code, upward.in_from AS parent_from,
                coalesce(parent.is_hidden, false) AS is_below_hidden
            FROM grouped
            LEFT JOIN marts.unit_lineage AS upward
                ON upward.unit_code = grouped.in_code AND upward.unit_from = grouped.in_from
                AND upward.basis = 'successor' AND upward.unit_kind = '{tier.above}'
            LEFT JOIN hidden_{tier.above}_successor AS parent
                ON parent.in_code = upward.in_code AND parent.in_from = upward.in_from
                AND {_same_time("parent", "grouped")}
            WHERE grouped.unit_kind = '{tier.level}' AND grouped.basis = '{tier.basis}'"""


def _elsewhere(tier: Tier, groups: list[str], cells: str) -> str:
    """The CTE of those who count in a unit and in none of its parts, as one more part: a whole less its parts is told.

    It is never published, so it hides others as well as needing to be hidden.
    """
    left = ", ".join(f"greatest(whole.{name} - parts.{name}, 0) AS {name}" for name in groups)
    room = f", {ENDLESS} AS more, left_over.size AS fewer" if cells == WATCHED else ""
    sums = ", ".join(f"sum({name}) AS {name}" for name in ["size", *groups])
    return f"""
        elsewhere_{tier.name} AS (
            SELECT *, {_is_small(groups, SMALL_GROUPS[cells])} AS is_small, true AS is_elsewhere {room}
            FROM (
                SELECT parts.* REPLACE (greatest(whole.size - parts.size, 0) AS size, {left})
                FROM (
                    SELECT {WHOLE}, is_below_hidden, {sums} FROM siblings_{tier.name} WHERE size > 0 GROUP BY ALL
                ) AS parts
                INNER JOIN grouped AS whole
                    ON whole.in_code = parent_code AND whole.in_from = parent_from AND whole.basis = 'successor'
                    AND whole.unit_kind = '{tier.above}' AND {_same_time("whole", "parts")}
            ) AS left_over
            WHERE {" + ".join(groups)} > 0
        ),"""


def _same_time(one: str, other: str) -> str:
    names = ("grain", "period_start", "period_end", "as_of")
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names)
