"""What do we know, and what not: how the sources stand, who has not sent, what is held, and whose work it is."""

from dataclasses import replace
from typing import Any

import pandas as pd
from dash import dcc, html, register_page

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.kpi_tile import kpi_tile
from dashboards.components.menu import menu
from dashboards.components.page import page
from dashboards.messages import _
from dashboards.place import day_of, past, snapshot_of
from dashboards.readings import readings
from dashboards.rim import or_explained
from dashboards.screens.data_health import SCREEN
from dashboards.screens.data_health.address import (
    DELIVERIES,
    FINDINGS,
    FORM,
    HELD,
    NIGHTS,
    PATH,
    SOURCES,
    TOTALS,
    VIEWS,
    Asked,
)  # fmt: skip
from dashboards.screens.data_health.deliveries_view import deliveries_view
from dashboards.screens.data_health.facts import Facts, read_facts
from dashboards.screens.data_health.form_view import form_view
from dashboards.screens.data_health.nights_view import nights_section
from dashboards.screens.data_health.rows_view import rows_view
from dashboards.screens.data_health.sources_view import sources_view
from dashboards.screens.data_health.totals_view import totals_view
from dashboards.screens.data_health.work import work

register_page(__name__, path=PATH, name=SCREEN.name, title=f"{SCREEN.name} · IOC")  # type: ignore[no-untyped-call]

CONTENT = {
    SOURCES: sources_view,
    NIGHTS: lambda facts: [nights_section(facts)],
    DELIVERIES: deliveries_view,
    HELD: rows_view,
    FINDINGS: rows_view,
    TOTALS: totals_view,
    FORM: form_view,
}
# The view in which an indicator's rows are seen.
ROWS = {"sources_on_time_share": DELIVERIES, "quarantined_share": HELD}


@or_explained
def layout(**query: str) -> html.Div:
    """The view that an address asks for."""
    asked = Asked.read(query)
    facts = read_facts(asked, snapshot_of(asked.of_snapshot))
    content = [_controls(facts), _views(asked), _top(facts), *CONTENT[asked.view](facts)]
    about = facts.title(asked.source) if asked.source else _("All sources")
    return page(
        SCREEN, SCREEN.name, about, [(SCREEN.name, Asked().link()), (VIEWS[asked.view], asked.link())], content,
        facts.snapshot, is_past=bool(asked.snapshot), now=asked.link(snapshot=""),
    )  # fmt: skip


def _controls(facts: Facts) -> html.Nav:
    asked = facts.asked
    listed = [(_("All sources"), asked.link(source="", code="", owner=""), not asked.source)]
    listed += [(each.title_vi, _of_source(asked, each.id), each.id == asked.source) for each in facts.sources]
    return html.Nav(menu(_("Source"), listed), className="controls", **attributes(aria_label=_("Choose the source")))


def _of_source(asked: Asked, source: str) -> str:
    of_it = replace(asked, source=source, code="", owner="")
    return of_it.link(view=asked.view if asked.view in of_it.views() else SOURCES)


def _views(asked: Asked) -> html.Div:
    links = [
        dcc.Link(name, href=asked.to(view), className="look chosen" if view == asked.view else "look")
        for view, name in asked.views().items()
    ]
    return html.Div(html.Nav(links, **attributes(aria_label=_("Views"))), className="looks")


def _top(facts: Facts) -> html.Div | None:
    """What must be done, and both indicators of the data in the longest period that they are known for."""
    view = facts.asked.view
    shown = [work(facts)] if view == SOURCES else []
    if not facts.asked.source:
        found: dict[str, dict[Any, Any]] = {}
        for row in facts.ask("values").to_dict("records"):
            found.setdefault(row["indicator"], row)
        shown += [_tile(facts, row) for row in found.values() if view in (SOURCES, ROWS[row["indicator"]])]
    return html.Div(shown, className="kpis") if shown else None


def _tile(facts: Facts, row: dict[Any, Any]) -> html.Section:
    start, end = day_of(row["period_start"]), day_of(row["period_end"])
    period = words.period(row["period_name_vi"], start, end, bool(row["is_open"]), past(facts.snapshot.today))
    view = ROWS[row["indicator"]]
    (reading,) = readings(pd.DataFrame([row]))
    counts = f"{words.number(reading.numerator or 0)} / {words.number(reading.denominator or 0)}"
    landed = {"since": f"{start}", "until": f"{end}"} if view == HELD else {}
    links = (
        [(words.capital(period), facts.asked.to(view, **landed))] if landed else [(VIEWS[view], facts.asked.to(view))]
    )
    links += [(_("All held rows"), facts.asked.to(HELD))] if landed else []
    as_of = _("Figures as of {at}", at=words.instant(facts.snapshot.known_at))
    return kpi_tile(row["name_vi"], reading, "", f"{period} · {words.PROVISIONAL} · {as_of}", links, [counts])
