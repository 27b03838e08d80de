"""Small groups of persons hidden a second time, and an attacker who tries to have the hidden numbers back.

Rule H10: a count of 1 to 9 is hidden, of those counted or of those not counted; with it the smallest of its siblings,
until two or more are hidden and together they are none or ten.
"""

from collections.abc import Collection, Mapping

import pandas

LEAST = 10


def is_small(count: int, least: int = LEAST) -> bool:
    """Whether a number of persons may not be told."""
    return 0 < count < least


def hidden(counts: Mapping[str, int], populations: Mapping[str, int] | None = None, least: int = LEAST) -> set[str]:
    """Which siblings may not be told where their total is; `populations` are what the counts are counted of."""
    rest = {name: populations[name] - count for name, count in counts.items()} if populations else {}
    found = {name for name, count in counts.items() if is_small(count, least) or is_small(rest.get(name, 0), least)}
    others = sorted((count, name) for name, count in counts.items() if name not in found)
    while found and others and not _is_safe(found, counts, rest, least):
        found.add(others.pop(0)[1])
    return found


def possible(
    published: Mapping[str, int | None], total: int | None, populations: Mapping[str, int] | None = None
) -> dict[str, tuple[int, int]]:
    """The (least, most) that each hidden sibling may have, by what is published of the others and of the total."""
    unknown = [name for name, count in published.items() if count is None]
    most = {name: populations[name] if populations else 10**9 for name in unknown}
    if total is None:
        return {name: (0, most[name]) for name in unknown}
    left = total - sum(count for count in published.values() if count is not None)
    return {
        name: (max(0, left - sum(most[other] for other in unknown if other != name)), min(most[name], left))
        for name in unknown
    }


def had_back(bounds: Mapping[str, tuple[int, int]], least: int = LEAST) -> list[str]:
    """The siblings of which an attacker knows the very number, or that it is small."""
    return [name for name, (low, high) in bounds.items() if low == high or (low > 0 and high < least)]


def had_back_over_nights(nights: Collection[pandas.Series], least: int = LEAST) -> list[str]:
    """The groups that were told on some nights and hidden on others while neither they nor their total had changed.

    Each night is a series {group: count or NA} with the total under "total".
    """
    told: dict[tuple[str, int], int] = {}
    found: list[str] = []
    for night in nights:
        for group, count in night.drop("total").items():
            key = (str(group), int(night["total"]))
            if pandas.notna(count):
                told[key] = int(count)
            elif key in told and is_small(told[key], least):
                found.append(str(group))
    return found


def _is_safe(found: set[str], counts: Mapping[str, int], rest: Mapping[str, int], least: int) -> bool:
    together = sum(counts[name] for name in found)
    left = sum(rest.get(name, least) for name in found)
    return len(found) > 1 and not is_small(together, least) and not is_small(left, least)
