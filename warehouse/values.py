"""Computes all indicators into marts.indicator_value, and their dictionary into three tables beside it.

The dictionary says each indicator's words (marts.indicator), its dated definitions with the SQL that tells a counted
row and judges a count (marts.indicator_definition), what a composite adds up (marts.indicator_part), and dated targets
(marts.indicator_target). What each unit has of a composite's parts is in marts.indicator_part_value.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from duckdb import DuckDBPyConnection

from warehouse.bands import DELIVERIES
from warehouse.indicator_sql import part_queries, value_queries
from warehouse.indicators import Definition, Indicator, Part
from warehouse.judgement_sql import DELIVERED
from warehouse.membership_sql import denominator_rows, numerator_rows, rows_of
from warehouse.valuation_sql import valuation

VALUE_GRAIN = {
    "marts.indicator": ("indicator",),
    "marts.indicator_definition": ("indicator", "valid_from"),
    "marts.indicator_part": ("indicator", "valid_from", "part"),
    "marts.indicator_target": ("indicator", "valid_from"),
    # Rows lie in this order: screens ask for one period of all units, and read no more of the file than that.
    "marts.indicator_value": ("grain", "period_start", "period_end", "basis", "unit_code", "unit_from", "indicator"),
    "marts.indicator_part_value": (
        "grain", "period_start", "period_end", "basis", "unit_code", "unit_from", "indicator", "part",
    ),
}  # fmt: skip
DICTIONARY: Mapping[str, str] = MappingProxyType(
    {
        "marts.indicator": """
            indicator VARCHAR, name_vi VARCHAR, name_en VARCHAR, unit_vi VARCHAR, subject VARCHAR, kind VARCHAR,
            direction VARCHAR, owner VARCHAR, cells VARCHAR, minimum_n INTEGER, deadline VARCHAR, guards VARCHAR[],
            definition_vi VARCHAR, amber VARCHAR, red VARCHAR, numerator_vi VARCHAR, denominator_vi VARCHAR,
            rest_vi VARCHAR, levels VARCHAR[]
        """,
        "marts.indicator_definition": """
            indicator VARCHAR, valid_from DATE, definition_vi VARCHAR, certainty VARCHAR, mart VARCHAR,
            unit_code_column VARCHAR, unit_from_column VARCHAR, numerator_rows VARCHAR, denominator_rows VARCHAR,
            valuation VARCHAR, band VARCHAR
        """,
        "marts.indicator_part": """
            indicator VARCHAR, valid_from DATE, part INTEGER, group_code VARCHAR, group_vi VARCHAR, name_vi VARCHAR,
            highest DECIMAL(9, 3), full_at DECIMAL(9, 3), has_source BOOLEAN, numerator_rows VARCHAR,
            denominator_rows VARCHAR
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
PART_VALUE_COLUMNS = """
    indicator VARCHAR, definition_from DATE, unit_kind VARCHAR, unit_code VARCHAR, unit_from DATE, basis VARCHAR,
    grain VARCHAR, period_start DATE, period_end DATE, part INTEGER, numerator BIGINT, denominator BIGINT,
    points DECIMAL(18, 6)
"""


SHARED = frozenset({"marts.period", "marts.unit_lineage", "config.source"})


@dataclass(frozen=True)
class IndicatorQuery:
    """All rows of marts.indicator_value of one indicator: one SELECT, and the tables that it reads.

    `parts_sql` gives those of marts.indicator_part_value; only a composite has any.
    """

    indicator: str
    sql: str
    parts_sql: str | None
    reads: frozenset[str]


def indicator_queries(indicators: Iterable[Indicator]) -> Iterator[IndicatorQuery]:
    """The query of each indicator, in the given order."""
    for indicator in indicators:
        whole, parts = (_united(queries(indicator)) for queries in (value_queries, part_queries))
        marts = {each.mart for each in indicator.definitions}
        delivered = {DELIVERED} if any(each.delivered for each in indicator.definitions) else set()
        reached = {DELIVERIES} if indicator.band and indicator.band.reached_by else set()
        yield IndicatorQuery(indicator.id, whole, parts or None, SHARED | marts | delivered | reached)


def _united(queries: Iterable[str]) -> str:
    return " UNION ALL BY NAME ".join(f"({query})" for query in queries)


def compute_indicators(
    connection: DuckDBPyConnection, indicators: Iterable[Indicator], withheld: Collection[str] = ()
) -> None:
    """Fill all tables, each indicator counted from the event rows of its mart; those `withheld` are not told."""
    asked = list(indicators)
    describe_indicators(connection, asked, withheld)
    connection.execute(f"CREATE OR REPLACE TABLE marts.indicator_value ({VALUE_COLUMNS})")
    connection.execute(f"CREATE OR REPLACE TABLE marts.indicator_part_value ({PART_VALUE_COLUMNS})")
    for query in indicator_queries(asked):
        connection.execute(f"INSERT INTO marts.indicator_value BY NAME {query.sql}")
        if query.parts_sql:
            connection.execute(f"INSERT INTO marts.indicator_part_value BY NAME {query.parts_sql}")


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
        "marts.indicator_part": [
            [each.id, definition.valid_from, number, *_part(definition, part, definition.mart in withheld)]
            for each in described
            for definition in each.definitions
            for number, part in enumerate(definition.parts, 1)
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
    told = [indicator.definitions[-1].text_vi, *bounds, *rows]
    return [indicator.id, *words, *rules, list(indicator.guards), *told, list(indicator.levels)]


def _part(definition: Definition, part: Part, is_withheld: bool) -> list[object]:
    words = [part.group, part.group_vi, part.name_vi, part.highest, part.full_at, part.has_source]
    terms = ((), ()) if is_withheld else (part.numerator, part.denominator)
    return [*words, *(rows_of(definition, each) for each in terms)]


def _definition(indicator: Indicator, definition: Definition, is_withheld: bool) -> list[object]:
    """What is added up can be judged for any part of a unit; a band against earlier years only as a whole."""
    words = [indicator.id, definition.valid_from, definition.text_vi, definition.certainty]
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
