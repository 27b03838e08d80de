"""At most five rows, the worst first: name, value, how many rows it rests on, and the judgement.

Classes: `.ranking` is a list of `.ranking-row`s of `.ranking-name`, `-value` or `-words`, `-n` and `.judgement`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dash import html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.messages import _
from dashboards.readings import Reading

LONGEST = 5


@dataclass(frozen=True)
class Ranked:
    """A row of a ranking: its name, and a reading, whose `n` is how many rows the value rests on."""

    name: str
    reading: Reading
    href: str = ""


def worst_first(
    rows: Iterable[Ranked], better: Literal["up", "down"] = "up", longest: int = LONGEST
) -> tuple[Ranked, ...]:
    """The rows with a number, the worst first, at most `longest`; `better` is the indicator's direction.

    Equal values stand by larger n, then by name and code, so that the order is the same each time.
    """
    numbered = [row for row in rows if row.reading.value is not None]
    return tuple(sorted(numbered, key=lambda row: _order(row, better)))[:longest]


def _order(row: Ranked, better: str) -> tuple[Any, ...]:
    value = row.reading.value or 0
    return (value if better == "up" else -value, -(row.reading.n or 0), words.sort_key(row.name), row.reading.unit_code)


def ranking(rows: Sequence[Ranked], *, link: Any = None) -> html.Ol:
    """The rows in the order given. `link` is what a name with an address becomes."""
    return html.Ol([_row(row, link) for row in rows], className="ranking")


def _row(row: Ranked, link: Any) -> html.Li:
    reading = row.reading
    name = (
        link(row.name, href=row.href, className="ranking-name")
        if link and row.href
        else html.Span(row.name, className="ranking-name")
    )
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code,
        class_name="ranking-words" if reading.value is None else "ranking-value",
    )  # fmt: skip
    return html.Li([name, number, _rests_on(reading), judgement(reading.band)], className="ranking-row")


def _rests_on(reading: Reading) -> html.Span | None:
    """How many rows a share or a median rests on; a count is that number itself."""
    if reading.n is None or reading.n == reading.value:
        return None
    return html.Span(_("n = {n}", n=words.number(reading.n)), className="ranking-n")
