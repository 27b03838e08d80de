"""The nine slots of "Giáo dục": which school, which subject?"""

from collections.abc import Iterable

from dash import html

from dashboards import words
from dashboards.components.bars import Bar
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.components.ranking import Ranked, ranking
from dashboards.messages import _
from dashboards.place import Period, day_of
from dashboards.readings import Reading
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.education import figures
from dashboards.screens.wall.scenes.education.facts import (
    ATTENDANCE,
    BELOW_5,
    COMPLETED,
    DROPOUT,
    FAIL,
    GOOD_OF_SEMESTER,
    LEVELS,
    ON_TIME,
    OVER_LIMIT,
    Facts,
    Told,
)

# Before the deadline, when nobody is judged, and after it.
BOOKS = (_("sent so far"), _("sent in time"))
WAITED = ({"not_due": _("Not due yet")}, {"missing": _("Not yet"), "late": _("Sent late")})
LEVEL_NAMES = (_("Good"), _("Fair"), _("Reached"), _("Not reached"))


def workbooks(facts: Facts, links: Links) -> html.Section:
    """How many books of the newest term came in time, and which schools are waited for."""
    told = facts.told.get(ON_TIME)
    if told is None:
        return tiles.nothing(1, _("Mark books"), links.to(tab="workbooks"))
    share, found = told.reading(ON_TIME), figures.counts(facts.deliveries)
    is_due = share.value is not None
    on_time = _("{count}/{expected} schools", count=words.number(found["on_time"]), expected=words.number(found["all"]))
    # The count is what is read; the value is the share, as everywhere.
    number = measured(on_time, indicator=ON_TIME, value=share.value, unit=facts.place.unit.code, class_name="value")
    figure = [
        html.P(
            html.A(number, href=_rows(links, told, ON_TIME, "denominator"), className="number-link"), className="line"
        ),
        html.P([html.Span(BOOKS[is_due], className="unit"), judgement(share.band)], className="line"),
    ]
    listed = [
        *(
            html.P(figures.waited_for(facts.deliveries, state, name, LIST_ROWS), className="row")
            for state, name in WAITED[is_due].items()
        ),
        tiles.footnote(_("deadline {day}", day=words.day(figures.deadline(facts.deliveries)))),
    ]
    title = _("Mark books of {term}", term=_name(told.period))
    return tiles.tile(1, title, _to(links, told, "workbooks"), figure, listed, beside=tiles.target(share.target))


def levels(facts: Facts, links: Links) -> html.Section:
    """The four levels of all pupils and of each commune, the year in the title."""
    told = facts.told.get(FAIL)
    if told is None:
        return tiles.nothing(2, _("Learning, lower secondary"), links.to(tab="levels"))
    parts = [part for part in told.named(FAIL, facts.parts) if _has(told, FAIL, part.unit_code)]
    # Five communes stand in their order; of the schools of one, those where most did not reach a level.
    shown = parts if facts.is_area else sorted(parts, key=lambda part: -(part.value or 0))
    rows = [_levels_row(told, part.unit_code, figures.brief(part.unit_name), links) for part in tiles.fitting(shown)]
    whole = _levels_row(told, facts.place.unit.code, facts.place.unit.short_name, links)
    head = html.Div(
        [html.Span(), *(html.Span(name, className="level-head") for name in LEVEL_NAMES)], className="level-row"
    )
    listed = [
        html.Div([head, whole], className="levels-of-all"),
        html.Div(rows, className="level-rows"),
        *tiles.more(len(shown) - len(rows)),
        tiles.footnote(_("TT 22/2021, worked out anew")),
    ]
    title = _("Learning, lower secondary, {term}", term=_name(told.period))
    return tiles.tile(2, title, _to(links, told, "levels"), [], listed)


def _levels_row(told: Told, code: str, name: str, links: Links) -> html.Div:
    found = [told.named(level, {code: name})[0] for level in LEVELS]
    there = html.A(
        words.capital(name), href=links.unit(code, tab="levels", **told.period.named), className="level-name"
    )
    if all(each.value is None for each in found):
        return html.Div([there, html.Span(found[0].text, className="level-words")], className="level-row level-hidden")
    return html.Div([there, *(tiles.number(each, "level-value") for each in found)], className="level-row")


