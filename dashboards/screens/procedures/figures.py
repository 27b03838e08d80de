"""Rows of the dossier list as the table shows them: dates in Vietnamese, links to each dossier."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboards import words
from dashboards.screens.procedures.contents import read_contents, rows_behind
from dashboards.screens.procedures.view import View, read_view
from warehouse.reader import current

RESULTS = {"early": "Trước hạn", "on_time": "Đúng hạn", "late": "Quá hạn", "returned": "Trả lại, rút"}
DATES = ("received_date", "due_date", "resolved_date")
NO_DATE = "–"


def row_block(request: dict[str, Any], asked: dict[str, str]) -> dict[str, Any]:
    """ag-grid's {rowData, rowCount} for {startRow, endRow, sortModel} and the page's own view."""
    snapshot = current()
    view = read_view(asked)
    if snapshot is None or view.measure is None:
        return {"rowData": [], "rowCount": 0}
    shown = read_contents(view, replace(snapshot, id=asked["snapshot"]))
    order = (request.get("sortModel") or [{"colId": "received_date", "sort": "desc"}])[0]
    frame, total = rows_behind(
        shown, view.measure, request["startRow"], order["colId"], descending=order["sort"] == "desc"
    )
    return {"rowData": table_rows(frame, view), "rowCount": total}


def table_rows(frame: pd.DataFrame, view: View) -> list[dict[str, str]]:
    """The rows as text, {column: what stands in the cell}; the code is a Markdown link to the dossier's own page."""
    return [_row({str(key): value for key, value in row.items()}, view) for row in frame.to_dict("records")]


def _row(row: dict[str, Any], view: View) -> dict[str, str]:
    code = row["dossier_code"]
    dates = {name: NO_DATE if pd.isna(row[name]) else words.day(row[name]) for name in DATES}
    late = row["overdue_working_days"]
    return dates | {
        "dossier_code": f"[{code}]({view.but(dossier=code).url})",
        "procedure_name_vi": row["procedure_name_vi"],
        "field_name_vi": row["field_name_vi"],
        "agency_name_vi": row["agency_name_vi"],
        "status_name_vi": row["status_name_vi"],
        "result": words.capital(words.late_by(int(late))) if not pd.isna(late) else RESULTS.get(row["resolution"], ""),
    }
