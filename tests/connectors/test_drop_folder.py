"""A drop folder, on this machine and over SFTP: what is new and whole lands once, and nothing else does."""

import json
import logging
import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config import clock
from config.outcomes import Outcome, read_outcomes
from connectors.kit import files as kit_files
from connectors.kit import registry, runner
from connectors.kit.contract import Source
from connectors.kit.errors import FileRefused, SourceRefused, SourceUnavailable
from connectors.kit.landing import manifests
from connectors.smas import pull as smas_pull
from tests.connectors.district import START
from tests.connectors.killed import Killer
from tests.connectors.landed import read
from tests.connectors.sftp_server import PASSWORD, SftpServer, sftp_server
from tests.connectors.test_identifiers import texts
from tests.connectors.workbooks import ETHNICITY, IDENTITY, NAMES, PUPILS, class_list, mark_sheet, xlsx

SOURCE = "smas"
BOOK = xlsx(class_list(), mark_sheet())
LATER = xlsx(class_list(), mark_sheet((9, 9, 9, 9, 9)))
TERM_1, YEAR = "51524512_2025-2026_HK1.xlsx", "51524512_2025-2026_CN.xlsx"
OLD = START - timedelta(days=1)


@dataclass
class Drop:
    """The folder behind IOC_SMAS__URL, as the schools see it."""

    folder: Path
    server: SftpServer | None
    home: Path
    patch: pytest.MonkeyPatch

    def put(self, name: str, content: bytes = BOOK, at: datetime = OLD) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    def pull(self, contract: Source | None = None) -> Outcome:
        return runner.pull(SOURCE, contract=contract or registry.source(SOURCE))

    def batches(self) -> list[Any]:
        return manifests(self.home / "landing", SOURCE)

    def rows(self, table: str) -> list[dict[str, Any]]:
        return [row for one in self.batches() for row in read(one, table)]

    def set(self, name: str, value: str) -> None:
        self.patch.setenv(f"IOC_SMAS__{name}", value)


@pytest.fixture(params=["folder", "sftp"])
def drop(request: pytest.FixtureRequest, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Drop]:
    folder = tmp_path / "nơi nộp sổ"
    folder.mkdir()
    monkeypatch.setattr(runner, "source", registry.source)
    if request.param == "folder":
        made = Drop(folder, None, home, monkeypatch)
        made.set("URL", str(folder))
        yield made
        return
    with sftp_server(folder) as server:
        made = Drop(folder, server, home, monkeypatch)
        made.set("URL", server.url())
        made.set("KNOWN_HOSTS", str(server.known_hosts(tmp_path / "known_hosts")))
        yield made


local_only = pytest.mark.parametrize("drop", ["folder"], indirect=True)
remote_only = pytest.mark.parametrize("drop", ["sftp"], indirect=True)


def test_a_file_lands_once_with_its_place_time_and_rows(drop: Drop) -> None:
    drop.put(f"2025-2026/{TERM_1}")
    first = drop.pull()
    assert (first.state, first.rows) == ("ok", 1 + 3 + 3)
    (batch,) = drop.batches()
    (page,) = batch.pages
    assert (page.origin, page.changed_at) == (f"2025-2026/{TERM_1}", OLD)
    (workbook,) = drop.rows("workbook")
    assert datetime.fromisoformat(workbook["received_at"]) == OLD
    second = drop.pull()
    assert (second.state, second.batches, second.rows) == ("ok", (), 0)


def test_changed_content_lands_again_and_a_touched_or_copied_file_does_not(drop: Drop) -> None:
    drop.put(TERM_1)
    drop.pull()
    drop.put(TERM_1, at=OLD + timedelta(hours=1))
    drop.put("bản sao/Sổ điểm Mẫu.xlsx")
    assert drop.pull().batches == ()
    drop.put(TERM_1, LATER, at=OLD + timedelta(hours=2))
    assert drop.pull().rows == 5
    drop.put(TERM_1, BOOK, at=OLD + timedelta(hours=3))
    assert drop.pull().rows == 7, "what went back to the first state is a change too"
    drop.put("bản sao/Sổ cũ.xlsx", LATER, at=OLD + timedelta(hours=4))
    assert drop.pull().batches == (), "a copy of a state that was replaced does not bring it back"


