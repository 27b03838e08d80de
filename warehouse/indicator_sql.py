"""The SELECTs that count one definition of an indicator for every unit, basis, grain and period.

All of them ask the mart's rows. What can be added up is a running total by unit and day: what happened in a period is
the total at its cutoff less that of the day before its start, what is open is arrivals less departures. What cannot
be added up is in warehouse/unaddable_sql.py.
"""

from collections.abc import Iterator
from datetime import date

from warehouse.hidden_sql import KEPT, hidden
from warehouse.indicators import DENOMINATOR, NUMERATOR, WATCHED, Definition, Indicator, Term
from warehouse.judgement_sql import NO_ZERO, judged, known_target, told
from warehouse.said_sql import ROUNDED, SMALL_GROUPS
from warehouse.unaddable_sql import counted_distinct, counted_quantile
from warehouse.valuation_sql import part_points, valuation


def value_queries(indicator: Indicator) -> Iterator[str]:
    """One SELECT of marts.indicator_value's columns for each definition; together they cover each period once."""
    return (_query(indicator, definition, until) for definition, until in _dated(indicator))


def part_queries(indicator: Indicator) -> Iterator[str]:
    """For each definition of a composite, one SELECT of marts.indicator_part_value's columns; none for other kinds."""
    return (_part_query(indicator, definition, until) for definition, until in _dated(indicator) if definition.scored)


def _dated(indicator: Indicator) -> Iterator[tuple[Definition, date]]:
    """Each definition with the day from which the one after it holds."""
    return zip(indicator.definitions, [*(each.valid_from for each in indicator.definitions[1:]), date.max], strict=True)


def _part_query(indicator: Indicator, definition: Definition, until: date) -> str:
    """Every scored part of every row that the definition counts, with the points that the row's value adds up."""
    each = " UNION ALL ".join(
        f"""
        SELECT '{indicator.id}' AS indicator, DATE '{definition.valid_from}' AS definition_from, unit_kind,
            in_code AS unit_code, in_from AS unit_from, basis, grain, period_start, period_end, {number} AS part,
            part_{number}_{NUMERATOR} AS numerator, part_{number}_{DENOMINATOR} AS denominator,
            ({part_points(number, part)})::DECIMAL(18, 6) AS points
        FROM counted
        """
        for number, part in definition.scored
    )
    return f"""
        WITH {_asked(indicator, definition, until)},
        {_series(indicator, definition)},
        {_counted(indicator, definition)}
        {each}
    """


def _query(indicator: Indicator, definition: Definition, until: date) -> str:
    value = valuation(indicator, definition)
    target, earlier = known_target(indicator)
    # Where not all has come, a zero is none.
    counts = [
        f"CASE WHEN state NOT IN {NO_ZERO} THEN {count} END" if definition.delivered else count
        for count in (value.numerator, value.denominator, "n")
    ]
    return f"""
        WITH {_asked(indicator, definition, until)},
        {_series(indicator, definition)},
        {_counted(indicator, definition)},
        {told(definition, value)},
        {judged(indicator)},
        {_valued(indicator, definition)}
        SELECT '{indicator.id}' AS indicator, DATE '{definition.valid_from}' AS definition_from, unit_kind,
            in_code AS unit_code, in_from AS unit_from, basis, grain, period_start, period_end, is_open,
            {counts[0]} AS numerator, {counts[1]} AS denominator,
            CASE WHEN state IN ('shown', 'partial') THEN value END AS value, {counts[2]} AS n,
            {value.low} AS low, {value.high} AS high, state, band, {target} AS target,
            {"is_rounded" if indicator.cells in ROUNDED else "false"} AS is_rounded
        FROM valued {earlier}
    """


def _valued(indicator: Indicator, definition: Definition) -> str:
    if indicator.cells not in SMALL_GROUPS:
        return "valued AS (FROM judged)"
    return hidden(indicator, definition, "judged")


def _asked(indicator: Indicator, definition: Definition, until: date) -> str:
    """The periods that the definition answers for, none that began before anything was known."""
    grains = ", ".join(f"'{grain}'" for grain in indicator.grains)
    # Small numbers of a period that is still open would tell from one night to the next who came.
    over = "AND NOT is_open" if indicator.cells == WATCHED else ""
    return f"""
        asked AS (
            SELECT grain, period_start, period_end, is_open, cutoff_date, (period_start - 1)::DATE AS before_date,
                (cutoff_date - period_start + 1) AS days_passed, (period_end - period_start + 1) AS days_whole
            FROM marts.period
            WHERE grain IN ({grains}) {over}
                AND cutoff_date >= DATE '{definition.valid_from}' AND cutoff_date < DATE '{until}'
                AND period_start >= (
                    SELECT min({definition.known_from}) FROM {definition.mart}
                    WHERE {definition.known_from} >= (SELECT min(first_day) FROM config.source)
                )
        )"""


