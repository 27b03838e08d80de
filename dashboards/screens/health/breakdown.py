"""A unit divided into communes, then into facilities: one table for every figure that units have."""

from collections.abc import Iterable, Mapping
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.kpi_tile import aim
from dashboards.components.measured import measured
from dashboards.denominators import read_denominators
from dashboards.messages import _
from dashboards.place import Place
from dashboards.published import dictionary
from dashboards.readings import Reading
from dashboards.screens.health.address import View
from dashboards.screens.health.senders import sent_cell
from dashboards.screens.health.values import Part, facilities, parts, whole
from dashboards.senders import Sender, read_senders
from dashboards.tables import Cell, Head, Table, drawn, in_words, text

SHARE_COLUMNS = (("", "share"), (_("as shown"), "text"), (_("in all"), "count"))
COUNT_COLUMNS = (("", "count"), (_("as shown"), "text"))
MOST_WITH_COUNTS = 3
"""In a table of more figures than these there is no room for what each counts."""
COMMUNE, FACILITY, SENT = _("Commune"), _("Facility"), _("Files")
FACILITY_HEAD = Head(FACILITY, (("", "text"), (COMMUNE, "text")))


def kinds_of(indicator: str) -> tuple[tuple[str, str], ...]:
    """The columns of the file that a figure becomes."""
    return SHARE_COLUMNS if is_share(indicator) else COUNT_COLUMNS


def is_share(indicator: str) -> bool:
    """Whether an indicator is a share; of the others each counts something."""
    return indicator.endswith(("_share", "_cover", "_renewed", "_under_1"))


def breakdowns(place: Place[View], caption: str, heads: Mapping[str, str]) -> list[Any]:
    """The communes of an area, then all facilities of the unit, with what is aimed at."""
    tables = [each for each in (by_commune(place, caption, heads), by_facility(place, caption, heads)) if each.rows]
    aims = [_aims(place, heads), None]
    return [
        html.Section([drawn(each), note], className="breakdown of-health")
        for each, note in zip(tables, aims, strict=False)
    ]


def both(place: Place[View], caption: str, heads: Mapping[str, str]) -> Table:
    """Communes and facilities in one table, for the file."""
    first, among = by_commune(place, caption, heads), read_senders(place)
    columns = (FACILITY_HEAD, *(Head(said, kinds_of(each)) for each, said in heads.items()), *_sent_head(among))
    below = tuple(_facility_row(place, part, heads, among) for part in facilities(place, heads))
    rows = (*(_with_commune(row) for row in first.rows), *below)
    return Table(first.caption, columns, rows, _with_commune(first.total))


def _with_commune(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return (Cell(row[0].shown, (*row[0].filed, "")), *row[1:]) if row else ()


def by_commune(place: Place[View], caption: str, heads: Mapping[str, str]) -> Table:
    """The communes of an area with the figures {indicator: head}; the last row is the area."""
    among = read_senders(place)
    columns = (Head(COMMUNE), *(Head(said, kinds_of(each)) for each, said in heads.items()), *_sent_head(among))
    rows = tuple(_row(place, part, heads, among) for part in parts(place, heads))
    named = _("{what} by commune, {period}", what=caption, period=period_name(place))
    return Table(named, columns, rows, _total(place, heads, among) if rows else ())


def by_facility(place: Place[View], caption: str, heads: Mapping[str, str]) -> Table:
    """The facilities of the unit, each with its commune; without figures that are told of no facility."""
    among, found = read_senders(place), facilities(place, heads)
    told = {each: said for each, said in heads.items() if any(_is_sourced(part.find(each)) for part in found)}
    columns = (FACILITY_HEAD, *(Head(said, kinds_of(each)) for each, said in told.items()), *_sent_head(among))
    rows = tuple(_facility_row(place, part, told, among) for part in found) if told else ()
    named = _("{what} by facility, {period}", what=caption, period=period_name(place))
    return Table(named, columns, rows)


def _is_sourced(reading: Reading) -> bool:
    return reading.text not in (words.NO_SOURCE, words.NO_DATA)


def facility_cell(name: str, commune: str, href: str) -> Cell:
    """A facility with its commune below it; in the file each has a column of its own."""
    beside = html.Span(commune, className="quiet beside") if commune else None
    return Cell(html.Span([dcc.Link(name, href=href), beside], className="facility"), (name, commune))


def period_name(place: Place[View]) -> str:
    """The name of the period within a sentence."""
    return place.period.name[:1].lower() + place.period.name[1:]


def part_link(place: Place[View], code: str) -> str:
    """The same view of a part, in the period that is shown."""
    return place.pinned.elsewhere(code)


def figure_cell(reading: Reading, *, is_brief: bool = False) -> Cell:
    """A figure with its judgement and, unless `is_brief`, what a share counts; words where there is none."""
    counted = is_share(reading.indicator)
    filed = (reading.value, reading.text, reading.denominator) if counted else (reading.value, reading.text)
    if reading.value is None:
        return Cell(html.Span([in_words(reading.text), judgement(reading.band)], className="cell"), filed)
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name="count"
    )
    of = _of(reading) if counted and not is_brief else None
    return Cell(html.Span([number, of, judgement(reading.band)], className="cell"), filed)


