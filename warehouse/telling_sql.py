"""What was counted of a week that is over as of each time that it may have been told.

A file that comes late brings somebody to a week whose number stood on the wall already. Nobody keeps what stood there;
what had landed by then tells it: a week is told first on the morning after it, and anew whenever somebody lands late.
"""

from warehouse.indicators import Definition, Term
from warehouse.said_sql import UNIT

PERIOD = "grain, period_start, period_end"


# size: one SELECT, read from top to bottom
def every_telling(definition: Definition, deadline: str, judged: str) -> str:
    """The CTEs from `judged` and `asked` up to `told_before`: rows of `judged` with their counts `as_of` each telling.

    What lands on the day on which the mart's first row did is what was there before anything was told.
    """
    date, landed_at = definition.date, definition.landed_at
    code, valid_from = definition.unit_by
    measures = {name: terms for name, terms in definition.measures().items() if terms}
    came = ", ".join(f"{_sum(terms)} AS {name}" for name, terms in measures.items())
    later = ", ".join(f"sum({name}) AS {name}" for name in measures)
    counts = ", ".join(f"judged.{name} - coalesce(unknown.{name}, 0) AS {name}" for name in measures)
    return f"""
        first_told AS (
            SELECT {PERIOD}, greatest(
                ((period_end + 1) + TIME '{deadline}') AT TIME ZONE 'Asia/Ho_Chi_Minh',
                (SELECT date_trunc('day', min({landed_at})) + INTERVAL 1 DAY FROM {definition.mart})
            ) AS as_of
            FROM asked
        ),
        late AS (
            SELECT lineage.in_code, lineage.in_from, lineage.basis, {PERIOD}, mart.{landed_at} AS as_of, {came}
            FROM {definition.mart} AS mart
            INNER JOIN first_told ON mart.{date} BETWEEN period_start AND period_end AND mart.{landed_at} > as_of
            INNER JOIN lineage ON lineage.unit_code = mart.{code} AND lineage.unit_from = mart.{valid_from}
            WHERE ({definition.where})
            GROUP BY ALL
        ),
        telling AS (FROM first_told UNION SELECT {PERIOD}, as_of FROM late),
        unknown AS (
            SELECT {UNIT}, telling.as_of, {later}
            FROM telling INNER JOIN late USING ({PERIOD})
            WHERE late.as_of > telling.as_of
            GROUP BY ALL
        ),
        told_before AS (
            SELECT judged.* REPLACE ({counts}), telling.as_of
            FROM {judged} AS judged
            INNER JOIN telling USING ({PERIOD})
            LEFT JOIN unknown USING ({UNIT}, as_of)
        )"""


def _sum(terms: tuple[Term, ...]) -> str:
    """So many of the rows of `mart`, all of which have their date."""
    return " + ".join(f"coalesce(sum({term.value}) FILTER (WHERE {term.where}), 0)" for term in terms)