def _series(indicator: Indicator, definition: Definition) -> str:
    """Every unit that any row of the population counts in, so that nothing happening is a zero and not a gap."""
    code, valid_from = definition.unit_by
    levels = ", ".join(f"'{level}'" for level in indicator.levels)
    begun = " ".join(f"WHEN '{level}' THEN DATE '{first}'" for level, first in indicator.levels_from.items())
    begins = f"greatest(valid_from, CASE unit_kind {begun} END)" if begun else "valid_from"
    return f"""
        population AS (
            SELECT DISTINCT {code} AS unit_code, {valid_from} AS unit_from
            FROM {definition.mart} WHERE ({definition.where})
        ),
        lineage AS (
            SELECT lineage.* FROM marts.unit_lineage AS lineage
            INNER JOIN population USING (unit_code, unit_from)
            WHERE lineage.unit_kind IN ({levels})
        ),
        series AS (SELECT DISTINCT unit_kind, in_code, in_from, basis, {begins} AS valid_from, valid_to FROM lineage)"""


def _counted(indicator: Indicator, definition: Definition) -> str:
    if indicator.kind == "quantile":
        return counted_quantile(indicator, definition)
    return counted_distinct(definition) if definition.distinct else _added_up(indicator, definition)


# size: one SELECT, read from top to bottom
def _added_up(indicator: Indicator, definition: Definition) -> str:
    names = [f"{name}_{way}" for name in definition.measures() for way in ("flow", "stock")]
    summed = ", ".join(f"sum({name}) AS {name}" for name in names)
    running = ", ".join(f"coalesce(sum({name}) OVER running, 0) AS {name}" for name in names)
    measured = ", ".join(
        f"(ended.{name}_flow - started.{name}_flow + ended.{name}_stock)::BIGINT AS {name}"
        for name in definition.measures()
    )
    # Whether a small number was hidden lately is asked of every day.
    every_day = "unnest(generate_series(before_date, cutoff_date, INTERVAL 1 DAY))::DATE"
    between = f"UNION SELECT {every_day} FROM asked" if indicator.cells == KEPT else ""
    return f"""
        counted_day AS (SELECT cutoff_date AS until_date FROM asked UNION SELECT before_date FROM asked {between}),
        event AS ({" UNION ALL ".join(_events(definition, names))}),
        by_day AS (
            SELECT event.unit_code, event.unit_from, counted_day.until_date, {summed}
            FROM event ASOF JOIN counted_day ON event.day <= counted_day.until_date
            GROUP BY ALL
        ),
        change AS (
            SELECT lineage.in_code, lineage.in_from, lineage.basis, until_date, {summed}
            FROM by_day INNER JOIN lineage USING (unit_code, unit_from)
            GROUP BY ALL
        ),
        total AS (
            SELECT series.in_code, series.in_from, series.basis, counted_day.until_date, {running}
            FROM series CROSS JOIN counted_day
            LEFT JOIN change USING (in_code, in_from, basis, until_date)
            WINDOW running AS (
                PARTITION BY series.in_code, series.in_from, series.basis ORDER BY counted_day.until_date
            )
        ),
        counted AS (
            SELECT series.*, asked.*, {measured}
            FROM series
            INNER JOIN asked ON asked.period_start >= series.valid_from AND asked.period_end <= series.valid_to
            INNER JOIN total AS ended
                ON ended.in_code = series.in_code AND ended.in_from = series.in_from AND ended.basis = series.basis
                AND ended.until_date = asked.cutoff_date
            INNER JOIN total AS started
                ON started.in_code = series.in_code AND started.in_from = series.in_from
                AND started.basis = series.basis AND started.until_date = asked.before_date
        )"""


def _events(definition: Definition, names: list[str]) -> Iterator[str]:
    """A SELECT for every day on which a term of the definition changes, counted by the row's unit and day."""
    for measure, terms in definition.measures().items():
        for term in terms:
            if term.date:
                yield _event(definition, term, term.date, f"{measure}_flow", names)
            else:
                yield _event(definition, term, str(term.opened), f"{measure}_stock", names)
                yield _event(definition, term, str(term.closed), f"{measure}_stock", names, sign="-")


def _event(definition: Definition, term: Term, day: str, changed: str, names: list[str], sign: str = "") -> str:
    code, valid_from = definition.unit_by
    amount = "count(*)" if term.value == "1" else f"sum({term.value})"
    measures = ", ".join(f"{f'{sign}{amount}' if name == changed else 0}::BIGINT AS {name}" for name in names)
    # A record without its opening day never opened, whatever its closing day says.
    opened = f"AND {term.opened} IS NOT NULL" if term.opened else ""
    return f"""
        SELECT {code} AS unit_code, {valid_from} AS unit_from, {day} AS day, {measures}
        FROM {definition.mart}
        WHERE ({definition.where}) AND ({term.where}) AND {day} IS NOT NULL {opened}
        GROUP BY ALL
    """
