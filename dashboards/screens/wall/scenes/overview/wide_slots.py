"""Slots 6, 8 and 9: the communes side by side, the sources, and the course of the months."""

from dataclasses import replace

from dash import html

from dashboards import words
from dashboards.components.trend import TrendLabels, trend
from dashboards.messages import _
from dashboards.overview.cells import Cell, Line, lines
from dashboards.overview.facts import SECTORS, WEEKLY
from dashboards.overview.standings import ON_TIME, Standing
from dashboards.readings import Reading
from dashboards.screens.wall import guards, tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.overview.facts import Facts
from dashboards.screens.wall.source_rows import counted, source_rows
from dashboards.theme import DARK


def communes(facts: Facts, links: Links) -> html.Section:
    """A row a commune, a cell a subject, the worst first; of one commune a row a subject, with its worst figure."""
    title = _("Five communes") if len(facts.parts) == 5 else _("Communes") if facts.is_area else _("Four subjects")
    found = lines(facts.overview)
    if not found:
        return tiles.nothing(6, title, links.to())
    if not facts.is_area:
        rows = [_subject(cell, links) for cell in found[0].cells]
        listed = [html.Div(rows, className="sector-rows"), guards.of_on_time(facts, links)]
        return tiles.tile(6, title, links.to(), [], listed)
    head = html.Div([html.Span(), *(html.Span(sector.name, className="sector-head") for sector in SECTORS)],
                    className="sector-row")  # fmt: skip
    notes = [_("By the chief figures: on time, diseases and measles doses, mark books, satisfied")]
    if words.BRIEFLY[words.SUPPRESSED] in [cell.said for line in found for cell in line.cells]:
        notes.append(tiles.lower(words.SUPPRESSED))
    rows = [head, *(_commune(line, links) for line in found)]
    return tiles.tile(
        6, title, links.to(), [], [html.Div(rows, className="sector-rows"), tiles.footnote(" · ".join(notes))]
    )


def _subject(cell: Cell, links: Links) -> html.Div:
    """A row a subject: its name, the word of the worst of its chief figures, and which figure that is."""
    return html.Div(
        [
            html.A(cell.sector.name, href=_address(cell, links), className="sector-name"),
            html.Span(cell.said, className="sector-cell"),
            html.Span(_figure(cell.worst), className="sector-figure"),
        ],
        className="sector-row subject-row",
    )


def _figure(worst: Standing | None) -> str:
    """ "Giải quyết trước hạn và đúng hạn: 92,1% (mục tiêu 98%)"; its name alone where nothing of it is judged."""
    if worst is None:
        return ""
    name, reading = words.capital(worst.brief_name), worst.reading
    if not reading.band:
        return name
    number = worst.said if reading.value is not None else tiles.lower(reading.text)
    aimed = _aimed(reading) if reading.value is not None and reading.target else ""
    return f"{name}: {number}{aimed}" if number else f"{name}{aimed}"


def _aimed(reading: Reading) -> str:
    """What a figure is judged by: of a disease that is watched by the week nobody aims at so many persons."""
    if reading.indicator in WEEKLY:
        return _(" (threshold {target})", target=reading.target)
    return _(" (target {target})", target=reading.target)


def _commune(line: Line, links: Links) -> html.Div:
    name = words.capital(line.name.removeprefix(_("commune ")))
    here = html.A(name, href=links.to(unit=line.code), className="sector-name")
    shown = [html.A(cell.said, href=_address(cell, links), className="sector-cell") for cell in line.cells]
    return html.Div([here, *shown], className="sector-row")


def _address(cell: Cell, links: Links) -> str:
    return links.at(cell.sector.path, unit=cell.unit_code, **cell.period)


def sources(facts: Facts, links: Links) -> html.Section:
    """How far the data goes: each source's state in words, its cause, its next try."""
    path = "/data-health"
    listed = source_rows(facts.overview.sources, lambda source: links.at(path, source=source))
    beside = html.Span(tiles.lower(counted(facts.overview.sources)), className="target")
    return tiles.tile(8, _("How far the data goes"), links.at(path), [], listed, beside=beside)


def by_month(facts: Facts, links: Links) -> html.Section:
    """What came in, and the on-time share over it."""
    months = tuple(replace(month, resolved=None) for month in facts.course.months)
    course = replace(facts.course, months=months)
    labels = TrendLabels(received=_("Received"), share=_("On time"))
    whole = sum(not month.is_open for month in months)
    title = _("{count} months", count=whole) if whole else _("By month")
    listed = [trend(course, DARK, labels=labels), guards.of_on_time(facts, links, facts.period.name)]
    aim = tiles.target(facts.reading(ON_TIME).target)
    return tiles.tile(9, title, links.at("/procedures", view="trend"), [], listed, beside=aim)
