"""The outcomes of pulls and builds as rows: the pipeline's own health is data like any other."""

from collections.abc import Iterable
from datetime import datetime

import pyarrow as pa  # type: ignore[import-untyped]

from config.outcomes import Outcome, read_outcomes
from config.places import places

OUTCOME = {
    **{name: pa.string() for name in ("source", "action", "state")},
    **{name: pa.timestamp("us", "UTC") for name in ("started_at", "ended_at")},
    **{"error": pa.string(), "sentence_vi": pa.string(), "row_count": pa.int64()},
}


def known_outcomes(known_at: datetime | None) -> list[Outcome]:
    """What had ended by the time a build knows about, oldest first."""
    return [
        outcome
        for outcome in read_outcomes(places().outcomes)
        if outcome.ended_at is not None and known_at is not None and outcome.started_at <= known_at
    ]


def outcome_rows(outcomes: Iterable[Outcome]) -> list[tuple[object, ...]]:
    """Rows of quality.outcome."""
    return [
        (
            *(outcome.source, outcome.action, outcome.state, outcome.started_at, outcome.ended_at),
            *(outcome.error, outcome.sentence_vi, outcome.rows),
        )
        for outcome in outcomes
    ]
