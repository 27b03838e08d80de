"""Reads the parameters of a search as the one-stop system does: strictly, and with a sentence where it cannot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.one_stop.lives import Step
from sandbox.one_stop.register import Bound

LARGEST_PAGE, USUAL_PAGE = 500, 20
FILTERS = {"accepted": Step.ACCEPTED, "applied": Step.APPLIED}
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000")


class ParameterUnreadable(ValueError):
    """A parameter that the source would answer with 400."""


@dataclass(frozen=True)
class Paging:
    """Which page is asked for (from 0), how many rows it holds, and whether the total is wanted (`spec=page`)."""

    page: int
    size: int
    is_counted: bool


def paging(parameters: Mapping[str, str]) -> Paging:
    """Read `page`, `size` (1 to 500), `spec` and `sort`; raises `ParameterUnreadable`."""
    page, size = _whole(parameters, "page", 0), _whole(parameters, "size", USUAL_PAGE)
    if page < 0 or not 1 <= size <= LARGEST_PAGE:
        raise ParameterUnreadable(f"page phải từ 0, size phải từ 1 đến {LARGEST_PAGE}; nhận được {page} và {size}")
    spec = parameters.get("spec", "page")
    if spec not in ("page", "slice"):
        raise ParameterUnreadable(f"spec phải là page hoặc slice; nhận được {spec!r}")
    return Paging(page, size, spec == "page")


def bounds(parameters: Mapping[str, str]) -> tuple[Bound, ...]:
    """Read the `-from` and `-to` filters and the order of a dossier search; raises `ParameterUnreadable`."""
    order = parameters.get("sort", "updatedDate,desc")
    if order != "updatedDate,desc":
        raise ParameterUnreadable(f"sort chỉ nhận updatedDate,desc; nhận được {order!r}")
    read = (
        Bound(step, _instant(parameters, f"{name}-from"), _instant(parameters, f"{name}-to"))
        for name, step in FILTERS.items()
    )
    return tuple(bound for bound in read if bound.start is not None or bound.end is not None)


def _whole(parameters: Mapping[str, str], name: str, usual: int) -> int:
    text = parameters.get(name, str(usual))
    if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
        raise ParameterUnreadable(f"{name} phải là số nguyên; nhận được {text!r}")
    return int(text)


def _instant(parameters: Mapping[str, str], name: str) -> int | None:
    """Epoch milliseconds. A plus sign that was not percent-encoded arrives as a blank and is refused."""
    text = parameters.get(name)
    if text is None:
        return None
    try:
        if not INSTANT.fullmatch(text):
            raise ValueError(text)
        return round(datetime.fromisoformat(text).timestamp() * 1000)
    except ValueError as error:
        raise ParameterUnreadable(f"{name} phải có dạng yyyy-MM-dd'T'HH:mm:ss.SSS+0000; nhận được {text!r}") from error
