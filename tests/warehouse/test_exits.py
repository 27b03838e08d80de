"""Every landed row gets exactly one exit, and whoever can mend a held row reads why, without a name in the sentence."""

from collections.abc import Iterator
from datetime import date

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as some

from connectors.kit.contract import HIDDEN
from connectors.kit.registry import source
from tests.warehouse.planted import CODE, Landing, dossier, empty_build, landing
from warehouse.errors import CheckFailed
from warehouse.exits import give_exits, in_order

LATER = "2026-01-06T02:00:00.000+0000"
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
NAME = "Nguyễn Thị Gieo"
CENTRE, SENDER, OPERATOR = "Trung tâm PVHCC xã", "Đơn vị gửi", "Người quản trị"
INVALID = [
    ({"status_code": "77"}, "unknown_status", "Trạng thái 77 không có trong danh mục trạng thái hồ sơ", OPERATOR),
    ({"accepted_at": None}, "missing_accepted_date", "Hồ sơ đang xử lý nhưng thiếu ngày tiếp nhận", CENTRE),
    ({"due_at": "31/02/2026"}, "date_unreadable", "Không đọc được ngày: '31/02/2026'", SENDER),
    (
        {"agency_code": "H48.151.09"},
        "unknown_agency",
        "Mã cơ quan H48.151.09 không có trong danh mục cơ quan",
        OPERATOR,
    ),
    (
        {"agency_code": "H48.999"},
        "unknown_unit",
        "Mã đơn vị H48.999 không có trong danh mục đơn vị tại ngày 05/01/2026",
        OPERATOR,
    ),
    (
        {"agency_code": "000.00.53.H48"},
        "unit_not_valid_on_date",
        "Mã 000.00.53.H48 không còn hiệu lực từ 01/07/2025",
        SENDER,
    ),
    ({"applied_at": None}, "missing_required", "Thiếu trường bắt buộc: ngày nộp", SENDER),
    ({"status_code": NAME}, "number_unreadable", f"Không đọc được trạng thái: '{HIDDEN}'", SENDER),
    (
        {"agency_code": NAME},
        "unknown_unit",
        f"Mã đơn vị {HIDDEN} không có trong danh mục đơn vị tại ngày 05/01/2026",
        OPERATOR,
    ),
]


@pytest.fixture(scope="module")
def build() -> DuckDBPyConnection:
    return empty_build()


@pytest.fixture
def landed(build: DuckDBPyConnection) -> Iterator[Landing]:
    with landing(build) as empty:
        yield empty


def loaded(landed: Landing, columns: str, table: str = "dossier") -> list[tuple[object, ...]]:
    return landed.rows(f"SELECT {columns} FROM accepted.one_stop__{table} ORDER BY ALL")


def test_an_exact_repeat_is_a_duplicate(landed: Landing) -> None:
    landed.land([dossier(), dossier()])
    landed.land([dossier()])
    assert landed.judge() == ["loaded", "duplicate", "duplicate"]


def test_a_newer_version_supersedes_whichever_lands_first(landed: Landing) -> None:
    landed.land([dossier(status_code="5", updated_at=LATER)])
    landed.land([dossier()])
    assert landed.judge() == ["loaded", "superseded"]
    assert loaded(landed, "status_code, is_behind") == [(5, False)]


@pytest.mark.parametrize(("changes", "code", "sentence", "mender"), INVALID)
def test_an_invalid_newest_version_is_held_and_the_good_one_stays(
    landed: Landing, changes: dict[str, str | None], code: str, sentence: str, mender: str
) -> None:
    landed.land([dossier()])
    landed.land([dossier(**changes, updated_at=LATER)])
    assert landed.judge() == ["loaded", "held"]
    assert landed.held() == [(code, sentence, mender)]
    assert loaded(landed, "code, status_code, is_behind") == [(CODE, 4, True)]


