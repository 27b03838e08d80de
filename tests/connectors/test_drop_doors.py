"""What a drop folder refuses, and who is refused at its door: each by name, without a word too many."""

import json
import logging
import os
import stat
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.outcomes import read_outcomes
from connectors.kit import files as kit_files
from connectors.kit import registry, runner
from connectors.kit.errors import FileRefused, SourceRefused, SourceUnavailable
from connectors.smas import pull as smas_pull
from tests.connectors.drops import BOOK, LATER, LOCAL_ONLY, OLD, REMOTE_ONLY, SOURCE, TERM_1, YEAR, Drop
from tests.connectors.sftp_server import PASSWORD
from tests.connectors.test_identifiers import texts
from tests.connectors.workbooks import ETHNICITY, IDENTITY, NAMES, PUPILS, class_list, mark_sheet, xlsx


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


@LOCAL_ONLY
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


@LOCAL_ONLY
def test_links_are_not_followed(drop: Drop, tmp_path: Path) -> None:
    secret = tmp_path / "secret.xlsx"
    secret.write_bytes(BOOK)
    (drop.folder / "51524599_2025-2026_HK1.xlsx").symlink_to(secret)
    assert drop.pull().batches == ()


def test_a_folder_that_is_not_there_is_named(drop: Drop, tmp_path: Path) -> None:
    drop.set("URL", drop.server.url("/không có") if drop.server else str(tmp_path / "không có"))
    with pytest.raises(SourceUnavailable, match="Không có thư mục"):
        drop.pull()


@REMOTE_ONLY
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


@REMOTE_ONLY
def test_a_wrong_password_is_refused_and_not_quoted(drop: Drop) -> None:
    assert drop.server
    drop.set("URL", drop.server.url(password="sai-123"))
    with pytest.raises(SourceRefused, match="từ chối tài khoản hoặc mật khẩu") as caught:
        drop.pull()
    assert "sai-123" not in str(caught.value) and drop.server.logins == ["sai-123"], "asked once, not six times"


@REMOTE_ONLY
def test_a_connection_that_breaks_in_the_middle_is_made_again(drop: Drop) -> None:
    assert drop.server
    for number in range(3):
        drop.put(f"5152450{number}_2025-2026_HK1.xlsx", BOOK + bytes(number + 1))
    drop.server.drop_after = 1
    assert drop.pull().rows == 3 * 7
    assert drop.server.logins == [PASSWORD, PASSWORD]


@REMOTE_ONLY
def test_a_server_that_is_gone_is_named_without_the_password(drop: Drop) -> None:
    assert drop.server
    drop.set("URL", drop.server.url().replace(str(drop.server.port), "1"))
    with pytest.raises(SourceUnavailable, match=r"Không kết nối được máy chủ 127\.0\.0\.1") as caught:
        drop.pull()
    assert PASSWORD not in str(caught.value)


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
    monkeypatch.setattr(smas_pull, "PARSER_VERSION", "newer")
    runner.replay(SOURCE)
    wanted = [*NAMES, *PUPILS, ETHNICITY, IDENTITY]
    leaks = [(one, path.name) for path, text in texts(drop.home) for one in wanted if one.lower() in text.lower()]
    assert leaks == [] and not [one for one in wanted if one in caplog.text]
    assert len(drop.rows("pupil")) >= 5 and {len(row["pupil"] or 64 * " ") for row in drop.rows("pupil")} == {64}
    assert all(set(row).isdisjoint({"full_name", "birth_date", "ethnicity"}) for row in drop.rows("pupil"))


@LOCAL_ONLY
def test_manifests_hold_a_hash_of_a_path_that_may_name_somebody(drop: Drop) -> None:
    drop.put("Nguyen_Van_An.xlsx")
    drop.put("51524512_Lan.xlsx", LATER)
    drop.pull()
    (batch,) = drop.batches()
    said = json.loads((batch.folder / "manifest.json").read_text())
    assert [page["origin"][0] for page in said["pages"]] == ["~", "~"]
    assert not [page for page in said["pages"] if "an" in page["origin"]]
