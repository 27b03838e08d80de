"""A line between a browser and a server that can be cut in every way a line is cut, by a real TCP proxy.

It runs in a thread of its own; `cut` and `mend` may be called from any other.
"""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from typing import Any

CHUNK = 65_536
SLOW_S = 6.0
LOGIN = b"<!DOCTYPE html><html><body><form><h1>Log in to this network</h1><input type=password></form></body></html>"


class Cut(StrEnum):
    """What happens to connections that stand, and to those that are tried."""

    REFUSED = "nobody listens, and what stood is reset"
    RESET = "accepted and reset at once"
    STALLED = "nothing passes, and goes on where it stopped"
    DEAD = "nothing passes any more on a connection of that time, and neither end is told"
    LOGIN = "a proxy answers everything with its own page, status 200"
    ELSEWHERE = "a proxy sends everybody to another address"
    BROKEN = "a gateway answers 502"
    RUBBISH = "bytes that are no answer"
    SLOW = "every answer comes after six seconds"


def _answer(status: str, body: bytes = LOGIN, *headers: str) -> bytes:
    said = ("HTTP/1.1 " + status, "Content-Type: text/html", f"Content-Length: {len(body)}", "Connection: close")
    return "\r\n".join([*said, *headers, "", ""]).encode() + body


ANSWERS = {
    Cut.LOGIN: _answer("200 OK"),
    Cut.ELSEWHERE: _answer("302 Found", b"", "Location: /login"),
    Cut.BROKEN: _answer("502 Bad Gateway"),
    Cut.RUBBISH: bytes(range(256)) * 40,
}


class Line:
    """A proxy on a loopback port before the server on `upstream`."""

    def __init__(self, upstream: int) -> None:
        self.port = 0
        self._upstream = upstream
        self._cut: Cut | None = None
        self._loop = asyncio.new_event_loop()
        self._mended = asyncio.Event()
        self._mended.set()
        self._server: asyncio.Server | None = None
        self._standing: set[asyncio.StreamWriter] = set()
        self._dead: set[asyncio.StreamWriter] = set()

    def cut(self, how: Cut) -> None:
        """Cut the line until `mend`."""
        self._call(self._begin(how))

    def mend(self) -> None:
        """Let everything pass again, but for connections that died."""
        self._call(self._end())

    def lead_to(self, upstream: int) -> None:
        """Connections that are tried from now on reach another server, and those that stand end."""
        self._upstream = upstream
        self.cut(Cut.RESET)
        self.mend()

    @contextmanager
    def standing(self) -> Iterator["Line"]:
        """Listen until the end of the block."""
        thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        thread.start()
        self._call(self._listen())
        try:
            yield self
        finally:
            self._call(self._leave())
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(10)

    def _call(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _begin(self, how: Cut) -> None:
        self._cut = how
        if how in (Cut.STALLED, Cut.DEAD):
            self._mended.clear()
        if how is Cut.DEAD:
            self._dead |= self._standing
        if how is Cut.REFUSED and self._server is not None:
            self._server.close()
            self._server = None
        if how not in (Cut.STALLED, Cut.DEAD, Cut.SLOW):
            for writer in self._standing:
                writer.transport.abort()

    async def _end(self) -> None:
        self._cut = None
        self._mended.set()
        if self._server is None:
            await self._listen()

    async def _leave(self) -> None:
        await self._begin(Cut.REFUSED)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._standing.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._serve(reader, writer)
        self._standing.discard(writer)
        self._dead.discard(writer)
        writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._cut is Cut.RESET:
            return
        if self._cut is Cut.DEAD:
            self._dead.add(writer)
        if self._cut in ANSWERS:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ANSWERS[self._cut])
            await writer.drain()
            # Closed in order, or the reset would overtake what was said.
            writer.close()
            await writer.wait_closed()
            return
        answers, asked = await asyncio.open_connection("127.0.0.1", self._upstream)
        pumps = [
            asyncio.ensure_future(self._pump(reader, asked, writer)),
            asyncio.ensure_future(self._pump(answers, writer, writer, is_answer=True)),
        ]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            asked.transport.abort()

    async def _pump(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        browser: asyncio.StreamWriter,
        *,
        is_answer: bool = False,
    ) -> None:
        while chunk := await source.read(CHUNK):
            if self._cut is Cut.SLOW and is_answer:
                await asyncio.sleep(SLOW_S)
            await self._mended.wait()
            if browser in self._dead:
                # Neither end is told, so neither may see the other close.
                await asyncio.Event().wait()
            target.write(chunk)
            await target.drain()
        await self._mended.wait()
        if browser in self._dead:
            await asyncio.Event().wait()
