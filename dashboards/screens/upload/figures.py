"""What is said of a file and of those before it: a judgement line by line, and a list of receipts. Pure."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from dash import html

from connectors.kit.inbox import Judgement, Receipt, Wrong
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.data_table import data_table
from dashboards.export import WORKBOOK_TYPE
from dashboards.messages import _

# A page of more lines helps nobody; the file has all of them.
MOST_LINES = 200
STATES: Mapping[str, str] = {
    "waiting": _("Waiting for the next pull"),
    "landing": _("Being landed"),
    "landed": _("In the warehouse"),
    "refused": _("Refused when it was to land"),
    "withdrawing": _("To be withdrawn with the next pull"),
    "withdrawn": _("Withdrawn"),
}
WITHDRAWABLE = ("waiting", "landed")
EFFECTS = {"hold": _("Held"), "finding": _("Loaded, to be looked at")}
FORMS = {"II06A": _("Form II.06a"), "THDV": _("Totals by unit")}


def judgement_view(judgement: Judgement, titles: Mapping[str, str], findings: bytes) -> html.Div:
    """What a person sees at once of the file that was dropped; `findings` is the workbook of all lines."""
    said = [
        html.H2(_("What was found in the file")),
        html.P(judgement.refusal_vi, className="upload-refused") if judgement.refusal_vi else None,
        _counts(judgement, titles),
        _lines(judgement.wrong, titles, findings),
        _unjudged(judgement.unjudged),
        _buttons(judgement),
    ]
    return html.Div([each for each in said if each is not None], className="judgement-of-file")


def accepted_view(receipt: Receipt, lands_at: datetime) -> html.Div:
    """What is said once a file is accepted."""
    lands = words.instant(lands_at)
    said = _("Accepted. The file lands with the next pull, at {at} at the latest.", at=lands)
    return html.Div(
        [html.P(said, className="upload-done"), html.P(_("Receipt {id}", id=receipt.id), className="quiet")]
    )


def refused_view(sentence: str) -> html.Div:
    """Why what was asked for cannot be done."""
    return html.Div(html.P(sentence, className="upload-refused"))


def received_view(receipts: Sequence[Receipt], titles: Mapping[str, str]) -> html.Div | html.P:
    """The files that were brought, the newest first, with who brought them and when."""
    if not receipts:
        return html.P(_("Nothing has been brought for this source yet."), className="quiet")
    heads = [_("Brought"), _("By"), _("Content"), _("Lines"), _("Held"), _("State"), ""]
    rows = [_receipt_row(each, titles) for each in receipts]
    return data_table(_("Files brought by hand"), heads, rows)


def differences_view(frame: pd.DataFrame) -> html.Div | html.P:
    """What the office's forms say beside the own count, for the cells that differ or have no own count."""
    if frame.empty:
        return html.P(_("No form has landed, or no cell of one differs from the own count."), className="quiet")
    heads = [
        _("Unit"),
        _("Form"),
        _("Period"),
        _("Field"),
        _("Column"),
        _("In the form"),
        _("Counted here"),
        _("Difference"),
    ]
    return data_table(
        _("Forms brought, beside the own count"), heads, [_difference_row(each) for each in _dicts(frame)]
    )


def _counts(judgement: Judgement, titles: Mapping[str, str]) -> html.Div | None:
    if not judgement.rows:
        return None
    held = {
        name: sum(each.table == name and each.effect == "hold" for each in judgement.wrong) for name in judgement.rows
    }
    rows = [
        [
            titles.get(name, name),
            words.number(count),
            words.number(judgement.loaded.get(name, 0)),
            words.number(held[name]),
        ]
        for name, count in judgement.rows.items()
        if count
    ]
    heads = [_("Content"), _("Rows read"), _("Usable"), _("Held")]
    return data_table(_("Rows of the file"), heads, rows) if rows else None


