"""The page as a file: the links to it, and the answer to them, from the snapshot and the period of the page."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from dash import html
from flask import Flask, Response, request

from dashboards import words
from dashboards.export import CSV_TYPE, WORKBOOK_TYPE, Cover, Definition, to_csv, to_xlsx
from dashboards.file_answer import AddressUnreadable, File, answer
from dashboards.messages import _
from dashboards.screens.procedures.address import PATH, View
from dashboards.screens.procedures.filters import asked_of
from dashboards.screens.procedures.place import Place, find_place
from dashboards.screens.procedures.sheets import WITHOUT_FILE, Content, content_of, filter_in_words
from dashboards.screens.procedures.values import dictionary
from dashboards.standing import standing
from warehouse.reader import mark_used

KINDS = {"xlsx": WORKBOOK_TYPE, "csv": CSV_TYPE}


def downloads(place: Place) -> html.P | None:
    """The links to the files of what is shown; the table of dossiers adds to them what it filters and sorts by.

    None for a view that is made of sentences.
    """
    if place.view.view in WITHOUT_FILE:
        return None
    view = _pinned(place)
    links = [
        html.A(
            said, href=address(view, place.snapshot.id, kind), id=f"download-{kind}", className="button", download=""
        )
        for kind, said in (("xlsx", _("Download (.xlsx)")), ("csv", _("Download (.csv)")))
    ]
    return html.P(links, className="downloads")


def address(view: View, snapshot_id: str, kind: str, table: Mapping[str, Any] | None = None) -> str:
    """Where the file of a page is: `view` names its period, and `snapshot_id` is the snapshot that it was drawn from.

    `table` is what the grid was asked for, {sortModel, filterModel}.
    """
    kept = {name: table[name] for name in ("sortModel", "filterModel") if table and table.get(name)}
    more = "&" + urlencode({"table": json.dumps(kept)}) if kept else ""
    return f"{PATH}.{kind}?{view.search(snapshot=snapshot_id)}{more}"


def register(server: Flask) -> None:
    """Let the server of the pages answer `/procedures.xlsx` and `/procedures.csv`; call before its first request."""
    for kind in KINDS:
        server.add_url_rule(f"{PATH}.{kind}", f"procedures_{kind}", send, defaults={"kind": kind})


def send(kind: str) -> Response:
    """The file of the address, whose snapshot is kept from now on; a sentence where there is none."""
    return answer(lambda: _file(kind))


def read_table(text: str) -> dict[str, Any]:
    """{sortModel, filterModel} of an address as the grid writes it. Raises `AddressUnreadable` for anything else."""
    try:
        given = json.loads(text or "{}")
        table: dict[str, Any] = {
            "filterModel": given.get("filterModel") or {},
            "sortModel": given.get("sortModel") or [],
        }
        for column in table["sortModel"]:
            if not {"colId", "sort"} <= {name for name, value in column.items() if isinstance(value, str)}:
                raise ValueError(column)
        asked_of(table["filterModel"])
        filter_in_words(table["filterModel"])
        # Half a character, which JSON can name, is text for nobody.
        json.dumps(table, ensure_ascii=False).encode()
    except (ValueError, TypeError, AttributeError, KeyError, OverflowError, RecursionError) as error:
        what = _("The filter in the address cannot be read")
        raise AddressUnreadable(what, _("Open the list again and download it from there.")) from error
    return table


def _pinned(place: Place) -> View:
    """The view of the page, its period by name: a newer snapshot may begin another."""
    return replace(place.view, start=place.period.start.isoformat())


def _file(kind: str) -> File:
    table = read_table(request.args.get("table", ""))
    place = find_place(View.read(request.args))
    content = content_of(place, table)
    page = _pinned(place).link(snapshot=place.snapshot.id)
    cover = _cover(place, content, request.host_url.rstrip("/") + page)
    made = to_xlsx([content.sheet], cover) if kind == "xlsx" else to_csv(content.sheet, cover)
    mark_used(place.snapshot.id, f"export {page}")
    # Each part of it was found in the snapshot, so that nothing of the address goes into a header as it came.
    shown = content.measures[0] if place.view.measure else place.view.view or "procedures"
    name = f"{shown}-{place.unit.code}-{place.period.start}-{place.snapshot.id}.{kind}"
    return File(name, made, KINDS[kind])


def _cover(place: Place, content: Content, page: str) -> Cover:
    told = dictionary(place)
    return Cover(
        title=content.title,
        about=[place.unit.name, place.period.title, *content.about],
        definitions=[_definition(told[each]) for each in content.measures],
        snapshot_id=place.snapshot.id,
        known_at=place.snapshot.known_at,
        is_invented=any(source.is_invented for source in standing(place.snapshot).sources),
        address=page,
        filtered=content.filtered,
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
