"""Slots 1 to 6 and 9 of "Hài lòng của người dân": do they mean it, and why not?"""

from decimal import Decimal

from dash import html

from dashboards import words
from dashboards.components.bars import Bar
from dashboards.components.intervals import intervals
from dashboards.components.judgement import judgement
from dashboards.components.ranking import Ranked, ranking
from dashboards.components.signal import ALERTING
from dashboards.messages import _
from dashboards.readings import Reading, find
from dashboards.screens.wall import guards, tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.satisfaction.facts import DISSATISFIED, RATED, REJECTED, SATISFIED, Facts
from dashboards.screens.wall.scenes.satisfaction.figures import Device
from dashboards.service_index import CONTENT, Criterion

KINDS = {
    "burst": _("one button pressed again and again"),
    "outside_hours": _("outside office hours"),
    "double_tap": _("pressed twice"),
    "clock": _("clock of the device wrong"),
}
AGENCY_ROWS = 4
"""Fewer than communes: the name of an agency may take two lines."""
NAMED = 1
"""How many units a footnote names: it has one line."""


def satisfied(facts: Facts, links: Links) -> html.Section:
    """The share with its sample and its interval, and what it must not be read without."""
    share, rejected, rated = (facts.reading(each) for each in (SATISFIED, REJECTED, RATED))
    figure = [
        tiles.big(share, "", links.rows(SATISFIED)),
        *(html.P(said, className="row") for said in _sample(share)),
        tiles.footnote(share.formula),
    ]
    listed = [
        _guard(_("Ratings rejected"), rejected, links),
        _guard(_("Dossiers rated"), rated, links),
        _guard(_("Ratings of not being satisfied"), facts.reading(DISSATISFIED), links),
    ]
    title = _("Share satisfied")
    return tiles.tile(1, title, links.to(), figure, listed, beside=tiles.target(share.target))


def _sample(share: Reading) -> list[str]:
    """How many ratings a share rests on, and within which bounds it lies; that they are too few its words say."""
    said = (
        []
        if share.denominator is None or share.needed is not None
        else [_("n = {n} ratings", n=words.number(share.denominator))]
    )
    if share.value is None or share.low is None or share.high is None:
        return said
    return [*said, _("interval of 95%: {interval}", interval=words.interval(share.low, share.high))]


def _guard(name: str, reading: Reading, links: Links) -> html.P:
    number = tiles.number(reading, "", links.rows(reading.indicator))
    return html.P([html.Span(f"{name}: "), number, " ", judgement(reading.band)], className="row")


def by_unit(facts: Facts, links: Links) -> html.Section:
    """A dot with its interval for each centre; too few ratings in words; what was rejected, where that is too much."""
    whole = facts.reading(SATISFIED)
    rows = [
        Bar(
            part,
            name=tiles.within(part.unit_name, facts.unit.short_name),
            note=" · ".join(filter(None, (_small(part), _rejected(facts, part.unit_code)))),
            href=links.unit(part.unit_code),
        )
        for part in tiles.lowest_first(facts.part_readings(SATISFIED))
    ][:LIST_ROWS]
    content = intervals(rows, link=html.A) if rows else tiles.row(tiles.why_none(whole))
    notes = " · ".join(filter(None, (_with_rejected(facts, rows), whole.formula)))
    listed = [content, tiles.footnote(notes)]
    title = _("By public service centre")
    group = "unit" if facts.is_area else "agency"
    return tiles.tile(2, title, links.to(group=group), [], listed, beside=tiles.target(whole.target))


def _small(part: Reading) -> str:
    """The sample of a share; words for its lack say it themselves."""
    return "" if part.value is None else _("n = {n}", n=words.number(part.denominator or 0))


def _rejected(facts: Facts, code: str) -> str:
    """How much of a part was rejected, where that misses its target."""
    share = find(facts.among, REJECTED, code)
    return _("{share} rejected", share=share.text) if share.band in ALERTING else ""


def _with_rejected(facts: Facts, rows: list[Bar]) -> str:
    """What shares would be with what was rejected, for those of which much was."""
    named = {row.reading.unit_code: row.reading.unit_name for row in rows}
    said = [f"{named[code]} {share}" for code, share in facts.with_rejected.items() if code in named]
    if not said:
        return ""
    rest = len(said) - NAMED
    more = _(" and {count} more", count=words.number(rest)) if rest > 0 else ""
    return _("With rejected presses: {shares}", shares=", ".join(said[:NAMED]) + more)


def reasons(facts: Facts, links: Links) -> html.Section:
    """The five most frequent reasons."""
    rows = [
        Ranked(each.name, _counted(f"{DISSATISFIED}:{each.code}", facts, each.count),
               links.rows(DISSATISFIED, reason=each.code))
        for each in facts.reasons
    ]  # fmt: skip
    listed = [ranking(rows, link=html.A), tiles.footnote(_all_reasons(facts))] if rows else tiles.row(_no_reason(facts))
    return tiles.tile(3, _("Reasons for not being satisfied"), links.to(tab="reasons"), [], listed)


