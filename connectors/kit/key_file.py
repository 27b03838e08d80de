"""The key file: made at the first run, outside the data, readable by its owner alone. Losing it loses the raw pages."""

import json
import os
import secrets
import stat
from pathlib import Path

from config.errors import ConfigurationInvalid
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
        keys = Keys(bytes.fromhex(raw["hashing_key"]), bytes.fromhex(raw["wrapping_key"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationInvalid(f"Tệp khóa {path} không đọc được; hãy khôi phục nó từ bản sao lưu") from error
    if {len(keys.hashing), len(keys.wrapping)} != {DATA_KEY_BYTES}:
        raise ConfigurationInvalid(f"Tệp khóa {path} có khóa sai độ dài; hãy khôi phục nó từ bản sao lưu")
    return keys


def _make(path: Path) -> None:
    """Written whole beside its place and linked into it, so that of two first runs one wins and both read the same."""
    _make_private_folder(path.parent)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}.new")
    content = {name: os.urandom(DATA_KEY_BYTES).hex() for name in ("hashing_key", "wrapping_key")}
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"version": 1} | content, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        return
    finally:
        beside.unlink()


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
