"""Why a figure changed: against the period before, a year before, or what was known earlier, and through whom."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.changes import Contribution, Counts, of_count, of_share
from dashboards.comparison import day_year_before
from dashboards.components.break_mark import BOUNDARY_CHANGE
from dashboards.components.data_table import data_table
from dashboards.components.empty_state import empty_state
from dashboards.components.menu import menu
from dashboards.controls import said_of
from dashboards.messages import _
from dashboards.place import SCOPE, Period, find_place
from dashboards.published import dictionary
from dashboards.refusal import Refusal
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import ADDED_UP, DIVISIONS, part_name
from warehouse.reader import kept, query

LISTED = 8
HEADS = (_("Part"), _("Before"), _("This period"), _("By its own rate"), _("By its weight"), _("Together"))


@dataclass(frozen=True)
class Comparison:
    """Two places with the counts of the same parts, and how each part is called and reached."""

    before: Place
    now: Place
    counts: tuple[Mapping[str, Counts], Mapping[str, Counts]]
    names: Mapping[str, tuple[str, Mapping[str, str]]]

    @property
    def whole(self) -> tuple[Counts, Counts]:
        """What all parts count together, before and now."""
        before, now = (
            Counts(sum(each.numerator for each in side.values()), sum(each.denominator for each in side.values()))
            for side in self.counts
        )
        return before, now


def why(place: Place) -> list[Any]:
    """What moved, the parts that moved it, and what is known of late records and of returned dossiers."""
    indicator = place.view.measure
    kind = dictionary(place)[indicator]["kind"]
    if kind not in ADDED_UP:
        to_do = _("Its value cannot be added up from parts. Look at its rows instead.")
        return [empty_state(_("This indicator cannot be divided"), to_do)]
    notes = [html.P(said, className="note") for said in _returned(place)]
    before = _before(place)
    if before is None:
        nothing = empty_state(words.NO_EARLIER_PERIOD, _("Choose another comparison."))
        return [html.Section([_against(place), nothing, *notes])]
    comparison = compare(before, place)
    is_share = kind == "ratio"
    moved = (of_share if is_share else of_count)(*comparison.counts)
    parts = [_against(place), html.P(_said(comparison, is_share), className="verdict")]
    if crosses_reform(before, place):
        parts.append(html.P(words.BOUNDARY_BREAK, className="break-note"))
    parts += [html.P(said, className="note") for said in _late_records(comparison, is_share)]
    return [html.Section([*parts, *notes]), html.Section(_table(comparison, moved[:LISTED], is_share))]


def compare(before: Place, now: Place) -> Comparison:
    """The counts of both places by agency and field; across the reform, after which agencies are others, by unit."""
    group = "unit_field" if crosses_reform(before, now) else "agency_field"
    names: dict[str, tuple[str, Mapping[str, str]]] = {}
    sides = [_counts(each, group, names) for each in (before, now)]
    return Comparison(before, now, (sides[0], sides[1]), names)


def crosses_reform(before: Place, now: Place) -> bool:
    """Whether the units of one side had ended before the other's began."""
    return before.period.start < BOUNDARY_CHANGE <= now.period.end


def _counts(place: Place, group: str, names: dict[str, tuple[str, Mapping[str, str]]]) -> dict[str, Counts]:
    frame = query(
        "dossier_parts", place.counted(place.view.measure), scope=SCOPE, snapshot=place.snapshot.id,
        by=group.split("_"),
    )  # fmt: skip
    found = {}
    for row in frame.to_dict("records"):
        changes = {name: str(row[column]) for name, column in DIVISIONS[group].items()}
        key = "|".join(changes.values())
        names[key] = (part_name(place, row), changes)
        found[key] = Counts(int(row["numerator"]), int(row["denominator"]))
    return found


def _before(place: Place) -> Place | None:
    """What the address compares with; None where there is no such period.

    A period that is still open is compared with as many days of the earlier one.
    """
    view = place.view
    if view.against not in ("", "year"):
        return find_place(replace(view, snapshot=view.against, start=place.period.start.isoformat(), against=""))
    at = place.periods.index(place.period)
    older = place.periods[at + 1 :]
    if view.against == "year":
        start = day_year_before(place.period.start)
        older = tuple(period for period in older if abs((period.start - start).days) <= 3)
    if not older:
        return None
    try:
        earlier = find_place(replace(view, start=older[0].start.isoformat()))
    except Refusal:
        return None
    return _as_many_days(earlier, place.period) if place.period.is_open else earlier


