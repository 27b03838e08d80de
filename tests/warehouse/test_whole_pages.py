"""A workbook that replaces an older one replaces it whole, and the exits still add up."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from config import clock
from connectors.kit import compaction, runner
from connectors.kit.landing import manifests
from connectors.smas import pull as smas_pull
from tests.connectors.workbooks import NAMES, PUPILS, Grid, class_list, mark_sheet, xlsx
from tests.installation import CLOCK, Installation, installed
from warehouse.cache import bring
from warehouse.horizon import collect
from warehouse.landed import open_build
from warehouse.steps import steps

NAME = "51524512_2025-2026_HK1.xlsx"
Put = Callable[..., None]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path) as made:
        (tmp_path / "drop").mkdir()
        made.patch.setenv("IOC_SMAS__URL", str(tmp_path / "drop"))
        yield made


@pytest.fixture
def put(installation: Installation, tmp_path: Path) -> Put:
    """Puts a file into the drop folder, an hour after the one before or written so much `earlier`, and pulls it."""
    at = [CLOCK - timedelta(days=1)]

    def put_and_pull(content: bytes, name: str = NAME, earlier: timedelta = timedelta()) -> None:
        path = tmp_path / "drop" / name
        path.write_bytes(content)
        at[0] += timedelta(hours=1)
        written = (at[0] - earlier).timestamp()
        os.utime(path, (written, written))
        installation.set_clock(CLOCK + (at[0] - CLOCK) + timedelta(minutes=5))
        runner.pull("smas")

    return put_and_pull


def judged() -> DuckDBPyConnection:
    """A build of what landed, up to the exits and staging."""
    build = open_build(":memory:", threads=1)
    prefixes = ("config", "landed.batch", "accepted.smas__", "staging.smas__mark")
    bring(build, [step for step in steps(collect(clock.today()), ()) if step.name.startswith(prefixes)])
    return build


def exits(build: DuckDBPyConnection, table: str) -> dict[str, int]:
    """How many rows of a table have which exit."""
    found = build.execute(f"SELECT exit, sum(row_count) FROM part.row_exit__smas__{table} GROUP BY exit").fetchall()
    return {exit_name: int(count) for exit_name, count in found}


def two_pupils() -> bytes:
    """The same term without the third pupil, whose marks were put on the second's."""
    grids = class_list(), mark_sheet(("8", "7,5", 8, 7.5, 7.7), (9, 9, 9, 9, 9))
    grids[0].rows.pop()
    return xlsx(*grids)


def test_what_a_newer_workbook_lacks_is_gone_and_what_it_has_is_replaced(put: Put) -> None:
    put(xlsx(class_list(), mark_sheet()))
    put(two_pupils())
    build = judged()
    assert exits(build, "pupil") == {"loaded": 2, "superseded": 2, "removed": 1}
    assert exits(build, "mark") == {"loaded": 2, "superseded": 2, "removed": 1}
    marks = build.execute("SELECT average FROM staging.smas__mark ORDER BY sheet_row").fetchall()
    assert [str(average) for (average,) in marks] == ["7.7", "9.0"]


def test_a_file_that_cannot_be_read_replaces_nothing(put: Put) -> None:
    put(xlsx(class_list(), mark_sheet()))
    put(b"")
    put(b"PK\x03\x04 cut off")
    build = judged()
    assert exits(build, "workbook") == {"loaded": 1, "held": 1, "superseded": 1}
    assert exits(build, "mark") == {"loaded": 3}
    held = build.execute("SELECT code, message_vi, mended_by FROM part.held_row__smas__workbook").fetchall()
    assert held == [
        (
            "workbook_corrupt",
            "Tệp bị hỏng hoặc bị cắt ngang, không mở được; hãy xuất lại từ phần mềm và nộp lại",
            "Trường",
        )
    ]


def test_marks_of_a_subject_stay_where_the_newer_workbook_has_none_of_it(put: Put) -> None:
    unread = mark_sheet(subject="Ngữ văn")
    unread.rows[4] = ("STT", "Tên lớp", "Mã số", *unread.rows[4][3:])
    put(xlsx(class_list(), mark_sheet(), mark_sheet(subject="Ngữ văn")))
    put(xlsx(class_list(), mark_sheet(), unread))
    build = judged()
    assert exits(build, "mark") == {"loaded": 6, "superseded": 3}
    assert exits(build, "pupil") == {"loaded": 3, "superseded": 3}
    assert "sheets_unread" in codes(build)