def _of(reading: Reading) -> html.Span | None:
    if reading.numerator is None or not reading.denominator:
        return None
    counted = f"{words.number(reading.numerator)}/{words.number(reading.denominator)}"
    return html.Span(words.about(counted, is_rounded=reading.is_rounded), className="quiet")


def _row(place: Place[View], part: Part, indicators: Mapping[str, str], among: tuple[Sender, ...]) -> tuple[Cell, ...]:
    figures = (figure_cell(part.find(each), is_brief=len(indicators) > MOST_WITH_COUNTS) for each in indicators)
    name = text(words.capital(part.name), part_link(place, part.code))
    return name, *figures, *_sent(place, among, part.code, part.name)


def _facility_row(
    place: Place[View], part: Part, indicators: Mapping[str, str], among: tuple[Sender, ...]
) -> tuple[Cell, ...]:
    figures = (figure_cell(part.find(each), is_brief=len(indicators) > MOST_WITH_COUNTS) for each in indicators)
    name = facility_cell(part.name, words.capital(part.beside), part_link(place, part.code))
    return name, *figures, *_sent(place, among, part.sender or part.code)


def _total(place: Place[View], indicators: Mapping[str, str], among: tuple[Sender, ...]) -> tuple[Cell, ...]:
    figures = (figure_cell(whole(place, each), is_brief=len(indicators) > MOST_WITH_COUNTS) for each in indicators)
    return text(words.capital(place.unit.short_name)), *figures, *(text("") for _each in _sent_head(among))


def _sent_head(among: tuple[Sender, ...]) -> tuple[Head, ...]:
    """What says whose files have come; of a time before anybody owed a file a day there is nothing to say."""
    return (Head(SENT),) if among else ()


def _sent(place: Place[View], among: tuple[Sender, ...], code: str, commune: str = "") -> tuple[Cell, ...]:
    return (sent_cell(place, among, code, commune),) if among else ()


def _aims(place: Place[View], indicators: Iterable[str]) -> html.P | None:
    told = dictionary(place)
    aims = [
        _("{name}: {aim}", name=told[each]["name_vi"], aim=said)
        for each in indicators
        if each in told and (said := aim(whole(place, each)))
    ]
    return html.P(" · ".join(aims), className="note targets") if aims else None


def denominator_notes(place: Place[View], indicators: Iterable[str]) -> html.Div | None:
    """What each share is counted of, with source and date; one sentence for those that share one."""
    told, found = dictionary(place), read_denominators(place, indicators)
    names: dict[str, list[str]] = {}
    for indicator, denominator in found.items():
        names.setdefault(denominator.text, []).append(str(told[indicator]["name_vi"]))
    notes = [html.P(f"{'; '.join(named)}. {said}.", className="note") for said, named in names.items()]
    return html.Div(notes, className="denominators") if notes else None
