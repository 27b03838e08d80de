"""Slots 1 and 6 to 9 of "Giáo dục": the books that came, and what they say of attendance, classes, marks, prizes."""

from dash import html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.place import day_of
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.need import LIST_ROWS
from dashboards.screens.wall.scenes.education import figures, terms
from dashboards.screens.wall.scenes.education.facts import (
    ATTENDANCE,
    DROPOUT,
    FAIL,
    ON_TIME,
    OVER_LIMIT,
    Facts,
)

# Before the deadline, when nobody is judged, and after it.
BOOKS = (_("sent so far"), _("sent in time"))
WAITED = ({"not_due": _("Not due yet")}, {"missing": _("Not yet"), "late": _("Sent late")})
ATTENDED = _("Attendance, dropping out")


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
            html.A(number, href=terms.rows(links, told, ON_TIME, "denominator"), className="number-link"),
            className="line",
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
    title = _("Mark books of {term}", term=terms.name(told))
    return tiles.tile(1, title, terms.to(links, told, "workbooks"), figure, listed, beside=tiles.target(share.target))


def attendance(facts: Facts, links: Links) -> html.Section:
    """Attendance, and who dropped out."""
    names = {ATTENDANCE: _("Attendance"), DROPOUT: _("Dropped out")}
    known = {indicator: facts.told[indicator] for indicator in names if indicator in facts.told}
    if not known:
        return tiles.nothing(6, ATTENDED, links.to(tab="attendance"))
    told = next(iter(known.values()))
    # Books before the end of a semester need not tell absences, so that the two may be of different terms.
    is_one_term = all(each.period == told.period for each in known.values())
    rows = [
        tiles.guard(
            each.reading(indicator), names[indicator], "", terms.to(links, each, "attendance"),
            None if is_one_term else terms.note(each, terms.name(each)),
        )
        for indicator, each in known.items()
    ]  # fmt: skip
    title = _("Attendance, dropping out, {term}", term=terms.name(told)) if is_one_term else ATTENDED
    listed = [html.Div(rows, className="guards"), terms.note(told) if is_one_term else None]
    return tiles.tile(6, title, terms.to(links, told, "attendance"), [], listed)


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
        html.P(html.A(number, href=terms.rows(links, told, OVER_LIMIT, ""), className="number-link"), className="line"),
        html.P([html.Span(share.text, className="unit"), judgement(share.band)], className="line"),
        tiles.footnote(share.formula),
    ]
    said = figures.largest(facts.over_limit, LIST_ROWS) or [_("No class")]
    listed = [*(html.P(each, className="row") for each in said), terms.note(told)]
    title = _("Classes above their limit, {term}", term=terms.name(told))
    return tiles.tile(7, title, terms.to(links, told, "classes"), figure, listed, beside=tiles.target(share.target))


def differences(facts: Facts, links: Links) -> html.Section:
    """How many averages the books state otherwise than their marks, and at which schools."""
    href = links.at("/data-health", source="smas")
    told = facts.told.get(FAIL)
    if told is None:
        return tiles.nothing(8, _("Marks that differ when worked out anew"), href)
    found = figures.differing(facts.differences)
    number = measured(words.number(found), indicator="mark_differs", value=found, unit=facts.place.unit.code,
                      class_name="value")  # fmt: skip
    there = terms.to(links, told, "differences")
    said = figures.by_school(facts.differences, LIST_ROWS) or [_("No school")]
    figure = [
        html.P([html.A(number, href=there, className="number-link"), html.Span(_("averages"), className="unit")],
               className="line"),
        html.P(judgement("met" if not found else "watch"), className="line"),
    ]  # fmt: skip
    listed = [*(html.P(each, className="row") for each in said), terms.note(told)]
    title = _("Marks that differ when worked out anew, {term}", term=terms.name(told))
    return tiles.tile(8, title, href, figure, listed, beside=tiles.target("0"))


def prizes(facts: Facts, links: Links) -> html.Section:
    """The prizes of the newest contest, its date told: this is no figure of this week."""
    if facts.prizes.empty:
        return tiles.nothing(9, _("Science and technology prizes"), links.to(tab="prizes"))
    newest = facts.prizes[facts.prizes["contest"] == facts.prizes.iloc[0]["contest"]]
    listed = [html.P(each, className="row") for each in figures.prizes(newest)]
    day = words.day(day_of(newest["contest_date"].max()))
    said = _("{contest}, last prizes {day}", contest=str(newest.iloc[0]["contest"]), day=day)
    notes = [tiles.footnote(each) for each in (said, *figures.grounds(newest))]
    return tiles.tile(9, _("Science and technology prizes"), links.to(tab="prizes"), [], [*listed, *notes])