def of_class(name: str, *codes: str) -> bytes:
    """A book of one class alone, with one subject."""
    grids = class_list(), mark_sheet()
    for grid, column in zip(grids, (6, 1), strict=True):
        below = [[*row] for row in grid.rows[5 : 5 + len(codes)]]
        for row, code in zip(below, codes, strict=True):
            row[column], row[1 if column == 6 else 2] = name, code
        grid.rows[5:] = below
    return xlsx(*grids)


def codes(build: DuckDBPyConnection) -> set[str]:
    found = build.execute("SELECT code FROM part.finding__smas__workbook").fetchall()
    return {code for (code,) in found}


def test_a_second_file_with_the_other_classes_takes_nothing_away_and_is_told(put: Put) -> None:
    put(of_class("6A", *PUPILS))
    assert not codes(judged()) & {"class_left_out", "pupils_left_out"}
    put(of_class("7A", "HS5250011", "HS5250012", "HS5250013"))
    build = judged()
    assert exits(build, "mark") == exits(build, "pupil") == {"loaded": 6}
    assert {"class_left_out", "pupils_left_out"} <= codes(build)
    ((said,),) = build.execute(
        "SELECT message_vi FROM part.finding__smas__workbook WHERE code = 'class_left_out'"
    ).fetchall()
    assert said.startswith("Sổ mới không có 1 lớp mà sổ trước của kỳ có")


def test_a_pupil_who_changed_class_stays_and_more_than_a_fifth_that_are_missing_are_told(put: Put) -> None:
    put(of_class("6A", *PUPILS))
    put(xlsx(class_list(row2=(3, PUPILS[2], NAMES[2], "", "", "", "6B", "Đang học")), mark_sheet()))
    assert exits(judged(), "pupil") == {"loaded": 3, "superseded": 3}
    put(two_pupils())
    build = judged()
    assert "pupils_left_out" in codes(build), "one of three is more than a fifth"


def test_another_term_and_another_school_stand(put: Put) -> None:
    put(xlsx(class_list(), mark_sheet()))
    other = mark_sheet()
    other.rows[0] = (None, None, None, "BẢNG ĐIỂM GIỮA HỌC KỲ II")
    put(xlsx(other), "51524512_2025-2026_GK2.xlsx")
    put(xlsx(class_list(), mark_sheet((9, 9, 9, 9, 9))), "51524513_2025-2026_HK1.xlsx")
    build = judged()
    assert exits(build, "mark") == {"loaded": 7}
    assert exits(build, "pupil") == {"loaded": 9}


def test_an_older_workbook_that_comes_late_under_another_name_replaces_nothing(put: Put) -> None:
    put(two_pupils())
    put(xlsx(class_list(), mark_sheet()), NAME.replace(".xlsx", " (1).xlsx"), timedelta(hours=5))
    build = judged()
    assert exits(build, "workbook") == {"loaded": 1, "superseded": 1}
    assert exits(build, "pupil") == {"loaded": 2, "superseded": 2, "removed": 1}
    assert build.execute("SELECT count(*) FROM staging.smas__mark").fetchone() == (2,)


def test_an_older_workbook_again_counts_as_the_newest(put: Put) -> None:
    first = xlsx(class_list(), mark_sheet())
    put(first)
    put(two_pupils())
    put(first)
    build = judged()
    found = exits(build, "mark")
    assert found["loaded"] == 3 and sum(found.values()) == 3 + 2 + 3
    marks = build.execute("SELECT average FROM staging.smas__mark").fetchall()
    assert Counter(str(average) for (average,) in marks) == {"7.7": 3}


