"""The page as a file: the rows of a list as its table stands, or the numbers of a unit and of what it is made of."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html
from flask import Flask, Response, request

from dashboards import words
from dashboards.export import CSV_TYPE, MOST_ROWS, WORKBOOK_TYPE, Column, Cover, Definition, Sheet, to_csv, to_xlsx
from dashboards.messages import _
from dashboards.readings import Reading
from dashboards.refusal import Refusal
from dashboards.rim import TO_DO, UNREADABLE
from dashboards.screens.procedures.address import GROUPS, PATH, View
from dashboards.screens.procedures.breakdown import HEADS, ordered
from dashboards.screens.procedures.digital import SHARES
from dashboards.screens.procedures.place import Place, find_place
from dashboards.screens.procedures.rows import asked_of_page, lateness, narrowed_in_words, rows_frame, title_of
from dashboards.screens.procedures.summary import TABLE
from dashboards.screens.procedures.values import Part, dictionary, divided, published, usual_group, whole
from dashboards.standing import standing
from warehouse.reader import mark_used

LOG = logging.getLogger(__name__)
KINDS = {"xlsx": WORKBOOK_TYPE, "csv": CSV_TYPE}
DOSSIERS = (
    Column("dossier_code", _("Dossier code")),
    Column("procedure_code", _("Procedure code")),
    Column("procedure_name_vi", words.capital(_("procedure"))),
    Column("field_name_vi", words.capital(_("field"))),
    Column("agency_name_vi", _("Handling agency")),
    Column("received_date", _("Received"), "date"),
    Column("due_date", _("Due"), "date"),
    Column("resolved_date", _("Finished"), "date"),
    Column("lateness", _("Against the due date")),
    Column("status_name_vi", _("Status now")),
)


def downloads(place: Place) -> html.P:
    """The links to the files of what is shown; the table of dossiers adds to them what it filters and sorts by."""
    links = [
        html.A(said, href=address(place.view, kind), id=f"download-{kind}", className="button", download="")
        for kind, said in (("xlsx", _("Download (.xlsx)")), ("csv", _("Download (.csv)")))
    ]
    return html.P(links, className="downloads")


def address(view: View, kind: str, table: Mapping[str, Any] | None = None) -> str:
    """Where the file of a view is; `table` is what the grid was asked for, {sortModel, filterModel}."""
    kept = {name: table[name] for name in ("sortModel", "filterModel") if table and table.get(name)}
    more = "&" + urlencode({"table": json.dumps(kept)}) if kept else ""
    return f"{PATH}.{kind}?{view.search()}{more}"


def register(server: Flask) -> None:
    """Let the server of the pages answer `/procedures.xlsx` and `/procedures.csv`; call before its first request."""
    for kind in KINDS:
        server.add_url_rule(f"{PATH}.{kind}", f"procedures_{kind}", send, defaults={"kind": kind})


def send(kind: str) -> Response:
    """The file of the address, whose snapshot is kept from now on; a sentence where there is none."""
    try:
        place = find_place(View.read(request.args))
        content = _file(place, kind, json.loads(request.args.get("table", "{}")))
        mark_used(place.snapshot.id, f"export {place.view.link()}")
    except Refusal as refusal:
        return Response(f"{refusal.what}. {refusal.to_do}", 404, mimetype="text/plain")
    except Exception:  # whatever broke, the viewer gets a sentence and the log gets the reason
        LOG.exception("%s", request.full_path)
        return Response(f"{UNREADABLE}. {TO_DO}", 503, mimetype="text/plain")
    name = f"{place.view.measure or 'procedures'}-{place.unit.code}-{place.period.start}-{place.snapshot.id}.{kind}"
    answer = Response(content, mimetype=KINDS[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _file(place: Place, kind: str, table: Mapping[str, Any]) -> bytes:
    is_list = bool(place.view.measure) and place.view.view != "map"
    title = title_of(place) if is_list else _("Administrative procedures")
    sheet = _rows(place, table) if is_list else _numbers(place)
    cover = _cover(place, title, [place.view.measure] if is_list else _indicators(place))
    return to_xlsx([sheet], cover) if kind == "xlsx" else to_csv(sheet, cover)


def _rows(place: Place, table: Mapping[str, Any]) -> Sheet:
    frame = rows_frame(asked_of_page(place), table, limit=MOST_ROWS - 10, offset=0)
    said = ({**row, "lateness": lateness(row)} for row in frame.to_dict("records"))
    return Sheet(words.capital(_("dossiers")), DOSSIERS, said)


def _indicators(place: Place) -> tuple[str, ...]:
    return SHARES if place.view.view == "digital" else TABLE


def _numbers(place: Place) -> Sheet:
    """The table of the page: its parts, then the whole; of each number what it shows and what it was counted from."""
    group, indicators = place.view.group or usual_group(place), _indicators(place)
    known = published(place, indicators)
    among = whole(place, indicators, known)
    parts = ordered(group, divided(place, group, indicators, known)) if group else []
    total = Part(place.unit.code, _("Sum: {unit}", unit=place.unit.short_name), {}, among)
    columns = [Column("name", words.capital(GROUPS.get(group, _("unit"))))]
    for each in indicators:
        columns.append(Column(each, HEADS[each], "share" if each.endswith("_share") else "count"))
        if each.endswith("_share"):
            columns.append(Column(f"{each}_n", _("{head}: of dossiers", head=HEADS[each]), "count"))
            columns.append(Column(f"{each}_said", _("{head}: as shown", head=HEADS[each])))
    return Sheet(_("Figures"), columns, [_row(part, indicators) for part in (*parts, total)])


def _row(part: Part, indicators: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {"name": words.capital(part.name)}
    for each in indicators:
        reading: Reading = part.find(each)
        row |= {each: reading.value, f"{each}_n": reading.denominator, f"{each}_said": reading.text}
    return row


def _cover(place: Place, title: str, measures: Sequence[str]) -> Cover:
    told = dictionary(place)
    narrowed = narrowed_in_words(place) if place.view.narrowed else {}
    return Cover(
        title=title,
        about=[place.unit.name, place.period.title, *narrowed.values()],
        definitions=[_definition(told[each]) for each in measures],
        snapshot_id=place.snapshot.id,
        known_at=place.snapshot.known_at,
        is_invented=any(source.is_invented for source in standing(place.snapshot).sources),
        address=place.view.link(),
    )


def _definition(told: Mapping[str, Any]) -> Definition:
    if pd.isna(told["target"]):
        return Definition(told["name_vi"], told["definition_vi"])
    target = words.target(told["target"], told["unit_vi"] == "%")
    return Definition(
        told["name_vi"],
        told["definition_vi"],
        target,
        f"{told['target_basis']} ({words.certainty(told['target_certainty'])})",
    )
