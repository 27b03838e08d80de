"""What does not add up over periods or units: quantiles and numbers of distinct values.

A quarter's median says nothing that its months' medians say, so the rows of each period are looked at again; rows of
one unit, day and value are taken together first.
"""

from warehouse.indicators import Definition, Indicator


# size: one SELECT, read from top to bottom
def counted_quantile(indicator: Indicator, definition: Definition) -> str:
    """The CTEs up to `counted`, with `row_total` and `ranked_value`: the smallest value that enough rows do not exceed.

    So it is always some row's own value.
    """
    code, valid_from = definition.unit_by
    return f"""
        measured AS (
            SELECT {code} AS unit_code, {valid_from} AS unit_from, {definition.date} AS day,
                ({definition.value})::DECIMAL(18, 6) AS measured, count(*) AS row_count
            FROM {definition.mart}
            WHERE ({definition.where}) AND {definition.date} IS NOT NULL AND ({definition.value}) IS NOT NULL
            GROUP BY ALL
        ),
        by_period AS (
            SELECT measured.unit_code, measured.unit_from, asked.grain, asked.period_start, asked.period_end,
                measured.measured, sum(measured.row_count) AS row_count
            FROM measured
            INNER JOIN asked ON measured.day BETWEEN asked.period_start AND asked.cutoff_date
            GROUP BY ALL
        ),
        by_series AS (
            SELECT lineage.in_code, lineage.in_from, lineage.basis, grain, period_start, period_end, measured,
                sum(row_count) AS row_count
            FROM by_period INNER JOIN lineage USING (unit_code, unit_from)
            GROUP BY ALL
        ),
        ranked AS (
            SELECT in_code, in_from, basis, grain, period_start, period_end, measured,
                sum(row_count) OVER (
                    PARTITION BY in_code, in_from, basis, grain, period_start, period_end ORDER BY measured
                ) AS up_to_here,
                sum(row_count) OVER (PARTITION BY in_code, in_from, basis, grain, period_start, period_end) AS row_total
            FROM by_series
        ),
        quantile AS (
            SELECT in_code, in_from, basis, grain, period_start, period_end, max(row_total)::BIGINT AS row_total,
                min(measured) FILTER (WHERE up_to_here >= row_total * {indicator.quantile}) AS ranked_value
            FROM ranked
            GROUP BY ALL
        ),
        counted AS (
            SELECT series.*, asked.*, coalesce(quantile.row_total, 0) AS row_total, quantile.ranked_value
            {_every_cell("quantile")}
        )"""


# size: one SELECT, read from top to bottom
def counted_distinct(definition: Definition) -> str:
    """The CTEs up to `counted`: for each measure the number of distinct values among the rows of its dates."""
    code, valid_from = definition.unit_by
    listed = " UNION ALL ".join(
        f"""
        SELECT DISTINCT '{measure}' AS measure, {code} AS unit_code, {valid_from} AS unit_from, {term.date} AS day,
            ({definition.distinct})::VARCHAR AS whose
        FROM {definition.mart}
        WHERE ({definition.where}) AND ({term.where}) AND {term.date} IS NOT NULL
        """
        for measure, terms in definition.measures().items()
        for term in terms
    )
    measured = ", ".join(
        f"count(DISTINCT whose) FILTER (WHERE measure = '{name}') AS {name}" for name in _told(definition)
    )
    cells = ", ".join(
        f"{f'coalesce(number_of.{name}, 0)' if name in _told(definition) else '0::BIGINT'} AS {name}"
        for name in definition.measures()
    )
    return f"""
        listed AS ({listed}),
        number_of AS (
            SELECT lineage.in_code, lineage.in_from, lineage.basis, asked.grain, asked.period_start,
                asked.period_end, {measured}
            FROM listed
            INNER JOIN asked ON listed.day BETWEEN asked.period_start AND asked.cutoff_date
            INNER JOIN lineage USING (unit_code, unit_from)
            GROUP BY ALL
        ),
        counted AS (SELECT series.*, asked.*, {cells} {_every_cell("number_of")})"""


def _told(definition: Definition) -> list[str]:
    return [name for name, terms in definition.measures().items() if terms]


def _every_cell(counted: str) -> str:
    return f"""
            FROM series
            INNER JOIN asked ON asked.period_start >= series.valid_from AND asked.period_end <= series.valid_to
            LEFT JOIN {counted} USING (in_code, in_from, basis, grain, period_start, period_end)"""