def test_a_row_that_is_held_keeps_the_good_one_before_it(put: Put) -> None:
    put(xlsx(class_list(), mark_sheet()))
    put(xlsx(class_list(), mark_sheet(("8", "7,5", 8, "tám", 7.7), (9, 9, 9, 9, 9), (9, 9, 9, 9, 9))))
    build = judged()
    assert exits(build, "mark") == {"loaded": 3, "held": 1, "superseded": 2}
    held = build.execute("SELECT code, message_vi FROM part.held_row__smas__mark").fetchall()
    assert held == [("mark_not_number", "Ô H6: 'tám' không phải điểm 0–10")]
    behind = build.execute("SELECT average FROM staging.smas__mark WHERE is_behind").fetchall()
    assert [str(average) for (average,) in behind] == ["7.7"]


def test_replaced_pages_stay_replaced_after_replay_and_compaction(
    put: Put, installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(xlsx(class_list(), mark_sheet()))
    put(two_pupils())
    for number in range(3):
        put(xlsx(class_list(), mark_sheet((number, 5, 5, 5, 5))), f"5152452{number}_2025-2026_HK1.xlsx")
    before = exits(judged(), "mark")
    assert before["removed"] == 1
    monkeypatch.setattr(smas_pull, "PARSER_VERSION", "newer")
    runner.replay("smas")
    monkeypatch.setattr(compaction, "NEWEST_LEFT_ALONE", 1)
    monkeypatch.setattr(compaction, "WORTH_A_BLOCK", 2)
    runner.compact("smas")
    assert [one.block is not None for one in manifests(installation.home / "landing", "smas")] == [True] * 4 + [False]
    assert exits(judged(), "mark") == before


def listed_persons(build: DuckDBPyConnection) -> list[object]:
    """What of held rows and findings of pupils' tables leads to one pupil: a hash in the key, or a row of the page."""
    (parts,) = zip(*build.execute(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_schema = 'part' "
        "AND regexp_matches(table_name, '(held_row|finding)__smas__(pupil|mark|result|primary_result)')"
    ).fetchall(), strict=True)  # fmt: skip
    assert len(parts) == 8
    pupils = {row[0] for row in build.execute("SELECT pupil FROM landed.smas__pupil").fetchall()}
    listed = [row for part in parts for row in build.execute(f"SELECT key, row, batch, page FROM {part}").fetchall()]
    assert listed and all(batch and page is not None for *_, batch, page in listed)
    return [row for row in listed if row[1] is not None or pupils & set(row[0].split(" · "))]


def test_rules_say_what_is_wrong_with_a_pupil_and_a_school(put: Put) -> None:
    stranger = mark_sheet()
    stranger.rows.append((4, "6A", "HS5259999", NAMES[0], 8, 8, 8, 8, 8))
    again = class_list(row2=(3, PUPILS[0], NAMES[2], "", "", "", "6A", ""))
    put(xlsx(again, stranger))
    put(xlsx(class_list(), mark_sheet()), "51999999_2025-2026_HK1.xlsx")
    build = judged()
    assert listed_persons(build) == []
    said = "SELECT code, message_vi, count(*) FROM part.held_row__smas__{} GROUP BY ALL ORDER BY ALL"
    assert build.execute(said.format("pupil")).fetchall() == [
        ("duplicate_pupil", "Trang tính 1, dòng 8: học sinh đã có ở trang tính 1, dòng 6", 1),
        ("unknown_school", "Mã trường 51999999 không có trong danh mục trường", 3),
    ]
    assert build.execute(said.format("mark")).fetchall() == [
        ("pupil_not_in_class_list", "Học sinh có điểm nhưng không có trong danh sách lớp", 2),
        ("unknown_school", "Mã trường 51999999 không có trong danh mục trường", 3),
    ]


def test_a_finding_shows_the_old_authority(put: Put) -> None:
    sheet = mark_sheet(("8", "7,5", 8, 7.5, 7.9), ("8", "7,5", 8, 7.5, 7.7))
    sheet.rows[0] = ("Phòng GDĐT huyện Bình Sơn", None, None, "BẢNG ĐIỂM HỌC KỲ I")
    plain: Grid = class_list()
    plain.rows[0] = sheet.rows[0]
    put(xlsx(plain, sheet))
    build = judged()
    assert build.execute("SELECT code FROM part.finding__smas__mark").fetchall() == []
    assert build.execute("SELECT code FROM part.finding__smas__workbook").fetchall() == [("old_authority_in_title",)]
