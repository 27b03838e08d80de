"""Health of the invented snapshot: planted rows of the published marts, and the dictionary of their indicators."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from tests.dashboards.synthetic_schools import WITHHELD
from warehouse.indicator_files import read_indicators
from warehouse.indicators import Indicator
from warehouse.values import describe_indicators

SCRIPTS = tuple(
    Path(__file__).with_name("synthetic_sql") / f"4_health_{name}.sql" for name in ("covers", "weeks", "visits")
)


def is_of_health(indicator: Indicator) -> bool:
    """Whether it is counted over marts of single persons, which this snapshot plants the figures of."""
    return indicator.subject == "health"


def add_health(connection: duckdb.DuckDBPyConnection, counted: Iterable[Indicator]) -> None:
    """Add the figures of health to those that are `counted`, and describe all of them; call when these are."""
    connection.execute("ALTER TABLE marts.indicator_value ADD COLUMN IF NOT EXISTS is_rounded BOOLEAN")
    for script in SCRIPTS:
        connection.execute(script.read_text(encoding="utf-8"))
    of_health = [each for each in read_indicators() if is_of_health(each)]
    describe_indicators(connection, [*counted, *of_health], WITHHELD)
    # Which definition holds is said by the declarations, not by what is planted.
    connection.execute(
        "UPDATE marts.indicator_value AS value SET definition_from = (SELECT max(valid_from) "
        "FROM marts.indicator_definition AS told WHERE told.indicator = value.indicator) "
        "WHERE indicator IN (SELECT indicator FROM marts.indicator WHERE subject = 'health')"
    )
