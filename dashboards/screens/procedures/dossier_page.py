"""One dossier: what happened to it in order, whether in time, what is wrong with its record, and where it came from."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

import pandas as pd
from dash import dcc, html

from config.clock import TIMEZONE
from dashboards import words
from dashboards.competence import COMPETENCES
from dashboards.components.data_table import data_table
from dashboards.messages import _
from dashboards.place import SCOPE
from dashboards.refusal import Refusal
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.rows import lateness
from warehouse.reader import Snapshot, query

Row = Mapping[Any, Any]

SYSTEMS = {"PROVINCE": _("Province's system"), "MINISTRY": _("Ministry's system")}
CHANNELS = {1: _("At the counter"), 2: _("Online"), 3: _("By post")}
DUE = _("Due date")
STEPS = (
    ("applied_at", _("Applied")),
    ("accepted_at", _("Received")),
    ("last_supplement_date", _("Last request for supplements")),
    ("due_at", DUE),
    ("apology_date", _("Apology in writing")),
    ("completed_at", _("Handling finished")),
    ("returned_at", _("Result handed out")),
)
VERSION_HEADS = (
    _("Version"),
    _("Updated at the source"),
    _("Status"),
    _("Due"),
    _("Finished"),
    _("Came"),
    _("As the source sent it"),
)


def read_dossier(view: View, snapshot: Snapshot) -> Row:
    """The row of the address's dossier. Raises `Refusal` where the snapshot has none of that code."""
    found = _records("dossier", snapshot, dossier=view.dossier, today=snapshot.today)
    if not found:
        what = _("There is no dossier {code} in this snapshot", code=view.dossier)
        to_do = _("Check the code. A dossier that is held until it is mended is not in the figures yet.")
        raise Refusal(what, to_do, link=view.link(dossier=""))
    return found[0]


def dossier_page(view: View, snapshot: Snapshot, dossier: Row) -> list[Any]:
    """The content of the page below its title."""
    versions = _records("versions", snapshot, dossier=view.dossier)
    findings = _records("findings", snapshot, dossier=view.dossier)
    source = _records("provenance", snapshot, batch=dossier["batch"])
    return [
        html.P(dcc.Link(_("Back to the list"), href=view.link(dossier=""), className="button")),
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
        items.append(html.Li([html.Time(_("Today")), html.Span(dossier["status_name_vi"])], className="now"))
    return html.Section([html.H2(_("Course")), html.Ol(items, className="timeline")])


def _facts(dossier: Row) -> html.Section:
    facts = [
        (_("Procedure"), f"{dossier['procedure_name_vi']} ({dossier['procedure_code']})"),
        (_("Field"), dossier["field_name_vi"]),
        (_("Handling agency"), dossier["agency_name_vi"]),
        (_("Unit today"), dossier["current_unit_name_vi"]),
        (_("Competence"), COMPETENCES.get(dossier["competence"], words.NO_DATA)),
        (_("Handled in"), SYSTEMS.get(dossier["processing_system"], words.NO_DATA)),
        (_("Applied how"), CHANNELS.get(dossier["channel_code"], words.NO_DATA)),
        (_("Status"), dossier["status_name_vi"]),
    ]
    listed = [part for name, text in facts for part in (html.Dt(name), html.Dd(text or words.NO_DATA))]
    return html.Section([html.H2(_("Dossier")), html.Dl(listed)])


def _findings(findings: list[Row]) -> html.Section:
    title = html.H2(_("To be looked at"))
    if not findings:
        return html.Section([title, html.P(_("Nothing wrong was found in the record."))])
    items = [
        html.Li([
            html.Strong(_("Held: ") if each["is_held"] else ""),
            each["message_vi"], html.Span(" " + _("Mended by: {who}", who=each["mended_by"]), className="quiet"),
        ])
        for each in findings
    ]  # fmt: skip
    return html.Section([title, html.Ul(items, className="findings")])


def _provenance(dossier: Row, source: list[Row], snapshot: Snapshot) -> html.Section:
    landed = words.instant(_instant(dossier["landed_at"]))
    page, row = words.number(dossier["page"]), words.number(dossier["row"])
    pages = words.number(source[0]["page_count"]) if source else "?"
    facts = [
        (_("Delivery"), dossier["batch"]),
        (_("Page, row"), _("page {page} of {pages}, row {row}", page=page, pages=pages, row=row)),
        (_("Came at"), landed),
        (_("Snapshot"), snapshot.id),
        (_("See it as the source sent it"), html.Code(raw_command(dossier))),
    ]
    listed = [part for name, text in facts for part in (html.Dt(name), html.Dd(text))]
    behind = _("The dossier's newest version is held; this is the last good one before it.")
    parts = [
        html.H2(_("Where does the figure come from?")),
        html.P(behind, className="note") if dossier["is_behind"] else None,
    ]
    return html.Section([*parts, html.Dl(listed)], className="provenance")


def _versions(versions: list[Row]) -> html.Section:
    rows = [
        [
            f"{each['version_number']}" + (f" ({_('in use')})" if each["is_loaded"] else ""),
            words.instant(_instant(each["updated_at"])),
            each["status_name_vi"],
            _day(each["due_date"]),
            _day(each["completed_date"]),
            words.instant(_instant(each["landed_at"])),
            html.Code(raw_command(each)),
        ]
        for each in versions
    ]
    return html.Section(data_table(_("Versions that came"), VERSION_HEADS, rows))


def _records(name: str, snapshot: Snapshot, **asked: Any) -> list[Row]:
    frame = query(f"procedures/{name}", scope=SCOPE, snapshot=snapshot.id, **asked)
    return list(frame.to_dict("records"))


def _instant(value: Any) -> datetime:
    """An instant in Vietnamese time; a bare date is its midnight."""
    at: datetime = pd.Timestamp(value).to_pydatetime()
    return at.astimezone(TIMEZONE) if at.tzinfo else datetime.combine(at.date(), time.min, TIMEZONE)


def _day(value: Any) -> str:
    return "" if pd.isna(value) else words.day(_instant(value).date())
