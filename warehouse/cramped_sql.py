"""Units whose parts are so few and so small that even tens of them would tell a part.

Of persons seen with a disease it is told which parts have one to nine. Two such parts with nine each make eighteen, and
"about 20" then says of both that they have six or more; of four it says eight or nine. Each hidden part leaves room: so
many more or fewer it could have. Together those of a whole must leave some to both sides; where they do not, another
part is hidden with them, and where there is none, the whole is. Whoever is at none of the parts is one more of them, of
whom nothing is told.
"""

from collections.abc import Sequence
from itertools import pairwise

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
    steps = [f"of_{levels[-1]} AS (SELECT *, {more} AS more, {fewer} AS fewer FROM {counted})"]
    steps += [_whole(above, level, least) for above, level in reversed(list(pairwise(levels)))]
    return f"{', '.join(steps)}, {told} AS (FROM of_{levels[0]})"


# size: one SELECT, read from top to bottom
def _whole(above: str, level: str, least: int) -> str:
    """A level's units by their parts. Some persons of a unit may be at none of its parts: nobody knows how many."""
    columns = "in_code, in_from, size, is_small, more, fewer"
    return f"""
        part_of_{above} AS (
            SELECT {PERIOD}, upward.in_code AS parent_code, upward.in_from AS parent_from, false AS is_elsewhere,
                part.{columns.replace(", ", ", part.")}
            FROM of_{level} AS part
            INNER JOIN marts.unit_lineage AS upward
                ON upward.unit_code = part.in_code AND upward.unit_from = part.in_from
                AND upward.basis = 'successor' AND upward.unit_kind = '{above}'
            WHERE part.unit_kind = '{level}' AND part.basis = 'successor' AND size > 0
        ),
        left_of_{above} AS (
            SELECT {WHOLE}, true AS is_elsewhere, whole.size - sum(part.size) AS size
            FROM part_of_{above} AS part
            INNER JOIN of_{level} AS whole USING ({PERIOD})
            WHERE whole.unit_kind = '{above}' AND whole.basis = 'successor'
                AND whole.in_code = parent_code AND whole.in_from = parent_from
            GROUP BY {WHOLE}, whole.size
            HAVING whole.size > sum(part.size)
        ),
        room_of_{above} AS (
            SELECT {WHOLE}, is_small, {running()}, row_number() OVER so_far AS place,
                count(*) FILTER (WHERE is_small OR is_elsewhere) OVER (PARTITION BY {WHOLE}) AS first_count
            FROM (
                FROM part_of_{above}
                UNION ALL BY NAME
                SELECT *, size < {least} AS is_small, {ENDLESS} AS more, size AS fewer FROM left_of_{above}
            )
            WINDOW so_far AS (
                PARTITION BY {WHOLE}
                ORDER BY is_small OR is_elsewhere DESC, size, in_code, in_from ROWS UNBOUNDED PRECEDING
            )
        ),
        whole_{above} AS (
            SELECT {WHOLE}, '{above}' AS unit_kind, 'successor' AS basis, max(up_to_more) AS more,
                max(up_to_fewer) AS fewer,
                bool_or(place >= greatest(first_count, 2) AND {roomy()}) AS is_roomy
            FROM room_of_{above}
            GROUP BY ALL
            HAVING bool_or(is_small)
        ),
        of_{above} AS (
            SELECT part.* REPLACE (
                part.is_small OR coalesce(NOT whole.is_roomy, false) AS is_small,
                CASE WHEN part.size < {least} OR whole.is_roomy IS NULL THEN part.more
                    WHEN whole.is_roomy THEN {ROOM} ELSE whole.more END AS more,
                CASE WHEN whole.is_roomy IS NULL THEN part.fewer
                    WHEN part.size < {least} THEN whole.fewer ELSE least(whole.fewer, part.size - {least}) END AS fewer
            )
            FROM of_{level} AS part
            LEFT JOIN whole_{above} AS whole
                ON whole.basis = part.basis AND whole.unit_kind = part.unit_kind
                AND whole.parent_code = part.in_code AND whole.parent_from = part.in_from AND whole.grain = part.grain
                AND whole.period_start = part.period_start AND whole.period_end = part.period_end
                AND whole.as_of = part.as_of
        )"""
