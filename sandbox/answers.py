"""Answers in the shapes that Spring gives them: pages, slices and errors as JSON, with the source's own date."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, TypeAlias

import orjson
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Record: TypeAlias = dict[str, Any]


def json_answer(content: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """`content` as a JSON answer."""
    return Response(orjson.dumps(content), status, headers, "application/json")


def error_answer(status: int, error: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """An error with its name and a sentence."""
    return json_answer({"status": status, "error": error, "message": message}, status, headers)


def page_of(rows: list[Record], page: int, size: int, total: int, is_counted: bool) -> Record:
    """One page (`page` from 0, `size` rows at most) of `total`: a Spring page if counted, else a slice."""
    is_last = (page + 1) * size >= total
    record: Record = {
        "content": rows,
        "pageable": {"pageNumber": page, "pageSize": size, "offset": page * size, "paged": True, "unpaged": False},
        "number": page,
        "size": size,
        "numberOfElements": len(rows),
        "first": page == 0,
        "last": is_last,
        "empty": not rows,
    }
    if is_counted:
        record |= {"totalPages": -(-total // size), "totalElements": total}
    return record


class DateMiddleware:
    """Writes the source's clock into every answer that does not say another date."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app, self._now = app, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer, with a Date header."""

        async def send_dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).setdefault(
                    "Date", format_datetime(self._now().astimezone(UTC), usegmt=True)
                )
            await send(message)

        await self._app(scope, receive, send_dated)
