"""The line without which no slot shows a share: what flatters it, of the scene's own unit and period."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.readings import Reading
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.told import Figures

RETURNED, WITHOUT_DUE_DATE, REJECTED = "returned_share", "missing_due_date_share", "rejected_rating_share"


def of_on_time(facts: Figures, links: Links, span: str = "") -> html.P | None:
    """What was returned, and what cannot be late. `span` names the period where the slot tells of another one."""
    returned = tiles.number(facts.reading(RETURNED), "", links.at("/procedures", measure=RETURNED))
    said: list[Any] = [_("Returned, refused, withdrawn: "), returned]
    missing = facts.reading(WITHOUT_DUE_DATE)
    return _line(span, said, [_without_due_date(missing)] if missing.value else [])


def of_on_time_by_part(facts: Figures) -> html.P | None:
    """Which parts have dossiers that cannot be late; nothing where none has."""
    missing = [part for part in facts.part_readings(WITHOUT_DUE_DATE) if part.value]
    named = [[f"{part.unit_name} ", _missing(part, words.share(part.value or 0))] for part in missing]
    return _line("", [_("Without a due date: "), *named[0]], *named[1:]) if named else None


def of_satisfied(facts: Figures, links: Links, span: str = "") -> html.P | None:
    """What was pressed and does not count; `span` as above."""
    rejected = facts.reading(REJECTED)
    shown = tiles.number(rejected, "", links.at("/satisfaction", tab="rejected"))
    return _line(span, [f"{_('Ratings rejected')}: ", shown])


def _without_due_date(missing: Reading) -> html.Span:
    return _missing(missing, words.missing_due_dates(missing.value or 0))


def _missing(missing: Reading, said: str) -> html.Span:
    return measured(said, indicator=WITHOUT_DUE_DATE, value=missing.value, unit=missing.unit_code, class_name="")


def _line(*parts: Any) -> html.P | None:
    """What there is of the parts, dots between them."""
    said = [html.Span([" · " if at else "", part]) for at, part in enumerate(filter(None, parts))]
    return tiles.footnote("", *said)
