"""The line without which no slot shows a share: what flatters it, of the scene's own unit and period."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.readings import Reading, find, missing_due_date_note
from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.told import Figures

RETURNED, WITHOUT_DUE_DATE, REJECTED = "returned_share", "missing_due_date_share", "rejected_rating_share"

BEYOND = ("watch", "missed")
"""The bands in which what was returned stands beside the share of a part: elsewhere it flatters nothing."""


def of_on_time(facts: Figures, links: Links, span: str = "") -> html.P | None:
    """What was returned, and what cannot be late. `span` names the period where the slot tells of another one."""
    returned = tiles.number(facts.reading(RETURNED), "", links.at("/procedures", measure=RETURNED))
    said: list[Any] = [_("Returned, refused, withdrawn: "), returned]
    missing = facts.reading(WITHOUT_DUE_DATE)
    return _line(span, said, [_without_due_date(missing)] if missing.value else [])


def of_on_time_by_part(facts: Figures) -> html.P | None:
    """Who returned too many dossiers, and who has some that cannot be late: of each the commune with the most, and how
    many more there are, since a map leaves one line. Nothing where none has."""
    returned = [part for part in facts.part_readings(RETURNED) if part.band in BEYOND]
    missing = [part for part in facts.part_readings(WITHOUT_DUE_DATE) if part.value]
    return _line(*_most(_("Returned: "), returned), *_most(_("Without a due date: "), missing))


def of_part_on_time(facts: Figures, unit_code: str) -> str:
    """The same of one part, in the little room beside its bar: shorter where both must stand there."""
    returned = find(facts.among, RETURNED, unit_code)
    missing = find(facts.among, WITHOUT_DUE_DATE, unit_code)
    if returned.band not in BEYOND:
        return missing_due_date_note(facts.among, unit_code)
    if not missing.value:
        return _("returned {share}", share=returned.text)
    return _("returned {returned}, no due date {missing}", returned=returned.text, missing=words.share(missing.value))


def of_satisfied(facts: Figures, links: Links, span: str = "", doubt: str = "") -> html.P | None:
    """What was pressed and does not count; `span` as above, and `doubt` where the share's own formula has one."""
    rejected = facts.reading(REJECTED)
    shown = tiles.number(rejected, "", links.at("/satisfaction", tab="rejected"))
    return _line(span, [f"{_('Ratings rejected')}: ", shown], doubt)


def _without_due_date(missing: Reading) -> html.Span:
    return _missing(missing, words.missing_due_dates(missing.value or 0))


def _missing(missing: Reading, said: str) -> html.Span:
    return measured(said, indicator=WITHOUT_DUE_DATE, value=missing.value, unit=missing.unit_code, class_name="")


def _most(title: str, parts: Sequence[Reading]) -> list[Any]:
    """ "Trả lại: Bình Sơn 3,6% +1"; nothing without parts."""
    if not parts:
        return []
    first = max(parts, key=lambda part: part.value or 0)
    rest = f" +{len(parts) - 1}" if len(parts) > 1 else ""
    name = words.capital(first.unit_name.removeprefix(_("commune ")))
    return [[title, f"{name} ", tiles.number(first, ""), rest]]


def _line(*parts: Any) -> html.P | None:
    """What there is of the parts, dots between them."""
    said = [html.Span([" · " if at else "", part]) for at, part in enumerate(filter(None, parts))]
    return tiles.footnote("", *said)
