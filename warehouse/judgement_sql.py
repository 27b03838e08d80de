"""From counted rows to judged ones: value, state, target and band, before small numbers of persons are hidden.

A band may look beyond its row: at the same weeks of earlier years, or at the last weeks of one commune. Where not all
that was due has come, a number may be watched or missed already, and meets nothing.
"""

from warehouse.bands import BASELINE_WEEKS, BASELINE_YEARS, DAYS_OF_52_WEEKS
from warehouse.indicators import NUMERATOR, WATCHED, Definition, Indicator
from warehouse.said_sql import SMALL_GROUPS
from warehouse.valuation_sql import Valuation

DELIVERED = "marts.delivered_day"
# Of nothing counted while not all has come: nobody may have been seen, or nobody has said so yet.
NO_ZERO = ("not_received", "to_come")
SERIES = "in_code, in_from, basis, grain"


def told(definition: Definition, value: Valuation) -> str:
    """The CTE `told`: rows of `counted` with value, n, state, target and whether all that was due has come.

    A zero is one only then. Of a period that is over, everything is due. What came as far as anybody has sent anything
    is `to_come`, for nobody is late.
    """
    if not definition.delivered:
        return f"told AS (SELECT *, {value.columns}, true AS is_complete FROM counted)"
    return f"""
        {_delivered(definition.delivered)},
        told AS (
            SELECT * EXCLUDE (is_up_to_date) REPLACE (
                CASE
                    WHEN n > 0 OR is_complete THEN state
                    WHEN is_up_to_date THEN 'to_come'
                    ELSE 'not_received'
                END AS state
            )
            FROM (
                SELECT counted.*, {value.columns}, is_up_to_date,
                    coalesce(received_count, 0) >= greatest(coalesce(due_count, 0), 1) AS is_complete
                FROM counted
                LEFT JOIN delivered USING ({SERIES}, period_start)
            )
        )"""


def judged(indicator: Indicator) -> str:
    """The CTE `judged`: rows of `told` with their band, and the target that follows from earlier years."""
    band = indicator.band
    if band is None:
        return "judged AS (SELECT *, NULL::VARCHAR AS band FROM told)"
    sql = f"({band.sql(indicator.direction)})"
    found = f"CASE WHEN is_complete OR {sql} NOT IN ('met', 'within') THEN {sql} END AS band"
    if band.needs_baseline:
        replaced = f"told.* REPLACE ({band.threshold()}::DECIMAL(18, 6) AS target), {found}"
        joined = f"LEFT JOIN baseline USING ({SERIES}, period_start)"
        return f"{_baseline()}, judged AS (SELECT {replaced} FROM told {joined})"
    if band.weeks:
        joined = f"LEFT JOIN recent USING ({SERIES}, period_start)"
        count = _least_told() if indicator.cells == WATCHED else NUMERATOR
        return f"{_recent(band.weeks, count)}, judged AS (SELECT told.*, {found} FROM told {joined})"
    return f"judged AS (SELECT *, {found} FROM told)"


def known_target(indicator: Indicator) -> tuple[str, str]:
    """(the target of a row of `valued` as SQL, what is joined to it), when small numbers have been hidden.

    One that follows from hidden or rounded numbers of earlier years would tell them: it is told in tens.
    """
    if indicator.cells != WATCHED or not (indicator.band and indicator.band.needs_baseline):
        return "target", ""
    in_tens = "greatest((target::BIGINT + 5) // 10 * 10, 10)"
    past = f"""
        LEFT JOIN (
            SELECT DISTINCT week.in_code, week.in_from, week.basis, week.grain, week.period_start, true AS is_in_tens
            {_same_weeks("valued")} AND (past.is_hidden OR past.is_rounded)
        ) AS earlier USING ({SERIES}, period_start)"""
    return f"CASE WHEN is_in_tens THEN {in_tens} ELSE target END", past


def _delivered(days: str) -> str:
    """Of each unit and period: how many days of its facilities are due and have come, and whether nobody is late."""
    return f"""
        delivered AS (
            SELECT upward.in_code, upward.in_from, upward.basis, asked.grain, asked.period_start,
                count(*) AS due_count, count(*) FILTER (WHERE day.is_received) AS received_count,
                bool_and(day.is_received OR day.is_to_come) AND bool_or(day.is_received) AS is_up_to_date
            FROM {DELIVERED} AS day
            INNER JOIN asked ON day.date BETWEEN asked.period_start AND asked.cutoff_date
                AND NOT (asked.is_open AND day.is_to_come)
            INNER JOIN marts.unit_lineage AS upward USING (unit_code, unit_from)
            WHERE {days}
            GROUP BY ALL
        )"""


def _baseline() -> str:
    """For each week, what the same weeks of earlier years pool: number of values, their sum, and of their squares."""
    return f"""
        baseline AS (
            SELECT week.in_code, week.in_from, week.basis, week.grain, week.period_start,
                count(*) AS past_count, sum(past.numerator)::HUGEINT AS past_sum,
                sum(past.numerator::HUGEINT * past.numerator)::HUGEINT AS past_squares
            {_same_weeks("told")} AND past.state = 'shown'
            GROUP BY ALL
        )"""


def _same_weeks(rows: str) -> str:
    """Each `week` of the rows with each `past` one that it is compared with."""
    return f"""
            FROM {rows} AS week
            INNER JOIN {rows} AS past USING ({SERIES})
            CROSS JOIN (SELECT unnest(range(1, {BASELINE_YEARS + 1})) AS years)
            WHERE grain = 'week' AND abs(
                date_diff('day', past.period_start, week.period_start) - {DAYS_OF_52_WEEKS} * years
            ) <= 7 * {BASELINE_WEEKS}"""


def _least_told() -> str:
    """How many persons a week is told to have at least: none, one of a week "below 10", ten of any other.

    A signal that follows from this alone tells nothing of the numbers that are hidden: of two weeks it is known
    anyway that somebody was seen in both.
    """
    least = SMALL_GROUPS[WATCHED]
    return f"CASE WHEN {NUMERATOR} BETWEEN 1 AND {least - 1} THEN 1 ELSE least({NUMERATOR}, {least}) END"


def _recent(weeks: int, count: str) -> str:
    """For each week, the `count` of so many weeks up to it: a unit's own, or above communes that of its highest one."""
    return f"""
        own_weeks AS (
            SELECT *, sum({count}) OVER (
                PARTITION BY {SERIES} ORDER BY period_start
                RANGE BETWEEN INTERVAL {7 * (weeks - 1)} DAY PRECEDING AND CURRENT ROW
            ) AS own_count
            FROM told
        ),
        recent AS (
            SELECT {SERIES}, period_start, own_count::BIGINT AS recent_count FROM own_weeks WHERE unit_kind <> 'area'
            UNION ALL BY NAME
            SELECT upward.in_code, upward.in_from, own_weeks.basis, grain, period_start,
                max(own_count)::BIGINT AS recent_count
            FROM own_weeks
            INNER JOIN marts.unit_lineage AS upward
                ON upward.unit_code = own_weeks.in_code AND upward.unit_from = own_weeks.in_from
                AND upward.basis = own_weeks.basis AND upward.unit_kind = 'area'
            WHERE own_weeks.unit_kind = 'commune'
            GROUP BY ALL
        )"""