def test_a_folder_is_not_read_again_for_what_was_looked_at(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(TERM_1)
    drop.put("sao.xlsx")
    drop.pull()
    reads: list[str] = []
    content = kit_files.FilesClient._content

    def counted(self: Any, system: Any, file: Any) -> bytes:
        reads.append(file.path)
        return content(self, system, file)

    monkeypatch.setattr(kit_files.FilesClient, "_content", counted)
    drop.pull()
    assert reads == []
    (drop.home / "landing" / SOURCE / "workbook" / ".seen.json").unlink()
    assert drop.pull().batches == () and sorted(reads) == ["51524512_2025-2026_HK1.xlsx", "sao.xlsx"]


def test_oldest_first_and_in_batches_that_a_kill_does_not_lose(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.kit.dropped.MOST_FILES", 2)
    for number in range(5):
        drop.put(f"5152450{number}_2025-2026_HK1.xlsx", BOOK + bytes(number + 1), OLD - timedelta(hours=number))
    drop.pull()
    origins = [[page.origin for page in one.pages] for one in drop.batches()]
    assert [len(each) for each in origins] == [2, 2, 1]
    assert [origin[7] for each in origins for origin in each] == ["4", "3", "2", "1", "0"]


def test_a_file_that_is_being_written_waits(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    growing = drop.put(TERM_1, BOOK[:3000], at=clock.now())
    drop.put(YEAR, LATER)
    drop.put(".hidden.xlsx")
    drop.put("~$mở.xlsx")
    drop.put("51524513_2025-2026_CN.xlsx.part")

    def goes_on(seconds: float) -> None:
        growing.write_bytes(BOOK[:4000])

    monkeypatch.setattr(clock, "pause", goes_on)
    drop.pull()
    assert [page.origin for one in drop.batches() for page in one.pages] == [YEAR]
    monkeypatch.setattr(clock, "pause", lambda seconds: None)
    growing.write_bytes(BOOK)
    os.utime(growing, (clock.now().timestamp(), clock.now().timestamp()))
    drop.pull()
    assert drop.batches()[-1].pages[0].origin == TERM_1


def test_a_file_that_changes_while_it_is_read_waits_for_the_next_pull(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put(TERM_1)
    content = kit_files.FilesClient._content

    def changed_meanwhile(self: Any, system: Any, file: Any) -> bytes:
        read_now = content(self, system, file)
        drop.put(TERM_1, LATER, at=OLD + timedelta(seconds=5))
        return read_now

    monkeypatch.setattr(kit_files.FilesClient, "_content", changed_meanwhile)
    assert drop.pull().batches == ()
    monkeypatch.setattr(kit_files.FilesClient, "_content", content)
    assert drop.pull().rows == 5


def test_what_cannot_be_received_is_named_after_the_others_landed(drop: Drop) -> None:
    drop.put("51524501_2025-2026_HK1.xlsx", bytes(30_000), at=OLD - timedelta(hours=1))
    drop.put(TERM_1)
    contract = registry.source(SOURCE)
    small = replace(contract, limits=replace(contract.limits, max_bytes=20_000))
    with pytest.raises(FileRefused) as caught:
        drop.pull(small)
    assert "51524501_2025-2026_HK1.xlsx" in str(caught.value) and "lớn hơn giới hạn" in str(caught.value)
    (batch,) = drop.batches()
    assert [page.origin for page in batch.pages] == [TERM_1]
    (outcome,) = read_outcomes(drop.home / "outcomes" / SOURCE)
    assert (outcome.state, outcome.error) == ("partial", "FileRefused")


@local_only
@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be read by root")
def test_a_file_that_we_may_not_read_is_named(drop: Drop) -> None:
    drop.put(TERM_1).chmod(stat.S_IWUSR)
    with pytest.raises(FileRefused, match="không có quyền đọc"):
        drop.pull()


def test_a_file_that_may_not_be_read_is_named(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put("Sổ của Lê Mẫu Gieo.xlsx")
    drop.put(YEAR, LATER)
    content = kit_files.FilesClient._content

    def forbidden(self: Any, system: Any, file: Any) -> bytes:
        if file.path != YEAR:
            raise PermissionError(file.path)
        return content(self, system, file)

    monkeypatch.setattr(kit_files.FilesClient, "_content", forbidden)
    with pytest.raises(FileRefused) as caught:
        drop.pull()
    assert "không có quyền đọc" in str(caught.value) and "Gieo" not in str(caught.value)
    assert len(drop.batches()) == 1


@local_only
def test_links_are_not_followed(drop: Drop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(BOOK)
    (drop.folder / "51524599_2025-2026_HK1.xlsx").symlink_to(secret)
    assert drop.pull().batches == ()


def test_a_folder_that_is_not_there_is_named(drop: Drop, tmp_path: Path) -> None:
    drop.set("URL", drop.server.url("/không có") if drop.server else str(tmp_path / "không có"))
    with pytest.raises(SourceUnavailable, match="Không có thư mục"):
        drop.pull()


@remote_only
def test_an_unknown_and_a_changed_host_key_are_refused_before_any_password(drop: Drop, tmp_path: Path) -> None:
    assert drop.server
    drop.put(TERM_1)
    drop.set("KNOWN_HOSTS", str(tmp_path / "nobody"))
    with pytest.raises(SourceRefused, match="chưa có trong tệp known_hosts"):
        drop.pull()
    drop.set("KNOWN_HOSTS", str(drop.server.known_hosts(tmp_path / "before")))
    drop.server.key = type(drop.server.key).generate()
    with pytest.raises(SourceRefused, match=r"127\.0\.0\.1 đã đổi"):
        drop.pull()
    assert drop.server.logins == [] and drop.batches() == []


@remote_only
def test_a_wrong_password_is_refused_and_not_quoted(drop: Drop) -> None:
    assert drop.server
    drop.set("URL", drop.server.url(password="sai-123"))
    with pytest.raises(SourceRefused, match="từ chối tài khoản hoặc mật khẩu") as caught:
        drop.pull()
    assert "sai-123" not in str(caught.value) and drop.server.logins == ["sai-123"], "asked once, not six times"


@remote_only
def test_a_connection_that_breaks_in_the_middle_is_made_again(drop: Drop) -> None:
    assert drop.server
    for number in range(3):
        drop.put(f"5152450{number}_2025-2026_HK1.xlsx", BOOK + bytes(number + 1))
    drop.server.drop_after = 1
    assert drop.pull().rows == 3 * 7
    assert drop.server.logins == [PASSWORD, PASSWORD]


@remote_only
def test_a_server_that_is_gone_is_named_without_the_password(drop: Drop) -> None:
    assert drop.server
    drop.set("URL", drop.server.url().replace(str(drop.server.port), "1"))
    with pytest.raises(SourceUnavailable, match=r"Không kết nối được máy chủ 127\.0\.0\.1") as caught:
        drop.pull()
    assert PASSWORD not in str(caught.value)


@local_only
def test_a_pull_killed_at_any_change_leaves_whole_batches_and_goes_on(drop: Drop, killing: Killer) -> None:
    for number in range(3):
        drop.put(f"5152450{number}_2025-2026_HK1.xlsx", BOOK + bytes(number + 1))
    whole = killing.run("pull", SOURCE)
    assert whole.code == 0
    expected = len(drop.rows("mark"))
    for change in range(1, whole.changes + 1, 7):
        for batch in drop.batches():
            shutil.rmtree(batch.folder)
        assert killing.run("pull", SOURCE, before_change=change).code in (-9, 0)
        drop.pull()
        assert len(drop.rows("mark")) == expected, change
    assert drop.pull().batches == ()


def test_kept_pages_are_read_again_by_a_newer_parser(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(TERM_1)
    drop.put("sổ.xlsx", b"no workbook")
    drop.pull()
    before = [drop.rows(table) for table in ("workbook", "pupil", "mark")]
    monkeypatch.setattr(smas_pull, "PARSER_VERSION", "2")
    runner.replay(SOURCE)
    assert [drop.rows(table) for table in ("workbook", "pupil", "mark")] == before
    assert all(batch.parser_version == "2" for batch in drop.batches())


def test_no_pupil_is_named_anywhere_but_in_the_encrypted_pages(
    drop: Drop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    stray = mark_sheet((NAMES[0], IDENTITY, 8, NAMES[1], 8), (ETHNICITY, 8, 8, 8, 8), (8, 8, 8, 8, NAMES[2]))
    strange = class_list(
        row0=(1, NAMES[0], PUPILS[0], IDENTITY, NAMES[1], ETHNICITY, NAMES[2], NAMES[0]),
        row1=(2, PUPILS[1], NAMES[1], IDENTITY, ETHNICITY, IDENTITY, f"6A {NAMES[0]}", NAMES[2]),
    )
    strange.rows[2] = ("Mã trường: 51524512",)
    drop.put(f"{NAMES[0]} {IDENTITY}.xlsx", xlsx(strange, stray))
    drop.put(TERM_1)
    drop.pull()
    monkeypatch.setattr(smas_pull, "PARSER_VERSION", "2")
    runner.replay(SOURCE)
    wanted = [*NAMES, *PUPILS, ETHNICITY, IDENTITY]
    leaks = [(one, path.name) for path, text in texts(drop.home) for one in wanted if one.lower() in text.lower()]
    assert leaks == [] and not [one for one in wanted if one in caplog.text]
    assert len(drop.rows("pupil")) >= 5 and {len(row["pupil"] or 64 * " ") for row in drop.rows("pupil")} == {64}
    assert all(set(row).isdisjoint({"full_name", "birth_date", "ethnicity"}) for row in drop.rows("pupil"))


@local_only
def test_manifests_hold_a_hash_of_a_path_that_may_name_somebody(drop: Drop) -> None:
    drop.put("Nguyen_Van_An.xlsx")
    drop.put("51524512_Lan.xlsx", LATER)
    drop.pull()
    (batch,) = drop.batches()
    said = json.loads((batch.folder / "manifest.json").read_text())
    assert [page["origin"][0] for page in said["pages"]] == ["~", "~"]
    assert not [page for page in said["pages"] if "an" in page["origin"]]
