"""Slots 6, 8 and 9: the communes side by side, the sources, and the course of the months."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.signal import SIGNALS, signal
from dashboards.components.trend import TrendLabels, trend
from dashboards.messages import _
from dashboards.screens.wall import guards, tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.overview.facts import DISEASES, SECTORS, Facts, Sector
from dashboards.screens.wall.scenes.overview.standings import Standing
from dashboards.screens.wall.source_rows import counted, source_rows
from dashboards.theme import DARK

BADNESS = {"missed": 4, "watch": 3, "within": 1, "met": 0}
NOT_SENT = 2


def communes(facts: Facts, links: Links) -> html.Section:
    """A row a commune, a cell a subject, the worst first; of one commune a row a subject, with its worst figure."""
    title = _("Five communes") if len(facts.parts) == 5 else _("Communes") if facts.is_area else _("Four subjects")
    names = facts.parts or {facts.unit.code: facts.unit.short_name}
    rows = [(code, name, [_worst(facts, code, sector.indicators) for sector in SECTORS])
            for code, name in names.items()]  # fmt: skip
    if not any(cell for _code, _name, cells in rows for cell in cells):
        return tiles.nothing(6, title, links.to())
    if not facts.is_area:
        (cells,) = (cells for _code, _name, cells in rows)
        listed = [html.Div(_subjects(facts, cells, links), className="sector-rows"), guards.of_on_time(facts, links)]
        return tiles.tile(6, title, links.to(), [], listed)
    rows.sort(key=lambda row: (*_badness(row[2]), row[0]))
    head = html.Div([html.Span(), *(html.Span(sector.name, className="sector-head") for sector in SECTORS)],
                    className="sector-row")  # fmt: skip
    shown = [_commune(facts, code, name, cells, links) for code, name, cells in rows]
    notes = [_("By the chief figures: on time, diseases and measles doses, mark books, satisfied")]
    if words.BRIEFLY[words.SUPPRESSED] in [said for _code, _name, cells in rows for said in _all_said(facts, cells)]:
        notes.append(tiles.lower(words.SUPPRESSED))
    listed = [html.Div([head, *shown], className="sector-rows"), tiles.footnote(" · ".join(notes))]
    return tiles.tile(6, title, links.to(), [], listed)


def _subjects(facts: Facts, cells: Sequence[Standing | None], links: Links) -> list[html.Div]:
    """A row a subject: its name, the word of the worst of its chief figures, and which figure that is."""
    shown = zip(SECTORS, cells, _all_said(facts, cells), strict=True)
    return [
        html.Div(
            [
                html.A(sector.name, href=_address(sector.path, facts.unit.code, cell, links), className="sector-name"),
                html.Span(said, className="sector-cell"),
                html.Span(_figure(cell), className="sector-figure"),
            ],
            className="sector-row subject-row",
        )
        for sector, cell, said in shown
    ]


def _figure(cell: Standing | None) -> str:
    """ "Giải quyết trước hạn và đúng hạn: 92,1% (mục tiêu 98%)"; its name alone where nothing of it is judged."""
    if cell is None:
        return ""
    name, reading = words.capital(cell.brief_name), cell.reading
    if not reading.band:
        return name
    aimed = _(" (target {target})", target=reading.target) if reading.value is not None and reading.target else ""
    return f"{name}: {tiles.lower(reading.text)}{aimed}"


def _badness(cells: Iterable[Standing | None]) -> tuple[int, ...]:
    """How many cells are red, and how many amber, as a key that puts the most first."""
    bands = [each.reading.band for each in cells if each is not None]
    return -bands.count("missed"), -bands.count("watch")


def _worst(facts: Facts, code: str, indicators: tuple[str, ...]) -> Standing | None:
    """The worst of a subject's chief indicators. What nobody has sent is worse than calm: it may hide anything."""
    found = [each for indicator in indicators if (each := facts.standings.get((indicator, code))) is not None]
    return max(found, key=_how_bad, default=None)


def _how_bad(standing: Standing) -> int:
    reading = standing.reading
    return NOT_SENT if reading.text == words.NO_DATA else BADNESS.get(reading.band or "", -1)


def _commune(facts: Facts, code: str, name: str, cells: Sequence[Standing | None], links: Links) -> html.Div:
    here = html.A(words.capital(name.removeprefix(_("commune "))), href=links.to(unit=code), className="sector-name")
    shown = [
        html.A(said, href=_address(sector.path, code, cell, links), className="sector-cell")
        for sector, cell, said in zip(SECTORS, cells, _all_said(facts, cells), strict=True)
    ]
    return html.Div([here, *shown], className="sector-row")


def _all_said(facts: Facts, cells: Sequence[Standing | None]) -> list[Any]:
    return [_said(facts, sector, cell) for sector, cell in zip(SECTORS, cells, strict=True)]


def _said(facts: Facts, sector: Sector, cell: Standing | None) -> Any:
    """The word of a band with its sign; where nothing is judged, the first words of why, few enough for a cell."""
    if cell is None:
        return _briefly(words.NO_SOURCE if sector.source in facts.unsourced else words.NO_DATA)
    band = cell.reading.band
    shown = signal(band) if cell.reading.indicator in DISEASES and band in SIGNALS else judgement(band)
    return shown or _briefly(cell.reading.text.partition(" (")[0])


def _briefly(said: str) -> str:
    return words.BRIEFLY.get(said, said)


def _address(path: str, code: str, cell: Standing | None, links: Links) -> str:
    period = {} if cell is None else {"grain": cell.period.grain, **cell.period.named}
    return links.at(path, unit=code, **period)


def sources(facts: Facts, links: Links) -> html.Section:
    """How far the data goes: each source's state in words, its cause, its next try."""
    path = "/data-health"
    listed = source_rows(facts.sources, lambda source: links.at(path, source=source))
    beside = html.Span(tiles.lower(counted(facts.sources)), className="target")
    return tiles.tile(8, _("How far the data goes"), links.at(path), [], listed, beside=beside)


def by_month(facts: Facts, links: Links) -> html.Section:
    """What came in, and the on-time share over it."""
    months = tuple(replace(month, resolved=None) for month in facts.course.months)
    course = replace(facts.course, months=months)
    labels = TrendLabels(received=_("Received"), share=_("On time"))
    whole = sum(not month.is_open for month in months)
    title = _("{count} months", count=whole) if whole else _("By month")
    listed = [trend(course, DARK, labels=labels), guards.of_on_time(facts, links, facts.period.name)]
    return tiles.tile(9, title, links.at("/procedures", view="trend"), [], listed)
