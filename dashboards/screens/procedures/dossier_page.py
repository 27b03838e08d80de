"""One dossier: its course in order of time, its versions, what was found about it, and the raw page it came from."""

from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.screens.procedures.contents import dossier
from dashboards.screens.procedures.figures import NO_DATE, RESULTS
from dashboards.screens.procedures.view import View
from warehouse.reader import Snapshot

COURSE = (
    ("applied_at", "Nộp hồ sơ"),
    ("accepted_at", "Tiếp nhận"),
    ("last_supplement_date", "Yêu cầu bổ sung gần nhất"),
    ("due_at", "Hẹn trả kết quả"),
    ("completed_at", "Kết thúc xử lý"),
    ("apology_date", "Xin lỗi bằng văn bản"),
    ("returned_at", "Trả kết quả"),
)
CHANNELS = {1: "Trực tiếp", 2: "Trực tuyến", 3: "Bưu chính công ích"}
COMPETENCES = {
    "OWN": "Thuộc thẩm quyền của xã",
    "FORWARDED": "Tiếp nhận hộ, cơ quan khác giải quyết",
    "CROSS_BOUNDARY": "Tiếp nhận phi địa giới",
}
SYSTEMS = {"PROVINCE": "Hệ thống tỉnh", "MINISTRY": "Hệ thống bộ"}


def dossier_page(view: View, snapshot: Snapshot) -> list[Any]:
    """The page of one dossier. Raises `NotUnderstood` where the snapshot has none of that code."""
    row, versions, findings = dossier(str(view.dossier), snapshot)
    return [
        html.Nav(html.A("← Danh sách", href=view.but(dossier=None).url), className="trail"),
        html.H2(["Hồ sơ ", html.Span(row["dossier_code"], id="dossier-code")]),
        html.Div([_about(row), _course(row)], className="columns"),
        _findings(findings),
        _versions(versions),
        _provenance(row, snapshot),
    ]


def _about(row: dict[str, Any]) -> html.Section:
    said = [
        ("Thủ tục", row["procedure_name_vi"]),
        ("Lĩnh vực", row["field_name_vi"]),
        ("Cơ quan giải quyết", row["agency_name_vi"]),
        ("Cơ quan tiếp nhận", _text(row["receiving_agency_name_vi"])),
        ("Thẩm quyền", COMPETENCES.get(row["competence"], NO_DATE)),
        ("Hệ thống xử lý", SYSTEMS.get(row["processing_system"], NO_DATE)),
        ("Kênh nộp", CHANNELS.get(int(row["channel_code"]), NO_DATE)),
        ("Trạng thái", row["status_name_vi"]),
        ("Kết quả", _result(row)),
    ]
    return _section("Thông tin", html.Dl([html.Div([html.Dt(name), html.Dd(text)]) for name, text in said]))


def _course(row: dict[str, Any]) -> html.Section:
    steps = [(row[name], name, title) for name, title in COURSE if not pd.isna(row[name])]
    steps.sort(key=lambda step: pd.Timestamp(step[0]).tz_localize(None) if step[0].tzinfo is None else step[0].tz_localize(None))
    shown = [html.Li([html.Strong(title), html.Span(_moment(value, name))], className=name) for value, name, title in steps]
    return _section("Diễn biến", html.Ol(shown, className="course"))


def _findings(findings: pd.DataFrame) -> html.Section:
    said = [html.Li([row["message_vi"], html.Span(f"Người xử lý: {row['mended_by']}")]) for row in findings.to_dict("records")]
    return _section("Điểm cần xem lại", html.Ul(said) if said else html.P("Không có"))


def _versions(versions: pd.DataFrame) -> html.Section:
    head = html.Tr([html.Th(text, scope="col") for text in ("Bản", "Cập nhật ở nguồn", "Trạng thái", "Hẹn trả", "Kết thúc", "Về kho lúc", "Trang thô")])
    body = [html.Tr([html.Td(cell) for cell in _version(row)]) for row in versions.to_dict("records")]
    table = html.Table([html.Thead(head), html.Tbody(body)], className="breakdown")
    return _section("Các bản đã nhận", html.Div(table, className="table-frame"))


def _version(row: dict[Any, Any]) -> list[str]:
    dates = [NO_DATE if pd.isna(row[name]) else words.day(row[name]) for name in ("due_date", "completed_date")]
    number = f"{row['version_number']}{' (đang dùng)' if row['is_loaded'] else ''}"
    place = f"trang {row['page']}, dòng {row['row']}"
    return [number, words.instant(row["updated_at"]), row["status_name_vi"], *dates, words.instant(row["landed_at"]), place]


def _provenance(row: dict[str, Any], snapshot: Snapshot) -> html.Section:
    command = f"ioc raw {row['batch']} {row['page']} {row['row']}"
    said = [
        ("Đợt tiếp nhận", row["batch"]),
        ("Trang thô, dòng", f"trang {row['page']} trong {int(row['page_count'])} trang, dòng {row['row']}"),
        ("Về kho lúc", words.instant(row["landed_at"])),
        ("Bản số liệu", snapshot.id),
    ]
    listed = html.Dl([html.Div([html.Dt(name), html.Dd(text)]) for name, text in said])
    note = html.P("Người quản trị xem bản ghi gốc đúng như nguồn đã gửi bằng lệnh:")
    where = {"data-batch": row["batch"], "data-page": str(row["page"]), "data-row": str(row["row"])}
    return _section("Số liệu đến từ đâu?", html.Div([listed, note, html.Code(command)], id="provenance", **where))


def _result(row: dict[str, Any]) -> str:
    if not pd.isna(row["overdue_working_days"]):
        return f"Đang giải quyết, {words.late_by(int(row['overdue_working_days']))}"
    return RESULTS.get(row["resolution"], "Đang giải quyết" if row["is_open"] else NO_DATE)


def _moment(value: pd.Timestamp, name: str) -> str:
    return words.instant(value) if name.endswith("_at") else words.day(value)


def _text(value: Any) -> str:
    return NO_DATE if pd.isna(value) else str(value)


def _section(title: str, content: Any) -> html.Section:
    return html.Section([html.H3(title), content])
