"""The answers to the links of the lists: an owner's rows as a workbook or as CSV."""

from flask import Flask, Response, request

from dashboards.export import CSV_TYPE, WORKBOOK_TYPE, to_csv, to_xlsx
from dashboards.file_answer import File, answer
from dashboards.messages import _
from dashboards.place import snapshot_of
from dashboards.refusal import Refusal
from dashboards.screens.data_health.address import PATH, Asked
from dashboards.screens.data_health.facts import read_facts
from dashboards.screens.data_health.rows_view import QUERIES
from dashboards.screens.data_health.workbook import cover, one_sheet, sheets
from warehouse.reader import mark_used

KINDS = {"xlsx": WORKBOOK_TYPE, "csv": CSV_TYPE}
NAMES = {"held": "giu-lai", "findings": "phat-hien"}


def register(server: Flask) -> None:
    """Let the server of the pages answer `/data-health.xlsx` and `.csv`; to be called before its first request."""
    for kind in KINDS:
        server.add_url_rule(f"{PATH}.{kind}", f"data_health_{kind}", send, defaults={"kind": kind})


def send(kind: str) -> Response:
    """The file of the address's list, whose snapshot is kept from now on; where there is none, a sentence."""
    return answer(lambda: _file(kind))


def _file(kind: str) -> File:
    asked = Asked.read(request.args)
    if asked.view not in QUERIES:
        raise Refusal(_("This view has no file"), _("Choose held rows or findings."))
    facts = read_facts(asked, snapshot_of(asked.of_snapshot))
    about = cover(facts, request.host_url)
    content = to_csv(one_sheet(facts), about) if kind == "csv" else to_xlsx(sheets(facts), about)
    mark_used(facts.snapshot.id, f"export {asked.link(f'{PATH}.{kind}')}")
    return File(f"{NAMES[asked.view]}-{facts.snapshot.id}.{kind}", content, KINDS[kind])
