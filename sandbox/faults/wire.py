"""Days on which the right answer is damaged under way: slow, cut, in another charset, packed beyond all measure."""

import zlib
from functools import lru_cache

from sandbox.faults.fault import Fault
from sandbox.faults.visit import Visit

DRIPS = 40
BOMB_BYTES = 256 << 20
PIECE = bytes(1 << 20)


async def slow_drip(fault: Fault, visit: Visit) -> None:
    """The answer in small pieces over `seconds`, none of them late enough for a limit on each read."""
    answer = await visit.answer()
    answer.headers["Content-Length"] = str(len(answer.body))
    await visit.send(answer.start)
    size = max(1, -(-len(answer.body) // DRIPS))
    for start in range(0, len(answer.body), size):
        await visit.send({"type": "http.response.body", "body": answer.body[start : start + size], "more_body": True})
        await visit.wait(fault.seconds / DRIPS)
    await visit.send({"type": "http.response.body", "body": b""})


async def truncated_json(fault: Fault, visit: Visit) -> None:
    """The first half of the answer, with a length that says that this is all."""
    answer = await visit.answer()
    answer.body = answer.body[: len(answer.body) // 2]
    await visit.say(answer)


async def wrong_charset(fault: Fault, visit: Visit) -> None:
    """The answer in the Vietnamese code page of old Windows, while the header says UTF-8."""
    answer = await visit.answer()
    answer.body = answer.body.decode().encode("cp1258", errors="replace")
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    await visit.say(answer)


async def gzip_bomb(fault: Fault, visit: Visit) -> None:
    """A small answer that unpacks to a quarter of a gigabyte."""
    answer = await visit.answer()
    answer.body = _bomb()
    answer.headers["Content-Encoding"] = "gzip"
    await visit.say(answer)


@lru_cache(maxsize=1)
def _bomb() -> bytes:
    packer = zlib.compressobj(level=1, wbits=zlib.MAX_WBITS | 16)
    return b"".join(packer.compress(PIECE) for _ in range(BOMB_BYTES // len(PIECE))) + packer.flush()
