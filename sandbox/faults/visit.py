"""One request that a fault meets, with the source behind it: what a kind of fault has in its hands."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.one_stop.register import Register
from sandbox.tokens import Tokens


@dataclass
class Answer:
    """An answer as the source would have sent it, to be changed and sent."""

    status: int
    headers: MutableHeaders
    body: bytes

    @property
    def start(self) -> Message:
        """The message that begins it."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers.raw}


@dataclass(frozen=True)
class Backstage:
    """What stands behind the source: its register, its tokens, its clock."""

    register: Register
    tokens: Tokens
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Visit:
    """A request before the source, its `body` read. `codes` is what a fault writes down: the dossiers it touched."""

    app: ASGIApp
    scope: Scope
    receive: Receive
    send: Send
    body: bytes
    behind: Backstage
    codes: list[str] = field(default_factory=list)

    @property
    def query(self) -> str:
        """The query of the request, still encoded."""
        return bytes(self.scope["query_string"]).decode("ascii")

    async def pass_on(self) -> None:
        """Let the source answer."""
        await self.app(self.scope, self._asked(), self.send)

    async def answer(self, **changed: Any) -> Answer:
        """What the source answers to this request, or to one whose scope is changed; nothing is sent."""
        sent: list[Message] = []

        async def keep(message: Message) -> None:
            sent.append(message)

        await self.app({**self.scope, **changed}, self._asked(), keep)
        body = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(sent[0]["status"], MutableHeaders(raw=list(sent[0]["headers"])), body)

    async def page(self, **changed: Any) -> tuple[Answer, dict[str, Any]]:
        """The same, with its body read; an empty page where that is no JSON object."""
        answer = await self.answer(**changed)
        try:
            read = orjson.loads(answer.body)
        except orjson.JSONDecodeError:
            read = {}
        return answer, read if isinstance(read, dict) else {}

    async def refuse(self, response: Response) -> None:
        """Send an answer of our own in place of the source's."""
        await response(self.scope, self._asked(), self.send)

    async def say(self, answer: Answer) -> None:
        """Send an answer with the length that it has now."""
        answer.headers["Content-Length"] = str(len(answer.body))
        await self.send(answer.start)
        await self.send({"type": "http.response.body", "body": answer.body})

    async def wait(self, seconds: float) -> None:
        """Let time pass, unless the client goes first."""
        try:
            await asyncio.wait_for(self._left(), seconds)
        except TimeoutError:
            return

    def _asked(self) -> Receive:
        """The request from its beginning, as often as an application wants to read it."""
        parts: list[Message] = [{"type": "http.request", "body": self.body, "more_body": False}]

        async def receive() -> Message:
            return parts.pop() if parts else await self.receive()

        return receive

    async def _left(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
