"""The outcomes of pulls and builds as rows: the pipeline's own health is data like any other."""

from duckdb import DuckDBPyConnection

from config.outcomes import read_outcomes
from config.places import places
from warehouse.horizon import Inputs


def load_outcomes(connection: DuckDBPyConnection, inputs: Inputs) -> None:
    """Fill quality.outcome with what had ended by the time this build knows about."""
    for outcome in read_outcomes(places().outcomes):
        if outcome.ended_at is not None and inputs.known_at is not None and outcome.started_at <= inputs.known_at:
            connection.execute(
                "INSERT INTO quality.outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(outcome.source, outcome.action, outcome.state, outcome.started_at, outcome.ended_at),
                    *(outcome.error, outcome.sentence_vi, outcome.rows),
                ],
            )
