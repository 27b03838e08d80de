"""What sources count themselves, beside what came: told by the batches, and by pulls of which nothing landed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa  # type: ignore[import-untyped]

from config.outcomes import Outcome
from connectors.kit.landing import Manifest

CONTROL_TOTAL = {
    **dict.fromkeys(("source", "stream", "batch"), pa.string()),
    **{"window_from": pa.date32(), "window_until": pa.date32()},
    **dict.fromkeys(("source_total", "landed_keys", "difference"), pa.int64()),
    "landed_at": pa.timestamp("us", "UTC"),
}
Total = tuple[object, ...]


def total_rows(batches: Mapping[str, Sequence[Manifest]], outcomes: Iterable[Outcome]) -> list[Total]:
    """Rows of quality.control_total; of `outcomes`, oldest first, the newest count of each window alone: a list that
    stands is counted at every pull. Invented counts and real ones never meet.
    """
    landed = [total for each in batches.values() for manifest in each for total in _of_batch(manifest)]
    invented = {source: each[-1].invented for source, each in batches.items() if each}
    newest: dict[Total, Total] = {}
    for outcome in outcomes:
        newest |= dict(_of_pull(outcome, invented.get(outcome.source)))
    return [*landed, *newest.values()]


def _of_batch(manifest: Manifest) -> Iterator[Total]:
    for each in manifest.source_totals:
        window, counted = each.window, (each.total, each.distinct_keys, each.total - each.distinct_keys)
        named = (manifest.source, manifest.stream, manifest.batch)
        yield (*named, window.from_date, window.until_date, *counted, manifest.landed_at)


def _of_pull(outcome: Outcome, invented: bool | None) -> Iterator[tuple[Total, Total]]:
    """Each with the window that it counts."""
    for each in outcome.source_totals:
        if each.invented == invented:
            window = (outcome.source, each.stream, each.window_from, each.window_until)
            counted = (each.total, each.distinct_keys, each.total - each.distinct_keys)
            named = (outcome.source, each.stream, None)
            yield window, (*named, each.window_from, each.window_until, *counted, outcome.ended_at)
