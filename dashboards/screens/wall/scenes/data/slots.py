"""Slots 1 to 5 of "Dữ liệu: biết gì, chưa biết gì", each leading to its view at /data-health."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from dash import html

from config import clock
from connectors.kit.registry import sources
from dashboards import words
from dashboards.components.marked import marked
from dashboards.marks import ADDS_UP, DIFFERS, Mark
from dashboards.messages import _
from dashboards.owed import is_waited_for, period, summary, waited_since
from dashboards.place import day_of
from dashboards.plain_words import first_phrase
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.data.facts import Facts, Figure, Row
from dashboards.screens.wall.scenes.data.reasons import reason
from dashboards.screens.wall.source_rows import counted, source_rows

PORTAL = "national_portal"
# A reason may take two lines, and its owner one more.
REASONS = 3
KINDS = 6
"""How many kinds of replaced rows are told: a footnote's lines hold no more."""


def all_sources(facts: Facts, links: Links) -> html.Section:
    """Each source's state, its cause and its next try; those that need somebody stand first."""
    listed = source_rows(facts.sources, lambda source: links.to(source=source))
    return tiles.tile(1, counted(facts.sources), links.to(), [], listed)


def undelivered(facts: Facts, links: Links) -> html.Section:
    """Who has not sent, for which period, and how long it has been waited for."""
    figure = facts.figure("sources_on_time_share")
    shown = [
        tiles.big(figure.reading, "", links.to(view="deliveries")),
        tiles.footnote(_in_counts(figure)),
        tiles.footnote(summary(facts.undelivered)) if facts.undelivered else None,
    ]
    waited = [row for row in facts.undelivered if is_waited_for(row)]
    told = tiles.fitting(waited)
    rows = [_owed(row, links) for row in told]
    everybody = tiles.up_to(facts.place.period.cutoff, _("Everybody has sent"))
    listed: list[Any] = [html.Ul(rows, className="owed") if rows else tiles.row(everybody)]
    listed += tiles.more(sum(row["state"] == "missing" for row in waited[len(told) :]))
    target = tiles.target(figure.reading.target) if figure.reading.target else None
    return tiles.tile(2, _("Who has not sent"), links.to(view="deliveries"), shown, listed, beside=target)


def _in_counts(figure: Figure) -> str:
    """The counts behind a figure, and its period: "114 / 123 · Quý IV/2026 (15/9–nay)"."""
    numerator, denominator = figure.reading.numerator, figure.reading.denominator
    counts = "" if denominator is None else f"{words.number(numerator or 0)} / {words.number(denominator)}"
    return " · ".join(part for part in (counts, figure.period) if part)


def _owed(row: Row, links: Links) -> html.Li:
    is_missing = row["state"] == "missing"
    days = (clock.today() - waited_since(row)).days
    said = _("{days} days late", days=words.number(days)) if is_missing else _("came late")
    who = sources()[row["source"]].title_vi if row["is_night"] and row["source"] in sources() else row["unit_name_vi"]
    name = html.A(who, href=links.to(view="deliveries", source=row["source"]), className="owed-name")
    due = _("due {day}", day=words.day(day_of(row["deadline_date"])))
    if not pd.isna(row["silent_since_date"]):
        due = _("waited for since {day}", day=words.day(waited_since(row)))
    told = html.Span(f"{period(row)} · {due}", className="owed-period")
    return html.Li([name, marked(Mark(said, "missed" if is_missing else "watch")), told])


def held(facts: Facts, links: Links) -> html.Section:
    """Rows that wait to be mended: their share, and by reason whose work they are."""
    figure = facts.figure("quarantined_share")
    total = sum(int(row["row_count"]) for row in facts.held)
    shown = [
        tiles.big(figure.reading, "", links.to(view="held", **_landed(figure))),
        html.P([tiles.target(figure.reading.target)], className="line") if figure.reading.target else None,
        tiles.footnote(_in_counts(figure)),
        html.P(
            html.A(
                _("{count} rows of the whole cluster are held now", count=words.number(total)),
                href=links.to(view="held"),
                className="number-link",
            ),
            className="footnote",
        ),
    ]
    rows = [reason(row, "held", links) for row in facts.held[:REASONS]]
    listed: list[Any] = [html.Ul(rows, className="reasons") if rows else html.P(_("No row is held"), className="row")]
    listed += tiles.more(len(facts.held) - len(rows))
    is_own = figure.reading.unit_code == facts.place.unit.code
    beside = None if is_own else html.Span(_("whole cluster"), className="target")
    return tiles.tile(3, _("Rows held"), links.to(view="held"), shown, listed, beside=beside)


def _landed(figure: Figure) -> dict[str, str]:
    """The days whose held rows the figure counts."""
    return {"since": f"{figure.start}", "until": f"{figure.end}"} if figure.start and figure.end else {}


