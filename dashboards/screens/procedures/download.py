"""The page as a file, with what the table of dossiers filters and sorts by."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html
from flask import Flask, request

from dashboards.downloads import Content, download_links, file_address, register_downloads
from dashboards.file_answer import AddressUnreadable
from dashboards.messages import _
from dashboards.place import find_place
from dashboards.screens.procedures.address import View
from dashboards.screens.procedures.filters import asked_of
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.sheets import WITHOUT_FILE, content_of, filter_in_words


def downloads(place: Place) -> html.P | None:
    """The links to the files of what is shown; the table of dossiers adds to them what it filters and sorts by.

    None for a view that is made of sentences.
    """
    return None if place.view.view in WITHOUT_FILE else download_links(place)


def address(view: View, snapshot_id: str, kind: str, table: Mapping[str, Any] | None = None) -> str:
    """Where the file of a page is; `table` is what the grid was asked for, {sortModel, filterModel}."""
    kept = {name: table[name] for name in ("sortModel", "filterModel") if table and table.get(name)}
    more = "&" + urlencode({"table": json.dumps(kept)}) if kept else ""
    return file_address(view, snapshot_id, kind) + more


def register(server: Flask) -> None:
    """Let the server of the pages answer `/procedures.xlsx` and `/procedures.csv`."""
    register_downloads(server, View.PATH, _content)


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


def _content() -> tuple[Place, Content]:
    table = read_table(request.args.get("table", ""))
    place = find_place(View.read(request.args))
    return place, content_of(place, table)
