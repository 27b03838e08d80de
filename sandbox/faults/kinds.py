"""All kinds of faults by name, as they are asked for, one by one or in a seeded mixture."""

import random
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sandbox.faults import records, refusals, wire
from sandbox.faults.fault import Fault, FaultUnreadable
from sandbox.faults.visit import Visit

Kind: TypeAlias = Callable[[Fault, Visit], Awaitable[None]]

FAULTS: Mapping[str, Kind] = MappingProxyType(
    {
        "expire_tokens": refusals.expire_tokens,
        "too_many_requests": refusals.too_many_requests,
        "too_many_requests_until": refusals.too_many_requests_until,
        "server_error": refusals.breaking_down(500, "Internal Server Error", "Lỗi hệ thống"),
        "bad_gateway": refusals.breaking_down(502, "Bad Gateway", "Cổng không liên lạc được với hệ thống"),
        "unavailable": refusals.breaking_down(503, "Service Unavailable", "Hệ thống tạm ngừng phục vụ"),
        "html_page": refusals.html_page,
        "hang": refusals.hang,
        "slow_drip": wire.slow_drip,
        "truncated_json": wire.truncated_json,
        "wrong_charset": wire.wrong_charset,
        "gzip_bomb": wire.gzip_bomb,
        "clock_skew": records.clock_skew,
        "page_repeated": records.page_repeated,
        "record_changed": records.record_changed,
        "record_deleted": records.record_deleted,
        "unknown_status": records.spoiling(records.unknown_status),
        "missing_field": records.spoiling(records.missing_field),
        "extra_field": records.spoiling(records.extra_field),
        "null_due_date": records.spoiling(records.null_due_date),
        "closed_before_received": records.spoiling(records.closed_before_received),
    }
)
SEARCH_PATH = "/one_stop/pa/dossier/search"
MIXED_OVER = 30


def read_faults(wanted: object) -> list[Fault]:
    """Faults from the JSON of `POST /admin/faults`, an object or a list of them; raises `FaultUnreadable`."""
    asked: list[object] = wanted if isinstance(wanted, list) else [wanted]
    if not asked:
        raise FaultUnreadable("danh sách lỗi trống")
    return [_read(each) for each in asked]


def mixed(seed: int, count: int) -> list[Fault]:
    """`count` faults of any kind over the first dozens of searches of a pull: the same for the same seed."""
    chance = random.Random(seed)
    return [
        Fault(
            kind=chance.choice(list(FAULTS)),
            times=chance.randint(1, 2),
            path=SEARCH_PATH,
            after=chance.randrange(MIXED_OVER),
            seconds=chance.choice((0.2, 0.9, 3600.0)),
            rows=chance.randint(1, 3),
        )
        for _ in range(count)
    ]


def _read(wanted: object) -> Fault:
    if not isinstance(wanted, dict):
        raise FaultUnreadable("yêu cầu lỗi phải là một đối tượng JSON, hoặc danh sách đối tượng")
    try:
        fault = Fault(**wanted)
    except TypeError as error:
        raise FaultUnreadable(f"không đọc được yêu cầu lỗi: {error}") from error
    if fault.kind not in FAULTS:
        raise FaultUnreadable(f"kind phải là một trong {sorted(FAULTS)}; nhận được {fault.kind!r}")
    return fault
