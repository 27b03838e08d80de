"""Opens what a delivery packs: one file, or the members of a .zip, judged by their sizes before any is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, BinaryIO, cast

from connectors.health_record.flaws import Flawed

# A delivery unpacked; the largest, a station's whole register, has some 15 megabytes.
MOST_BYTES = 209_715_200
# XML packs to a twentieth; a bomb to a thousandth. Small members may pack as well as they like.
MOST_RATIO, SMALL_BYTES = 100, 1_048_576
MOST_MEMBERS = 200
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
IS_ENCRYPTED = 0x1
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OverflowError, RuntimeError)


def members(content: bytes) -> Iterator[BinaryIO]:
    """What a delivery holds, each opened for reading in turn. Raises `Flawed`: empty, corrupt, password, too_large."""
    if not content.startswith(ZIP):
        yield BytesIO(content)
        return
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = _judged(packed)
            for part in parts:
                with packed.open(part) as opened:
                    yield cast(BinaryIO, opened)
    except DAMAGED as error:
        raise Flawed("corrupt") from error


@contextmanager
def damage_named() -> Iterator[None]:
    """Names what a packed member turns out to be while it is read."""
    try:
        yield
    except DAMAGED as error:
        raise Flawed("corrupt") from error


def _judged(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    parts = [part for part in packed.infolist() if not part.is_dir()]
    if not parts:
        raise Flawed("empty")
    if any(part.flag_bits & IS_ENCRYPTED for part in parts):
        raise Flawed("password")
    if any(part.compress_type not in METHODS for part in parts):
        raise Flawed("corrupt")
    if len(parts) > MOST_MEMBERS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise Flawed("too_large")
    if any(part.file_size > max(SMALL_BYTES, MOST_RATIO * part.compress_size) for part in parts):
        raise Flawed("too_large")
    return parts


def first_bytes(opened: IO[bytes], count: int) -> bytes:
    """What a member begins with, without moving on in it."""
    start = opened.read(count)
    opened.seek(0)
    return start
