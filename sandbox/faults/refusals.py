"""Days on which the source does not answer the question: it refuses, breaks down, or says nothing."""

from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from email.utils import format_datetime

from sandbox.answers import error_answer
from sandbox.faults.fault import Fault
from sandbox.faults.visit import Visit

HTML = "<!DOCTYPE html><html><head><title>Bảo trì</title></head><body>Hệ thống đang bảo trì.</body></html>"


async def expire_tokens(fault: Fault, visit: Visit) -> None:
    """Every token ends before this request is looked at: 401."""
    visit.behind.tokens.expire()
    await visit.pass_on()


async def too_many_requests(fault: Fault, visit: Visit) -> None:
    """429 with Retry-After in seconds."""
    headers = {"Retry-After": str(fault.retry_after_s)}
    await visit.refuse(error_answer(429, "Too Many Requests", "Vượt quá số lượt gọi cho phép", headers))


async def too_many_requests_until(fault: Fault, visit: Visit) -> None:
    """429 with Retry-After as a date of the source's own clock."""
    clock = visit.behind.clock().astimezone(UTC)
    until = clock + timedelta(seconds=fault.retry_after_s)
    headers = {"Retry-After": format_datetime(until, usegmt=True), "Date": format_datetime(clock, usegmt=True)}
    await visit.refuse(error_answer(429, "Too Many Requests", "Vượt quá số lượt gọi cho phép", headers))


def breaking_down(status: int, error: str, message: str) -> Callable[[Fault, Visit], Awaitable[None]]:
    """A kind that answers with this status and a Spring-like body."""

    async def refuse(fault: Fault, visit: Visit) -> None:
        await visit.refuse(error_answer(status, error, message))

    return refuse


async def html_page(fault: Fault, visit: Visit) -> None:
    """A page for people, with status 200, as gateways send on days of maintenance."""
    answer = await visit.answer()
    answer.status, answer.body = 200, HTML.encode()
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    await visit.say(answer)


async def hang(fault: Fault, visit: Visit) -> None:
    """Nothing for `seconds`, then the answer, if anybody still waits for it."""
    await visit.wait(fault.seconds)
    await visit.pass_on()
