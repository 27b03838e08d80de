"""A unit in one period: its numbers with the rows behind each, what it is divided into, and its course."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.kpi_tile import kpi_tile
from dashboards.messages import _
from dashboards.readings import Reading, find, missing_due_date_note
from dashboards.screens.procedures import remarks
from dashboards.screens.procedures.breakdown import breakdown
from dashboards.screens.procedures.place import SCOPE, Place
from dashboards.screens.procedures.trend import course
from dashboards.screens.procedures.values import is_part, published, whole
from warehouse.reader import query

INDICATORS = (
    "dossiers_received", "dossiers_resolved", "on_time_share", "overdue_open", "due_within_2_days", "returned_share",
    "repeat_supplement_share", "overdue_without_apology", "online_share", "missing_due_date_share",
    "overdue_forwarded", "handling_days_median", "handling_days_p90",
)  # fmt: skip
TABLE = ("dossiers_received", "online_share", "dossiers_resolved", "on_time_share", "overdue_open")
DOSSIERS = _("dossiers")


def summary(place: Place) -> list[Any]:
    """The content of the page below its title and menus."""
    known = published(place, INDICATORS)
    among = whole(place, INDICATORS, known)
    numbers = [html.Div(_tiles(place, among), className="kpis"), remarks.remarks(place)]
    table = breakdown(place, TABLE, among, known)
    # Who asked for a division wants to see it first.
    parts = [table, *numbers] if place.view.group else [*numbers, table]
    return [*parts, None if is_part(place) else course(place)]


def reading_of(place: Place, among: tuple[Reading, ...], indicator: str) -> Reading:
    """The reading here, or why there is none: shares are not counted for single days."""
    is_by_day = place.period.grain == "day" and indicator.endswith(("_share", "_median"))
    return find(among, indicator, place.unit.code, otherwise=words.NOT_BY_DAY if is_by_day else words.NO_DATA)


def until(place: Place) -> str:
    """The period and the last day that counts."""
    return _("{period}, up to {day}", period=place.period.title, day=words.day(place.period.cutoff))


def _tiles(place: Place, among: tuple[Reading, ...]) -> list[html.Section]:
    return [
        _received(place, among),
        _resolved(place, among),
        _on_time(place, among),
        _overdue(place, among),
        _simple(place, among, "due_within_2_days", _("Due within 2 working days"), at_cutoff=True),
        _simple(place, among, "returned_share", _("Refused, returned, withdrawn")),
        _simple(place, among, "repeat_supplement_share", _("Supplements asked for twice or more")),
        _simple(place, among, "overdue_without_apology", _("Overdue without a written apology"), at_cutoff=True),
    ]


def _tile(
    place: Place, title: str, reading: Reading, *, at_cutoff: bool = False, links: Any = (), notes: Any = ()
) -> html.Section:
    """A tile with what every tile has: its rows, why it changed, and where it comes from."""
    view, indicator = place.view, reading.indicator
    first = [(_("See the dossiers"), view.rows(indicator))] if reading.numerator is not None else []
    usual = [
        (_("Why did it change?"), view.rows(indicator, view="why")),
        (_("Where does the figure come from?"), view.rows(indicator, view="provenance")),
    ]
    day = words.day(place.period.cutoff)
    as_of = _("On {day}", day=day) if at_cutoff else until(place)
    unit_words = "" if reading.indicator.endswith("_share") else DOSSIERS
    return kpi_tile(title, reading, unit_words, as_of, [*first, *links], notes, usual=usual)


def _simple(place: Place, among: tuple[Reading, ...], indicator: str, title: str, **kind: bool) -> html.Section:
    reading = reading_of(place, among, indicator)
    count = "" if reading.denominator is None else of_all(reading)
    return _tile(place, title, reading, notes=[count], **kind)


def _received(place: Place, among: tuple[Reading, ...]) -> html.Section:
    received, online = (reading_of(place, among, each) for each in ("dossiers_received", "online_share"))
    links = [(_("{share} online", share=online.text), place.view.rows("online_share"))] if online.denominator else []
    notes = [_against_year_before(place, received), remarks.portal_note(place)]
    return _tile(place, _("Received"), received, links=links, notes=notes)


def _against_year_before(place: Place, received: Reading) -> str:
    """How many more or fewer than in the same days a year before; nothing for a part of the unit."""
    if is_part(place) or received.value is None:
        return ""
    start, cutoff = (words.year_before(day) for day in (place.period.start, place.period.cutoff))
    row = query(
        "procedures/received_between", scope=SCOPE, snapshot=place.snapshot.id, from_date=start, until_date=cutoff,
        **place.asked,
    ).iloc[0]  # fmt: skip
    if not row["days"]:
        return words.NO_EARLIER_PERIOD
    moved = words.difference(int(received.value), int(row["received"]))
    return _("{difference} against the same days a year before", difference=words.capital(moved))


def _resolved(place: Place, among: tuple[Reading, ...]) -> html.Section:
    resolved = reading_of(place, among, "dossiers_resolved")
    median, slow = (
        find(among, each, place.unit.code, otherwise="") for each in ("handling_days_median", "handling_days_p90")
    )
    links = []
    if median.value is not None:
        said = _("half of them within {days} working days", days=words.number(median.value))
        links = [(words.capital(said), place.view.rows("handling_days_median", "denominator"))]
    note = _("nine in ten within {days} working days", days=words.number(slow.value)) if slow.value is not None else ""
    return _tile(place, _("Resolved"), resolved, links=links, notes=[words.capital(note)])


def _on_time(place: Place, among: tuple[Reading, ...]) -> html.Section:
    """The share, both of its counts, and the two shares that it must not be read without."""
    share, returned = (reading_of(place, among, each) for each in ("on_time_share", "returned_share"))
    missing = missing_due_date_note(among, place.unit.code)
    if share.denominator is None:
        return _tile(place, _("Early and on time"), share)
    late = share.denominator - (share.numerator or 0)
    links = [
        (_("{count} late", count=words.number(late)), place.view.rows("on_time_share", "rest")),
        (_("Refused, returned, withdrawn: {share}", share=returned.text), place.view.rows("returned_share")),
    ]
    links += [(words.capital(missing), place.view.rows("missing_due_date_share"))] if missing else []
    return _tile(place, _("Early and on time"), share, links=links, notes=[of_all(share) if share.denominator else ""])


def _overdue(place: Place, among: tuple[Reading, ...]) -> html.Section:
    overdue, forwarded = (reading_of(place, among, each) for each in ("overdue_open", "overdue_forwarded"))
    links = []
    if overdue.denominator is not None:
        links += [
            (f"{words.number(count)} · {said}", place.view.rows("overdue_open", late=late))
            for late, said, count in remarks.overdue_bands(place)
        ]
        of_open = _("Of {count} open dossiers", count=words.number(overdue.denominator))
        links.append((of_open, place.view.rows("overdue_open", "denominator")))
    if forwarded.value is not None:
        elsewhere = _("{count} held by other agencies", count=forwarded.text)
        links.append((elsewhere, place.view.rows("overdue_forwarded")))
    return _tile(place, _("Open and overdue"), overdue, at_cutoff=True, links=links)


def of_all(reading: Reading) -> str:
    """ "14.834 of 15.375"."""
    counts = {name: words.number(getattr(reading, name) or 0) for name in ("numerator", "denominator")}
    return _("{numerator} of {denominator} dossiers", **counts)
