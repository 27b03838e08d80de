"""Every fault of the sandbox against the real pull and the real build: the same content in the end as without it, or an
error with a name while the snapshot before it stays served.
"""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config import clock
from config.outcomes import read_outcomes
from config.places import places
from connectors.kit import attempts, runner
from connectors.kit.errors import ConnectorError, ContractBroken, SourceUnavailable
from connectors.kit.landing import manifests
from sandbox.faults import FAULTS, Fault
from tests.connectors.bad_days import LATER, PAGE, SEARCH, TIMEOUT_S, Clean, World, mend, met, world
from tests.content import content
from warehouse import build as build_module
from warehouse import reader


def variant(kind: str, **fields: Any) -> Any:
    """A fault so like a neighbour, here or among the lasting ones, that `make faults` is enough for it."""
    return pytest.param(Fault(kind, **fields), marks=pytest.mark.faults)


PASSING = [
    Fault("expire_tokens", after=9),
    variant("too_many_requests", times=2, after=5),
    variant("too_many_requests_until", after=5),
    variant("server_error", times=attempts.ATTEMPTS - 1, after=5),
    variant("bad_gateway", times=3, after=7),
    variant("unavailable", times=3, after=11),
    variant("html_page", times=2, after=6),
    variant("hang", after=6, seconds=60),
    variant("slow_drip", query=PAGE, seconds=6 * TIMEOUT_S),
    variant("truncated_json", times=2, query=PAGE),
    variant("wrong_charset", times=2, query=PAGE),
    Fault("page_repeated", query=PAGE, after=1),
    Fault("extra_field", times=3, query=PAGE, rows=0),
]


@pytest.mark.parametrize("fault", PASSING, ids=lambda fault: fault.kind)
def test_a_fault_that_passes_leaves_no_trace_in_the_content(bad: World, clean: Clean, fault: Fault) -> None:
    bad.faults.add(replace(fault, path=SEARCH))
    assert runner.pull("one_stop").state == "ok"
    met(bad, fault.kind)
    assert not bad.faults.waiting
    build_module.build()
    assert content() == clean.day()


MENDED = [
    variant("unknown_status", query=PAGE),
    variant("missing_field", query=PAGE),
    variant("null_due_date", query=PAGE),
    variant("closed_before_received", query=PAGE),
    Fault("clock_skew", query=PAGE, seconds=3600),
    variant("clock_skew", query=PAGE, seconds=-3600),
    variant("record_changed", query=PAGE),
    Fault("record_deleted", query=PAGE, after=1),
]


@pytest.mark.parametrize("fault", MENDED, ids=lambda fault: f"{fault.kind}{fault.seconds:+.0f}")
def test_what_the_source_sets_right_comes_right(bad: World, clean: Clean, fault: Fault) -> None:
    bad.faults.add(replace(fault, path=SEARCH))
    assert runner.pull("one_stop").state == "ok"
    codes = met(bad, fault.kind)
    gone = codes if fault.kind == "record_deleted" else frozenset()
    assert len(codes) == 1
    mend(bad, codes - gone, frozenset())
    runner.pull("one_stop", reconcile=True)
    build_module.build()
    assert content(with_history=False) == clean.after(codes - gone, gone)


def test_what_stays_wrong_is_held_or_found(bad: World) -> None:
    wrong = {
        "unknown_status": "unknown_status",
        "missing_field": "missing_required",
        "null_due_date": "missing_due_date",
        "closed_before_received": "finished_before_received",
    }
    # Each spoils a whole page, in which some dossiers were accepted.
    pages = [Fault(kind, path=SEARCH, query="size=10&applied", after=place, rows=0) for place, kind in enumerate(wrong)]
    bad.faults.add(*pages)
    runner.pull("one_stop")
    build_module.build()
    told = reader.sql("SELECT code, key FROM quality.held_row UNION ALL SELECT code, key FROM quality.finding")
    loaded = set(reader.sql("SELECT dossier_code FROM marts.dossier").dossier_code)
    for kind, code in wrong.items():
        spoilt, listed = met(bad, kind), set(told.key[told.code == code])
        if kind in ("unknown_status", "missing_field"):
            assert listed == spoilt and spoilt.isdisjoint(loaded)
        else:
            assert listed & spoilt and spoilt <= loaded


