"""What somebody has to do now, said first: sources that are late, what waits for its owner, what does not add up."""

from typing import Any

from dash import dcc, html

from dashboards import owed, words
from dashboards.marks import SOURCES
from dashboards.messages import _
from dashboards.plain_words import for_a_leader
from dashboards.screens.data_health import deliveries_view, form_view, remedies, totals_view
from dashboards.screens.data_health.address import DELIVERIES, FORM, HELD, TOTALS
from dashboards.screens.data_health.facts import Facts
from dashboards.screens.data_health.figures import by_owner, kinds
from warehouse.reader import SourceState


def work(facts: Facts) -> html.Section:
    """The sentence about all sources (or the one of the address), and a line for every job."""
    by_need = sorted(facts.shown, key=lambda each: SOURCES[each.state].rank)
    jobs = [_job(each) for each in by_need if not SOURCES[each.state].is_calm]
    jobs += [html.Li(dcc.Link(said, href=facts.asked.to(view))) for said, view in waiting(facts)]
    return html.Section([html.H2(_title(facts)), html.Ul(jobs, className="jobs") if jobs else None], className="work")


def waiting(facts: Facts) -> list[tuple[str, str]]:
    """(sentence, the view that shows it) of what waits for somebody although every source may be well."""
    held = by_owner(kinds(facts.filtered("held_kinds")))
    owners = ", ".join(f"{owner} {words.number(count)}" for owner, count in held.items())
    late = deliveries_view.undelivered(facts)
    told = [
        (_("{count} held rows wait for: {owners}", count=words.number(sum(held.values())), owners=owners), HELD, held),
        (owed.summary(late), DELIVERIES, late),
    ]
    if facts.asked.source in ("", "one_stop"):
        form = facts.ask("form").to_dict("records")
        told.append((form_view.summary(form), FORM, [row for row in form if row["difference"]]))
    if facts.asked.source in ("", *totals_view.PORTAL):
        difference = totals_view.portal_sentence(facts)
        told.append((difference, TOTALS, difference))
    return [(sentence, view) for sentence, view, is_due in told if is_due]


def summary(facts: Facts) -> str:
    """How many sources came in time, and how many need somebody, in one sentence."""
    connected = [each for each in facts.sources if each.id in facts.connected]
    troubled = [each for each in connected if not SOURCES[each.state].is_calm]
    if not troubled:
        return _("All {count} connected sources have come in time", count=words.number(len(connected)))
    return _(
        "{good} of {count} connected sources have come in time; {bad} need somebody",
        good=words.number(len(connected) - len(troubled)), count=words.number(len(connected)),
        bad=words.number(len(troubled)),
    )  # fmt: skip


def _title(facts: Facts) -> str:
    return facts.shown[0].sentence_vi if facts.asked.source and facts.shown else summary(facts)


def _job(source: SourceState) -> html.Li:
    todo, command = remedies.to_do(source)
    parts: list[Any] = [html.P([html.Strong(source.title_vi), ": ", source.sentence_vi])]
    parts += [html.P(for_a_leader(source.cause), className="cause")] if source.cause else []
    parts += [html.P([todo, " ", remedies.command(command)])] if todo else []
    return html.Li(parts, className="alert")