def totals(facts: Facts, links: Links) -> html.Section:
    """Three comparisons: rows that came and what became of them, the source's own total, the national portal's.

    Beneath, what was replaced: a file that came twice is seen there, since it changes no figure.
    """
    rows = (_of_everybody(facts, *_exits(facts)), _of_everybody(facts, *_own(facts.totals)), _portal(facts))
    listed = [html.Ul([_compared(*row) for row in rows], className="compared"), _replaced(facts.replaced)]
    return tiles.tile(4, _("Control totals"), links.to(view="totals"), [], listed)


def _of_everybody(facts: Facts, name: str, said: str, mark: Mark) -> tuple[str, str, Mark]:
    """Of a commune alone neither is counted."""
    named = name if facts.place.unit.kind == "area" else _("{name}, whole cluster", name=name)
    return named, said, mark


def _compared(name: str, said: str, mark: Mark) -> html.Li:
    return html.Li(
        [html.Span(name, className="compared-name"), marked(mark), html.Span(said, className="compared-said")]
    )


def _exits(facts: Facts) -> tuple[str, str, Mark]:
    """The exits add up by construction: the build stops where they do not."""
    names = {
        "loaded": _("in use"), "superseded": _("replaced"), "duplicate": _("came twice"), "held": _("held"),
        "removed": _("gone at the source"),
    }  # fmt: skip
    parts = [f"{words.number(facts.exits[name])} {said}" for name, said in names.items() if facts.exits.get(name)]
    count, day = words.number(sum(facts.exits.values())), words.short_day(facts.landed_since)
    return _("{count} rows came in since {day}", count=count, day=day), "= " + " + ".join(parts), ADDS_UP


def _replaced(replaced: Mapping[str, int]) -> html.P | None:
    if not replaced:
        return None
    kinds = [f"{tiles.lower(name)} {words.number(count)}" for name, count in replaced.items()]
    rest = len(kinds) - KINDS
    more = [_("and {count} more kinds", count=words.number(rest))] if rest > 0 else []
    return tiles.footnote(_("Replaced: {kinds}", kinds="; ".join([*kinds[:KINDS], *more])))


def _own(rows: Sequence[Row]) -> tuple[str, str, Mark]:
    differing = [row for row in rows if row["difference"]]
    name = _("The source's own total")
    if not rows:
        return name, words.NO_DATA, Mark("", "")
    if not differing:
        return name, _("{count} counts compared, none differs", count=words.number(len(rows))), ADDS_UP
    said = _(
        "{differing} of {count} counts differ, by {difference} records in all",
        differing=words.number(len(differing)), count=words.number(len(rows)),
        difference=words.number(sum(abs(int(row["difference"])) for row in differing)),
    )  # fmt: skip
    return name, said, DIFFERS


def _portal(facts: Facts) -> tuple[str, str, Mark]:
    """Of the newest month, with the portal's age; why there is nothing to compare where it sent nothing."""
    name, portal = _("The national portal's total"), next(each for each in facts.sources if each.id == PORTAL)
    if not facts.portal:
        return name, words.NO_DATA if portal.is_connected else words.NO_SOURCE, Mark("", "")
    differences = [int(row["difference"]) for row in facts.portal]
    more, fewer = sum(max(0, each) for each in differences), sum(min(0, each) for each in differences)
    month = f"{day_of(facts.portal[0]['month_start']):%m/%Y}"
    shown = " · ".join(words.signed(each) for each in (more, fewer) if each) or words.signed(0)
    said = _("{month}: the portal shows {difference}", month=month, difference=shown)
    mark = DIFFERS if more or fewer else ADDS_UP
    return name, f"{said} · {first_phrase(portal.sentence_vi)}", mark


def form(facts: Facts, links: Links) -> html.Section:
    """Column 1 = column 5 + column 9 in each commune, and how many rows break it."""
    rows = [_commune(row) for row in facts.form[:LIST_ROWS]]
    broken = _("{count} dossiers are finished without a date", count=words.number(facts.form_rows))
    listed: list[Any] = [html.Ul(rows, className="form-rows")] if rows else [html.P(words.NO_DATA, className="row")]
    listed += [tiles.footnote(broken)] if facts.form_rows else []
    beside = html.Span("1 = 5 + 9", className="target")
    return tiles.tile(5, _("Form II.06a adds up"), links.to(view="form"), [], listed, beside=beside)


def _commune(row: Row) -> html.Li:
    c1, sums = int(row["c1"]), int(row["c5"]) + int(row["c9"])
    sign = "=" if c1 == sums else "≠"
    counts = html.Span(f"{words.number(c1)} {sign} {words.number(sums)}", className="form-sums")
    mark = ADDS_UP if c1 == sums else Mark(_("differs by {count}", count=words.number(abs(c1 - sums))), "watch")
    return html.Li([html.Span(words.capital(row["unit_name_vi"]), className="form-name"), counts, marked(mark)])