def test_a_malformed_code_is_held(landed: Landing) -> None:
    landed.land([dossier(code="H48.151/26")])
    assert landed.judge() == ["held"]
    assert landed.held() == [("code_malformed", "Mã hồ sơ 'H48.151/26' không đúng cấu trúc", CENTRE)]


def test_an_invalid_version_that_was_mended_is_superseded(landed: Landing) -> None:
    landed.land([dossier(status_code="77")])
    landed.land([dossier(status_code="5", updated_at=LATER)])
    assert landed.judge() == ["superseded", "loaded"]
    assert landed.held() == [] and loaded(landed, "is_behind") == [(False,)]


def test_two_ids_under_one_code_in_one_batch(landed: Landing) -> None:
    landed.land([dossier(source_id="id-1"), dossier(source_id="id-2", updated_at=LATER)])
    assert landed.judge() == ["held", "loaded"]
    assert landed.held() == [("duplicate_key", "Trùng mã hồ sơ với bản ghi khác trong cùng lần gửi", SENDER)]
    assert loaded(landed, "source_id") == [("id-2",)]


def test_a_vanished_key_is_removed_and_a_later_landing_brings_it_back(landed: Landing) -> None:
    other = "H48.151-260105-0002"
    landed.land([dossier(), dossier(code=other, source_id="id-2")])
    landed.land([{"code": other, "applied_at": dossier()["applied_at"]}], "dossier_key", window=YEAR)
    assert landed.judge() == ["removed", "loaded"]
    assert loaded(landed, "code") == [(other,)]


@pytest.mark.parametrize(("updated_at", "exit"), [(dossier()["updated_at"], "duplicate"), (LATER, "superseded")])
def test_a_later_landing_brings_a_removed_key_back(landed: Landing, updated_at: str, exit: str) -> None:
    landed.land([dossier(updated_at=updated_at)])
    landed.land([{"code": "H48.151-260105-0009"}], "dossier_key", window=YEAR)
    landed.land([dossier()])
    assert landed.judge() == ["loaded", exit]


def test_a_reconciliation_says_nothing_about_other_dates(landed: Landing) -> None:
    landed.land([dossier()])
    landed.land([{"code": "H48.151-260105-0009"}], "dossier_key", window=(date(2026, 1, 6), date(2027, 1, 1)))
    assert landed.judge() == ["loaded"]


@pytest.mark.parametrize("identities", [("id-1", "id-2"), (None, None), (HIDDEN, HIDDEN)])
def test_hidden_codes_are_records_of_their_own(landed: Landing, identities: tuple[str | None, str | None]) -> None:
    first, second = identities
    landed.land([dossier(code=HIDDEN, source_id=first)])
    landed.land([dossier(code=HIDDEN, source_id=second, updated_at=LATER)])
    assert landed.judge() == ["held", "held"]
    assert {said for _, said, _ in landed.held()} == {f"Mã hồ sơ '{HIDDEN}' không đúng cấu trúc"}


def test_a_catalogue_that_goes_back_ends_with_what_landed_last(landed: Landing) -> None:
    for name in ("Tên A", "Tên B", "Tên A", "Tên A"):
        landed.land([{"code": "1.000001", "name_vi": name, "field_code": "DD"}], "procedure")
    assert landed.judge("procedure") == ["superseded", "superseded", "loaded", "duplicate"]
    assert loaded(landed, "name_vi, _batch", "procedure") == [("Tên A", "batch-003")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"due_at": "2025-12-31T09:00:00.000+0000"},
            {"due_before_received": "Ngày hẹn trả 31/12/2025 trước ngày tiếp nhận 05/01/2026"},
        ),
        (
            {"status_code": "10", "completed_at": "2025-12-31T09:00:00.000+0000"},
            {"finished_before_received": "Ngày kết thúc xử lý 31/12/2025 trước ngày tiếp nhận 05/01/2026"},
        ),
        (
            {"status_code": "9"},
            {"finished_without_date": "Hồ sơ đã xử lý xong nhưng không có ngày kết thúc xử lý"},
        ),
        (
            {"due_at": None},
            {"missing_due_date": "Hồ sơ không có ngày hẹn trả, được tính là đúng hạn theo biểu mẫu"},
        ),
        (
            # Vietnamese midnight of 24/11/2026.
            {"due_at": "2026-11-23T17:00:00.000+0000"},
            {
                "due_on_holiday": "Ngày hẹn trả 24/11/2026 rơi vào ngày nghỉ; "
                "nếu tính ngày làm việc kế tiếp là 25/11/2026"
            },
        ),
        ({"due_at": "2026-11-23T16:59:59.000+0000"}, {}),
        ({"accepted_at": "2025-10-01T02:00:00.000+0000", "due_at": "2025-11-24T09:00:00.000+0000"}, {}),
    ],
)
def test_findings_are_listed_and_the_row_is_loaded(
    landed: Landing, changes: dict[str, str | None], expected: dict[str, str]
) -> None:
    landed.land([dossier(**changes)])
    assert landed.judge() == ["loaded"]
    assert landed.findings() == expected


