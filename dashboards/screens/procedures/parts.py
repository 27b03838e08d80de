"""The pieces of the page: where one is, what one may choose, the numbers, the units below, the list of dossiers."""

from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.readings import Reading, find, missing_due_date_note
from dashboards.screens.procedures.contents import PAGE_ROWS, Contents
from dashboards.screens.procedures.view import AREA, BASES, FORMER_AREA, GRAINS, View

TILES = (("dossiers_received", "received"), ("dossiers_resolved", "resolved"), ("on_time_share", "on_time"), ("overdue_open", "overdue"))
COLUMNS = (
    ("dossier_code", "Mã hồ sơ", 260, False),
    ("procedure_name_vi", "Thủ tục", 300, True),
    ("agency_name_vi", "Cơ quan giải quyết", 260, True),
    ("status_name_vi", "Trạng thái", 170, False),
    ("received_date", "Tiếp nhận", 120, True),
    ("due_date", "Hẹn trả", 120, True),
    ("resolved_date", "Kết thúc", 120, True),
    ("result", "Kết quả", 190, False),
)
TABLE_WORDS = {"noRowsToShow": "Không có hồ sơ nào", "loadingOoo": "Đang tải…"}


def trail(shown: Contents) -> html.Nav:
    """The way up from this unit to the cluster, and the period's name."""
    top = AREA if shown.view.basis == "successor" or shown.period.start.isoformat() >= "2025-07-01" else FORMER_AREA
    above = [] if shown.unit.code == top else [(top, "Cụm 5 xã" if top == AREA else "Huyện Bình Sơn (cũ)")]
    if shown.unit.kind == "agency" and shown.unit.parent_code not in (None, top):
        above.append((str(shown.unit.parent_code), "Xã"))
    links = [html.A(name, href=shown.view.but(unit=code, measure=None).url) for code, name in above]
    return html.Nav([*links, html.Strong(shown.unit.name_vi), html.Span(period_name(shown))], className="trail")


def period_name(shown: Contents) -> str:
    """ "Quý IV/2026 (15/9–nay) · Số liệu sơ bộ"."""
    period = shown.period
    name = words.period(period.name_vi, period.start, period.end, period.is_open)
    return f"{name} · {words.PROVISIONAL}" if period.is_open else name


def choices(shown: Contents) -> html.Div:
    """Which units and which period: links, so that every choice is an address."""
    view = shown.view
    grains = [(name, View(view.unit, view.basis, grain).url, grain == view.grain) for grain, name in GRAINS.items()]
    recent = [(each.name_vi, view.but(start=each.start).url, each == shown.period) for each in shown.periods[:12]]
    bases = [(name, _on_basis(view, basis).url, basis == view.basis) for basis, name in BASES.items()]
    former = View(FORMER_AREA, "own", "report_quarter").but(start="2025-03-15").url
    bases.append(("22 đơn vị cũ", former, view.unit == FORMER_AREA))
    return html.Div([_choice("Đơn vị", bases), _choice("Loại kỳ", grains), _choice("Kỳ", recent)], className="choices")


def tiles(shown: Contents) -> html.Div:
    """The unit's own numbers, each a link to the dossiers behind it."""
    return html.Div([_tile(shown, indicator, measure) for indicator, measure in TILES], className="tiles")


def breakdown(shown: Contents) -> html.Div:
    """The units directly below, a row each, every number a link to its rows."""
    below = list(dict.fromkeys(each.unit_code for each in shown.figures if each.unit_code != shown.unit.code))
    if not below:
        return html.Div()
    names = {each.unit_code: each.unit_name for each in shown.figures}
    head = html.Tr([html.Th(text, scope="col") for text in ("Đơn vị", "Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Đang quá hạn")])
    body = [html.Tr([html.Th(_unit_link(shown, code, names[code]), scope="row"), *_cells(shown, code)]) for code in below]
    return html.Div(html.Table([html.Thead(head), html.Tbody(body)], className="breakdown"), className="table-frame")


