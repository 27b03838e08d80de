"""What the page's script asks for: judge a file, accept it, withdraw one; and the empty forms.

The file is sent as the whole body, once to be judged and once more with the word to accept it, so that nothing of it
stays on the server between. Its name travels in a header, since addresses stand in logs and a name may be a person's.
"""

import json
import logging
from collections.abc import Callable
from traceback import format_tb
from typing import Any
from urllib.parse import unquote

from dash.development.base_component import Component
from flask import Flask, Response, request
from plotly.utils import PlotlyJSONEncoder
from werkzeug.exceptions import HTTPException

from config.errors import ConfigurationInvalid
from connectors.kit.contract import Source
from connectors.kit.inbox import Judgement, Refused, accept, judge, lands_at, received, templates, withdraw
from connectors.kit.registry import source
from dashboards.export import WORKBOOK_TYPE
from dashboards.file_answer import File, answer
from dashboards.headers import may_send
from dashboards.messages import _
from dashboards.refusal import Refusal
from dashboards.rim import TO_DO, UNREADABLE
from dashboards.screens.upload import SCREEN
from dashboards.screens.upload.door import closed_to, closed_to_call
from dashboards.screens.upload.figures import accepted_view, judgement_view, received_view, refused_view
from dashboards.screens.upload.screen import titles
from dashboards.screens.upload.workbook import findings_workbook, template_workbook
from dashboards.standing import standing

LOG = logging.getLogger(__name__)
PATH = SCREEN.path
NAME, WHO = "X-IOC-Name", "X-IOC-Who"
TOO_LARGE = _("The file is larger than this source takes. Divide it, for example by month.")
NO_SOURCE = _("There is no such source or form")
Call = Callable[[Source], dict[str, Component]]


def register(server: Flask) -> None:
    """Let the server of the pages answer the script of `/upload`; to be called before its first request."""
    for name, call in (("judge", _judge), ("accept", _accept), ("withdraw", _withdraw)):
        server.add_url_rule(f"{PATH}/<source_id>/{name}", f"upload {name}", _called(call), methods=["POST"])
    server.add_url_rule(f"{PATH}/<source_id>/<table>.xlsx", "upload template", _template)


def _called(call: Call) -> Callable[..., Response]:
    """A call of the script, answered with the parts of the page that it changes."""

    def called(source_id: str) -> Response:
        closed = closed_to_call(request)
        if closed:
            return _told({"upload-result": refused_view(closed)}, 403)
        try:
            contract = source(source_id)
            may_send(contract.limits.max_bytes)
            return _told(call(contract))
        except Refused as refused:
            return _told({"upload-result": refused_view(str(refused))}, 409)
        except ConfigurationInvalid:
            return _told({"upload-result": refused_view(f"{NO_SOURCE}.")}, 404)
        except HTTPException as error:
            return _told({"upload-result": refused_view(TOO_LARGE)}, error.code or 400)
        except Exception as error:  # the person gets a sentence; the log gets where, and nothing of the file
            where = "".join(format_tb(error.__traceback__))
            LOG.error("upload %s: %s\n%s", source_id, type(error).__name__, where)
            return _told({"upload-result": refused_view(f"{UNREADABLE}. {TO_DO}")}, 500)

    return called


def _judge(contract: Source) -> dict[str, Component]:
    judgement = _judged(contract)
    is_invented = any(each.is_invented for each in standing(None).sources)
    findings = findings_workbook(judgement.wrong, titles(contract), is_invented=is_invented)
    return {"upload-result": judgement_view(judgement, titles(contract), findings)}


def _accept(contract: Source) -> dict[str, Component]:
    receipt = accept(_judged(contract), _header(WHO))
    return {"upload-result": accepted_view(receipt, lands_at(contract.id)), **_files(contract)}


def _withdraw(contract: Source) -> dict[str, Component]:
    withdraw(contract.id, request.get_data(as_text=True).strip(), _header(WHO))
    return _files(contract)


def _judged(contract: Source) -> Judgement:
    return judge(contract.id, _header(NAME), request.get_data())


def _files(contract: Source) -> dict[str, Component]:
    return {"upload-files": received_view(received(contract.id), titles(contract))}


def _header(name: str) -> str:
    """A header that the script wrote with encodeURIComponent."""
    return unquote(request.headers.get(name, ""))


def _told(parts: dict[str, Component], status: int = 200) -> Response:
    """{id: what stands in it from now on}, as Dash's own components."""
    content: Any = {name: {"children": part} for name, part in parts.items()}
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(content, cls=PlotlyJSONEncoder), status, headers, mimetype="application/json")


def _template(source_id: str, table: str) -> Response:
    def make() -> File:
        closed = closed_to(request)
        if closed:
            raise Refusal(_("Files cannot be brought from here"), closed)
        found = [each for each in _templates(source_id) if each.table == table]
        if not found:
            raise Refusal(NO_SOURCE, _("Choose another source."))
        return File(f"mau-{source_id}-{table}.xlsx", template_workbook(found[0]), WORKBOOK_TYPE)

    return answer(make)


def _templates(source_id: str) -> Any:
    try:
        return templates(source_id)
    except ConfigurationInvalid:
        return ()
