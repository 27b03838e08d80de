"""The four numbers of a unit, the share with its sample, its interval and what guards it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html

from dashboards import words
from dashboards.components.kpi_tile import kpi_tile
from dashboards.messages import _
from dashboards.place import Place
from dashboards.readings import Reading, find
from dashboards.screens.satisfaction.address import DISSATISFIED, RATED, REJECTED, SATISFIED, View
from dashboards.screens.satisfaction.values import applies, span_in_words
from dashboards.standing import standing

SOURCES = {RATED: "one_stop"}
DEVICES = "satisfaction"
RATINGS = _("ratings")
Links = Sequence[tuple[str, str]]


def sample(reading: Reading) -> str:
    """What a share rests on: "n = 261 lượt, khoảng tin cậy 95% từ 88,0% đến 94,4%"."""
    if reading.denominator is None:
        return ""
    n = _("n = {n} ratings", n=words.number(reading.denominator))
    if reading.value is None or reading.low is None or reading.high is None:
        return n
    return f"{n} · {_('interval of 95%: {interval}', interval=words.interval(reading.low, reading.high))}"


@dataclass(frozen=True)
class Tiles:
    """The tiles of `place`: its readings, and those of `compared`, the days before (none where there are none).

    `with_rejected` is what the share would be if nothing were rejected, in words; empty where nothing was.
    """

    place: Place[View]
    among: tuple[Reading, ...]
    earlier: tuple[Reading, ...]
    compared: Place[View] | None
    with_rejected: str = ""

    def all(self) -> list[html.Section]:
        """In the order in which they are read."""
        return [
            self._satisfied(),
            self._rejected(),
            self._tile(_("Ratings of not being satisfied"), self._find(DISSATISFIED)),
            *([self._rated()] if applies(self.place, RATED) else []),
        ]

    def _find(self, indicator: str) -> Reading:
        return find(self.among, indicator, self.place.unit.code)

    def _satisfied(self) -> html.Section:
        share, view = self._find(SATISFIED), self.place.view
        told = (
            (self._find(REJECTED), _("{share} of all presses rejected", share=self._find(REJECTED).text)),
            (self._find(DISSATISFIED), _("{count} not satisfied", count=self._find(DISSATISFIED).text)),
        )
        # Words for the lack of a number make no sentence with others.
        links = [(said, view.rows(each.indicator)) for each, said in told if each.value is not None]
        return self._tile(_("Satisfied at the rating devices"), share, links, [sample(share)])

    def _rejected(self) -> html.Section:
        share = self._find(REJECTED)
        return self._tile(_("Ratings rejected"), share, notes=[_of(share, _("presses")), self.with_rejected])

    def _rated(self) -> html.Section:
        share = self._find(RATED)
        return self._tile(_("Results handed out that were rated"), share, notes=[_of(share, _("dossiers"))])

    def _tile(self, title: str, reading: Reading, links: Links = (), notes: Sequence[str] = ()) -> html.Section:
        """A tile with what every tile has: its rows, how it moved, why, and where it comes from."""
        view, indicator = self.place.view, reading.indicator
        first = [(_("See the rows"), view.rows(indicator))] if reading.numerator is not None else []
        usual = [
            (_("Why did it change?"), view.rows(indicator, view="why")),
            (_("Where does the figure come from?"), view.rows(indicator, view="provenance")),
        ]
        unit_words = "" if indicator.endswith("_share") else RATINGS
        told = [*notes, self._moved(reading)]
        return kpi_tile(title, reading, unit_words, self._as_of(indicator), [*first, *links], told, usual=usual)

    def _as_of(self, indicator: str) -> str:
        """The days that count, and how old the source's own data is."""
        when = _("{period}, up to {day}", period=span_in_words(self.place), day=words.day(self.place.period.cutoff))
        source = SOURCES.get(indicator, DEVICES)
        said = next((each.sentence_vi for each in standing(self.place.snapshot).sources if each.id == source), "")
        return " · ".join(part for part in (when, said) if part)

    def _moved(self, reading: Reading) -> str:
        """Against the period before, as many days of it as have passed of one that is open; nothing for other days."""
        earlier, before = self.compared, find(self.earlier, reading.indicator, self.place.unit.code)
        if earlier is None or before.value is None or reading.value is None or self.place.view.span:
            return ""
        if reading.indicator.endswith("_share"):
            moved = words.points(reading.value - before.value)
        else:
            moved = words.capital(words.difference(int(reading.value), int(before.value)))
        return _("{moved} against {period}", moved=moved, period=earlier.period.title)


def _of(reading: Reading, what: str) -> str:
    """ "248 trên 509 lượt bấm"."""
    if not reading.denominator:
        return ""
    counts = {name: words.number(getattr(reading, name) or 0) for name in ("numerator", "denominator")}
    return _("{numerator} of {denominator} {what}", what=what, **counts)
