"""The tiles of a unit: value, unit, target, how it moved, as of when, and the rows behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboards import words
from dashboards.comparison import received_against_year_before
from dashboards.components.kpi_tile import kpi_tile
from dashboards.messages import _
from dashboards.readings import Reading, find, missing_due_date_note
from dashboards.screens.procedures import remarks
from dashboards.screens.procedures.place import Place
from dashboards.screens.procedures.values import is_part
from dashboards.standing import standing

SOURCE = "one_stop"
INDICATORS = (
    "dossiers_received", "dossiers_resolved", "on_time_share", "overdue_open", "due_within_2_days", "returned_share",
    "repeat_supplement_share", "overdue_without_apology", "online_share", "missing_due_date_share",
    "overdue_forwarded", "handling_days_median", "handling_days_p90",
)  # fmt: skip
STOCKS = frozenset({"overdue_open", "due_within_2_days"})
AT_CUTOFF = STOCKS | {"overdue_without_apology"}
DOSSIERS = _("dossiers")
Links = Sequence[tuple[str, str]]


def reading_of(place: Place, among: tuple[Reading, ...], indicator: str) -> Reading:
    """The reading here, or why there is none: shares are not counted for single days."""
    is_by_day = place.period.grain == "day" and indicator.endswith(("_share", "_median"))
    return find(among, indicator, place.unit.code, otherwise=words.NOT_BY_DAY if is_by_day else words.NO_DATA)


def until(place: Place) -> str:
    """The period and the last day that counts."""
    return _("{period}, up to {day}", period=place.period.title, day=words.day(place.period.cutoff))


def of_all(reading: Reading) -> str:
    """ "14.834 of 15.375"."""
    counts = {name: words.number(getattr(reading, name) or 0) for name in ("numerator", "denominator")}
    return _("{numerator} of {denominator} dossiers", **counts)


@dataclass(frozen=True)
class Tiles:
    """The tiles of `place`: its readings, and those of the period before (none where there is no such period)."""

    place: Place
    among: tuple[Reading, ...]
    earlier: tuple[Reading, ...]

    def all(self) -> list[html.Section]:
        """In the order in which a leader reads them."""
        return [
            self._received(),
            self._resolved(),
            self._on_time(),
            self._overdue(),
            self._simple("due_within_2_days", _("Due within 2 working days")),
            self._simple("returned_share", _("Refused, returned, withdrawn")),
            self._simple("repeat_supplement_share", _("Supplements asked for twice or more")),
            self._simple("overdue_without_apology", _("Overdue without a written apology")),
        ]

    def _find(self, indicator: str) -> Reading:
        return reading_of(self.place, self.among, indicator)

    def _tile(self, title: str, reading: Reading, links: Links = (), notes: Sequence[str] = ()) -> html.Section:
        """A tile with what every tile has: its rows, how it moved, why, and where it comes from."""
        view, indicator = self.place.view, reading.indicator
        first = [(_("See the dossiers"), view.rows(indicator))] if reading.numerator is not None else []
        usual = [
            (_("Why did it change?"), view.rows(indicator, view="why")),
            (_("Where does the figure come from?"), view.rows(indicator, view="provenance")),
        ]
        unit_words = "" if indicator.endswith("_share") else DOSSIERS
        told = [self._moved(reading), *notes]
        return kpi_tile(title, reading, unit_words, self._as_of(indicator), [*first, *links], told, usual=usual)

    def _as_of(self, indicator: str) -> str:
        """When the number holds, and how old the source's own data is."""
        day = words.day(self.place.period.cutoff)
        when = _("On {day}", day=day) if indicator in AT_CUTOFF else until(self.place)
        sources = standing(self.place.snapshot).sources
        said = next((source.sentence_vi for source in sources if source.id == SOURCE), "")
        return " · ".join(part for part in (when, said) if part)

    def _moved(self, reading: Reading) -> str:
        """Against the period before; nothing for a count of a period that is not over."""
        before = find(self.earlier, reading.indicator, self.place.unit.code)
        earlier = self.place.before()
        if earlier is None or before.value is None or reading.value is None:
            return ""
        if reading.indicator.endswith("_share"):
            moved = words.points(reading.value - before.value)
        elif reading.indicator in STOCKS or not self.place.period.is_open:
            moved = words.capital(words.difference(int(reading.value), int(before.value)))
        else:
            return ""
        return _("{moved} against {period}", moved=moved, period=earlier.period.title)

    def _simple(self, indicator: str, title: str) -> html.Section:
        reading = self._find(indicator)
        return self._tile(title, reading, notes=[of_all(reading) if reading.denominator is not None else ""])

    def _received(self) -> html.Section:
        received, online = self._find("dossiers_received"), self._find("online_share")
        links = [(_("{share} online", share=online.text), self.place.view.rows("online_share"))]
        notes = [self._against_year_before(received), remarks.portal_note(self.place)]
        return self._tile(_("Received"), received, links if online.denominator else (), notes)

    def _against_year_before(self, received: Reading) -> str:
        """How many more or fewer than in the same days a year before; nothing for a part of the unit."""
        if is_part(self.place) or received.value is None:
            return ""
        return received_against_year_before(self.place)

    def _resolved(self) -> html.Section:
        median, slow = (
            find(self.among, each, self.place.unit.code, otherwise="")
            for each in ("handling_days_median", "handling_days_p90")
        )
        links = []
        if median.value is not None:
            said = _("half of them within {days} working days", days=words.number(median.value))
            links = [(words.capital(said), self.place.view.rows("handling_days_median", "denominator"))]
        notes = []
        if slow.value is not None:
            notes = [words.capital(_("nine in ten within {days} working days", days=words.number(slow.value)))]
        return self._tile(_("Resolved"), self._find("dossiers_resolved"), links, notes)

    def _on_time(self) -> html.Section:
        """The share, both of its counts, and the two shares that it must not be read without."""
        share, returned, view = self._find("on_time_share"), self._find("returned_share"), self.place.view
        if share.denominator is None:
            return self._tile(_("Early and on time"), share)
        late = share.denominator - (share.numerator or 0)
        links = [
            (_("{count} late", count=words.number(late)), view.rows("on_time_share", "rest")),
            (_("Refused, returned, withdrawn: {share}", share=returned.text), view.rows("returned_share")),
        ]
        missing = missing_due_date_note(self.among, self.place.unit.code)
        links += [(words.capital(missing), view.rows("missing_due_date_share"))] if missing else []
        return self._tile(_("Early and on time"), share, links, [of_all(share) if share.denominator else ""])

    def _overdue(self) -> html.Section:
        overdue, forwarded, view = self._find("overdue_open"), self._find("overdue_forwarded"), self.place.view
        links = []
        if overdue.denominator is not None:
            bands = remarks.overdue_bands(self.place)
            links = [
                (f"{words.number(count)} · {said}", view.rows("overdue_open", late=late)) for late, said, count in bands
            ]
            of_open = _("Of {count} open dossiers", count=words.number(overdue.denominator))
            links.append((of_open, view.rows("overdue_open", "denominator")))
        if forwarded.value is not None:
            elsewhere = _("{count} held by other agencies", count=forwarded.text)
            links.append((elsewhere, view.rows("overdue_forwarded")))
        return self._tile(_("Open and overdue"), overdue, links)
