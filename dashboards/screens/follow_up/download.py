"""The answer to the link below the list: the workbook of the address's list."""

from flask import Flask, Response, request

from dashboards.export import WORKBOOK_TYPE, to_xlsx
from dashboards.file_answer import File, answer
from dashboards.screens.follow_up.address import FILE, Asked
from dashboards.screens.follow_up.listing import read_listing
from dashboards.screens.follow_up.workbook import cover, sheets
from warehouse.reader import mark_used


def register(server: Flask) -> None:
    """Let the server of the pages answer `/follow-up.xlsx`; to be called before its first request."""
    server.add_url_rule(FILE, "follow_up_workbook", send)


def send() -> Response:
    """The workbook of the address's list, whose snapshot is kept from now on; where there is none, a sentence."""
    return answer(_file)


def _file() -> File:
    listing = read_listing(Asked.read(request.args))
    content = to_xlsx(sheets(listing), cover(listing, request.host_url))
    mark_used(listing.place.snapshot.id, f"export {listing.asked.link(FILE)}")
    name = f"don-doc-{listing.unit.code}-{listing.place.period.cutoff:%Y%m%d}.xlsx"
    return File(name, content, WORKBOOK_TYPE)