SILENT = ("hang", "slow_drip")
PATIENCE_S = 60.0
"""How long an answer that does come is waited for: a busy machine takes its time over it."""
LASTING: list[Any] = [
    (Fault("too_many_requests"), SourceUnavailable, "trả lỗi 429"),
    (Fault("server_error"), SourceUnavailable, "trả lỗi 500"),
    pytest.param(Fault("bad_gateway"), SourceUnavailable, "trả lỗi 502", marks=pytest.mark.faults),
    pytest.param(Fault("unavailable"), SourceUnavailable, "trả lỗi 503", marks=pytest.mark.faults),
    (Fault("hang", seconds=60), SourceUnavailable, "hết 0.8 giây chờ"),
    (Fault("slow_drip", seconds=6), SourceUnavailable, "chưa gửi xong một trang"),
    (Fault("html_page"), ContractBroken, "là trang HTML"),
    (Fault("truncated_json"), ContractBroken, "bị cắt ngang"),
    (Fault("wrong_charset"), ContractBroken, "không theo bảng mã UTF-8"),
    (Fault("gzip_bomb"), ContractBroken, "lớn hơn giới hạn"),
    (Fault("missing_field", query="size=10&sort", rows=0), ContractBroken, "Cột bắt buộc applied_at không có"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation that pulled and built on a good day."""
    folder = tmp_path_factory.mktemp("published")
    with world(folder):
        runner.pull("one_stop")
        build_module.build()
    return folder


@pytest.mark.parametrize(("fault", "error", "sentence"), LASTING, ids=lambda value: getattr(value, "kind", ""))
def test_a_fault_that_lasts_has_a_name_and_what_was_published_stays(
    published: Path, tmp_path: Path, fault: Fault, error: type[ConnectorError], sentence: str
) -> None:
    shutil.copytree(published, tmp_path, dirs_exist_ok=True)
    with world(tmp_path, TIMEOUT_S if fault.kind in SILENT else PATIENCE_S) as made:
        made.installation.patch.setattr(attempts, "ATTEMPTS", 3)
        before, landed = reader.current(), manifests(places().landing, "one_stop")
        change_many(made)
        made.faults.add(replace(fault, times=1000, path=SEARCH))
        with pytest.raises(error, match=sentence) as caught:
            runner.pull("one_stop")
        met(made, fault.kind)
        outcome = read_outcomes(places().outcomes / "one_stop")[-1]
        # A stream whose contract is broken does not stop the lists beside it.
        ending, state = ("partial", "partial") if error is ContractBroken else ("failed", "down")
        assert (outcome.state, outcome.error) == (ending, error.__name__)
        assert outcome.sentence_vi == str(caught.value)
        assert manifests(places().landing, "one_stop") == landed and not partial_batches()
        shown = {each.id: each for each in reader.state(clock.now()).sources}["one_stop"]
        assert (shown.state, shown.cause) == (state, outcome.sentence_vi)
        assert reader.current() == before
        assert reader.sql("SELECT count(*) AS n FROM marts.dossier").n[0] > 50
        made.faults.clear()
        assert runner.pull("one_stop").rows >= 25


def change_many(made: World) -> None:
    """More dossiers change than a column may be missing in by chance."""
    made.installation.set_clock(LATER)
    codes = reader.sql("SELECT dossier_code FROM marts.dossier ORDER BY 1 LIMIT 25").dossier_code
    for code in codes:
        made.order("touch", code)


def partial_batches() -> list[Path]:
    return [path for path in (places().landing / "one_stop").glob(".partial/*") if path.is_dir()]


def test_a_column_that_is_missing_everywhere_in_mid_backfill_keeps_what_landed(bad: World) -> None:
    bad.faults.add(Fault("missing_field", times=100, path=SEARCH, query=PAGE, rows=0))
    with pytest.raises(ContractBroken, match="Cột bắt buộc applied_at"):
        runner.pull("one_stop")
    windows = [str(one.window) for one in manifests(places().landing, "one_stop") if one.stream == "dossier"]
    assert windows == ["từ 01/08/2026 đến trước 01/09/2026"]
    bad.faults.clear()
    runner.pull("one_stop")
    again = [str(one.window) for one in manifests(places().landing, "one_stop") if one.stream == "dossier"]
    assert again[:2] == ["từ 01/08/2026 đến trước 01/09/2026", "từ 01/09/2026 đến trước 02/10/2026"]


def test_every_kind_has_its_test() -> None:
    listed = [getattr(each, "values", each) for each in (*PASSING, *MENDED, *LASTING)]
    tested = {(each if isinstance(each, Fault) else each[0]).kind for each in listed}
    assert tested == set(FAULTS)
