"""The portal's addresses below /national_portal: totals by commune and month, which everybody may read.

The portal counts what truly happened: ministries' systems report to it directly, not by way of the province's copies.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.answers import Record, json_answer
from sandbox.one_stop.catalogue import Agency, agencies
from sandbox.one_stop.counts import MonthlyCount, monthly_counts
from sandbox.one_stop.district import District

SERVICE_RESULTS = "/api/v1/reporting/evaluation/service-results"
PROVINCE = "H48"
LARGEST_PAGE = 200
# The portal counts anew every quarter of an hour.
COUNTED_EVERY_S = 900


class QuestionUnreadable(ValueError):
    """A question that the portal would answer with 400."""


@dataclass(frozen=True)
class Question:
    """Which month is asked for, by its first day, below which department, and which rows of the answer."""

    month: date
    root: str
    rows: slice


class Portal:
    """The totals of a district at the present of `clock`."""

    def __init__(self, district: District, clock: Callable[[], datetime]) -> None:
        self._district, self._clock = district, clock
        self._counted = lru_cache(maxsize=2)(self._count)

    def routes(self) -> list[Route]:
        """The routes, relative to the portal's own base address."""
        return [Route(SERVICE_RESULTS, self.service_results, methods=["POST"])]

    async def service_results(self, request: Request) -> Response:
        """A page of the totals of one month, and the month they are of."""
        try:
            asked = _question(await request.body())
        except QuestionUnreadable as error:
            return json_answer({"code": "BAD_REQUEST", "message": str(error)}, 400)
        counted = self._counted(int(self._clock().timestamp()) // COUNTED_EVERY_S * COUNTED_EVERY_S)
        year, month = asked.month.year, asked.month.month
        rows = [_row(seat, counted.get((seat.unit_code, year, month))) for seat in _seats(asked)[asked.rows]]
        overview = {"departmentCode": asked.root, "timeType": "month", "year": year, "month": month}
        return json_answer({"code": "OK", "data": {"overview": overview, "evaluation": rows}})

    def _count(self, instant: int) -> Mapping[tuple[str, int, int], MonthlyCount]:
        counts = monthly_counts(self._district.until(instant), instant)
        return {(each.agency_unit_code, each.year, each.month): each for each in counts}


def _question(body: bytes) -> Question:
    try:
        asked: dict[str, Any] = orjson.loads(body)
        year, month, page, size = (int(asked[name]) for name in ("year", "month", "currentPage", "pageSize"))
        first_day = date(year, month, 1)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise QuestionUnreadable("Yêu cầu thiếu hoặc sai tham số") from error
    if asked.get("timeType") != "month" or asked.get("departmentType") != "ADMINISTRATIVE_UNIT":
        raise QuestionUnreadable("Chỉ nhận timeType month và departmentType ADMINISTRATIVE_UNIT")
    if page < 1 or not 1 <= size <= LARGEST_PAGE:
        raise QuestionUnreadable(f"currentPage từ 1, pageSize từ 1 đến {LARGEST_PAGE}")
    return Question(first_day, str(asked.get("rootDepartmentId")), slice((page - 1) * size, page * size))


def _seats(asked: Question) -> list[Agency]:
    """The communes' own agencies in that month, where the root is the province; no other root is known here."""
    day = asked.month.isoformat()
    return [
        row
        for row in agencies().rows
        if asked.root == PROVINCE
        and row.kind == "commune"
        and row.valid_from <= day
        and (not row.valid_to or day <= row.valid_to)
    ]


def _row(seat: Agency, count: MonthlyCount | None) -> Record:
    received, resolved, on_time = (count.received, count.resolved, count.on_time) if count else (0, 0, 0)
    return {
        "departmentId": f"{seat.code}-{seat.unit_code}",
        "departmentCode": seat.code,
        "departmentName": seat.name_vi,
        "ratio": round(on_time / received, 4) if received else None,
        "metrics": [],
        "totalReceived": received,
        "totalCompleted": resolved,
        "totalOnTime": on_time,
    }
