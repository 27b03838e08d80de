"""What the tiles of this scene say, worked out from frames alone: no Dash, no warehouse, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from dashboards import words
from dashboards.messages import _
from dashboards.place import Unit, day_of
from dashboards.readings import Reading, find, readings
from dashboards.screens.wall.need import LIST_ROWS

DIGITAL = ("online_share", "online_payment_share", "digitised_share", "electronic_result_share", "data_reuse_share")
ELSEWHERE = "overdue_forwarded"
GUARDS = ("returned_share", "repeat_supplement_share", "overdue_without_apology")


@dataclass(frozen=True)
class Place:
    """One agency in one field of its work: where something is slow. `reading` is judged as a unit's is."""

    agency_code: str
    agency: str
    field_code: str
    field: str
    reading: Reading


def most_first(among: Iterable[Reading], indicator: str, unit_codes: Iterable[str]) -> tuple[Reading, ...]:
    """The readings of a count, the largest first, those of nothing left out."""
    chosen = set(unit_codes)
    parts = [
        each for each in among if each.indicator == indicator and each.unit_code in chosen and (each.value or 0) > 0
    ]
    return tuple(sorted(parts, key=lambda part: (-(part.value or 0), part.unit_code)))


def beside_list(total: Reading, listed: Iterable[Reading]) -> int:
    """What of a total the listed parts do not hold."""
    return int(total.value or 0) - sum(int(part.value or 0) for part in listed)


def elsewhere(among: tuple[Reading, ...], unit: Unit, held: pd.DataFrame) -> Reading | None:
    """What other agencies hold past due: of an area as published; of a commune, where it is known, what it took in.

    `held` are the rows of queries/held_elsewhere. It is known where the commune's own dossiers are.
    """
    if unit.kind == "area":
        return find(among, ELSEWHERE, unit.code)
    if find(among, "overdue_open", unit.code).value is None or held["is_unsure"].any():
        return None
    count = int(held["dossiers"].sum())
    return Reading(f"{ELSEWHERE}:received", unit.code, unit.short_name, words.number(count), Decimal(count))


def portal_note(frame: pd.DataFrame) -> str:
    """What the national portal counts beyond our rows, from the row of procedures/portal; nothing without one."""
    if frame.empty:
        return ""
    return _(
        "The national public service portal counts {count} more in month {month}",
        count=words.number(int(frame.iloc[0]["difference"])),
        month=day_of(frame.iloc[0]["month_start"]).month,
    )


def slowest(frame: pd.DataFrame, minimum_n: int) -> tuple[Place, ...]:
    """The places of a judged queries/agency_fields with a large enough sample, the lowest share first, at most five."""
    shown = frame[frame["state"] == "shown"].sort_values(["value", "agency_code", "field_code"]).head(LIST_ROWS)
    described = shown.assign(
        indicator="on_time_share", unit_code=shown["agency_code"], unit_name_vi=shown["agency_name_vi"], unit_vi="%",
        minimum_n=minimum_n,
    )  # fmt: skip
    names = shown[["agency_code", "agency_name_vi", "field_code", "field_name_vi"]].to_dict("records")
    return tuple(
        Place(row["agency_code"], row["agency_name_vi"], row["field_code"], row["field_name_vi"], reading)
        for row, reading in zip(names, readings(described), strict=True)
    )


def beyond_target(among: Iterable[Reading]) -> tuple[Reading, ...]:
    """The readings of a share that should be low, which is above its target."""
    return tuple(
        each
        for each in among
        if each.value is not None and each.target_value is not None and float(each.value) > each.target_value
    )


def target_span(among: Iterable[Reading]) -> str:
    """The lowest and the highest of several targets: "80–100%"; one where they agree, nothing without any."""
    targets = sorted({each.target_value for each in among if each.target_value is not None})
    if not targets:
        return ""
    highest = words.target(targets[-1], is_share=True)
    return highest if len(targets) == 1 else f"{words.target(targets[0], is_share=True).rstrip('%')}–{highest}"