def definitions(shown: Contents) -> html.Details:
    """What each number means, in the words of its definition."""
    said = [html.Div([html.Dt(name), html.Dd(text)]) for name, text in shown.definitions.values()]
    return html.Details([html.Summary("Định nghĩa các chỉ tiêu"), html.Dl(said)], className="definitions")


def dossier_list(shown: Contents, title: str, total: int) -> list[Any]:
    """The list of dossiers behind one number: its count, then the table that asks for rows as it is scrolled."""
    asked = {name: str(value) for name, value in vars(shown.view).items() if value is not None}
    grid = dag.AgGrid(
        id="dossiers",
        columnDefs=[_column(*column) for column in COLUMNS],
        rowModelType="infinite",
        dashGridOptions={"cacheBlockSize": PAGE_ROWS, "localeText": TABLE_WORDS, "suppressCellFocus": False, "rowHeight": 44},
        className="ag-theme-alpine dossiers",
    )
    back = html.A("← Các chỉ tiêu", href=shown.view.but(measure=None).url)
    counted = measured(words.number(total), indicator="rows", value=total, unit=shown.unit.code, class_name="count")
    heading = html.H2([title, ": ", counted, " hồ sơ"])
    return [back, heading, dcc.Store(id="asked", data=asked | {"snapshot": shown.snapshot.id}), grid]


def _tile(shown: Contents, indicator: str, measure: str) -> html.A:
    reading = find(shown.figures, indicator, shown.unit.code)
    unit_words = "" if reading.value is None or "%" in reading.text else "hồ sơ"
    number = measured(reading.text, indicator=indicator, value=reading.value, unit=shown.unit.code, class_name="tile-value")
    notes = [f"Mục tiêu {reading.target}" if reading.target else "", *_notes(shown, indicator)]
    return html.A(
        [
            html.H2(shown.definitions.get(indicator, (indicator, ""))[0]),
            html.P([number, html.Span(unit_words), judgement(reading.band)], className="tile-line"),
            html.P(" · ".join(note for note in notes if note), className="tile-note"),
            html.Span("Xem hồ sơ", className="tile-more"),
        ],
        href=shown.view.but(measure=measure).url,
        className="tile",
    )


def _notes(shown: Contents, indicator: str) -> list[str]:
    """What must stand beside a number: the guards of the on-time share, the online share of what came in."""
    if indicator == "on_time_share":
        returned = find(shown.figures, "returned_share", shown.unit.code)
        counts = find(shown.figures, indicator, shown.unit.code)
        parts = f"{words.number(counts.numerator or 0)} / {words.number(counts.denominator or 0)} hồ sơ"
        return [parts, f"trả lại, từ chối, rút {returned.text}", missing_due_date_note(shown.figures, shown.unit.code)]
    if indicator == "dossiers_received":
        return [f"nộp trực tuyến {find(shown.figures, 'online_share', shown.unit.code).text}"]
    return []


def _cells(shown: Contents, code: str) -> list[html.Td]:
    return [html.Td(_cell(find(shown.figures, indicator, code), shown.view.but(unit=code, measure=measure))) for indicator, measure in TILES]


def _cell(reading: Reading, behind: View) -> html.A:
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name="cell-value"
    )
    return html.A([number, judgement(reading.band)], href=behind.url)


def _unit_link(shown: Contents, code: str, name: str) -> html.A:
    return html.A(words.capital(name), href=shown.view.but(unit=code, measure=None).url)


def _on_basis(view: View, basis: str) -> View:
    return view.but(basis=basis, unit=AREA if basis == "successor" and view.unit == FORMER_AREA else view.unit)


def _choice(label: str, links: list[tuple[str, str, bool]]) -> html.Div:
    shown = [
        html.A(name, href=url, className="chosen" if chosen else "", **({"aria-current": "true"} if chosen else {}))
        for name, url, chosen in links
    ]
    return html.Div([html.Span(label, className="choice-label"), *shown], className="choice")


def _column(field: str, title: str, width: int, sortable: bool) -> dict[str, Any]:
    link = {"cellRenderer": "markdown"} if field == "dossier_code" else {}
    return {"field": field, "headerName": title, "width": width, "sortable": sortable, **link}
