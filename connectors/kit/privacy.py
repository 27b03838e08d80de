"""Keeps identifiers out of the rows and raw pages unreadable without the key file.

Identifiers land as a keyed hash: without the key nobody can try all phone numbers against it. Raw pages are compressed
and encrypted under a data key of their batch, which the key file wraps: dropping one wrapped key erases one batch.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass, field

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

NONCE_BYTES = 12
DATA_KEY_BYTES = 32
COMPRESSION_LEVEL = 3
# Keeps the hash of an identifier apart from any other use of the same key; the same in every source, so that one
# person's records of two sources can be counted as one person's.
IDENTIFIER_DOMAIN = b"ioc identifier 1\x00"
ERASED_DOMAIN = b"ioc erased record 1\x00"


class PageUnreadable(ValueError):
    """A raw page is damaged, was moved from another place, or belongs to another key file."""


@dataclass(frozen=True)
class Keys:
    """The secrets of an installation, 32 bytes each. While keys are being rotated, `former` still unwrap."""

    hashing: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)
    former: tuple[bytes, ...] = field(default=(), repr=False)

    def identifier_hash(self, text: str) -> str:
        """HMAC-SHA256, hex, of an identifier: the same for every way of writing its accents and outer spaces."""
        plain = unicodedata.normalize("NFC", text).strip().encode()
        return hmac.digest(self.hashing, IDENTIFIER_DOMAIN + plain, hashlib.sha256).hex()

    def erased_hash(self, source_id: str, key: str) -> str:
        """HMAC-SHA256, hex, by which a tombstone names a record whose key may no longer stand anywhere."""
        return hmac.digest(self.hashing, ERASED_DOMAIN + f"{source_id}\x00{key}".encode(), hashlib.sha256).hex()

    def wrap(self, data_key: bytes) -> bytes:
        """A batch's data key as it may lie beside its pages."""
        return aes_key_wrap(self.wrapping, data_key)

    def unwrap(self, wrapped: bytes) -> bytes:
        """The data key of a batch. Raises `PageUnreadable` where another key file wrapped it."""
        for wrapping in (self.wrapping, *self.former):
            try:
                return aes_key_unwrap(wrapping, wrapped)
            except (InvalidUnwrap, ValueError):
                continue
        raise PageUnreadable("khóa của đợt dữ liệu không mở được bằng tệp khóa này")


class PageCipher:
    """Seals and opens the pages of one batch. `place` is "source/stream/batch"; a page opens only where it belongs."""

    def __init__(self, data_key: bytes, place: str) -> None:
        self._sealer = AESGCM(data_key)
        self._compressor = zstandard.ZstdCompressor(level=COMPRESSION_LEVEL)
        self._place = place

    def seal(self, name: str, content: bytes) -> bytes:
        """A page as it is stored: nonce, then the encrypted compressed bytes."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._sealer.encrypt(nonce, self._compressor.compress(content), self._bound_to(name))

    def open(self, name: str, stored: bytes, max_bytes: int) -> bytes:
        """A page as it was received. Raises `PageUnreadable`, also where it would grow beyond `max_bytes`."""
        try:
            packed = self._sealer.decrypt(stored[:NONCE_BYTES], stored[NONCE_BYTES:], self._bound_to(name))
            # The limit of `decompress` is not looked at where the frame states its own size, so the frame is asked.
            if zstandard.get_frame_parameters(packed).content_size > max_bytes:
                raise PageUnreadable(f"trang {name} lớn hơn giới hạn {max_bytes} byte khi giải nén")
            return zstandard.ZstdDecompressor().decompress(packed, max_output_size=max_bytes)
        except (InvalidTag, ValueError, zstandard.ZstdError) as error:
            if isinstance(error, PageUnreadable):
                raise
            raise PageUnreadable(f"trang {name} của {self._place} bị hỏng hoặc không thuộc đợt này") from error

    def _bound_to(self, name: str) -> bytes:
        return f"{self._place}/{name}".encode()


def new_data_key() -> bytes:
    """A fresh key for one batch."""
    return os.urandom(DATA_KEY_BYTES)
