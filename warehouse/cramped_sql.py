"""Units whose parts are so few and so small that even tens of them would tell a part.

Of persons seen with a disease it is told which parts have one to nine. Two such parts with nine each make eighteen, and
"about 20" then says of both that they have six or more; of four it says eight or nine. Each hidden part leaves room: so
many more or fewer it could have. Together those of a whole must leave some to both sides; where they do not, another
part is hidden with them, and where there is none, the whole is. Whoever is at none of the parts is one more of them, of
whom nothing is told. What a unit was made of before a reform are its parts as well.
"""

from collections.abc import Iterator, Sequence

# By how much the sum of hidden parts must be free, so that each has three values or more.
ROOM = 2
# The room to more of a part of which nobody knows how many it has at most.
ENDLESS = 1_000_000
PERIOD = "grain, period_start, period_end, as_of"
WHOLE = f"{PERIOD}, parent_code, parent_from"


def roomy() -> str:
    """Whether the parts up to here leave room, by what `running` adds."""
    return f"(up_to_more >= {ROOM} AND up_to_fewer >= {ROOM})"


def running() -> str:
    """The columns that `roomy` reads, over the window `so_far`, of the columns `more` and `fewer` of parts."""
    return "sum(more) OVER so_far AS up_to_more, sum(fewer) OVER so_far AS up_to_fewer"


def cramped(levels: Sequence[str], least: int, counted: str, told: str) -> str:
    """The CTEs from `counted`, rows with `size` and `is_small`, to `told`: also how many `more` or `fewer` they may be.

    Cramped wholes are small as well. `levels` go from the widest to the narrowest.
    """
    # Small parts are told to be small, others to be hidden.
    more = f"CASE WHEN size < {least} THEN {least - 1} - size ELSE {ENDLESS} END"
    fewer = f"CASE WHEN size < {least} THEN size - 1 ELSE size - {least} END"
    steps = [f"room_0 AS (SELECT *, {more} AS more, {fewer} AS fewer FROM {counted})"]
    steps += [_whole(family, number, least) for number, family in enumerate(_families(levels))]
    return f"{', '.join(steps)}, {told} AS (FROM room_{len(steps) - 1})"


def _families(levels: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """(level of wholes, level and basis of their parts), from the narrowest."""
    for above, level in zip(reversed(levels), ["", *reversed(levels)], strict=False):
        if level:
            yield above, level, "successor"
        yield above, above, "own"


# size: one SELECT, read from top to bottom
def _whole(family: tuple[str, str, str], number: int, least: int) -> str:
    """Units by their parts. Some persons of a unit may be at none of its parts: nobody knows how many."""
    above, level, basis = family
    before, after = f"room_{number}", f"room_{number + 1}"
    columns = "in_code, in_from, size, is_small, more, fewer"
    return f"""
        part_of_{after} AS (
            SELECT {PERIOD}, upward.in_code AS parent_code, upward.in_from AS parent_from, false AS is_elsewhere,
                part.{columns.replace(", ", ", part.")}
            FROM {before} AS part
            INNER JOIN marts.unit_lineage AS upward
                ON upward.unit_code = part.in_code AND upward.unit_from = part.in_from
                AND upward.basis = 'successor' AND upward.unit_kind = '{above}'
            WHERE part.unit_kind = '{level}' AND part.basis = '{basis}' AND size > 0
        ),
        left_of_{after} AS (
            SELECT {WHOLE}, true AS is_elsewhere, whole.size - sum(part.size) AS size
            FROM part_of_{after} AS part
            INNER JOIN {before} AS whole USING ({PERIOD})
            WHERE whole.unit_kind = '{above}' AND whole.basis = 'successor'
                AND whole.in_code = parent_code AND whole.in_from = parent_from
            GROUP BY {WHOLE}, whole.size
            HAVING whole.size > sum(part.size)
        ),
        up_to_{after} AS (
            SELECT {WHOLE}, is_small, {running()}, row_number() OVER so_far AS place,
                count(*) FILTER (WHERE is_small OR is_elsewhere) OVER (PARTITION BY {WHOLE}) AS first_count
            FROM (
                FROM part_of_{after}
                UNION ALL BY NAME
                SELECT *, size < {least} AS is_small, {ENDLESS} AS more, size AS fewer FROM left_of_{after}
            )
            WINDOW so_far AS (
                PARTITION BY {WHOLE}
                ORDER BY is_small OR is_elsewhere DESC, size, in_code, in_from ROWS UNBOUNDED PRECEDING
            )
        ),
        whole_{after} AS (
            SELECT {WHOLE}, max(up_to_more) AS more, max(up_to_fewer) AS fewer,
                bool_or(place >= greatest(first_count, 2) AND {roomy()}) AS is_roomy
            FROM up_to_{after}
            GROUP BY ALL
            HAVING bool_or(is_small)
        ),
        {after} AS (
            SELECT part.* REPLACE (
                part.is_small OR coalesce(NOT whole.is_roomy, false) AS is_small,
                CASE WHEN part.size < {least} THEN part.more
                    ELSE least(part.more, CASE WHEN whole.is_roomy THEN {ROOM} ELSE whole.more END) END AS more,
                least(part.fewer, whole.fewer) AS fewer
            )
            FROM {before} AS part
            LEFT JOIN whole_{after} AS whole
                ON part.basis = 'successor' AND part.unit_kind = '{above}'
                AND whole.parent_code = part.in_code AND whole.parent_from = part.in_from AND whole.grain = part.grain
                AND whole.period_start = part.period_start AND whole.period_end = part.period_end
                AND whole.as_of = part.as_of
        )"""
