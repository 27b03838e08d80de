"""Reads the body of an answer within bounds: so many bytes when unpacked, so many seconds for the whole of it.

Unpacking is done here, a piece at a time, because a few kilobytes may unpack to gigabytes: what is beyond the limit is
never made.
"""

import time
import zlib

import httpx

from connectors.kit.errors import ContractBroken
from connectors.kit.verdicts import Final, Passing

# What a client says it can unpack; `read_body` knows no other packing.
ACCEPTED_ENCODING = "gzip"
GZIP = zlib.MAX_WBITS | 16


def read_body(answer: httpx.Response, *, max_bytes: int, seconds: float, until: float) -> bytes:
    """The whole body, unpacked. `until` is the instant of `time.monotonic` at which `seconds` are over.

    Raises `Passing` where it comes too slowly, damaged or cut short, `Final` where it grows beyond `max_bytes`.
    """
    unpacker = _unpacker(answer)
    body = bytearray()
    for piece in answer.iter_raw():
        body += _unpacked(unpacker, piece, max_bytes + 1 - len(body))
        if len(body) > max_bytes:
            raise Final(ContractBroken, f"{_host(answer)} gửi một trang lớn hơn giới hạn {max_bytes} byte")
        if time.monotonic() > until:
            raise Passing(f"hết {seconds:g} giây mà chưa gửi xong một trang")
    if unpacker is not None and not unpacker.eof:
        raise Passing("gửi một trang bị cắt ngang")
    return bytes(body)


def _unpacker(answer: httpx.Response) -> "zlib._Decompress | None":
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return None
    if encoding == ACCEPTED_ENCODING:
        return zlib.decompressobj(GZIP)
    raise Final(ContractBroken, f"{_host(answer)} nén trang theo cách không được yêu cầu; chỉ nhận {ACCEPTED_ENCODING}")


def _unpacked(unpacker: "zlib._Decompress | None", piece: bytes, most: int) -> bytes:
    if unpacker is None:
        return piece
    try:
        return unpacker.decompress(piece, most)
    except zlib.error as error:
        raise Passing("gửi một trang nén bị hỏng") from error


def _host(answer: httpx.Response) -> str:
    return answer.url.netloc.decode()
