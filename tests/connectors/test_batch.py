"""A batch lands whole, in order, and only if it keeps the contract."""

import errno
import json
from pathlib import Path

import pytest

from config.outcomes import read_outcomes
from config.sandbox_state import SandboxState, write_sandbox_state
from config.settings import source_settings
from connectors.kit import landing
from connectors.kit.batch import BatchWriter
from connectors.kit.errors import ContractBroken, LandingFull
from connectors.kit.runner import pull
from tests.connectors.district import START, District
from tests.connectors.landed import batches, rows


def test_a_missing_required_column_breaks_the_contract_and_lands_nothing(district: District, home: Path) -> None:
    district.fill(60, days=10)
    for one in district.dossiers:
        one["maHoSo"] = one.pop("code")
    with pytest.raises(ContractBroken, match=r"Cột bắt buộc code không có trong cả 60 dòng.*bảng dossier"):
        pull("one_stop")
    assert all(one.rows == {"dossier": 0} for one in batches(home, "dossier"))
    outcome = read_outcomes(home / "outcomes")[-1]
    # Procedures and agencies came whole: only the stream whose contract is broken stops.
    assert (outcome.state, outcome.error) == ("partial", "ContractBroken")


def test_a_few_rows_without_a_required_column_are_not_a_broken_contract(district: District, home: Path) -> None:
    district.fill(19, days=10)
    for one in district.dossiers:
        del one["procedure"]
    assert pull("one_stop").state == "ok"


def test_names_and_instants_increase_while_the_clock_stands_still(district: District, home: Path) -> None:
    district.fill(30)
    pull("one_stop")
    found = landing.manifests(home / "landing", "one_stop")
    instants = [one.landed_at for one in found]
    assert len(set(instants)) == len(found) > 3
    assert [one.batch for one in found] == sorted(one.batch for one in found)


def test_what_a_pull_left_unfinished_is_removed_by_the_next(district: District, home: Path) -> None:
    stale = home / "landing" / "one_stop" / ".partial" / "20261123T000000.000-00000000" / "rows"
    stale.mkdir(parents=True)
    (stale / "dossier.parquet").write_bytes(b"half")
    assert landing.manifests(home / "landing", "one_stop") == []
    pull("one_stop")
    assert list((home / "landing" / "one_stop" / ".partial").iterdir()) == []


def test_a_manifest_is_as_the_interface_lists_it(district: District, home: Path) -> None:
    district.fill(30, days=10)
    pull("one_stop")
    batch = batches(home, "dossier")[-1]
    written = json.loads((batch.folder / "manifest.json").read_text())
    assert set(written) == {
        *("source", "stream", "batch", "kind", "window", "landed_at", "watermark_before", "watermark_after"),
        *("contract_version", "parser_version", "invented", "pages", "rows", "source_totals", "content_sha256"),
    }
    assert written["window"] == {"from": "2026-11-02", "until": "2026-11-24"}
    assert written["source_totals"] == [written["window"] | {"total": 30, "distinct_keys": 30}]
    assert set(written["pages"][0]) == {"name", "bytes", "sha256"}
    assert (batch.folder / "raw" / "000001").stat().st_size == written["pages"][0]["bytes"]


def test_rows_say_where_they_lie(district: District, home: Path) -> None:
    district.fill(30, days=10)
    pull("one_stop")
    found = rows(home)
    assert list(found[0])[-3:] == ["_batch", "_page", "_row"]
    assert [(row["_page"], row["_row"]) for row in found] == [(1, number) for number in range(1, 31)]
    assert {row["_batch"] for row in found} == {batches(home, "dossier")[-1].batch}


def test_a_full_disk_is_named_and_leaves_nothing_half(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(BatchWriter, "add", no_room)
    with pytest.raises(LandingFull, match="Hết chỗ trên đĩa"):
        pull("one_stop")
    assert list((home / "landing").rglob("manifest.json")) == []
    assert list((home / "landing" / "one_stop" / ".partial").iterdir()) == []
    assert read_outcomes(home / "outcomes")[-1].error == "LandingFull"


def test_real_data_does_not_go_on_from_invented_data(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(30, days=10)
    real = dict(source_settings("one_stop"))
    write_sandbox_state(SandboxState(1, 1.0, START, START, {"one_stop": real}))
    for name in real:
        monkeypatch.delenv(f"IOC_ONE_STOP__{name.upper()}")
    invented = pull("one_stop").batches
    for name, value in real.items():
        monkeypatch.setenv(f"IOC_ONE_STOP__{name.upper()}", value)
    pull("one_stop")
    found = landing.manifests(home / "landing", "one_stop")
    assert {one.batch for one in found if one.invented} == set(invented)
    assert [one.rows for one in found if one.invented] == [one.rows for one in found if not one.invented]
