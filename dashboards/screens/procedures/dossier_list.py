"""The rows behind one number: sorted and cut into pages by the warehouse, so that a hundred thousand are no burden."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from dash import dcc, html
from dash_ag_grid import AgGrid  # type: ignore[import-untyped]

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.readings import Reading, find, readings
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.place import SCOPE, Place, day_of
from warehouse.reader import query

ROWS_PER_REQUEST = 100
# What each list must add up to: an indicator, and which of its parts.
COUNTED_BY = {
    "received": ("dossiers_received", "numerator"),
    "online": ("online_share", "numerator"),
    "resolved": ("dossiers_resolved", "numerator"),
    "on_time": ("on_time_share", "numerator"),
    "returned": ("returned_share", "numerator"),
    "missing_due_date": ("missing_due_date_share", "numerator"),
    "open": ("overdue_open", "denominator"),
    "overdue": ("overdue_open", "numerator"),
}
# Field, title, least width in pixels, and how much of the room that is left it takes.
COLUMNS = (
    ("dossier_code", "Mã hồ sơ", 216, 0),
    ("procedure_name_vi", "Thủ tục", 240, 3),
    ("agency_name_vi", "Cơ quan giải quyết", 240, 3),
    ("received_date", "Tiếp nhận", 112, 0),
    ("due_date", "Hẹn trả", 112, 0),
    ("resolved_date", "Kết thúc", 112, 0),
    ("lateness", "So với hạn", 208, 0),
    ("status_name_vi", "Trạng thái hiện nay", 160, 1),
)
WORST_FIRST = frozenset({"late", "overdue", "elsewhere"})
LOCALE = {
    "loadingOoo": "Đang đọc…",
    "noRowsToShow": "Không có hồ sơ nào",
    "ariaSortableColumn": "Bấm Enter để sắp xếp",
}


def dossier_list(place: Place) -> list[Any]:
    """How many dossiers there are, whether that is the number they stand for, and the table."""
    frame = _rows(_asked(place), limit=1, offset=0, sort="dossier_code", descending=False)
    total = 0 if frame.empty else int(frame.iloc[0]["total"])
    values = query(
        "procedures/values", scope=SCOPE, snapshot=place.snapshot.id, grain=place.period.grain,
        period_start=place.period.start, **place.asked,
    )  # fmt: skip
    return [
        html.P(
            [html.Strong(f"{words.number(total)} hồ sơ", id="dossier-count", **attributes(data_count=str(total))),
             adds_up(place.view.measure, total, readings(values), place.unit.code)],
            className="adds-up",
        ),
        html.P(dcc.Link("Về số liệu tổng hợp", href=place.view.link(measure=""), className="button")),
        dcc.Store(id="dossiers-of", data=_asked(place)),
        html.P(id="dossiers-notice", role="alert"),
        _grid(place.view.measure) if total else html.P("Không có hồ sơ nào.", className="empty-to-do"),
    ]  # fmt: skip


def adds_up(measure: str, total: int, among: tuple[Reading, ...], unit_code: str) -> str:
    """Whether `total` rows are what the indicator counted, in words; empty for a list that no indicator counts."""
    late = measure == "late"
    if measure not in COUNTED_BY and not late:
        return ""
    indicator, part = ("on_time_share", "denominator") if late else COUNTED_BY[measure]
    reading = find(among, indicator, unit_code)
    counted = getattr(reading, part) or 0
    counted -= (reading.numerator or 0) if late else 0
    if total == counted:
        return ", đúng bằng số trên màn hình và trong báo cáo."
    return f"; chỉ tiêu đếm {words.number(counted)}. Hai số lệch nhau: báo người quản trị."


def rows_for(request: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """One block of the table, in the shape that the grid asks for: {rowData, rowCount}."""
    start, end = int(request["startRow"]), int(request["endRow"])
    order = request.get("sortModel") or [{"colId": "dossier_code", "sort": "asc"}]
    frame = _rows(asked, limit=end - start, offset=start, sort=order[0]["colId"], descending=order[0]["sort"] == "desc")
    link = View(**asked["view"])
    rows = [_row(row, link) for row in frame.to_dict("records")]
    return {"rowData": rows, "rowCount": int(frame.iloc[0]["total"]) if rows else start}


def lateness(row: Mapping[Any, Any]) -> str:
    """How a dossier stands against its due date, in words."""
    if row["resolution"] == "returned":
        return "trả lại, rút"
    if pd.isna(row["due_date"]):
        return "không có ngày hẹn trả"
    days = int(row["working_days_past_due"])
    is_finished = not pd.isna(row["resolved_date"])
    if row["resolution"] == "late" or (not is_finished and row["is_overdue"]):
        return words.late_by(days) if days else "chậm, chưa đủ 1 ngày làm việc"
    if days == 0:
        return "đúng hạn" if is_finished else "đến hạn hôm nay"
    left = words.number(abs(days))
    return f"trước hạn {left} ngày làm việc" if is_finished else f"còn {left} ngày làm việc"


def _asked(place: Place) -> dict[str, Any]:
    """What the browser sends back with each request for rows; the same snapshot as the page."""
    view = place.view
    return {
        "snapshot": place.snapshot.id,
        "unit_from": place.unit.valid_from.isoformat(),
        "start": place.period.start.isoformat(),
        "cutoff": place.period.cutoff.isoformat(),
        "view": {
            "unit": view.unit, "basis": view.basis, "grain": view.grain, "start": place.period.start.isoformat(),
            "measure": view.measure,
        },
    }  # fmt: skip


def _rows(asked: Mapping[str, Any], *, limit: int, offset: int, sort: str, descending: bool) -> pd.DataFrame:
    view = asked["view"]
    return query(
        "procedures/dossiers",
        scope=SCOPE,
        snapshot=asked["snapshot"],
        unit=view["unit"],
        basis=view["basis"],
        measure=view["measure"],
        unit_from=date.fromisoformat(asked["unit_from"]),
        start=date.fromisoformat(asked["start"]),
        cutoff=date.fromisoformat(asked["cutoff"]),
        sort=sort,
        descending=descending,
        row_limit=min(limit, ROWS_PER_REQUEST),
        row_offset=offset,
    )


def _row(row: Mapping[Any, Any], view: View) -> dict[str, str]:
    dates = {
        name: "" if pd.isna(row[name]) else words.day(day_of(row[name]))
        for name in ("received_date", "due_date", "resolved_date")
    }
    texts = {name: row[name] or "" for name in ("procedure_name_vi", "agency_name_vi", "status_name_vi")}
    code = row["dossier_code"]
    return dates | texts | {"dossier_code": f"[{code}]({view.link(dossier=code)})", "lateness": lateness(row)}


def _grid(measure: str) -> AgGrid:
    columns: list[dict[str, Any]] = [
        {"field": field, "headerName": title, "width": width, "minWidth": width, "tooltipField": field}
        | ({"flex": flex} if flex else {})
        | ({"sort": "desc"} if field == "lateness" and measure in WORST_FIRST else {})
        for field, title, width, flex in COLUMNS
    ]
    columns[0] |= {"cellRenderer": "markdown", "tooltipField": None}
    return AgGrid(
        id="dossiers",
        columnDefs=columns,
        rowModelType="infinite",
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            "cacheBlockSize": ROWS_PER_REQUEST,
            "maxBlocksInCache": 10,
            "rowHeight": 44,
            "localeText": LOCALE,
        },
        className="ag-theme-alpine dossiers",
        style={"height": "min(70vh, 720px)"},
    )
