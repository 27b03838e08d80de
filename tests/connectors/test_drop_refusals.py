"""One file or folder that fails concerns nobody else; what names tell, and what they may not; addresses of folders."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]
from fsspec.implementations.sftp import SFTPFileSystem  # type: ignore[import-untyped]

from config import clock
from config.errors import ConfigurationInvalid
from config.outcomes import read_outcomes
from connectors.kit import files as kit_files
from connectors.kit import registry
from connectors.kit.contract import Source
from connectors.kit.errors import FileRefused, SourceUnavailable
from tests.connectors.drops import BOOK, LATER, LOCAL_ONLY, OLD, SOURCE, TERM_1, Drop
from warehouse.state import state

BAD = "51524501_2025-2026_HK1.xlsx"


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "pause", lambda seconds: None)


def small(size: int = 20_000) -> Source:
    contract = registry.source(SOURCE)
    return replace(contract, limits=replace(contract.limits, max_bytes=size))


def origins(drop: Drop) -> list[str]:
    return [page.origin for batch in drop.batches() for page in batch.pages]


def failing(where: str, error: OSError, patch: pytest.MonkeyPatch) -> None:
    """What a folder does that cannot be listed: over SFTP and on this machine."""
    for system in (LocalFileSystem, SFTPFileSystem):
        genuine = system.ls

        def listed(self: Any, path: str, detail: bool = False, genuine: Any = genuine) -> Any:
            if where in path:
                raise error
            return genuine(self, path, detail=detail)

        patch.setattr(system, "ls", listed)


def test_a_file_that_fails_is_named_and_the_others_land(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(BAD, b"x", at=OLD - timedelta(hours=2))
    drop.put(TERM_1)
    content = kit_files.FilesClient._content

    def broken(self: Any, system: Any, file: Any) -> bytes:
        if file.path == BAD:
            raise OSError(5, "Failure")
        return content(self, system, file)

    monkeypatch.setattr(kit_files.FilesClient, "_content", broken)
    with pytest.raises(FileRefused, match=f"{BAD} không đọc được"):
        drop.pull()
    assert origins(drop) == [TERM_1]


class Broken:
    """A folder whose line breaks while the first file is read, which then ends too soon, as paramiko may tell it."""

    def __init__(self, system: Any) -> None:
        self._system, self.is_whole = system, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._system, name)

    def open(self, path: str, mode: str) -> Any:
        opened = self._system.open(path, mode)
        if self.is_whole:
            return opened
        self.is_whole = True
        with opened:
            return BytesIO(opened.read()[:-1])


def test_a_file_that_ended_too_soon_is_read_again(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(TERM_1)
    genuine, systems = kit_files.FilesClient._open, list[Broken]()

    def opened(client: kit_files.FilesClient) -> Any:
        systems.append(Broken(genuine(client)))
        systems[-1].is_whole = len(systems) > 1
        return systems[-1]

    monkeypatch.setattr(kit_files.FilesClient, "_open", opened)
    drop.pull()
    assert origins(drop) == [TERM_1] and len(systems) == 2


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(5, "Failure")])
def test_a_folder_within_that_fails_is_named_and_the_others_land(
    drop: Drop, error: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop.put(TERM_1)
    drop.put("Lê Mẫu Gieo/a.xlsx")
    (drop.folder / "lost+found").mkdir()
    failing("lost+found", error, monkeypatch)
    failing("Gieo", error, monkeypatch)
    with pytest.raises(FileRefused, match=r"lost\+found không xem được") as caught:
        drop.pull()
    assert "Gieo" not in str(caught.value) and "2 tệp hoặc thư mục" in str(caught.value)
    assert origins(drop) == [TERM_1]


@LOCAL_ONLY
def test_where_the_folder_itself_fails_nothing_is_refused(drop: Drop, monkeypatch: pytest.MonkeyPatch) -> None:
    drop.put(TERM_1)
    failing("", OSError(5, "Failure"), monkeypatch)
    with pytest.raises(SourceUnavailable, match="Không đọc được thư mục nguồn"):
        drop.pull()


@LOCAL_ONLY
def test_a_refused_file_is_told_every_night_and_no_connection_is_lost(drop: Drop) -> None:
    drop.put(BAD, bytes(30_000))
    drop.put(TERM_1)
    for night in range(3):
        with pytest.raises(FileRefused):
            drop.pull(small())
        outcome = read_outcomes(drop.home / "outcomes" / SOURCE)[-1]
        assert (outcome.state, len(outcome.batches)) == ("partial", int(night == 0))
        (shown,) = (each for each in state(clock.now()).sources if each.id == SOURCE)
        assert shown.state != "down" and "Mất kết nối" not in shown.sentence_vi
        assert BAD in (shown.cause or "")


@LOCAL_ONLY
def test_the_same_empty_file_of_three_schools_is_told_of_each(drop: Drop) -> None:
    names = [f"5152450{number}_2025-2026_HK1.xlsx" for number in range(3)]
    for name in names:
        drop.put(name, b"")
    drop.pull()
    drop.put(f"2025-2026/{names[0]}", b"")
    drop.put("51524500_2025-2026_HK1 (1).xlsx", b"")
    drop.put("trống.xlsx", b"")
    drop.pull()
    assert sorted(origins(drop)) == names, "copies of the same school and term are copies"
    assert {row["school_code"] for row in drop.rows("workbook")} == {name[:8] for name in names}


@LOCAL_ONLY
def test_only_names_that_are_declared_stand_in_plain(drop: Drop) -> None:
    plain = [
        "2025-2026/51524503_2025-2026_gk1.XLSX",
        "51524501_2026-2027_GK1 (1).xlsx",
        "51524502_2025-2026_CN.xls",
    ]
    named = [
        "0905123456_2025-2026_HK1.xlsx",
        "5152/An_Vu_2012.xlsx",
        "6A/Vy_Le_010214_HK1.xlsx",
        "An/51524504_2025-2026_HK1.xlsx",
        "Le_An_Vy_51524501_HK1.xlsx",
        "Vu-An-6A-51524501.xlsx",
    ]
    for number, name in enumerate([*plain, *named]):
        drop.put(name, BOOK + bytes(number + 1))
    drop.pull()
    assert sorted(each for each in origins(drop) if not each.startswith("~")) == plain
    assert len(origins(drop)) == len(plain) + len(named)


@LOCAL_ONLY
def test_a_browsers_copy_is_read_as_that_schools(drop: Drop) -> None:
    drop.put("51524501_2026-2027_GK1 (1).xlsx", b"")
    drop.pull()
    (row,) = drop.rows("workbook")
    assert (row["school_code"], row["school_year"], row["term"]) == ("51524501", "2026-2027", "mid_term_1")


def addresses() -> Iterator[str]:
    yield from ("sftp://u:Ab/12geheim@host.invalid/so", "sftp://u:12/geheim@host.invalid/so")
    yield from ("sftp://u:12#geheim@host.invalid/so", "sftp://u:12?geheim@host.invalid/so", "sftp:///geheim")
    yield from ("smb://u:geheim@host.invalid/so", "https://host.invalid/geheim", "file://host.invalid/geheim")


@LOCAL_ONLY
@pytest.mark.parametrize("address", addresses())
def test_an_address_that_is_none_is_refused_and_not_quoted(drop: Drop, address: str) -> None:
    drop.set("URL", address)
    with pytest.raises(ConfigurationInvalid, match="IOC_SMAS__URL không phải địa chỉ") as caught:
        drop.pull()
    told = read_outcomes(drop.home / "outcomes" / SOURCE)[-1].sentence_vi or ""
    for text in (str(caught.value), told):
        assert "geheim" not in text and "Ab" not in text


@LOCAL_ONLY
def test_a_folder_may_be_written_as_an_address(drop: Drop) -> None:
    drop.put(TERM_1, LATER)
    drop.set("URL", drop.folder.as_uri())
    drop.pull()
    assert origins(drop) == [TERM_1]
