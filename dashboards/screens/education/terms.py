"""Which unit and which school term an address means: without one, the newest term for which the figure is told."""

from dataclasses import dataclass, replace
from datetime import date

from dashboards import words
from dashboards.messages import _
from dashboards.place import SCOPE, Period, Place, day_of, find_place, snapshot_of
from dashboards.screens.education.address import GOOD_OF_SEMESTER, ON_TIME, TOLD_BY, View
from dashboards.unpulled import nothing_pulled
from warehouse.reader import query

NOT_CONNECTED = _(
    "The schools' drop folder is not connected, or nothing has been pulled from it. The administrator runs the command "
    "below; then load the page again."
)


@dataclass(frozen=True)
class Term:
    """A term of a school year as the books are owed by it; `term` is its code."""

    school_year: str
    term: str
    name: str
    start: date
    end: date
    deadline: date


def find_term_place(view: View) -> Place[View]:
    """The place of an address. Raises `Refusal` where no school ever sent a book, and as `find_place`."""
    snapshot = snapshot_of(view)
    if not int(query("education/any_book", scope=SCOPE, snapshot=snapshot.id).iloc[0]["books"]):
        raise nothing_pulled("smas", NOT_CONNECTED)
    place = find_place(view)
    if view.start and not view.end:
        return replace(place, period=_finished(place))
    return place if view.start else newest(place, view.measure or TOLD_BY.get(view.view, ON_TIME))


def _finished(place: Place[View]) -> Period:
    """The newest term that ended, of those that begin on the address's day; before any has, the first to end."""
    begun = [period for period in place.periods if period.start == place.period.start]
    ended = [period for period in begun if not period.is_open]
    return max(ended, key=lambda period: period.end) if ended else min(begun, key=lambda period: period.end)


def newest(place: Place[View], indicator: str) -> Place[View]:
    """The place in the newest term for which the unit has the figure; as it is where it has none, or names a term."""
    if place.view.start:
        return place
    told = told_terms(place, indicator)
    return replace(place, period=told[0]) if told else place


def told_terms(place: Place[View], indicator: str) -> list[Period]:
    """The terms for which the unit has the figure, the newest first."""
    frame = query(
        "education/told_terms", scope=SCOPE, snapshot=place.snapshot.id, indicators=[indicator], **place.asked
    )
    told = {(day_of(row["period_start"]), day_of(row["period_end"])) for row in frame.to_dict("records")}
    return [period for period in place.periods if (period.start, period.end) in told]


def year_before(place: Place[View], indicator: str) -> Place[View] | None:
    """The place in the same term of the school year before; None where the figure is not told of it."""
    name, start = place.period.name.rsplit(" ", 1)[0], place.period.start
    for period in told_terms(place, indicator):
        if period.start.year == start.year - 1 and period.name.rsplit(" ", 1)[0] == name:
            return replace(place, period=period)
    return None


def terms(place: Place[View]) -> list[Term]:
    """All terms that have begun, the newest first."""
    frame = query("education/terms", scope=SCOPE, snapshot=place.snapshot.id)
    return [
        Term(
            str(row["school_year"]), str(row["term"]), str(row["name_vi"]), day_of(row["period_start"]),
            day_of(row["period_end"]), day_of(row["deadline_date"]),
        )
        for row in frame.to_dict("records")
    ]  # fmt: skip


def term_of(place: Place[View]) -> Term | None:
    """The term of the place's period."""
    return next((each for each in terms(place) if (each.start, each.end) == _days(place.period)), None)


def not_due(place: Place[View]) -> str:
    """What stands for a term whose end is to come, and which one is awaited; nothing for one that ended.

    "Chưa đến kỳ · kỳ tới: cuối kỳ I, hạn 20/01/2027".
    """
    if not place.period.is_open:
        return ""
    coming = min(
        (each for each in terms(place) if each.end >= place.period.cutoff), key=lambda each: each.end, default=None
    )
    if coming is None:
        return _("Not expected yet")
    name = (coming.name[:1].lower() + coming.name[1:]).rsplit(" ", 1)[0]
    return _("Not expected yet · next: {term}, deadline {day}", term=name, day=words.day(coming.deadline))


def semester_of(place: Place[View]) -> str:
    """The semester whose marks the books of the place's term hold: a year's book holds those of semester II."""
    term = term_of(place)
    if term is None:
        return place.period.name
    year = term.school_year.replace("-", "–")
    return _("semester II {year}", year=year) if term.term == "year" else _("semester I {year}", year=year)


def halves(place: Place[View]) -> tuple[Place[View], Place[View]] | None:
    """The place at the end of semester I and at that of semester II, of the year of its term; None before both."""
    told = {(period.start, period.end): period for period in told_terms(place, GOOD_OF_SEMESTER)}
    year = next((each.school_year for each in terms(place) if (each.start, each.end) == _days(place.period)), None)
    found = {
        each.term: told[(each.start, each.end)]
        for each in terms(place)
        if each.school_year == year and (each.start, each.end) in told
    }
    if not {"term_1", "year"} <= set(found):
        return None
    return replace(place, period=found["term_1"]), replace(place, period=found["year"])


def _days(period: Period) -> tuple[date, date]:
    return period.start, period.end
