"""Changes the key that wraps the batches' own keys: each is wrapped anew, and no page is encrypted again.

The hashing key stays. A person whose rows landed under another one would count as two, and rows whose raw pages have
expired could never be hashed again.
"""

import os
from dataclasses import replace
from pathlib import Path

from config.files import write_atomically
from config.locks import hold
from config.outcomes import Outcome, begin, finish
from config.places import places
from connectors.kit.batch import KEY, remove_partial
from connectors.kit.errors import ConnectorError
from connectors.kit.key_file import read_keys, replace_keys
from connectors.kit.landing import RAW, streams
from connectors.kit.privacy import DATA_KEY_BYTES, Keys, PageUnreadable

KEYS = "keys"


class KeyUnreadable(ConnectorError):
    """The wrapped key of a batch opens with no key of the key file, so that the former key may not be forgotten."""


def rotate_keys() -> Outcome:
    """Make a new wrapping key, wrap every batch's key with it, and forget the former one. The outcome lists the
    batches.

    All batches can be read all the while. Killed at any instant, the same call completes it. Raises `KeyUnreadable`.
    """
    with hold(KEYS, "rotate"):
        outcome = begin(KEYS, "rotate")
        try:
            rewrapped = _rotate()
        except BaseException as error:  # the rim: what went wrong is written, then told to the caller
            sentence = str(error) if isinstance(error, KeyUnreadable) else None
            finish(outcome, "failed", error=type(error).__name__, sentence_vi=sentence)
            raise
        return finish(outcome, "ok", batches=rewrapped)


def _rotate() -> list[str]:
    keys = read_keys()
    if not keys.former:
        keys = replace(keys, wrapping=os.urandom(DATA_KEY_BYTES), former=(keys.wrapping,))
        replace_keys(keys)
    landing = places().landing
    # A pull that read the former key still holds its source's lock; one that begins later reads the new key.
    rewrapped = [batch for source in streams(landing) for batch in _rewrap_source(landing, source.name, keys)]
    replace_keys(replace(keys, former=()))
    return rewrapped


def _rewrap_source(landing: Path, source_id: str, keys: Keys) -> list[str]:
    with hold(source_id, "rotate"):
        remove_partial(landing, source_id)
        wrapped = sorted((landing / source_id).glob(f"[!.]*/*/{RAW}/{KEY}"))
        return [path.parents[1].name for path in wrapped if _rewrap(path, source_id, keys)]


def _rewrap(path: Path, source_id: str, keys: Keys) -> bool:
    """Wrap one batch's key with the new key; whether that was still to be done."""
    for leftover in path.parent.glob(f".{KEY}.*"):
        leftover.unlink()
    wrapped = path.read_bytes()
    try:
        replace(keys, former=()).unwrap(wrapped)
    except PageUnreadable:
        write_atomically(path, keys.wrap(_unwrap(path, source_id, keys, wrapped)))
        return True
    return False


def _unwrap(path: Path, source_id: str, keys: Keys, wrapped: bytes) -> bytes:
    try:
        return keys.unwrap(wrapped)
    except PageUnreadable as error:
        sentence = (
            f"Khóa của đợt {path.parents[1].name} không mở được bằng tệp khóa; khóa cũ vẫn được giữ. Hãy khôi phục "
            "thư mục raw của đợt này hoặc tệp khóa từ bản sao lưu, rồi chạy lại `ioc keys rotate`"
        )
        raise KeyUnreadable(sentence, source=source_id, stream=path.parents[2].name) from error
