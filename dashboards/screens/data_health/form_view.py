"""The form's own invariant, column 1 = column 5 + column 9, and the dossiers that break it: finished without a date."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.marked import marked
from dashboards.marks import ADDS_UP, DIFFERS
from dashboards.messages import _
from dashboards.navigation import screen_of
from dashboards.place import day_of
from dashboards.screens.data_health.address import FINDINGS
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.tables import card_table

LISTED = 200


def form_view(facts: Facts) -> list[Any]:
    """Each commune's sums, and the rows that break them."""
    form = facts.ask("form").to_dict("records")
    if not form:
        return [html.P(words.NO_DATA, className="nothing", role="status")]
    return [_sums(form), _rows(facts)]


def summary(form: list[dict[Any, Any]]) -> str:
    """Where the form does not add up, in one sentence."""
    broken = [row for row in form if row["difference"]]
    if not broken:
        return _("The form adds up in every commune: 1 = 5 + 9")
    places = ", ".join(
        f"{row['unit_name_vi']} ({words.signed(int(row['difference']))})"
        for row in sorted(broken, key=lambda row: -abs(row["difference"]))
    )
    return _("The form does not add up: {places}", places=places)


def _sums(form: list[dict[Any, Any]]) -> html.Section:
    first = form[0]
    start, end = day_of(first["period_start"]), day_of(first["period_end"])
    period = words.period(first["period_name_vi"], start, end, bool(first["is_open"]))
    heads = (
        _("Commune"), _("Column 1: received"), _("Column 5: resolved"), _("Column 9: in progress"), _("5 + 9"),
        _("Difference"),
    )  # fmt: skip
    caption = _("Form II.06a, {period}", period=period)
    return html.Section([html.H2(summary(form)), card_table(caption, heads, [_sum(row) for row in form])])


def _sum(row: Mapping[Any, Any]) -> list[Any]:
    c1, c5, c9 = (int(row[name]) for name in ("c1", "c5", "c9"))
    sums = [words.number(each) for each in (c1, c5, c9, c5 + c9)]
    mark = marked(DIFFERS if c1 != c5 + c9 else ADDS_UP)
    return [words.capital(row["unit_name_vi"]), *sums, html.Span([words.signed(c1 - c5 - c9), " ", mark])]


def _rows(facts: Facts) -> Any:
    every = facts.ask("form_rows").to_dict("records")
    found = [row for row in every if row["breaks_it"]]
    if not every:
        return html.Section(html.P(_("No dossier is finished without a date."), role="status"))
    apart = _apart(facts, len(every) - len(found))
    return html.Section([_broken(found) if found else None, apart])


def _apart(facts: Facts, count: int) -> html.P | None:
    """Dossiers of earlier periods have the same fault, but the shown form does not count them."""
    if not count:
        return None
    said = _("{count} dossiers of earlier periods lack their end too; this form does not count them.", count=count)
    code = {"source": "one_stop", "code": "finished_without_date"}
    return html.P([said, " ", dcc.Link(_("See all of them"), href=facts.asked.to(FINDINGS, **code))], className="note")


def _broken(found: list[dict[Any, Any]]) -> html.Div:
    said = _(
        "{count} dossiers break it: enter the day on which each was finished at the source; the next pull mends it.",
        count=words.number(len(found)),
    )  # fmt: skip
    heads = (
        _("Dossier code"), _("Commune"), _("Agency"), _("What is wrong"), _("Mended by"),
        _("See it as the source sent it"),
    )  # fmt: skip
    listed = [_row(row) for row in found[:LISTED]]
    return card_table(_("The rows that break it"), heads, listed, "rows", said=said)


def _row(row: Mapping[Any, Any]) -> list[Any]:
    page = screen_of("dossier")
    code = row["dossier_code"]
    name = dcc.Link(code, href=f"{page.path}?dossier={code}") if page else code
    raw = html.Code(f"ioc raw {row['batch']} {row['page']} {row['row']}")
    return [name, words.capital(row["unit_name_vi"]), row["agency_name_vi"], row["message_vi"], row["mended_by"], raw]
