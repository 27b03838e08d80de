"""Computes all indicators into marts.indicator_value, and their dictionary into marts.indicator."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from warehouse.indicator_sql import value_queries
from warehouse.indicators import Indicator

VALUE_GRAIN = {
    "marts.indicator": ("indicator",),
    "marts.indicator_value": ("indicator", "unit_code", "unit_from", "basis", "grain", "period_start", "period_end"),
}
INDICATOR_COLUMNS = """
    indicator VARCHAR, name_vi VARCHAR, name_en VARCHAR, unit_vi VARCHAR, kind VARCHAR, direction VARCHAR,
    owner VARCHAR, cells VARCHAR, minimum_n INTEGER, deadline VARCHAR, guards VARCHAR[], definition_vi VARCHAR
"""
VALUE_COLUMNS = """
    indicator VARCHAR, definition_from DATE, unit_kind VARCHAR, unit_code VARCHAR, unit_from DATE, basis VARCHAR,
    grain VARCHAR, period_start DATE, period_end DATE, is_open BOOLEAN, numerator BIGINT, denominator BIGINT,
    value DECIMAL(18, 6), n BIGINT, low DECIMAL(18, 6), high DECIMAL(18, 6), state VARCHAR, band VARCHAR,
    target DECIMAL(18, 6)
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
        yield IndicatorQuery(indicator.id, whole, SHARED | {each.mart for each in indicator.definitions})


def compute_indicators(connection: DuckDBPyConnection, indicators: Iterable[Indicator]) -> None:
    """Fill both tables, each indicator counted from the event rows of its mart."""
    asked = list(indicators)
    describe_indicators(connection, asked)
    connection.execute(f"CREATE TABLE marts.indicator_value ({VALUE_COLUMNS})")
    for query in indicator_queries(asked):
        connection.execute(f"INSERT INTO marts.indicator_value BY NAME {query.sql}")


def describe_indicators(connection: DuckDBPyConnection, indicators: Iterable[Indicator]) -> None:
    """Make marts.indicator, the dictionary of all indicators."""
    connection.execute(f"CREATE TABLE marts.indicator ({INDICATOR_COLUMNS})")
    for indicator in indicators:
        connection.execute(
            "INSERT INTO marts.indicator VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _described(indicator)
        )


def _described(indicator: Indicator) -> list[object]:
    words = [indicator.name_vi, indicator.name_en, indicator.unit_vi, indicator.kind, indicator.direction]
    rules = [indicator.owner, indicator.cells, indicator.minimum_n, indicator.deadline, list(indicator.guards)]
    return [indicator.id, *words, *rules, indicator.definitions[-1].text_vi]
