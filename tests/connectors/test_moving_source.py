"""A source that changes while it is being read: whatever moves, vanishes or is stamped wrongly hides nothing else."""

from datetime import timedelta
from pathlib import Path

from connectors.kit.runner import pull
from tests.connectors.district import START, District, source_state
from tests.connectors.landed import batches, latest, rows

MINUTE = timedelta(minutes=1)
DOSSIERS = "/pa/dossier/search"


def test_what_changes_in_mid_pull_is_swept_up(district: District, home: Path) -> None:
    district.fill(900)
    pull("one_stop")
    for number in range(400):
        district.touch(number, START - 60 * MINUTE + timedelta(seconds=number))

    def move(path: str, asked: dict[str, str]) -> None:
        if path == DOSSIERS and asked["page"] == "2":
            district.before_answer = None
            district.touch(399, START - MINUTE, status=10)
            district.touch(100, START - MINUTE, status=10)

    district.before_answer = move
    pull("one_stop")
    assert latest(rows(home)) == source_state(district)
    incremental = batches(home, "dossier", "incremental")[-1]
    assert incremental.watermark_after == START - 60 * MINUTE + timedelta(seconds=399)


def test_a_deletion_in_mid_increment_hides_no_change(district: District, home: Path) -> None:
    district.fill(900)
    pull("one_stop")
    for number in range(400):
        district.touch(number, START - 60 * MINUTE + timedelta(seconds=number))

    def vanish(path: str, asked: dict[str, str]) -> None:
        if path == DOSSIERS and asked["page"] == "2":
            district.before_answer = None
            del district.dossiers[399]

    district.before_answer = vanish
    pull("one_stop")
    assert latest(rows(home)) > source_state(district)
    assert district.before_answer is None


def test_a_deletion_in_mid_window_hides_no_record(district: District, home: Path) -> None:
    district.fill(900, days=20)

    def vanish(path: str, asked: dict[str, str]) -> None:
        if asked.get("applied-from", "").startswith("2026-11-01") and asked["page"] == "1":
            district.before_answer = None
            del district.dossiers[899]

    district.before_answer = vanish
    pull("one_stop")
    assert latest(rows(home)) > source_state(district)
    assert district.before_answer is None


def test_a_deletion_while_keys_are_listed_removes_nothing_else(district: District, home: Path) -> None:
    district.fill(900, days=20)
    pull("one_stop")

    def vanish(path: str, asked: dict[str, str]) -> None:
        if asked.get("applied-from", "").startswith("2026-11-01") and asked["page"] == "1":
            district.before_answer = None
            del district.dossiers[850]

    district.before_answer = vanish
    pull("one_stop", reconcile=True)
    keys = {row["code"] for row in rows(home, "dossier_key")}
    assert keys >= {one["code"] for one in district.dossiers if one["appliedDate"] < "2026-11-22T17"}
    assert district.before_answer is None


def test_a_page_out_of_order_does_not_end_an_increment(district: District, home: Path) -> None:
    district.fill(900)
    pull("one_stop")
    for number in range(250):
        district.touch(number, START - 60 * MINUTE + timedelta(seconds=number))
    true = district.dossiers[200]["updatedDate"]

    def jump(path: str, asked: dict[str, str]) -> None:
        if path == DOSSIERS and asked["page"] == "0" and asked["size"] == "100":
            district.misstated = {district.dossiers[200]["code"]: "2026-09-01T00:00:00.000+0000"}
            district.before_answer = None

    district.before_answer = jump
    pull("one_stop")
    assert latest(rows(home)) >= {pair for pair in source_state(district) if pair[1] != true}
    assert district.before_answer is None


def test_what_changes_during_the_backfill_comes_with_the_first_increment(district: District, home: Path) -> None:
    district.fill(900)

    def move(path: str, asked: dict[str, str]) -> None:
        if asked.get("applied-from", "").startswith("2026-10-01") and asked["size"] == "500":
            district.before_answer = None
            district.touch(0, START - 60 * MINUTE, status=10)
            district.touch(899, START - MINUTE, status=10)

    district.before_answer = move
    pull("one_stop")
    assert latest(rows(home)) == source_state(district)


def test_records_from_the_future_do_not_hide_later_changes(district: District, home: Path) -> None:
    district.fill(300)
    for number in range(20):
        district.touch(number, START + timedelta(days=400))
    pull("one_stop")
    for number in range(20, 270):
        district.touch(number, START - 300 * MINUTE + number * MINUTE)
    pull("one_stop")
    assert latest(rows(home)) == source_state(district)
    assert pull("one_stop").batches == ()
