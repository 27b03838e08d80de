"""The key file, keyed hashes, and pages that open only with the key, in their own place, within their size."""

import os
import stat
import threading
import unicodedata
from pathlib import Path

import pytest
import zstandard

from config.errors import ConfigurationInvalid
from config.settings import settings
from connectors.kit.key_file import read_keys
from connectors.kit.privacy import Keys, PageCipher, PageUnreadable, new_data_key

KEYS = Keys(b"h" * 32, b"w" * 32)


def key_file() -> Path:
    return settings().key_file


def test_the_first_run_makes_a_key_file_that_only_its_owner_reads(home: Path) -> None:
    made = read_keys()
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file().parent.stat().st_mode) == 0o700
    assert read_keys() == made
    assert list(key_file().parent.iterdir()) == [key_file()]


def test_a_strict_umask_is_not_needed(home: Path) -> None:
    before = os.umask(0)
    try:
        read_keys()
    finally:
        os.umask(before)
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600


def test_two_first_runs_at_once_agree(home: Path) -> None:
    found: list[Keys] = []
    threads = [threading.Thread(target=lambda: found.append(read_keys())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({keys.hashing for keys in found}) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_may_read_is_refused(home: Path, mode: int) -> None:
    read_keys()
    key_file().chmod(mode)
    with pytest.raises(ConfigurationInvalid, match="chmod 600"):
        read_keys()


def test_a_key_file_inside_the_data_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IOC_KEY_FILE", str(home / "keys.json"))
    settings.cache_clear()
    with pytest.raises(ConfigurationInvalid, match="nằm trong thư mục dữ liệu"):
        read_keys()
    assert not (home / "keys.json").exists()


def test_a_link_into_the_data_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home.mkdir()
    (tmp_path / "outside").symlink_to(home)
    monkeypatch.setenv("IOC_KEY_FILE", str(tmp_path / "outside" / "keys.json"))
    settings.cache_clear()
    with pytest.raises(ConfigurationInvalid, match="nằm trong thư mục dữ liệu"):
        read_keys()


@pytest.mark.parametrize("content", ["", "{}", '{"hashing_key": "00", "wrapping_key": "00"}', "[]"])
def test_a_damaged_key_file_is_refused_and_not_replaced(home: Path, content: str) -> None:
    read_keys()
    key_file().write_text(content)
    with pytest.raises(ConfigurationInvalid, match="bản sao lưu"):
        read_keys()
    assert key_file().read_text() == content


def test_keys_do_not_show_themselves() -> None:
    assert repr(KEYS) == "Keys()"


def test_one_identifier_has_one_hash_however_it_is_written() -> None:
    composed = "Số 051090001234 ở Quảng Ngãi"
    assert KEYS.identifier_hash(composed) == KEYS.identifier_hash(f" {unicodedata.normalize('NFD', composed)}\n")
    assert KEYS.identifier_hash("051090001234") != KEYS.identifier_hash("051090001235")
    assert KEYS.identifier_hash("051090001234") != Keys(b"x" * 32, b"w" * 32).identifier_hash("051090001234")
    assert len(KEYS.identifier_hash("1")) == 64


def test_a_page_opens_as_it_was_sealed() -> None:
    cipher = PageCipher(new_data_key(), "one_stop/dossier/b")
    content = b"Nguyen Van An" * 100
    sealed = cipher.seal("000001", content)
    assert cipher.open("000001", sealed, 10_000) == content
    assert b"Nguyen" not in sealed
    assert cipher.seal("000001", content) != sealed


def test_a_page_opens_nowhere_else() -> None:
    key = new_data_key()
    sealed = PageCipher(key, "one_stop/dossier/b").seal("000001", b"x")
    elsewhere = [(key, "one_stop/dossier/c", "000001"), (key, "one_stop/dossier/b", "000002")]
    for other_key, place, name in [*elsewhere, (new_data_key(), "one_stop/dossier/b", "000001")]:
        with pytest.raises(PageUnreadable):
            PageCipher(other_key, place).open(name, sealed, 100)


def test_a_damaged_page_does_not_open() -> None:
    cipher = PageCipher(new_data_key(), "p")
    sealed = bytearray(cipher.seal("000001", b"x" * 50))
    sealed[20] ^= 1
    with pytest.raises(PageUnreadable):
        cipher.open("000001", bytes(sealed), 100)
    with pytest.raises(PageUnreadable):
        cipher.open("000001", b"", 100)


def test_a_page_that_would_grow_beyond_its_limit_does_not_open() -> None:
    cipher = PageCipher(new_data_key(), "p")
    with pytest.raises(PageUnreadable, match="lớn hơn giới hạn"):
        cipher.open("000001", cipher.seal("000001", bytes(1_000_000)), 999_999)


def test_a_page_that_hides_its_size_does_not_open_either(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = zstandard.ZstdCompressor(write_content_size=False)
    cipher = PageCipher(new_data_key(), "p")
    monkeypatch.setattr(cipher, "_compressor", silent)
    sealed = cipher.seal("000001", bytes(1_000_000))
    with pytest.raises(PageUnreadable):
        cipher.open("000001", sealed, 999_999)


def test_a_data_key_unwraps_with_its_own_key_file_only() -> None:
    data_key = new_data_key()
    wrapped = KEYS.wrap(data_key)
    assert KEYS.unwrap(wrapped) == data_key
    assert data_key not in wrapped
    with pytest.raises(PageUnreadable):
        Keys(b"h" * 32, b"x" * 32).unwrap(wrapped)
