"""What people brought, in a build: held as it was judged, compared with the own count, and gone once taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from config.places import places
from connectors.kit import inbox
from connectors.kit.candidates import persons
from connectors.kit.judging import Wrong
from connectors.kit.registry import source
from connectors.kit.runner import pull
from tests.connectors.uploaded import form_06a, line, plain_list, text
from tests.installation import CLOCK, installed
from warehouse import reader
from warehouse.build import build
from warehouse.reader import Scope, query
from warehouse.snapshots import snapshot_file

WHO = "UBND xã Vạn Tường"
# Before the quarter: a period that began before the first dossier is not counted.
EARLIER = {
    **{"Ngày nộp hồ sơ": "01/09/2026", "Ngày tiếp nhận": "01/09/2026", "Ngày hẹn trả": "10/09/2026"},
    **{"Ngày kết thúc xử lý": "09/09/2026", "Tình trạng": "Đã trả kết quả"},
}
# Each line but the first two breaks another rule; 11 and 12 are two versions of one dossier, 13 and 14 the same twice.
LINES = (
    line(1),
    line(2, **{"Tình trạng": "Đã trả kết quả", "Ngày kết thúc xử lý": "16/10/2026"}),
    line(3, **{"Ngày nộp hồ sơ": "31/02/2026"}),
    line(4, **{"Số hồ sơ": "H48-1"}),
    line(5, **{"Đơn vị giải quyết": "H48.999"}),
    line(6, **{"Đơn vị giải quyết": "H48.152.77"}),
    line(7, **{"Tình trạng": "14"}),
    line(8, **{"Ngày tiếp nhận": ""}),
    line(9, **{"Mã TTHC": ""}),
    line(10, **{"Ngày hẹn trả": "24/11/2026", "Ngày kết thúc xử lý": "01/10/2026"}),
    line(11, **{"Tình trạng": "14"}),
    line(11, **{"Ngày kết thúc xử lý": "17/10/2026", "Tình trạng": "Đã xử lý xong"}),
    line(13),
    line(13),
    line(15, **{"Đơn vị giải quyết": "000.28.53.H48"}),
    line(16, **{"Hình thức nộp": "9", "Thẩm quyền": ""}),
    line(17, **EARLIER),
)
FIELDS = text([["Mã thủ tục", "Tên thủ tục", "Mã lĩnh vực", "Tên lĩnh vực"], ["1.001612", "Đăng ký", "DD", "Đất đai"]])
# What the office says of its quarter: not what its own list gives.
COUNT = "SELECT count(*) FROM marts.dossier"
TOLD = (9, 8, 1, 0, 3, 3, 0, 0, 6, 0, 6)


# Files that other sources' own parsers read, with faults in them.
SAMPLES = (
    ("smas", "51524401_2025-2026_CN.xls"),
    ("smas", "51524512_2025-2026_HK1.xlsx"),
    ("health_record", "20261120_1.xml"),
    ("health_record", "20261120_2.xml"),
    ("health_record", "20261120_5.csv"),
)


@dataclass(frozen=True)
class Brought:
    """The judgement of the list, those of other sources' files with the batches they became, and what two builds
    published: with the list, and without it.
    """

    judgement: inbox.Judgement
    others: list[tuple[inbox.Judgement, str]]
    with_list: str
    without_list: str
    state: str


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    with installed(tmp_path_factory.mktemp("brought")) as office:
        office.count_only()
        judgement = inbox.judge("one_stop", "a.csv", plain_list(*LINES))
        listed = inbox.accept(judgement, WHO)
        for content in (FIELDS, form_06a({"Đất đai": TOLD, "Hộ tịch": (0,) * 11})):
            inbox.accept(inbox.judge("one_stop", "b", content), WHO)
        others = [bring(*each) for each in SAMPLES]
        pull("one_stop")
        with_list = build().snapshot_id
        (state,) = (each.state for each in reader.state(CLOCK).sources if each.id == "one_stop")
        office.set_clock(CLOCK + timedelta(hours=2))
        inbox.withdraw("one_stop", listed.id, WHO)
        pull("one_stop")
        without_list = build().snapshot_id
        yield Brought(judgement, others, with_list, without_list, state)


def bring(source_id: str, name: str) -> tuple[inbox.Judgement, str]:
    """Judge a sample, accept it and pull it in; with the batch that it became."""
    judgement = inbox.judge(source_id, name, (source(source_id).folder / "sample" / name).read_bytes())
    receipt = inbox.accept(judgement, WHO)
    pull(source_id)
    (batch,) = (one.batch for one in inbox.received(source_id) if one.id == receipt.id)
    return judgement, str(batch)


def told(effect: str, part: str, where: str) -> str:
    return f"SELECT '{effect}', table_name, code, message_vi, mended_by, key, row FROM quality.{part} WHERE {where}"


def judged(judgement: inbox.Judgement) -> list[str]:
    return sorted(
        repr((each.effect, each.table, each.code, each.message_vi, each.mended_by, each.key, _row(judgement, each)))
        for each in judgement.wrong
    )


def _row(judgement: inbox.Judgement, wrong: Wrong) -> int | None:
    """A build tells rows of persons down to their page only."""
    return None if persons(source(judgement.source).tables[wrong.table]) else wrong.row


def built(snapshot: str, where: str) -> list[str]:
    parts = (("hold", "held_row"), ("finding", "finding"))
    file = snapshot_file(snapshot)
    return sorted(repr(row) for effect, part in parts for row in asked(file, told(effect, part, where)))


def asked(file: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_build_holds_what_was_judged_in_the_same_words(brought: Brought) -> None:
    found = built(brought.with_list, "source = 'one_stop' AND table_name = 'dossier'")
    assert found == judged(brought.judgement)
    assert {each.code for each in brought.judgement.wrong} >= {
        *("date_unreadable", "code_malformed", "unknown_unit", "unknown_agency", "unknown_status"),
        *("missing_accepted_date", "missing_required", "due_on_holiday", "finished_before_received"),
        *("unit_not_valid_on_date", "competence_not_told", "unknown_channel"),
    }


def test_so_it_does_for_files_that_other_sources_read_themselves(brought: Brought) -> None:
    for judgement, batch in brought.others:
        assert judgement.wrong, judgement.name
        assert built(brought.with_list, f"batch = '{batch}'") == judged(judgement), judgement.name
    assert {each.cell for judgement, _ in brought.others for each in judgement.wrong} >= {"F10", "H6", "H7", "E8"}


def test_the_rows_that_are_good_are_those_that_load(brought: Brought) -> None:
    counted = "SELECT exit, sum(row_count)::INTEGER FROM quality.row_exit WHERE table_name = 'dossier' GROUP BY exit"
    exits = {str(name): int(str(count)) for name, count in asked(snapshot_file(brought.with_list), counted)}
    assert sum(exits.values()) == len(LINES) == brought.judgement.rows["dossier"]
    assert exits["loaded"] == brought.judgement.loaded["dossier"]
    assert exits["held"] == brought.judgement.held


def test_a_form_stands_beside_the_own_count(brought: Brought) -> None:
    cells = asked(
        snapshot_file(brought.with_list),
        "SELECT field_code, column_number, told_count, own_count, difference FROM marts.form_difference "
        "WHERE unit_code = '21061' AND form = 'II06A' AND field_name_vi = 'Đất đai' ORDER BY column_number",
    )
    assert [cell[2] for cell in cells] == list(TOLD)
    own = asked(
        snapshot_file(brought.with_list),
        "SELECT c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 FROM marts.form_06a WHERE unit_code = '21061' "
        "AND basis = 'own' AND period_start = '2026-09-15' AND period_end = '2026-12-14' AND field_code = 'TOTAL'",
    )
    total = asked(
        snapshot_file(brought.with_list),
        "SELECT own_count, difference FROM marts.form_difference WHERE unit_code = '21061' AND field_name_vi = 'TOTAL' "
        "ORDER BY column_number",
    )
    assert [cell[0] for cell in total] == list(own[0]), "the own count is that of the form's own mart"
    assert [cell[1] for cell in total] == [told - int(str(count)) for told, count in zip(TOLD, own[0], strict=True)]
    assert any(cell[1] for cell in total), "the planted form differs somewhere"


def test_the_page_is_told_the_cells_that_differ(brought: Brought) -> None:
    shown = query("upload/form_differences", scope=Scope.everything(), snapshot=brought.with_list)
    assert len(shown) and set(shown["unit_name_vi"]) == {"UBND xã Vạn Tường"}
    assert not (shown["difference"] == 0).any()


def test_a_list_that_was_taken_back_counts_no_more(brought: Brought) -> None:
    assert asked(snapshot_file(brought.with_list), COUNT) == [(brought.judgement.loaded["dossier"],)]
    assert asked(snapshot_file(brought.without_list), COUNT) == [(0,)]


@pytest.mark.slow
def test_a_list_that_was_taken_back_still_was_known(brought: Brought) -> None:
    known = build(as_known_at=CLOCK + timedelta(hours=1)).snapshot_id
    assert asked(places().asof / f"{known}.duckdb", COUNT) == [(brought.judgement.loaded["dossier"],)]


def test_a_source_that_lives_by_files_is_not_called_unconnected(brought: Brought) -> None:
    assert brought.state == "fresh"
