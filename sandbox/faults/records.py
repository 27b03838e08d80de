"""Days on which the answer is whole and its records are not: spoilt, repeated, or edited while they are being read."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import orjson
from starlette.datastructures import QueryParams

from sandbox.answers import Record
from sandbox.faults.fault import Fault
from sandbox.faults.visit import Visit
from sandbox.one_stop.query import bounds

UNKNOWN_STATUS = 77
INSTANT = "%Y-%m-%dT%H:%M:%S.000+0000"
A_WEEK = timedelta(days=7)


def spoiling(spoil: Callable[[Fault, Record], None]) -> Callable[[Fault, Visit], Awaitable[None]]:
    """A kind that spoils the first `rows` records of a page (0: all), each in its place."""

    async def send_spoilt(fault: Fault, visit: Visit) -> None:
        answer, page = await visit.page()
        for record in _records(page)[: fault.rows or None]:
            spoil(fault, record)
            visit.codes.append(str(record.get("code")))
        answer.body = orjson.dumps(page)
        await visit.say(answer)

    return send_spoilt


def unknown_status(fault: Fault, record: Record) -> None:
    """A status that no list holds."""
    record["dossierStatus"] = {"id": UNKNOWN_STATUS}


def missing_field(fault: Fault, record: Record) -> None:
    """Without `field`."""
    record.pop(fault.field, None)


def extra_field(fault: Fault, record: Record) -> None:
    """With a field that nobody agreed on."""
    record["priorityNote"] = {"level": 3, "text": "Hồ sơ ưu tiên"}


def null_due_date(fault: Fault, record: Record) -> None:
    """Without a due date."""
    record["appointmentDate"] = None


def closed_before_received(fault: Fault, record: Record) -> None:
    """Finished a week before it was accepted."""
    accepted = datetime.fromisoformat(record.get("acceptedDate") or record["appliedDate"])
    record["acceptedDate"] = accepted.strftime(INSTANT)
    record["completedDate"] = (accepted - A_WEEK).strftime(INSTANT)
    record["dossierStatus"] = {"id": 9}


def wrong_clock(fault: Fault, record: Record) -> None:
    """Stamped `seconds` ahead (or behind)."""
    if record.get("updatedDate"):
        stamped = datetime.fromisoformat(record["updatedDate"]) + timedelta(seconds=fault.seconds)
        record["updatedDate"] = stamped.strftime(INSTANT)


async def clock_skew(fault: Fault, visit: Visit) -> None:
    """The source's clock `seconds` ahead (or behind), in the Date header and in the stamps of `rows` records."""
    answer, page = await visit.page()
    for record in _records(page)[: fault.rows or None]:
        wrong_clock(fault, record)
        visit.codes.append(str(record.get("code")))
    shown = visit.behind.clock() + timedelta(seconds=fault.seconds)
    answer.headers["Date"] = format_datetime(shown.astimezone(UTC), usegmt=True)
    answer.body = orjson.dumps(page)
    await visit.say(answer)


async def page_repeated(fault: Fault, visit: Visit) -> None:
    """The records of the page before, under the number of the one that was asked for."""
    asked = dict(QueryParams(visit.query))
    before = str(max(0, int(asked.get("page", "0")) - 1))
    answer, page = await visit.page()
    _, repeated = await visit.page(query_string=str(QueryParams(asked | {"page": before})).encode())
    answer.body = orjson.dumps(page | {"content": repeated.get("content")})
    await visit.say(answer)


async def record_changed(fault: Fault, visit: Visit) -> None:
    """The last `rows` dossiers of the list change now: unread ones move to where the reader has already been."""
    for code in _listed(visit)[-fault.rows :]:
        visit.behind.register.touch(code)
        visit.codes.append(code)
    await visit.pass_on()


async def record_deleted(fault: Fault, visit: Visit) -> None:
    """The first `rows` dossiers of the list vanish: those behind them move up, across the edge of a page."""
    for code in _listed(visit)[: fault.rows]:
        visit.behind.register.delete(code)
        visit.codes.append(code)
    await visit.pass_on()


def _records(page: dict[str, Any]) -> list[Record]:
    """The records of a page, of whichever source it is."""
    data = page.get("data")
    found = data.get("evaluation") if isinstance(data, dict) else page.get("content")
    return found if isinstance(found, list) else []


def _listed(visit: Visit) -> list[str]:
    places = visit.behind.register.find(bounds(QueryParams(visit.query)))
    return [str(record["code"]) for record in visit.behind.register.records(places)]
