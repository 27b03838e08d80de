"""A unit in one period: four numbers with their rows, the units it is made of, and its course."""

from datetime import timedelta
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.components.empty_state import empty_state
from dashboards.components.judgement import judgement
from dashboards.components.kpi_tile import kpi_tile
from dashboards.components.measured import measured
from dashboards.readings import Reading, find, missing_due_date_note, readings
from dashboards.screens.procedures import figures
from dashboards.screens.procedures.controls import controls
from dashboards.screens.procedures.place import SCOPE, Place
from warehouse.reader import query

COURSE_DAYS = 731
COLUMNS = {
    "dossiers_received": "received",
    "online_share": "online",
    "dossiers_resolved": "resolved",
    "on_time_share": "on_time",
    "overdue_open": "overdue",
}
HEADS = ("Đơn vị", "Tiếp nhận", "Trực tuyến", "Đã giải quyết", "Trước hạn và đúng hạn", "Đang quá hạn")
ADDED = ("dossiers_received", "dossiers_resolved", "overdue_open")


def summary(place: Place) -> list[Any]:
    """The content of the page below its title."""
    frame = query(
        "procedures/values", scope=SCOPE, snapshot=place.snapshot.id, grain=place.period.grain,
        period_start=place.period.start, **place.asked,
    )  # fmt: skip
    among = readings(frame)
    parts = parts_of(place, among)
    return [
        controls(place),
        html.Div(_tiles(place, among), className="kpis"),
        _breakdown(place, among, parts) if parts else None,
        _course(place),
    ]


def parts_of(place: Place, among: tuple[Reading, ...]) -> list[tuple[str, str]]:
    """(code, name) of the units below the page's own that had anything to count, in order of name."""
    busy = {
        (each.unit_code, each.unit_name)
        for each in among
        if each.unit_code != place.unit.code and each.indicator in ADDED and each.value
    }
    return sorted(busy, key=lambda part: words.sort_key(part[1]))


def remainder(place: Place, among: tuple[Reading, ...], parts: list[tuple[str, str]], indicator: str) -> int:
    """What the whole counts beyond its parts: dossiers of agencies that have ended and left them to the whole."""
    whole = find(among, indicator, place.unit.code).value or 0
    return int(whole - sum(find(among, indicator, code).value or 0 for code, _ in parts))


def _tiles(place: Place, among: tuple[Reading, ...]) -> list[html.Section]:
    view = place.view
    received, online, resolved, overdue = (
        _find(place, among, each, place.unit.code)
        for each in ("dossiers_received", "online_share", "dossiers_resolved", "overdue_open")
    )
    rows = ("Xem hồ sơ", view.link(measure="received"))
    of_these = (f"{online.text} trực tuyến", view.link(measure="online"))
    stock = [
        ("Xem hồ sơ", view.link(measure="overdue")),
        (f"Trên {_counted(overdue.denominator)} hồ sơ đang giải quyết", view.link(measure="open")),
        ("Cơ quan khác giải quyết", view.link(measure="elsewhere")),
    ]
    at_cutoff = f"Tại ngày {words.day(place.period.cutoff)}"
    return [
        kpi_tile("Tiếp nhận", received, "hồ sơ", _until(place), [rows, of_these]),
        kpi_tile("Đã giải quyết", resolved, "hồ sơ", _until(place), [("Xem hồ sơ", view.link(measure="resolved"))]),
        _on_time(place, among),
        kpi_tile("Đang giải quyết quá hạn", overdue, "hồ sơ", at_cutoff, stock),
    ]


def _on_time(place: Place, among: tuple[Reading, ...]) -> html.Section:
    """The share, both of its counts, and the two shares that it must not be read without."""
    view, code = place.view, place.unit.code
    share, returned = (_find(place, among, each, code) for each in ("on_time_share", "returned_share"))
    missing = missing_due_date_note(among, code)
    links = [
        (f"{_counted(share.numerator)} đúng hạn", view.link(measure="on_time")),
        (f"{_late(share)} quá hạn", view.link(measure="late")),
        (f"Trả lại, từ chối, rút: {returned.text}", view.link(measure="returned")),
    ]
    links += [(missing, view.link(measure="missing_due_date"))] if missing else []
    counts = f"{_counted(share.numerator)} trên {_counted(share.denominator)} hồ sơ đã giải quyết"
    return kpi_tile("Trước hạn và đúng hạn", share, "", _until(place), links, [counts if share.denominator else ""])


def _find(place: Place, among: tuple[Reading, ...], indicator: str, code: str) -> Reading:
    """The reading, or why there is none: shares are not counted for single days."""
    is_by_day = place.period.grain == "day" and indicator.endswith("_share")
    return find(among, indicator, code, otherwise=words.NOT_BY_DAY if is_by_day else words.NO_DATA)


def _until(place: Place) -> str:
    return f"{place.period.title}, tính đến {words.day(place.period.cutoff)}"


def _breakdown(place: Place, among: tuple[Reading, ...], parts: list[tuple[str, str]]) -> html.Section:
    rows = [_row(place, among, code, name) for code, name in parts]
    rest = {indicator: remainder(place, among, parts, indicator) for indicator in ADDED}
    if any(rest.values()):
        rows.append(["Cơ quan đã kết thúc hoạt động", *(_rest(rest.get(each)) for each in COLUMNS)])
    total = _row(place, among, place.unit.code, f"Cộng: {place.unit.short_name}")
    caption = "Theo xã" if place.unit.kind == "area" else "Theo cơ quan"
    return html.Section(data_table(caption, HEADS, rows, total=total))


def _row(place: Place, among: tuple[Reading, ...], code: str, name: str) -> list[Any]:
    there = place.view.link(unit=code)
    cells = [_cell(place, _find(place, among, indicator, code), measure) for indicator, measure in COLUMNS.items()]
    return [name if code == place.unit.code else dcc.Link(name, href=there), *cells]


def _cell(place: Place, reading: Reading, measure: str) -> Any:
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name=""
    )
    rows = dcc.Link(number, href=place.view.link(unit=reading.unit_code, measure=measure))
    return html.Span([rows, judgement(reading.band)], className="cell")


def _rest(count: int | None) -> str:
    return "" if count is None else words.number(count)


def _course(place: Place) -> html.Section:
    until = place.period.cutoff
    frame = query(
        "procedures/months", scope=SCOPE, snapshot=place.snapshot.id, from_date=until - timedelta(days=COURSE_DAYS),
        until_date=until, **place.asked,
    )  # fmt: skip
    if frame.empty:
        return html.Section(empty_state(words.NO_DATA, "Đơn vị này không có số liệu theo tháng."))
    graph = dcc.Graph(
        figure=figures.course(frame), config={"displayModeBar": False}, responsive=True, style={"height": "330px"}
    )
    return html.Section([html.H2("Theo tháng"), graph])


def _counted(count: int | None) -> str:
    return "0" if count is None else words.number(count)


def _late(reading: Reading) -> str:
    return words.number((reading.denominator or 0) - (reading.numerator or 0))
