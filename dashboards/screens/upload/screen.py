"""What is wrong with this file, and may it land? One source at a time; the file stays in the browser until accepted."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html, register_page
from flask import has_request_context, request

from connectors.kit.contract import Source
from connectors.kit.inbox import received, templates
from connectors.kit.registry import sources
from dashboards.components.attributes import attributes
from dashboards.components.menu import menu
from dashboards.components.page import page
from dashboards.kept_answers import keep_not
from dashboards.messages import _
from dashboards.place import SCOPE
from dashboards.refusal import Refusal
from dashboards.rim import or_explained
from dashboards.screens.upload import SCREEN
from dashboards.screens.upload.door import closed_to
from dashboards.screens.upload.figures import differences_view, received_view
from warehouse.reader import Snapshot, SnapshotOutdated, current, query

PATH = SCREEN.path
TITLE = _("Bring files by hand")
ABOUT = _("Read what is wrong cell by cell before it is accepted")
PROMISE = _(
    "For offices without an account: drop a list or a form, see what is wrong, then accept it. The file is judged in "
    "memory; nothing of it is kept until it is accepted."
)
MEGABYTE = 1_048_576
FORMS_TABLE = "unit_total"

register_page(__name__, path=PATH, name=TITLE, title=f"{TITLE} · IOC")  # type: ignore[no-untyped-call]


@or_explained
def layout(source: str = "", **_given: str) -> html.Div:
    """The page for the source that the address names, or for the first."""
    keep_not()
    closed = closed_to(request) if has_request_context() else None
    if closed:
        raise Refusal(_("Files cannot be brought from here"), closed)
    contract = _chosen(source)
    snapshot = current()
    content = [
        _controls(contract),
        _drop(contract),
        _received(contract),
        _forms(contract),
        _differences(contract, snapshot),
    ]
    shown = [each for each in content if each is not None]
    return page(SCREEN, TITLE, ABOUT, [(TITLE, PATH)], shown, snapshot)


def titles(contract: Source) -> Mapping[str, str]:
    """{table: what people call it}."""
    return {name: table.title_vi or name for name, table in contract.tables.items()}


def _chosen(source: str) -> Source:
    known = sources()
    if source and source not in known:
        raise Refusal(_("There is no source with the id {id}", id=source), _("Choose another source."), link=PATH)
    return known[source or next(iter(known))]


def _controls(contract: Source) -> html.Nav:
    options = [(each.title_vi, f"{PATH}?source={each.id}", each.id == contract.id) for each in sources().values()]
    return html.Nav([menu(_("Source"), options)], className="controls", **attributes(aria_label=_("Choose a source")))


def _drop(contract: Source) -> html.Section:
    """Where a file is dropped. assets/pages/upload.js makes the file's input, which Dash does not have."""
    told = attributes(
        data_source=contract.id,
        data_choose=_("Choose a file"),
        data_drop=_("or drop it here"),
        data_judging=_("Reading the file…"),
        data_failed=_("The server does not answer. Try again in a minute."),
        data_gone=_("Choose the file again."),
    )
    zone = html.Div(id="upload-drop", className="upload-drop", **told)
    result = html.Div(id="upload-result", role="status", **attributes(aria_live="polite"))
    return html.Section([html.H2(contract.title_vi), _limits(contract), _signature(), zone, result])


def _limits(contract: Source) -> html.P:
    listed, sent = _("Workbooks .xlsx or .xls and tables .csv"), _("The files that the source itself sends")
    limit = _("At most {size} MB. Macros and formulas are never run.", size=contract.limits.max_bytes // MEGABYTE)
    kinds = sent if contract.kind == "files" else listed
    return html.P([PROMISE, " ", kinds, ". ", limit], className="quiet")


def _signature() -> html.P:
    """Who brings the file; kept by the browser for the next time."""
    label = html.Label(_("Office that brings the file"), htmlFor="upload-who")
    field = dcc.Input(id="upload-who", type="text", maxLength=80, persistence=True, persistence_type="local")
    return html.P([label, field], className="upload-signed")


def _received(contract: Source) -> html.Section:
    return html.Section(html.Div(received_view(received(contract.id), titles(contract)), id="upload-files"))


def _forms(contract: Source) -> html.Section | None:
    offered = templates(contract.id)
    if not offered:
        return None
    links = [
        html.A(each.title_vi, href=f"{PATH}/{contract.id}/{each.table}.xlsx", className="button", download="")
        for each in offered
    ]
    return html.Section([html.H2(_("Empty forms to fill in (.xlsx)")), html.P(links, className="downloads")])


def _differences(contract: Source, snapshot: Snapshot | None) -> html.Section | None:
    """Beside the own count, for the source whose forms are brought."""
    if FORMS_TABLE not in contract.tables or snapshot is None:
        return None
    try:
        frame: Any = query("upload/form_differences", scope=SCOPE, snapshot=snapshot.id)
    except SnapshotOutdated:
        # A file can be brought whatever the snapshot; the next build has the comparison.
        return None
    return html.Section([html.H2(_("Forms beside the own count")), differences_view(frame)])