def _as_many_days(earlier: Place, open_one: Period) -> Place:
    period = earlier.period
    cutoff = min(period.start + (open_one.cutoff - open_one.start), period.end)
    name = period.title.partition(" (")[0]
    title = f"{name} ({words.short_day(period.start)}–{words.short_day(cutoff)})"
    return replace(earlier, period=replace(period, cutoff=cutoff, title=title))


def _against(place: Place) -> html.Details:
    view = place.view
    options = [
        (_("the period before"), view.link(against=""), not view.against),
        (_("the same period a year before"), view.link(against="year"), view.against == "year"),
    ]
    options += [
        (_("what was known at {snapshot}", snapshot=said_of(each)), view.link(against=each.id), each.id == view.against)
        for each in reversed(kept())
        if each.id != place.snapshot.id
    ]
    return menu(_("Compared with"), options)


def _said(comparison: Comparison, is_share: bool) -> str:
    before, now = comparison.whole
    then = comparison.before.period.title
    if comparison.before.snapshot.id != comparison.now.snapshot.id:
        then = _("as known at {at}", at=words.instant(comparison.before.snapshot.known_at))
    if not is_share:
        moved = words.difference(now.numerator, before.numerator)
        return _("{now}, {moved} against {then}", now=words.number(now.numerator), moved=moved, then=then)
    if before.share is None or now.share is None:
        return words.NO_EVENTS
    return _(
        "{now}, {points} against {then} ({before})", now=_share(now.share),
        points=words.points(now.share - before.share),
        then=then, before=_share(before.share),
    )  # fmt: skip


def _share(value: Fraction) -> str:
    return words.share(float(value), 2)


def _table(comparison: Comparison, moved: list[Contribution], is_share: bool) -> Any:
    rows = [_row(comparison, each, is_share) for each in moved]
    heads = HEADS if is_share else (*HEADS[:3], HEADS[5])
    return data_table(_("The parts that moved it most"), heads, rows)


def _row(comparison: Comparison, part: Contribution, is_share: bool) -> list[Any]:
    name, changes = comparison.names[part.key]
    link = dcc.Link(words.capital(name), href=comparison.now.view.link(view="", against="", **changes))
    counts = [_of(side, is_share) for side in (part.before, part.now)]
    if not is_share:
        return [link, *counts, words.signed(int(part.total))]
    return [link, *counts, words.points(part.rate), words.points(part.mix), words.points(part.total)]


def _of(counts: Counts, is_share: bool) -> str:
    if not is_share:
        return words.number(counts.numerator)
    if counts.share is None:
        return words.NO_EVENTS
    return f"{_share(counts.share)} ({words.number(counts.numerator)}/{words.number(counts.denominator)})"


def _late_records(comparison: Comparison, is_share: bool) -> list[str]:
    """Between two snapshots: the dossiers that came after the earlier one, and the figure without them."""
    before, now = comparison.before.snapshot, comparison.now
    if before.id == now.snapshot.id:
        return []
    asked = now.counted(now.view.measure)
    frame = query("procedures/late_records", asked, scope=SCOPE, snapshot=now.snapshot.id, known_at=before.known_at)
    came, above, below = (int(frame.iloc[0][name]) for name in ("dossiers", "numerator", "denominator"))
    at = words.instant(before.known_at)
    if not came:
        return [_("No dossier came after {at}.", at=at)]
    said = [_("{count} dossiers came after {at}.", count=words.number(came), at=at)]
    whole = comparison.whole[1]
    without = Counts(whole.numerator - above, whole.denominator - below)
    if is_share and without.share is not None:
        counts = {"above": words.number(above), "below": words.number(below), "share": _share(without.share)}
        said.append(_("{above} of {below} of them count above the line; without them it would be {share}.", **counts))
    return said


def _returned(place: Place) -> list[str]:
    """For what was returned: how much of it on its very due day, and the week in which that was most."""
    if place.view.measure != "returned_share":
        return []
    frame = query("procedures/returned_weeks", place.counted("returned_share"), scope=SCOPE, snapshot=place.snapshot.id)
    if frame.empty or not int(frame["on_due_day"].sum()):
        return []
    worst = frame.sort_values(["on_due_day", "week_start"], ascending=[False, True]).iloc[0]
    counts = {
        "due": words.number(int(frame["on_due_day"].sum())),
        "all": words.number(int(frame["dossiers"].sum())),
        "day": words.day(worst["week_start"].date()),
        "worst": words.number(int(worst["on_due_day"])),
        "week": words.number(int(worst["dossiers"])),
    }
    return [_("{due} of {all} on their very due day; most in the week of {day}: {worst} of {week}", **counts)]
