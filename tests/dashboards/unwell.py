"""Installations that are not well: nights that failed, rows that are held, forms that do not add up."""

import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import duckdb

from config.outcomes import Action, begin, finish
from config.outcomes import State as Ending
from tests.dashboards.late_district import changed
from tests.installation import CLOCK, Installation

# Whose rows, why, and how many of them.
CENTRE, ADMINISTRATOR = "Trung tâm PVHCC xã", "Người quản trị"
HELD = (
    ("one_stop", "dossier", "missing_accepted_date", "Hồ sơ đang xử lý nhưng thiếu ngày tiếp nhận", CENTRE, 5),
    ("one_stop", "dossier", "unknown_agency", "Mã cơ quan H48.151.09 không có trong danh mục", ADMINISTRATOR, 2),
    ("smas", "mark", "mark_out_of_range", "Ô F17: 11,5 không nằm trong thang điểm 0–10", "Trường", 3),
    ("smas", "mark", "mark_not_number", "=CMD() không phải điểm 0–10", "Trường", 1),
)  # fmt: skip
INSERT = "INSERT INTO quality.{} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
# The term's books fell due in a report quarter that is over.
LAST_QUARTER = """
    UPDATE marts.delivery SET deadline_date = DATE '2026-09-14' WHERE source = 'smas' AND state IN ('missing', 'late')
"""
HOLD = (
    "INSERT INTO quality.{into} SELECT '{source}', '{table}', '51524512 · ' || row, '{code}', '{sentence}', '{owner}',"
    " 'batch-1', 2, row, TIMESTAMPTZ '2026-11-23 07:30:00+07' FROM range({count}) AS rows(row);"
)
HELD_AND_FOUND = "".join(
    HOLD.format(into=into, source=source, table=table, code=code, sentence=sentence, owner=owner, count=count)
    for source, table, code, sentence, owner, count in HELD
    for into in ("held_row", "finding")
)
"""A change of a snapshot: the rows of `HELD` are held, and as many are findings."""
UNREADABLE = (
    "Nguồn không còn cột score trong bảng ratings, và có thêm cột lạ rating_value; bản ghi của đêm trước vẫn còn"
)
DIFFERING = "Điểm trung bình trong sổ khác điểm tính lại: 7,9 và 7,6"


def outcome(
    installation: Installation, when: str, ending: Ending, sentence: str | None = None, *,
    source: str = "one_stop", action: Action = "pull", next_try: str | None = None,
) -> None:  # fmt: skip
    """What came of a pull or a build that began at `when` ("18T01:00", in November); the clock is set back after it."""
    at = datetime.fromisoformat(f"2026-11-{when}:00+07:00")
    installation.set_clock(at)
    started = begin(source, action)
    installation.set_clock(at + timedelta(minutes=2))
    again = datetime.fromisoformat(f"2026-11-{next_try}:00+07:00") if next_try else None
    finish(started, ending, sentence_vi=sentence, error="ContractBroken" if sentence else None, next_try_at=again)
    installation.set_clock(CLOCK)


def fail_nights(installation: Installation, sources: Iterable[str]) -> None:
    """Let each of the sources have failed in four nights, for a long reason; nothing else has come."""
    shutil.rmtree(installation.home / "outcomes")
    for source in sources:
        for day in (18, 19, 21, 23):
            outcome(installation, f"{day}T01:00", "failed", UNREADABLE, source=source, next_try="23T08:00")


def hold_rows(installation: Installation, file: Path, change: str = "") -> None:
    """Serve a copy of the snapshot `file` in which the rows of `HELD` are held, and one average differs."""
    with changed(installation, file) as connection:
        number = 0
        for source, table, code, sentence, owner, count in HELD:
            for _ in range(count):
                number += 1
                _plant(connection, "held_row", source, table, code, sentence, owner, number)
        _plant(connection, "finding", "smas", "mark", "mark_differs", DIFFERING, "Trường", 100)
        connection.execute(change or "SELECT 1")


def break_form(installation: Installation, file: Path) -> list[str]:
    """Serve a copy of the snapshot `file` in which three dossiers of xã Bình Minh lack their end; which."""
    with changed(installation, file) as connection:
        codes = connection.execute(
            "SELECT dossier_code FROM marts.dossier WHERE current_unit_code = '21085' AND is_own_competence "
            "ORDER BY accepted_date DESC, dossier_code LIMIT 3"
        ).fetchall()
        for number, (code,) in enumerate(codes, 1):
            sentence = "Hồ sơ đã xử lý xong nhưng không có ngày kết thúc xử lý"
            row = ["one_stop", "dossier", code, "finished_without_date", sentence, "Trung tâm PVHCC xã", "batch-1", 1]
            connection.execute(
                "INSERT INTO quality.finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [*row, number, CLOCK]
            )
        connection.execute(
            "UPDATE marts.form_06a SET c9 = c9 - 3 WHERE unit_code = '21085' AND basis = 'own' AND field_code = 'TOTAL'"
        )
        return [str(code) for (code,) in codes]


def _plant(
    connection: duckdb.DuckDBPyConnection, into: str, source: str, table: str, code: str, sentence: str, owner: str,
    number: int,
) -> None:  # fmt: skip
    row = [
        source,
        table,
        f"51524512 · {number}",
        code,
        sentence,
        owner,
        "20261123T001500.000-0a1b2c3d",
        2,
        number,
        CLOCK,
    ]
    connection.execute(f"INSERT INTO quality.{into} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
