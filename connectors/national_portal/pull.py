"""Brings and reads the national portal's totals: one question a month, answered with a row for each department."""

import itertools
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from config import clock
from connectors.kit.errors import ContractBroken
from connectors.kit.http import SourceClient
from connectors.kit.landing import Window
from connectors.kit.pages import RawPage, unreadable

SOURCE = "national_portal"
PARSER_VERSION = "1"
SERVICE_RESULTS = "api/v1/reporting/evaluation/service-results"
# The department whose children are asked for: the province.
ROOT_DEPARTMENT = "H48"
MONTHS = 12


def fetch(stream: str, window: Window, client: SourceClient) -> Iterator[RawPage]:
    """The totals of the last twelve months, the oldest first, each with its departments page by page."""
    for month in _months(clock.today()):
        for number in itertools.count(1):
            asked = {
                "timeType": "month",
                "year": month.year,
                "month": month.month,
                "departmentType": "ADMINISTRATIVE_UNIT",
                "rootDepartmentId": ROOT_DEPARTMENT,
                "currentPage": number,
                "pageSize": client.limits.page_size,
            }
            page = client.post(SERVICE_RESULTS, asked, stream=stream, window=window, read=partial(_page, stream, month))
            yield page
            if len(_rows(stream, page)) < client.limits.page_size:
                break


def count(stream: str, window: Window, client: SourceClient) -> int | None:
    """The portal has no total of its rows."""
    return None


def newest(stream: str, client: SourceClient, not_after: datetime) -> datetime | None:
    """The portal does not say when it counted."""
    return None


def parse(table: str, page: RawPage) -> Iterator[Mapping[str, Any]]:
    """The rows of a page, each with the year and month that the page says it is of."""
    month = _month(table, page)
    for row in _rows(table, page):
        yield {**row, "year": month.year, "month": month.month}


def identity(record: Mapping[str, Any]) -> object:
    """A department's total of a month."""
    return (record.get("departmentCode"), record.get("year"), record.get("month"))


def _months(today: date) -> list[date]:
    first = today.replace(day=1)
    months = [first]
    while len(months) < MONTHS:
        first = (first - timedelta(days=1)).replace(day=1)
        months.append(first)
    return months[::-1]


def _page(stream: str, month: date, body: bytes) -> RawPage:
    """A body with rows of the month asked for. Raises `ContractBroken`."""
    page = RawPage(body)
    _rows(stream, page)
    if _month(stream, page) != month:
        sentence = f"Cổng trả số liệu của tháng khác với tháng {month:%m/%Y} được hỏi; đợt này không được lưu. "
        raise ContractBroken(f"{sentence}Hãy xem lại tham số month trong pull.py", source=SOURCE, stream=stream)
    return page


def _month(stream: str, page: RawPage) -> date:
    try:
        overview = page.document["data"]["overview"]
        return date(overview["year"], overview["month"], 1)
    except (ValueError, KeyError, TypeError):
        raise unreadable(page, source=SOURCE, stream=stream) from None


def _rows(stream: str, page: RawPage) -> list[dict[str, Any]]:
    """The rows of an answer. Raises `ContractBroken`, without quoting what came instead."""
    try:
        document = page.document
        rows = document["data"]["evaluation"] if document["code"] == "OK" else None
    except (ValueError, KeyError, TypeError):
        rows = None
    if isinstance(rows, list) and all(isinstance(row, dict) for row in rows):
        return rows
    raise unreadable(page, source=SOURCE, stream=stream)
