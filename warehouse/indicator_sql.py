"""The SELECT that counts one definition of an indicator for every unit, basis, grain and period."""

from collections.abc import Iterator
from datetime import date

from warehouse.indicators import Definition, Indicator, Term

PARTS = ("numerator", "denominator")


def value_queries(indicator: Indicator) -> Iterator[str]:
    """One SELECT of marts.indicator_value's columns for each definition; together they cover each period once."""
    following = [each.valid_from for each in indicator.definitions[1:]] + [date.max]
    for definition, until in zip(indicator.definitions, following, strict=True):
        yield _query(indicator, definition, until)


# size: one SELECT, read from top to bottom
def _query(indicator: Indicator, definition: Definition, until: date) -> str:
    grains = ", ".join(f"'{grain}'" for grain in indicator.grains)
    levels = ", ".join(f"'{level}'" for level in indicator.levels)
    return f"""
        WITH event AS ({" UNION ALL ".join(_events(definition))}),
        asked AS (
            SELECT grain, period_start, period_end, is_open, cutoff_date, (period_start - 1)::DATE AS before_date
            FROM marts.period
            WHERE grain IN ({grains}) AND period_start >= (SELECT min(day) FROM event)
                AND cutoff_date >= DATE '{definition.valid_from}' AND cutoff_date < DATE '{until}'
        ),
        counted_day AS (
            SELECT cutoff_date AS until_date FROM asked UNION SELECT before_date FROM asked
        ),
        by_day AS (
            SELECT event.unit_code, event.unit_from, counted_day.until_date, {_sums("sum({0})")}
            FROM event
            ASOF JOIN counted_day ON event.day <= counted_day.until_date
            GROUP BY ALL
        ),
        change AS (
            SELECT lineage.unit_kind, lineage.in_code, lineage.in_from, lineage.basis, lineage.valid_from,
                lineage.valid_to, until_date, {_sums("sum({0})")}
            FROM by_day
            INNER JOIN marts.unit_lineage AS lineage
                ON lineage.unit_code = by_day.unit_code AND lineage.unit_from = by_day.unit_from
                AND lineage.unit_kind IN ({levels})
            GROUP BY ALL
        ),
        series AS (SELECT DISTINCT unit_kind, in_code, in_from, basis, valid_from, valid_to FROM change),
        total AS (
            SELECT series.in_code, series.in_from, series.basis, counted_day.until_date,
                {_sums("coalesce(sum({0}) OVER running, 0)")}
            FROM series
            CROSS JOIN counted_day
            LEFT JOIN change USING (in_code, in_from, basis, until_date)
            WINDOW running AS (
                PARTITION BY series.in_code, series.in_from, series.basis ORDER BY counted_day.until_date
            )
        ),
        counted AS (
            SELECT series.*, asked.*, {", ".join(_counted(part) for part in PARTS)}
            FROM series
            INNER JOIN asked ON asked.period_start >= series.valid_from AND asked.period_end <= series.valid_to
            INNER JOIN total AS ended
                ON ended.in_code = series.in_code AND ended.in_from = series.in_from AND ended.basis = series.basis
                AND ended.until_date = asked.cutoff_date
            INNER JOIN total AS started
                ON started.in_code = series.in_code AND started.in_from = series.in_from
                AND started.basis = series.basis
                AND started.until_date = asked.before_date
        ),
        valued AS (SELECT *, {_valued(indicator)}, {_target(indicator)} AS target FROM counted)
        SELECT '{indicator.id}' AS indicator, DATE '{definition.valid_from}' AS definition_from, unit_kind,
            in_code AS unit_code, in_from AS unit_from, basis, grain, period_start, period_end, is_open,
            numerator, {"denominator" if definition.denominator else "NULL"} AS denominator,
            CASE WHEN state = 'shown' THEN value END AS value, n, NULL AS low, NULL AS high, state,
            {_band(indicator)} AS band, target
        FROM valued
    """


def _events(definition: Definition) -> Iterator[str]:
    """A SELECT for every day on which a term of the definition changes, counted by the fact's unit and day."""
    for part in PARTS:
        for term in getattr(definition, part):
            if term.date:
                yield _event(definition, term, term.date, f"{part}_flow", 1)
            else:
                yield _event(definition, term, str(term.opened), f"{part}_stock", 1)
                yield _event(definition, term, str(term.closed), f"{part}_stock", -1)


def _event(definition: Definition, term: Term, day: str, measure: str, change: int) -> str:
    code, valid_from = definition.unit_by
    measures = ", ".join(
        f"{f'{change} * count(*)' if each == measure else 0}::BIGINT AS {each}" for each in _measures()
    )
    # A record without its opening day never opened, whatever its closing day says.
    opened = f"AND {term.opened} IS NOT NULL" if term.opened else ""
    return f"""
        SELECT {code} AS unit_code, {valid_from} AS unit_from, {day} AS day, {measures}
        FROM {definition.mart}
        WHERE ({definition.where}) AND ({term.where}) AND {day} IS NOT NULL {opened}
        GROUP BY ALL
    """


def _measures() -> Iterator[str]:
    for part in PARTS:
        yield f"{part}_flow"
        yield f"{part}_stock"


def _sums(template: str) -> str:
    return ", ".join(f"{template.format(measure)} AS {measure}" for measure in _measures())


def _counted(part: str) -> str:
    return f"(ended.{part}_flow - started.{part}_flow + ended.{part}_stock)::BIGINT AS {part}"


def _valued(indicator: Indicator) -> str:
    if indicator.kind != "ratio":
        return "numerator::DECIMAL(18, 6) AS value, numerator AS n, 'shown' AS state"
    # Half up on integers: a quotient of DOUBLE would round some ties down.
    half_up = "((2000000 * numerator::HUGEINT + denominator) // (2 * denominator))"
    return f"""
        CASE WHEN denominator > 0 THEN ({half_up}::DECIMAL(18, 0) * 0.000001)::DECIMAL(18, 6) END AS value,
        denominator AS n,
        CASE WHEN denominator = 0 THEN 'no_events' WHEN denominator < {indicator.minimum_n} THEN 'below_minimum'
            ELSE 'shown' END AS state
    """


def _target(indicator: Indicator) -> str:
    newest_first = sorted(indicator.targets, key=lambda target: target.valid_from, reverse=True)
    cases = " ".join(f"WHEN cutoff_date >= DATE '{each.valid_from}' THEN {each.value}" for each in newest_first)
    return f"(CASE {cases} END)::DECIMAL(18, 6)" if cases else "NULL::DECIMAL(18, 6)"


def _band(indicator: Indicator) -> str:
    if indicator.red is None or indicator.amber is None:
        return "NULL"
    return (
        f"CASE WHEN state <> 'shown' THEN NULL WHEN {indicator.red} THEN 'missed' WHEN {indicator.amber} THEN 'watch' "
        "ELSE 'met' END"
    )
