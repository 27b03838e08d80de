"""Computes all indicators into marts.indicator_value, and their dictionary into three tables beside it.

The dictionary says each indicator's words (marts.indicator), its dated definitions with the SQL that tells a counted
row and judges a count (marts.indicator_definition), and its dated targets (marts.indicator_target).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from duckdb import DuckDBPyConnection

from warehouse.indicator_sql import value_queries
from warehouse.indicators import Definition, Indicator
from warehouse.judgement_sql import DELIVERED
from warehouse.membership_sql import denominator_rows, numerator_rows
from warehouse.valuation_sql import valuation

VALUE_GRAIN = {
    "marts.indicator": ("indicator",),
    "marts.indicator_definition": ("indicator", "valid_from"),
    "marts.indicator_target": ("indicator", "valid_from"),
    # Rows lie in this order: screens ask for one period of all units, and read no more of the file than that.
    "marts.indicator_value": ("grain", "period_start", "period_end", "basis", "unit_code", "unit_from", "indicator"),
}
DICTIONARY: Mapping[str, str] = MappingProxyType(
    {
        "marts.indicator": """
            indicator VARCHAR, name_vi VARCHAR, name_en VARCHAR, unit_vi VARCHAR, subject VARCHAR, kind VARCHAR,
            direction VARCHAR, owner VARCHAR, cells VARCHAR, minimum_n INTEGER, deadline VARCHAR, guards VARCHAR[],
            definition_vi VARCHAR, amber VARCHAR, red VARCHAR, numerator_vi VARCHAR, denominator_vi VARCHAR,
            rest_vi VARCHAR
        """,
        "marts.indicator_definition": """
            indicator VARCHAR, valid_from DATE, definition_vi VARCHAR, mart VARCHAR, unit_code_column VARCHAR,
            unit_from_column VARCHAR, numerator_rows VARCHAR, denominator_rows VARCHAR, valuation VARCHAR, band VARCHAR
        """,
        "marts.indicator_target": """
            indicator VARCHAR, valid_from DATE, value DECIMAL(18, 6), basis VARCHAR, certainty VARCHAR
        """,
    }
)
VALUE_COLUMNS = """
    indicator VARCHAR, definition_from DATE, unit_kind VARCHAR, unit_code VARCHAR, unit_from DATE, basis VARCHAR,
    grain VARCHAR, period_start DATE, period_end DATE, is_open BOOLEAN, numerator BIGINT, denominator BIGINT,
    value DECIMAL(18, 6), n BIGINT, low DECIMAL(18, 6), high DECIMAL(18, 6), state VARCHAR, band VARCHAR,
    target DECIMAL(18, 6), is_rounded BOOLEAN
"""


SHARED = frozenset({"marts.period", "marts.unit_lineage", "config.source"})


@dataclass(frozen=True)
class IndicatorQuery:
    """All rows of marts.indicator_value of one indicator: one SELECT, and the tables that it reads."""

    indicator: str
    sql: str
    reads: frozenset[str]


def indicator_queries(indicators: Iterable[Indicator]) -> Iterator[IndicatorQuery]:
    """The query of each indicator, in the given order."""
    for indicator in indicators:
        whole = " UNION ALL BY NAME ".join(f"({query})" for query in value_queries(indicator))
        marts = {each.mart for each in indicator.definitions}
        delivered = {DELIVERED} if any(each.delivered for each in indicator.definitions) else set()
        yield IndicatorQuery(indicator.id, whole, SHARED | marts | delivered)


def compute_indicators(
    connection: DuckDBPyConnection, indicators: Iterable[Indicator], withheld: Collection[str] = ()
) -> None:
    """Fill both tables, each indicator counted from the event rows of its mart; those `withheld` are not told."""
    asked = list(indicators)
    describe_indicators(connection, asked, withheld)
    connection.execute(f"CREATE OR REPLACE TABLE marts.indicator_value ({VALUE_COLUMNS})")
    for query in indicator_queries(asked):
        connection.execute(f"INSERT INTO marts.indicator_value BY NAME {query.sql}")


def describe_indicators(
    connection: DuckDBPyConnection, indicators: Iterable[Indicator], withheld: Collection[str] = ()
) -> None:
    """Make the dictionary of all indicators; of one counted over a `withheld` mart it tells no rows."""
    described = list(indicators)
    rows = {
        "marts.indicator": [_indicator(each) for each in described],
        "marts.indicator_definition": [
            _definition(each, definition, definition.mart in withheld)
            for each in described
            for definition in each.definitions
        ],
        "marts.indicator_target": [
            [each.id, target.valid_from, target.value, target.basis, target.certainty]
            for each in described
            for target in each.targets
        ],
    }
    for table, columns in DICTIONARY.items():
        connection.execute(f"CREATE OR REPLACE TABLE {table} ({columns})")
        for row in rows[table]:
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _indicator(indicator: Indicator) -> list[object]:
    words = [indicator.name_vi, indicator.name_en, indicator.unit_vi, indicator.subject, indicator.kind]
    rules = [indicator.direction, indicator.owner, indicator.cells, indicator.minimum_n, indicator.deadline]
    bounds = indicator.band.words() if indicator.band else (None, None)
    rows = [indicator.rows_vi.get(part) for part in ("numerator", "denominator", "rest")]
    return [indicator.id, *words, *rules, list(indicator.guards), indicator.definitions[-1].text_vi, *bounds, *rows]


def _definition(indicator: Indicator, definition: Definition, is_withheld: bool) -> list[object]:
    """What is added up can be judged for any part of a unit; a band against earlier years only as a whole."""
    words = [indicator.id, definition.valid_from, definition.text_vi]
    if is_withheld:
        return [*words, *[None] * 7]
    is_added_up = indicator.kind in ("count", "ratio", "stock") and not definition.distinct
    band = indicator.band if is_added_up and indicator.band and not indicator.band.needs_baseline else None
    return [
        *words,
        definition.mart,
        *definition.unit_by,
        numerator_rows(definition),
        denominator_rows(indicator, definition),
        valuation(indicator, definition).columns if is_added_up else None,
        band.sql(indicator.direction) if band else None,
    ]
