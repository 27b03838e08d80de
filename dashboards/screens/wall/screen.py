"""The scene of the wall: one snapshot, one period, three tiles, and the frame that says whose numbers they are."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.empty_state import empty_state
from dashboards.components.freshness import freshness
from dashboards.components.invented import invented_mark
from dashboards.readings import Reading, find, missing_due_date_note, readings
from dashboards.screens.wall import figures, tiles
from warehouse.reader import Scope, Snapshot, State, query

AREA = "BS5"
AREA_NAME = "Cụm 5 xã (địa bàn huyện Bình Sơn cũ)"
TITLE = "Giải quyết thủ tục hành chính"
FIRST_STEP = "Máy chủ chưa lấy số liệu lần nào. Màn hình tự hiện số liệu khi bản đầu tiên được công bố."
FIRST_COMMAND = "ioc up --once"


def scene(snapshot: Snapshot | None, state: State, version: str, pages: str) -> html.Main:
    """Everything but clock and notice, read from `snapshot` alone; `pages` is the address of the pages' server."""
    body = _empty() if snapshot is None else _body(snapshot, pages)
    held = "" if snapshot is None else snapshot.known_at.isoformat()
    return html.Main(
        [*body, _foot(snapshot, state)],
        className="scene",
        **attributes(data_version=version, data_held=held, data_snapshot="" if snapshot is None else snapshot.id),
    )


def _empty() -> list[Any]:
    return [_head("", ""), empty_state(words.NO_DATA, FIRST_STEP, command=FIRST_COMMAND)]


def _body(snapshot: Snapshot, pages: str) -> list[Any]:
    scope = Scope.everything()
    period = query("wall/period", scope=scope, snapshot=snapshot.id).to_dict("records")
    if not period:
        return [_head("", ""), empty_state(words.NO_DATA, "Bản số liệu không có kỳ báo cáo nào đang mở.")]
    shown = period[0]
    among = readings(
        query(
            "wall/indicators", scope=scope, snapshot=snapshot.id, area=AREA, grain=shown["grain"],
            period_start=_day(shown["period_start"]),
        )
    )  # fmt: skip
    name = words.period(shown["name_vi"], shown["period_start"], shown["period_end"], shown["is_open"])
    drill = f"{pages}/procedures?" + urlencode(
        {"unit": AREA, "basis": "successor", "grain": shown["grain"], "start": _day(shown["period_start"]).isoformat()}
    )
    parts = [
        _received(among, shown, snapshot, f"{drill}&measure=received"),
        _on_time(among, drill),
        _overdue(among, shown, snapshot, f"{drill}&measure=overdue"),
    ]
    return [_head(name, words.PROVISIONAL if shown["is_open"] else ""), html.Div(parts, className="grid")]


def _received(among: tuple[Reading, ...], period: dict[Any, Any], snapshot: Snapshot, drill: str) -> html.A:
    start, until = _day(period["period_start"]), _day(period["cutoff_date"])
    row = query(
        "wall/received_between", scope=Scope.everything(), snapshot=snapshot.id, area=AREA,
        from_date=_year_before(start), until_date=_year_before(until),
    ).iloc[0]  # fmt: skip
    total = find(among, "dossiers_received", AREA)
    against = figures.against_year_before(int(total.value or 0), int(row["days"]), int(row["received"]))
    return tiles.tile(1, "Hồ sơ tiếp nhận", drill, tiles.received(total, find(among, "online_share", AREA), against))


def _on_time(among: tuple[Reading, ...], drill: str) -> html.A:
    returned = find(among, "returned_share", AREA)
    missing = missing_due_date_note(among, AREA)
    guards = " · ".join(part for part in (f"Trả lại, từ chối, rút: {returned.text}", missing) if part)
    bars = figures.on_time_by_commune(among, AREA)
    notes = {bar.unit_code: missing_due_date_note(among, bar.unit_code) for bar in bars}
    whole = find(among, "on_time_share", AREA)
    content = tiles.on_time(whole, "cụm 5 xã", bars, notes, guards)
    return tiles.tile(2, "Đúng hạn theo xã", drill, content, beside=tiles.target(whole))


def _overdue(among: tuple[Reading, ...], period: dict[Any, Any], snapshot: Snapshot, drill: str) -> html.A:
    frame = query(
        "wall/overdue", scope=Scope.everything(), snapshot=snapshot.id, area=AREA,
        cutoff_date=_day(period["cutoff_date"]),
    )  # fmt: skip
    content = tiles.overdue(find(among, "overdue_open", AREA), figures.overdue(frame))
    return tiles.tile(3, "Đang giải quyết quá hạn", drill, content)


def _head(period: str, provisional: str) -> html.Header:
    about = [AREA_NAME, period, provisional]
    return html.Header([html.H1(TITLE), html.P(" · ".join(part for part in about if part), className="about")])


def _foot(snapshot: Snapshot | None, state: State) -> html.Footer:
    known = [] if snapshot is None else [html.Span("Bản số liệu"), html.Span(snapshot.id)]
    is_invented = any(source.is_invented for source in state.sources)
    return html.Footer([freshness(state.sources), html.P(known, className="snapshot"), invented_mark(is_invented)])


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _year_before(day: date) -> date:
    """The same day a year before; 29 February becomes 28 February."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)