def shift(facts: Facts, links: Links) -> html.Section:
    """How the share of Good and Fair moved from semester I to II, and the schools where it fell most."""
    if facts.halves is None:
        return tiles.nothing(3, _("Semester I to II"), links.to(tab="shift"), words.NO_EARLIER_PERIOD)
    first, second = facts.halves
    moved = [figures.moved(*facts.halves, each, facts.place.unit.code) for each in (GOOD_OF_SEMESTER, figures.FAILED)]
    said = [
        html.P([html.Span(name), html.Span(each, className="moved")], className="row")
        for name, each in zip((_("Good and Fair: "), _("Not reached: ")), moved, strict=True)
    ]
    falls = figures.falls(first, second, facts.schools, LIST_ROWS)
    rows = [
        Ranked(words.capital(fall.unit_name), fall, links.unit(fall.unit_code, tab="levels", **second.period.named))
        for fall in falls
    ]
    none = _("Good and Fair fell at no school that is shown")
    risen = figures.risen(facts.subjects_before, facts.subjects)
    subject = html.P([_("Most below 5.0: "), html.Span(risen, className="moved")], className="row") if risen else None
    note = tiles.footnote(_("Largest falls of Good and Fair, in points"))
    listed = [note, tiles.ranked(rows, none), subject]
    title = _("Semester I to II, {year}", year=second.period.name.rsplit(" ", 1)[-1])
    return tiles.tile(3, title, _to(links, second, "shift"), said, listed)


def subjects(facts: Facts, links: Links) -> html.Section:
    """The five subjects × grades with the most averages below 5.0."""
    told = facts.told.get(BELOW_5)
    if told is None:
        return tiles.nothing(4, _("Most averages below 5.0"), links.to(tab="subjects"))
    whole = told.reading(BELOW_5)
    rows = [
        Ranked(name, reading, _to(links, told, "subjects", subject=subject, grade=grade))
        for name, reading, subject, grade in figures.subjects(facts.subjects, whole, LIST_ROWS)
    ]
    all_of_them = html.P([_("All subjects: "), tiles.number(whole, ""), " ", judgement(whole.band)], className="row")
    listed = [ranking(rows, link=html.A), all_of_them]
    title = _("Most averages below 5.0, {term}", term=figures.semester(told))
    return tiles.tile(4, title, _to(links, told, "subjects"), [], listed, beside=tiles.target(whole.target))


def primary(facts: Facts, links: Links) -> html.Section:
    """Who completed the grade, by commune."""
    told = facts.told.get(COMPLETED)
    if told is None:
        return tiles.nothing(5, _("Primary: grade completed"), links.to(tab="primary"))
    whole = told.reading(COMPLETED)
    bars = [_bar(part, told, links) for part in _lowest_first(told, COMPLETED, facts)]
    figure = [tiles.big(whole, "", _to(links, told, "primary"))]
    title = _("Primary: grade completed, {term}", term=_name(told.period))
    listed, beside = tiles.bars(bars, tiles.why_none(whole)), tiles.target(whole.target)
    return tiles.tile(5, title, _to(links, told, "primary"), figure, listed, beside=beside)


def _bar(part: Reading, told: Told, links: Links) -> Bar:
    href = links.unit(part.unit_code, tab="primary", grain=told.period.grain, **told.period.named)
    return Bar(part, href=href)


def attendance(facts: Facts, links: Links) -> html.Section:
    """Attendance, and who dropped out."""
    names = {ATTENDANCE: _("Attendance"), DROPOUT: _("Dropped out")}
    known = {indicator: facts.told[indicator] for indicator in names if indicator in facts.told}
    if not known:
        return tiles.nothing(6, _("Attendance, dropping out"), links.to(tab="attendance"))
    rows = [
        tiles.guard(told.reading(indicator), names[indicator], "", _to(links, told, "attendance"))
        for indicator, told in known.items()
    ]
    told = next(iter(known.values()))
    title = _("Attendance, dropping out, {term}", term=_name(told.period))
    return tiles.tile(6, title, _to(links, told, "attendance"), [], html.Div(rows, className="guards"))


