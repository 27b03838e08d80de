"""Control totals: each row that came has one exit; the source's own total beside ours; the national portal's beside
ours. A difference is a figure to be shown, and a question for whoever keeps the other count.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from dashboards import words
from dashboards.components.marked import marked
from dashboards.marks import ADDS_UP, DIFFERS
from dashboards.messages import _
from dashboards.place import day_of
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.figures import EXITS, accounts
from dashboards.screens.data_health.tables import card_table

LISTED = 12
PORTAL = ("national_portal", "one_stop")


def totals_view(facts: Facts) -> list[Any]:
    """The three comparisons; the portal's where the address means a source that it is about."""
    shown = [_exits(facts), _own_totals(facts)]
    return [*shown, _portal(facts)] if facts.asked.source in ("", *PORTAL) else shown


def _exits(facts: Facts) -> html.Section:
    counted = accounts(facts.ask("exits", source=facts.asked.source), by="source")
    heads = (_("Source"), _("Came in"), *(words.capital(name) for name in EXITS.values()), _("Sum of the exits"))
    rows = [
        [
            facts.title(each.name), words.number(each.landed),
            *(words.number(each.by_exit[name]) for name in EXITS), marked(ADDS_UP),
        ]
        for each in counted
    ]  # fmt: skip
    return html.Section(card_table(_("Rows that came = rows in use + replaced + held + the rest"), heads, rows))


def _own_totals(facts: Facts) -> html.Section:
    frame = facts.ask("control_totals", source=facts.asked.source)
    title = _("The source's own total beside what landed")
    if frame.empty:
        return html.Section([html.H2(title), html.P(_no_total(facts), role="status")])
    differing = frame[frame["difference"] != 0]
    said = _(
        "{count} counts compared, {differing} differ, by {difference} records in all.",
        count=words.number(len(frame)), differing=words.number(len(differing)),
        difference=words.number(int(differing["difference"].abs().sum())),
    )  # fmt: skip
    heads = (_("Source, stream"), _("Days"), _("Source counts"), _("Landed"), _("Difference"), _("Compared at"))
    rows = [_window(facts, row) for row in frame.head(LISTED).to_dict("records")]
    return html.Section(card_table(title, heads, rows, said=said))


def _no_total(facts: Facts) -> str:
    if not facts.asked.source:
        return _("No source gives a total of its own.")
    return _("{source} gives no total of its own.", source=facts.title(facts.asked.source))


def _window(facts: Facts, row: Mapping[Any, Any]) -> list[Any]:
    is_whole = pd.isna(row["window_from"])
    days = _("all") if is_whole else f"{words.day(day_of(row['window_from']))}–{words.day(day_of(row['window_until']))}"
    counts = [words.number(int(row[name])) for name in ("source_total", "landed_keys")]
    return [
        f"{facts.title(row['source'])} · {row['stream']}", days, *counts, _difference(int(row["difference"])),
        words.instant(row["landed_at"]),
    ]  # fmt: skip


def _difference(value: int) -> Any:
    return html.Span([words.signed(value), " ", marked(DIFFERS if value else ADDS_UP)])


def portal_sentence(facts: Facts) -> str:
    """How far the portal goes beyond us in the newest month in which it does; empty without any.

    Where it shows fewer of another commune that takes nothing off.
    """
    more = [row for row in facts.ask("portal").to_dict("records") if row["difference"] > 0]
    if not more:
        return ""
    newest = [row for row in more if row["month_start"] == more[0]["month_start"]]
    difference = sum(int(row["difference"]) for row in newest)
    return _(
        "In {month} the portal shows {count} more: copies of ministries' systems come later.",
        month=f"{day_of(newest[0]['month_start']):%m/%Y}", count=words.number(difference),
    )  # fmt: skip


def _portal(facts: Facts) -> html.Section:
    rows = facts.ask("portal").to_dict("records")
    title = _("The national portal's total beside ours")
    if not rows:
        return html.Section([html.H2(title), html.P(words.NO_DATA, role="status")])
    heads = (_("Commune"), _("Month"), _("Portal"), _("Ours"), _("of it in ministries' systems"), _("Difference"))
    listed = [_month(row) for row in rows]
    return html.Section(card_table(title, heads, listed, said=portal_sentence(facts)))


def _month(row: Mapping[Any, Any]) -> list[Any]:
    names = ("portal_received_count", "own_received_count", "own_ministry_count")
    counts = [words.number(int(row[name])) for name in names]
    month = f"{day_of(row['month_start']):%m/%Y}"
    return [words.capital(row["unit_name_vi"]), month, *counts, _difference(int(row["difference"]))]
