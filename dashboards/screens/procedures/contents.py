"""What the page shows for a view, read from one snapshot: the period, the unit, its figures, its rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboards.readings import Reading, readings
from dashboards.screens.procedures.view import FORMER_AREA, NotUnderstood, View
from warehouse.reader import Scope, Snapshot, query

PAGE_ROWS = 100
SORTABLE = frozenset({"received_date", "due_date", "resolved_date", "agency_name_vi", "procedure_name_vi"})


@dataclass(frozen=True)
class Period:
    """A period as marts.period has it."""

    name_vi: str
    start: date
    end: date
    cutoff: date
    is_open: bool


@dataclass(frozen=True)
class Unit:
    """The unit that the view's code means in its period and basis."""

    code: str
    valid_from: date
    kind: str
    name_vi: str
    parent_code: str | None


@dataclass(frozen=True)
class Contents:
    """One view with all that its page needs; `definitions` is {indicator: (name, definition)}."""

    view: View
    snapshot: Snapshot
    periods: tuple[Period, ...]
    period: Period
    unit: Unit
    figures: tuple[Reading, ...]
    unit_kinds: dict[str, str]
    definitions: dict[str, tuple[str, str]]


def read_contents(view: View, snapshot: Snapshot) -> Contents:
    """Everything behind a view. Raises `NotUnderstood` for a period or unit that the snapshot does not know."""
    periods = tuple(_period(row) for row in _rows("procedures/periods", snapshot, grain=view.grain))
    if not periods:
        raise NotUnderstood("Chưa có kỳ nào có đủ số liệu cho loại kỳ này; chọn loại kỳ khác.")
    period = next((each for each in periods if view.start in (None, each.start)), None)
    if period is None:
        raise NotUnderstood(f"Không có số liệu của kỳ bắt đầu ngày {view.start:%d/%m/%Y}; chọn kỳ khác.")
    unit = _unit(view, period, snapshot)
    frame = query("procedures/figures", scope=Scope.everything(), snapshot=snapshot.id, **_asked(view, period, unit))
    return Contents(
        view=view.but(start=period.start),
        snapshot=snapshot,
        periods=periods,
        period=period,
        unit=unit,
        figures=readings(frame),
        unit_kinds={str(row["unit_code"]): str(row["unit_kind"]) for row in frame.to_dict("records")},
        definitions={
            str(row["indicator"]): (str(row["name_vi"]), str(row["definition_vi"])) for row in frame.to_dict("records")
        },
    )


def rows_behind(contents: Contents, measure: str, offset: int, sort: str, *, descending: bool) -> tuple[pd.DataFrame, int]:
    """One page of the dossiers behind a figure, and how many there are in all."""
    frame = query(
        "procedures/dossiers",
        scope=Scope.everything(),
        snapshot=contents.snapshot.id,
        basis=contents.view.basis,
        unit=contents.unit.code,
        unit_from=contents.unit.valid_from,
        start=contents.period.start,
        cutoff=contents.period.cutoff,
        measure=measure,
        sort=sort if sort in SORTABLE else "received_date",
        descending=descending,
        limit=PAGE_ROWS,
        offset=offset,
    )
    return frame.drop(columns="row_total"), int(frame["row_total"].iloc[0]) if len(frame) else 0


def dossier(code: str, snapshot: Snapshot) -> tuple[dict[str, Any], pd.DataFrame, pd.DataFrame]:
    """One dossier, its versions and its findings. Raises `NotUnderstood` where there is none of that code."""
    found = _rows("procedures/dossier", snapshot, dossier=code)
    if not found:
        raise NotUnderstood(f"Không có hồ sơ mang mã “{code}” trong bản số liệu này.")
    scope = Scope.everything()
    versions = query("procedures/versions", scope=scope, snapshot=snapshot.id, dossier=code)
    findings = query("procedures/findings", scope=scope, snapshot=snapshot.id, dossier=code)
    return found[0], versions, findings


def _asked(view: View, period: Period, unit: Unit) -> dict[str, object]:
    asked = {"basis": view.basis, "grain": view.grain, "start": period.start}
    return asked | {"unit": unit.code, "unit_from": unit.valid_from}


def _unit(view: View, period: Period, snapshot: Snapshot) -> Unit:
    found = _rows("procedures/unit", snapshot, unit=view.unit, basis=view.basis, start=period.start, end=period.end)
    if not found:
        raise NotUnderstood(
            f"Đơn vị mã “{view.unit}” không có trong kỳ này theo cách tính đã chọn. Trước 01/7/2025 theo đơn vị cũ, "
            f"hãy xem huyện Bình Sơn (cũ), mã {FORMER_AREA}; kỳ đi qua ngày 01/7/2025 chỉ có theo 5 xã mới."
        )
    row = found[0]
    parent = None if pd.isna(row["parent_code"]) else str(row["parent_code"])
    return Unit(row["unit_code"], _day(row["unit_from"]), row["unit_kind"], row["name_vi"], parent)


def _rows(name: str, snapshot: Snapshot, **asked: object) -> list[dict[str, Any]]:
    frame = query(name, scope=Scope.everything(), snapshot=snapshot.id, **asked)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _period(row: dict[str, Any]) -> Period:
    dates = (_day(row[name]) for name in ("period_start", "period_end", "cutoff_date"))
    return Period(row["name_vi"], *dates, bool(row["is_open"]))


def _day(value: pd.Timestamp) -> date:
    return value.date()
