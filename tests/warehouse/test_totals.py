"""What sources count beside what came: of batches, and of pulls of which nothing landed, invented apart from real."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from config.outcomes import Outcome, Process, SourceTotal
from connectors.kit.landing import ControlTotal, Manifest, Window
from warehouse.totals import CONTROL_TOTAL, total_rows

REASON = SourceTotal("reason", None, None, 3, 3, invented=False)
NIGHT = SourceTotal("rating", date(2026, 11, 20), date(2026, 11, 24), 100, 99, invented=False)


def pulled(hour: int, *counted: SourceTotal) -> Outcome:
    """The outcome of a pull at this hour."""
    at = datetime.fromisoformat(f"2026-11-23T{hour:02d}:00:00+07:00")
    nothing = (Process(1, None), (), 0, None, None, None, None)
    return Outcome("satisfaction", "pull", "ok", at, at, *nothing, counted, Path())


def told(*outcomes: Outcome, invented: bool = False) -> list[dict[str, object]]:
    """The rows beside a batch that tells a total of its own."""
    total = ControlTotal(Window(date(2026, 9, 1), date(2026, 11, 24)), 50, 50)
    marks = (None, pulled(7).started_at, None, None, "1", "1")
    batch = Manifest("satisfaction", "rating", "b", "full", *marks, invented, (), {}, (total,), "", Path())
    rows = total_rows({"satisfaction": (batch,), "smas": ()}, outcomes)
    return [dict(zip(CONTROL_TOTAL, row, strict=True)) for row in rows]


def test_a_pull_of_which_nothing_landed_tells_what_the_source_counted() -> None:
    batch, reason, night = told(pulled(8, REASON, NIGHT))
    assert (batch["source_total"], batch["difference"], bool(batch["batch"])) == (50, 0, True)
    assert (reason["window_from"], reason["batch"], reason["difference"]) == (None, None, 0)
    assert (night["source_total"], night["landed_keys"], night["difference"]) == (100, 99, 1)


def test_the_newest_count_of_a_window_stands() -> None:
    healed = replace(NIGHT, distinct_keys=100)
    _, reason, night = told(pulled(8, REASON, NIGHT), pulled(9, REASON, healed))
    assert (night["difference"], reason["landed_at"]) == (0, pulled(9).ended_at)


def test_invented_counts_are_passed_over_once_the_real_system_answers() -> None:
    assert len(told(pulled(8, replace(REASON, invented=True)))) == 1
    assert len(told(pulled(8, replace(REASON, invented=True)), invented=True)) == 2