def _lines(wrong: Sequence[Wrong], titles: Mapping[str, str], findings: bytes) -> html.Div | html.P | None:
    if not wrong:
        return None
    heads = [_("Place"), _("What is wrong there"), _("Effect"), _("Who mends it"), _("Content"), _("Key")]
    rows = [
        [
            place(each),
            each.message_vi,
            EFFECTS[each.effect],
            each.mended_by,
            titles.get(each.table, each.table),
            each.key,
        ]
        for each in wrong[:MOST_LINES]
    ]
    address = f"data:{WORKBOOK_TYPE};base64,{b64encode(findings).decode()}"
    link = html.A(_("Download all findings (.xlsx)"), href=address, download="loi-trong-tep.xlsx", className="button")
    shown = _("The first {shown} of {count} are shown.", shown=MOST_LINES, count=words.number(len(wrong)))
    more = html.P(shown) if len(wrong) > MOST_LINES else None
    return html.Div(
        [data_table(_("Cell by cell, line by line"), heads, rows), more, html.P(link, className="downloads")]
    )


def place(wrong: Wrong) -> str:
    """Where in the file something is wrong: sheet and cell, else the line, else the number of the record."""
    if wrong.cell or wrong.line:
        where = _("cell {cell}", cell=wrong.cell) if wrong.cell else _("line {line}", line=wrong.line)
        return _("Sheet {sheet}, {where}", sheet=wrong.sheet, where=where) if wrong.sheet else words.capital(where)
    return _("Record {number}", number=wrong.row)


def _unjudged(sentences: Sequence[str]) -> html.Details | None:
    if not sentences:
        return None
    head = html.Summary(
        _("{count} rules compare with other data and are judged when the warehouse is built", count=len(sentences))
    )
    return html.Details([head, html.Ul([html.Li(each) for each in sentences])], className="unjudged")


def _buttons(judgement: Judgement) -> html.P:
    accept = html.Button(_("Accept"), type="button", className="button", **attributes(data_upload="accept"))
    discard = html.Button(
        _("Do not bring this file"), type="button", className="button", **attributes(data_upload="discard")
    )
    return html.P([discard] if judgement.refusal_vi else [accept, discard], className="downloads")


def _receipt_row(receipt: Receipt, titles: Mapping[str, str]) -> list[Any]:
    contents = [titles.get(name, name) for name, count in receipt.rows.items() if count]
    return [
        words.instant(receipt.accepted_at),
        receipt.who,
        " · ".join([*contents, *([receipt.name] if receipt.name else [])]),
        words.number(sum(receipt.rows.values())),
        words.number(receipt.held),
        _state(receipt),
        _withdraw_button(receipt),
    ]


def _state(receipt: Receipt) -> str:
    said = [STATES[receipt.state]]
    if receipt.landed_at:
        said.append(_("landed {at}", at=words.instant(receipt.landed_at)))
    if receipt.withdrawn_at:
        said.append(_("withdrawn by {who} {at}", who=receipt.withdrawn_by, at=words.instant(receipt.withdrawn_at)))
    return " · ".join([*said, *([receipt.sentence_vi] if receipt.sentence_vi else [])])


def _withdraw_button(receipt: Receipt) -> html.Button | str:
    if receipt.state not in WITHDRAWABLE:
        return ""
    asked = _("Withdraw the file that {who} brought {at}?", who=receipt.who, at=words.instant(receipt.accepted_at))
    told = attributes(data_upload="withdraw", data_receipt=receipt.id, data_confirm=asked)
    return html.Button(_("Withdraw"), type="button", className="button", **told)


def _difference_row(row: Mapping[Any, Any]) -> list[str]:
    counted = row["own_count"]
    is_counted = not pd.isna(counted)
    return [
        row["unit_name_vi"],
        FORMS.get(row["form"], row["form"]),
        f"{words.day(row['period_start'])}–{words.day(row['period_end'])}",
        _("Sum of all fields") if row["field_name_vi"] == "TOTAL" else row["field_name_vi"],
        str(row["column_number"]),
        words.number(row["told_count"]),
        words.number(counted) if is_counted else _("not counted here"),
        words.number(row["difference"]) if is_counted else "–",
    ]


def _dicts(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")