def classes(facts: Facts, links: Links) -> html.Section:
    """How many classes are above their limit, and the largest of them."""
    told = facts.told.get(OVER_LIMIT)
    if told is None:
        return tiles.nothing(7, _("Classes above their limit"), links.to(tab="classes"))
    share = told.reading(OVER_LIMIT)
    count = _("{count}/{expected} classes", count=words.number(share.numerator or 0),
              expected=words.number(share.denominator or 0))  # fmt: skip
    number = measured(count, indicator=OVER_LIMIT, value=share.value, unit=share.unit_code, class_name="value")
    figure = [
        html.P(html.A(number, href=_rows(links, told, OVER_LIMIT, ""), className="number-link"), className="line"),
        html.P([html.Span(share.text, className="unit"), judgement(share.band)], className="line"),
        tiles.footnote(share.formula),
    ]
    listed = [html.P(said, className="row") for said in figures.largest(facts.over_limit, LIST_ROWS)]
    title = _("Classes above their limit, {term}", term=_name(told.period))
    return tiles.tile(
        7, title, _to(links, told, "classes"), figure, listed or [html.P(_("No class"), className="row")],
        beside=tiles.target(share.target),
    )  # fmt: skip


def differences(facts: Facts, links: Links) -> html.Section:
    """How many averages the books state otherwise than their marks, and at which schools."""
    href = links.at("/data-health", source="smas")
    if facts.differing_term is None:
        return tiles.nothing(8, _("Marks that differ when worked out anew"), href)
    found = figures.differing(facts.differences)
    number = measured(words.number(found), indicator="mark_differs", value=found, unit=facts.place.unit.code,
                      class_name="value")  # fmt: skip
    there = links.to(tab="differences", grain="school_term", **facts.differing_term.named)
    said = figures.by_school(facts.differences, LIST_ROWS)
    figure = [
        html.P([html.A(number, href=there, className="number-link"), html.Span(_("averages"), className="unit")],
               className="line"),
        html.P(judgement("met" if not found else "watch"), className="line"),
    ]  # fmt: skip
    listed = [html.P(each, className="row") for each in said] or [html.P(_("No school"), className="row")]
    title = _("Marks that differ when worked out anew, {term}", term=_name(facts.differing_term))
    return tiles.tile(8, title, href, figure, listed, beside=tiles.target("0"))


def prizes(facts: Facts, links: Links) -> html.Section:
    """The prizes of the newest contest, its date told: this is no figure of this week."""
    if facts.prizes.empty:
        return tiles.nothing(9, _("Science and technology prizes"), links.to(tab="prizes"))
    newest = facts.prizes[facts.prizes["contest"] == facts.prizes.iloc[0]["contest"]]
    listed = [html.P(each, className="row") for each in figures.prizes(newest)]
    day = words.day(day_of(newest["contest_date"].max()))
    said = _("{contest}, last prizes {day}", contest=str(newest.iloc[0]["contest"]), day=day)
    return tiles.tile(
        9, _("Science and technology prizes"), links.to(tab="prizes"), [], [*listed, tiles.footnote(said)]
    )


def _name(period: Period) -> str:
    return tiles.lower(period.name)


def _to(links: Links, told: Told, tab: str, **more: str) -> str:
    """A tab of the page in the term that a tile is about."""
    return links.to(tab=tab, grain=told.period.grain, **told.period.named, **more)


def _rows(links: Links, told: Told, indicator: str, part: str) -> str:
    return links.rows(indicator, part=part, grain=told.period.grain, **told.period.named)


def _has(told: Told, indicator: str, code: str) -> bool:
    return told.named(indicator, {code: ""})[0].text not in (words.NO_EVENTS, words.NO_DATA)


def _lowest_first(told: Told, indicator: str, facts: Facts) -> Iterable[Reading]:
    """Those of which no number is shown stand behind, in words."""
    return tiles.lowest_first(
        part for part in told.named(indicator, facts.parts) if _has(told, indicator, part.unit_code)
    )