def _all_reasons(facts: Facts) -> str:
    """How many ratings reasons are of; how many tell none, where there are such."""
    count = facts.reading(DISSATISFIED).text
    if not facts.without_reason:
        return _("of {count} ratings of not being satisfied", count=count)
    silent = words.number(facts.without_reason)
    return _("of {count} ratings of not being satisfied, {silent} without a reason", count=count, silent=silent)


def _no_reason(facts: Facts) -> str:
    if not facts.without_reason:
        return tiles.why_none(facts.reading(DISSATISFIED))
    return _("No reason told: {count}", count=words.number(facts.without_reason))


def _counted(indicator: str, facts: Facts, count: int) -> Reading:
    return Reading(indicator, facts.place.unit.code, "", words.number(count), Decimal(count))


def lateness(facts: Facts, links: Links) -> html.Section:
    """The share of those whose dossier came in time, and of those whose did not."""
    names = {"on_time": _("Dossiers on time"), "late": _("Dossiers late")}
    rows = [_half(name, facts.lateness[key], links.rows(SATISFIED, lateness=key, span="year"))
            for key, name in names.items()]  # fmt: skip
    whole, title = facts.reading(SATISFIED), _("On time and late, 12 months")
    listed = [html.Div(rows, className="guards"), guards.of_satisfied(facts, links, facts.period.name, whole.formula)]
    return tiles.tile(4, title, links.to(tab="lateness"), [], listed, beside=tiles.target(whole.target))


def _half(name: str, share: Reading, href: str) -> html.Div:
    """As a guard, its sample below the number."""
    shown = html.P([tiles.number(share, "value", href), judgement(share.band)], className="line")
    said = html.Span(name, className="guard-name")
    return html.Div([said, shown, tiles.footnote(" · ".join(_sample(share)))], className="guard")


def rated(facts: Facts, links: Links) -> html.Section:
    """How many of those served were heard."""
    whole = facts.reading(RATED)
    parts = tiles.lowest_first(facts.named(RATED, facts.handing_out))
    bars = [
        Bar(
            part,
            name=tiles.within(part.unit_name, facts.unit.short_name),
            href=links.unit(part.unit_code, tab="rated"),
        )
        for part in tiles.fitting(parts, LIST_ROWS if facts.is_area else AGENCY_ROWS)
    ]
    figure = [tiles.big(whole, "", links.rows(RATED)), tiles.footnote(_of(whole))]
    listed = [tiles.bars(bars, tiles.why_none(whole)), *tiles.more(len(parts) - len(bars))]
    title = _("Dossiers rated by commune") if facts.is_area else _("Dossiers rated")
    return tiles.tile(5, title, links.to(tab="rated"), figure, listed, beside=tiles.target(whole.target))


def _of(share: Reading) -> str:
    if not share.denominator:
        return ""
    counts = {name: words.number(getattr(share, name) or 0) for name in ("numerator", "denominator")}
    return _("{numerator} of {denominator} results handed out", **counts)


def rejected(facts: Facts, links: Links) -> html.Section:
    """What was pressed and does not count, by device and reason."""
    whole = facts.reading(REJECTED)
    rows = [
        Ranked(f"{each.code or each.agency_name} · {KINDS[each.kind]}",
               _counted(f"{REJECTED}:{each.code or each.agency}:{each.kind}", facts, each.count),
               links.rows(REJECTED, **_where(each), rejection=each.kind))
        for each in facts.devices
    ]  # fmt: skip
    figure = [tiles.big(whole, "", links.rows(REJECTED)), tiles.footnote(_presses(whole))]
    listed = tiles.ranked(rows, tiles.why_none(whole))
    title = _("Ratings rejected")
    return tiles.tile(6, title, links.to(tab="rejected"), figure, listed, beside=tiles.target(whole.target))


def _where(device: Device) -> dict[str, str]:
    return {"device": device.code} if device.code else {"unit": device.agency}


def _presses(share: Reading) -> str:
    if not share.denominator:
        return ""
    counts = {name: words.number(getattr(share, name) or 0) for name in ("numerator", "denominator")}
    return _("{numerator} of {denominator} presses", **counts)


def index_766(facts: Facts, links: Links) -> html.Section:
    """The satisfaction part of the service index, which is another number than all others of the scene."""
    title, group = _("Satisfaction within the service index"), facts.service_index.group(CONTENT)
    if group is None:
        return tiles.nothing(9, title, "", words.NO_SOURCE)
    highest = words.target(group.highest, is_share=False)
    said = (
        _("Counted otherwise: from what people say on the national public service portal, not at these devices."),
        _("So it is compared with no number of this scene."),
    )
    figure = [] if group.reachable else [html.P(words.NO_SOURCE, className="in-words")]
    rows = [tiles.row(_criterion(each, is_alone=bool(group.reachable))) for each in group.criteria]
    listed = [*rows, *(tiles.footnote(each) for each in said)]
    aim = html.Span(_("{points} points", points=highest), className="target")
    return tiles.tile(9, title, links.at("/procedures", view="766"), figure, listed, beside=aim)


def _criterion(criterion: Criterion, *, is_alone: bool) -> str:
    """Its points; that it has no source, where others of its group have one."""
    points = _("{points} points", points=words.target(criterion.highest, is_share=False))
    without = "" if criterion.has_source or not is_alone else f", {words.uncapital(words.NO_SOURCE)}"
    return f"{criterion.name}: {points}{without}"
