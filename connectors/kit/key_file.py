"""The key file: made at the first run, outside the data, readable by its owner alone. Losing it loses the raw pages.

Version 2 lists the wrapping keys, the newest first: more than one only while keys are being rotated. Version 1 has one.
"""

import json
import os
import secrets
import stat
from pathlib import Path

from config.errors import ConfigurationInvalid
from config.files import write_atomically
from config.settings import settings
from connectors.kit.privacy import DATA_KEY_BYTES, Keys


def read_keys() -> Keys:
    """The installation's keys (IOC_KEY_FILE), made when there are none yet.

    Raises `ConfigurationInvalid` where the file lies inside the data, others may read it, or it is not a key file.
    """
    path = settings().key_file
    _refuse_inside_data(path)
    if not path.exists():
        _make(path)
    _refuse_readable_by_others(path)
    try:
        raw = json.loads(path.read_text(encoding="ascii"))
        listed = [raw["wrapping_key"]] if raw.get("version") == 1 else raw["wrapping_keys"]
        wrapping, *former = [bytes.fromhex(text) for text in listed]
        keys = Keys(bytes.fromhex(raw["hashing_key"]), wrapping, tuple(former))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigurationInvalid(f"Tệp khóa {path} không đọc được; hãy khôi phục nó từ bản sao lưu") from error
    if {len(key) for key in (keys.hashing, keys.wrapping, *keys.former)} != {DATA_KEY_BYTES}:
        raise ConfigurationInvalid(f"Tệp khóa {path} có khóa sai độ dài; hãy khôi phục nó từ bản sao lưu")
    return keys


def replace_keys(keys: Keys) -> None:
    """Put other keys into the key file, in one step. Only while holding the lock "keys"."""
    path = settings().key_file
    for leftover in path.parent.glob(f".{path.name}.*.new"):
        leftover.unlink()
    write_atomically(path, _content(keys), mode=0o600)


def _make(path: Path) -> None:
    """Written whole beside its place and linked into it, so that of two first runs one wins and both read the same."""
    _make_private_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(_content(Keys(os.urandom(DATA_KEY_BYTES), os.urandom(DATA_KEY_BYTES))))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        return
    finally:
        beside.unlink()


def _content(keys: Keys) -> bytes:
    wrapping = [key.hex() for key in (keys.wrapping, *keys.former)]
    return json.dumps({"version": 2, "hashing_key": keys.hashing.hex(), "wrapping_keys": wrapping}).encode()


def _make_private_folder(folder: Path) -> None:
    if not folder.exists():
        _make_private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _refuse_inside_data(path: Path) -> None:
    if path.resolve().is_relative_to(settings().home.resolve()):
        raise ConfigurationInvalid(
            f"Tệp khóa {path} nằm trong thư mục dữ liệu {settings().home}; hãy đặt IOC_KEY_FILE ra ngoài thư mục đó"
        )


def _refuse_readable_by_others(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise ConfigurationInvalid(f"Tệp khóa {path} có thể bị người khác đọc; hãy chạy: chmod 600 {path}")
