"""What was counted of a week that is over as of each time that it may have been told.

A file that comes late brings somebody to a week whose number stood on the wall already. Nobody keeps what stood there;
what had landed by then tells it: a week is told first at midnight after it, and anew whenever somebody lands who
counts in it.
"""

from warehouse.indicators import Definition, Term
from warehouse.said_sql import UNIT

PERIOD = "grain, period_start, period_end"
MIDNIGHT = "(period_end + 1)::TIMESTAMP AT TIME ZONE 'Asia/Ho_Chi_Minh'"


# size: one SELECT, read from top to bottom
def every_telling(definition: Definition, judged: str) -> str:
    """The CTEs from `judged` and `asked` up to `told_before`: rows of `judged`, counted `as_of` each telling."""
    code, valid_from = definition.unit_by
    measures = {name: terms for name, terms in definition.measures().items() if terms}
    came = ", ".join(f"{_sum(terms)} AS {name}" for name, terms in measures.items())
    summed = ", ".join(f"sum({name}) AS {name}" for name in measures)
    counts = ", ".join(
        f"(judged.{name} - coalesce(sum(late.{name}) OVER later, 0))::BIGINT AS {name}" for name in measures
    )
    return f"""
        first_told AS (SELECT {PERIOD}, {MIDNIGHT} AS as_of FROM asked),
        landed AS (
            SELECT {code} AS unit_code, {valid_from} AS unit_from, {definition.date} AS day,
                {definition.landed_at} AS landed_at, {came}
            FROM {definition.mart}
            WHERE ({definition.where})
            GROUP BY ALL
        ),
        late AS (
            SELECT lineage.in_code, lineage.in_from, lineage.basis, {PERIOD}, landed.landed_at AS as_of, {summed}
            FROM landed
            INNER JOIN first_told ON landed.day BETWEEN period_start AND period_end
                AND landed.landed_at > first_told.as_of
            INNER JOIN lineage USING (unit_code, unit_from)
            GROUP BY ALL
        ),
        telling AS (FROM first_told UNION SELECT {PERIOD}, as_of FROM late),
        told_before AS (
            SELECT judged.* REPLACE ({counts}), telling.as_of
            FROM {judged} AS judged
            INNER JOIN telling USING ({PERIOD})
            LEFT JOIN late USING ({UNIT}, as_of)
            WINDOW later AS (
                PARTITION BY {UNIT} ORDER BY telling.as_of DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            )
        )"""


def _sum(terms: tuple[Term, ...]) -> str:
    """So many of the rows of the mart, all of which have their date."""
    return " + ".join(f"coalesce(sum({term.value}) FILTER (WHERE {term.where}), 0)" for term in terms)
