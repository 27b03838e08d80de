"""One dossier: what happened to it in order, whether in time, what is wrong with its record, and where it came from."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import pandas as pd
from dash import dcc, html

from config.clock import TIMEZONE
from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.refusal import Refusal
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.dossier_list import lateness
from dashboards.screens.procedures.place import SCOPE
from warehouse.reader import Snapshot, query

Row = Mapping[Any, Any]

COMPETENCES = {
    "OWN": "Thuộc thẩm quyền của xã",
    "FORWARDED": "Tiếp nhận hộ, cơ quan khác giải quyết",
    "CROSS_BOUNDARY": "Tiếp nhận phi địa giới",
}
SYSTEMS = {"PROVINCE": "Hệ thống tỉnh", "MINISTRY": "Hệ thống bộ"}
CHANNELS = {1: "Trực tiếp", 2: "Trực tuyến", 3: "Dịch vụ bưu chính"}
DUE = "Ngày hẹn trả"
STEPS = (
    ("applied_at", "Nộp hồ sơ"),
    ("accepted_at", "Tiếp nhận"),
    ("last_supplement_date", "Yêu cầu bổ sung lần cuối"),
    ("due_at", DUE),
    ("apology_date", "Xin lỗi bằng văn bản"),
    ("completed_at", "Kết thúc xử lý"),
    ("returned_at", "Trả kết quả"),
)
VERSION_HEADS = ("Bản", "Nguồn cập nhật", "Trạng thái", "Hẹn trả", "Kết thúc", "Nhận về", "Bản gốc")


def read_dossier(view: View, snapshot: Snapshot) -> Row:
    """The row of the address's dossier. Raises `Refusal` where the snapshot has none of that code."""
    found = _records("dossier", snapshot, dossier=view.dossier, today=snapshot.today)
    if not found:
        what = f"Không có hồ sơ {view.dossier} trong bản số liệu này"
        to_do = "Kiểm tra lại mã. Hồ sơ bị giữ lại chờ sửa chưa có trong số liệu."
        raise Refusal(what, to_do, link=view.link(dossier=""))
    return found[0]


def dossier_page(view: View, snapshot: Snapshot, dossier: Row) -> list[Any]:
    """The content of the page below its title."""
    versions = _records("versions", snapshot, dossier=view.dossier)
    findings = _records("findings", snapshot, dossier=view.dossier)
    source = _records("provenance", snapshot, batch=dossier["batch"])
    return [
        html.P(dcc.Link("Về danh sách", href=view.link(dossier=""), className="button")),
        html.P(words.capital(lateness(dossier)), className="verdict"),
        html.Div([_course(dossier), _facts(dossier)], className="columns"),
        _findings(findings),
        _provenance(dossier, source, snapshot),
        _versions(versions),
    ]


def steps(dossier: Row) -> list[tuple[datetime, str, bool]]:
    """(instant, words, whether the source gave a time of day) of all that happened, in order of time."""
    dated = [(name, title) for name, title in STEPS if not pd.isna(dossier[name])]
    found = [(_instant(dossier[name]), title, name.endswith("_at")) for name, title in dated]
    return sorted(found, key=lambda step: step[0])


def raw_command(row: Row) -> str:
    """The command that shows the record as the source sent it."""
    return f"ioc raw {row['batch']} {row['page']} {row['row']}"


def _course(dossier: Row) -> html.Section:
    items = [
        html.Li(
            [html.Time(words.instant(at) if has_time else words.day(at.date())), html.Span(title)],
            className="due" if title == DUE else "",
        )
        for at, title, has_time in steps(dossier)
    ]
    if dossier["is_open"]:
        items.append(html.Li([html.Time("Hôm nay"), html.Span(dossier["status_name_vi"])], className="now"))
    return html.Section([html.H2("Diễn biến"), html.Ol(items, className="timeline")])


def _facts(dossier: Row) -> html.Section:
    facts = [
        ("Thủ tục", f"{dossier['procedure_name_vi']} ({dossier['procedure_code']})"),
        ("Lĩnh vực", dossier["field_name_vi"]),
        ("Cơ quan giải quyết", dossier["agency_name_vi"]),
        ("Đơn vị hiện nay", dossier["current_unit_name_vi"]),
        ("Thẩm quyền", COMPETENCES.get(dossier["competence"], words.NO_DATA)),
        ("Nơi xử lý", SYSTEMS.get(dossier["processing_system"], words.NO_DATA)),
        ("Cách nộp", CHANNELS.get(dossier["channel_code"], words.NO_DATA)),
        ("Trạng thái", dossier["status_name_vi"]),
    ]
    listed = [part for name, text in facts for part in (html.Dt(name), html.Dd(text or words.NO_DATA))]
    return html.Section([html.H2("Hồ sơ"), html.Dl(listed)])


def _findings(findings: list[Row]) -> html.Section:
    title = html.H2("Điểm cần xem lại")
    if not findings:
        return html.Section([title, html.P("Không phát hiện sai sót trong bản ghi.")])
    items = [
        html.Li([
            html.Strong("Giữ lại: " if each["is_held"] else ""),
            each["message_vi"], html.Span(f" Nơi sửa: {each['mended_by']}", className="quiet"),
        ])
        for each in findings
    ]  # fmt: skip
    return html.Section([title, html.Ul(items, className="findings")])


def _provenance(dossier: Row, source: list[Row], snapshot: Snapshot) -> html.Section:
    landed = words.instant(_instant(dossier["landed_at"]))
    pages = f" trên {words.number(source[0]['page_count'])}" if source else ""
    facts = [
        ("Lần nhận", dossier["batch"]),
        ("Trang, dòng", f"trang {words.number(dossier['page'])}{pages}, dòng {words.number(dossier['row'])}"),
        ("Nhận về lúc", landed),
        ("Bản số liệu", snapshot.id),
        ("Xem bản gốc", html.Code(raw_command(dossier))),
    ]
    listed = [part for name, text in facts for part in (html.Dt(name), html.Dd(text))]
    behind = "Bản mới nhất của hồ sơ đang bị giữ lại; đây là bản đúng gần nhất trước đó."
    parts = [html.H2("Số liệu đến từ đâu?"), html.P(behind, className="note") if dossier["is_behind"] else None]
    return html.Section([*parts, html.Dl(listed)], className="provenance")


def _versions(versions: list[Row]) -> html.Section:
    rows = [
        [
            f"{each['version_number']}" + (" (đang dùng)" if each["is_loaded"] else ""),
            words.instant(_instant(each["updated_at"])),
            each["status_name_vi"],
            _day(each["due_date"]),
            _day(each["completed_date"]),
            words.instant(_instant(each["landed_at"])),
            html.Code(raw_command(each)),
        ]
        for each in versions
    ]
    return html.Section(data_table("Các bản đã nhận", VERSION_HEADS, rows))


def _records(name: str, snapshot: Snapshot, **asked: object) -> list[Row]:
    frame = query(f"procedures/{name}", scope=SCOPE, snapshot=snapshot.id, **asked)
    return list(frame.to_dict("records"))


def _instant(value: Any) -> datetime:
    """An instant in Vietnamese time; a bare date is its midnight."""
    at: datetime = pd.Timestamp(value).to_pydatetime()
    return at.astimezone(TIMEZONE) if at.tzinfo else datetime.combine(at.date(), time.min, TIMEZONE)


def _day(value: Any) -> str:
    return "" if pd.isna(value) else words.day(_instant(value).date())