@some.composite
def histories(draw: some.DrawFn) -> list[list[tuple[int, str, str, int]]]:
    """Batches of (dossier, source id, status, hour of update); status 77 is unknown."""
    one = some.tuples(
        some.integers(1, 3),
        some.sampled_from(["id-1", "id-2"]),
        some.sampled_from(["2", "4", "77"]),
        some.integers(1, 4),
    )
    return draw(some.lists(some.lists(one, max_size=5), min_size=1, max_size=5))


@settings(max_examples=12, deadline=None, derandomize=True)
@given(history=histories(), listed=some.none() | some.sets(some.integers(1, 3), min_size=1))
def test_the_exits_add_up_to_what_landed(
    build: DuckDBPyConnection, history: list[list[tuple[int, str, str, int]]], listed: set[int] | None
) -> None:
    codes = {number: f"H48.151-260105-{number:04d}" for number in (1, 2, 3)}
    with landing(build) as landed:
        for batch in history:
            landed.land(
                [
                    dossier(code=codes[number], source_id=f"{who}-{number}", status_code=status)
                    | {"updated_at": f"2026-01-05T{hour:02d}:00:00.000+0000"}
                    for number, who, status, hour in batch
                ]
            )
        if listed is not None:
            landed.land([{"code": codes[number]} for number in sorted(listed)], "dossier_key", window=YEAR)
        exits = landed.judge()
        count = sum(map(len, history))
        assert len(exits) == count
        counted = landed.rows("SELECT sum(row_count) FROM part.row_exit__one_stop__dossier")
        assert counted == [(count or None,)]
        assert len(landed.held()) == exits.count("held")
        assert len(loaded(landed, "code")) == exits.count("loaded") == len(set(loaded(landed, "code")))
        seen = {codes[number] for batch in history for number, *_ in batch}
        kept = seen if listed is None else seen & {codes[number] for number in listed}
        assert {code for (code,) in loaded(landed, "code")} <= kept
        good = {codes[number] for batch in history for number, _, status, _ in batch if status != "77"}
        if listed is None and all(
            len({row[:2] for row in batch}) == len({row[0] for row in batch}) for batch in history
        ):
            assert {code for (code,) in loaded(landed, "code")} == good


@pytest.mark.parametrize("missing", [-1, 1])
def test_exits_that_do_not_add_up_to_what_landed_stop_the_source(landed: Landing, missing: int) -> None:
    landed.land([dossier(), dossier(code="H48.151-260105-0002", source_id="id-2")])
    *others, table = in_order(source("one_stop"))
    for other in others:
        give_exits(landed.connection, source("one_stop"), other, 0)
    assert table.name == "dossier"
    with pytest.raises(CheckFailed, match="bản ghi nhận về nhưng 2 bản ghi có kết quả") as failed:
        give_exits(landed.connection, source("one_stop"), table, 2 + missing)
    assert failed.value.source == "one_stop"
