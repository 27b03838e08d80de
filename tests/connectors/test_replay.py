"""Raw pages: shown as they were sent, and parsed again when parser or contract have changed."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.kit import runner
from connectors.kit.errors import RawExpired
from connectors.kit.landing import manifests, rows_files
from connectors.kit.pages import RawPage
from connectors.kit.runner import pull, replay, show_raw
from connectors.one_stop import pull as parser
from tests.connectors.conftest import hurried
from tests.connectors.district import District
from tests.connectors.landed import batches, read, rows


def mend_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Version 2 of the parser finds the code of the system's next release."""
    before = parser.parse

    def parse(table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
        for record in before(table, page):
            yield {**record, "competence": "FORWARDED"} if table == "dossier" else record

    monkeypatch.setattr(parser, "parse", parse)
    monkeypatch.setattr(parser, "PARSER_VERSION", "2")


def test_a_mended_parser_reads_the_kept_pages_again(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(100)
    pull("one_stop")
    before = manifests(home / "landing", "one_stop")
    assert {row["competence"] for row in rows(home)} == {"OWN"}
    mend_parser(monkeypatch)
    asked = len(district.asked)
    outcome = replay("one_stop")
    after = manifests(home / "landing", "one_stop")
    assert {row["competence"] for row in rows(home)} == {"FORWARDED"}
    assert [one.landed_at for one in after] == [one.landed_at for one in before]
    assert {one.parser_version for one in after} == {"2"}
    assert all(path.parent.name.startswith("rows@2") for one in after for path in rows_files(one).values())
    assert (outcome.action, outcome.rows, len(outcome.batches)) == ("replay", 102, len(after))
    assert len(district.asked) == asked
    assert read(before[-1], "dossier")[0]["competence"] == "OWN"


def test_a_changed_path_in_the_contract_is_replayed_too(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(10)
    pull("one_stop")
    contract = hurried()
    table = contract.tables["dossier"]
    mended = {**table.columns, "field_code": replace(table.columns["field_code"], paths=("procedure.code",))}
    tables = {**contract.tables, "dossier": replace(table, columns=mended)}
    monkeypatch.setattr(runner, "source", lambda source_id: replace(contract, tables=tables, version="mended"))
    replay("one_stop")
    assert {row["field_code"] for row in rows(home)} == {"1.001612.000.00.00.H48"}


def test_a_replay_without_any_change_does_nothing(district: District, home: Path) -> None:
    district.fill(10)
    pull("one_stop")
    assert replay("one_stop").batches == ()
    assert not list(home.rglob("replayed.json"))


def test_a_pull_after_a_replay_still_knows_what_has_landed(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(100)
    pull("one_stop")
    mend_parser(monkeypatch)
    replay("one_stop")
    assert pull("one_stop").batches == ()


def test_a_raw_page_is_shown_as_it_was_sent(district: District, home: Path) -> None:
    district.fill(40, days=10)
    pull("one_stop")
    (batch,) = [one for one in batches(home, "dossier") if one.rows["dossier"]]
    windows = (asked for _, asked in district.asked if asked["size"] == "500")
    asked = next(asked for asked in windows if asked.get("applied-from", "").startswith("2026-11-01"))
    sent = json.dumps(district.answer("/pa/dossier/search", asked), ensure_ascii=False).encode()
    assert show_raw(batch.batch, 1) == sent
    row = read(batch, "dossier")[6]
    record = json.loads(show_raw(batch.batch, row["_page"], row["_row"]))
    assert record["code"] == row["code"]
    assert record["applicant"]["data"]["fullname"].startswith("Nguyễn Văn Thử")


def test_what_is_not_there_is_said_in_words(district: District, home: Path) -> None:
    pull("one_stop")
    batch = batches(home, "agency")[0].batch
    for wrong, page, row in (("nothing", 1, None), ("*", 1, None), (batch, 2, None), (batch, 0, None), (batch, 1, 2)):
        with pytest.raises(LookupError, match=r"Không có|không có|có 1 trang"):
            show_raw(wrong, page, row)


def test_expired_raw_pages_leave_the_rows_alone(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(10)
    pull("one_stop")
    for one in batches(home, "dossier"):
        shutil.rmtree(one.folder / "raw")
    with pytest.raises(RawExpired, match="hết hạn lưu"):
        show_raw(batches(home, "dossier")[0].batch, 1)
    mend_parser(monkeypatch)
    replay("one_stop")
    assert {row["competence"] for row in rows(home)} == {"OWN"}
    assert {one.parser_version for one in batches(home, "agency")} == {"2"}


def test_a_replay_killed_before_it_was_named_is_done_again(
    district: District, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district.fill(10)
    pull("one_stop")
    mend_parser(monkeypatch)
    replay("one_stop")
    for path in home.rglob("replayed.json"):
        path.unlink()
    assert {row["competence"] for row in rows(home)} == {"OWN"}
    replay("one_stop")
    assert {row["competence"] for row in rows(home)} == {"FORWARDED"}
