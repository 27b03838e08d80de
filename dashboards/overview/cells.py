"""The communes side by side: a cell a subject, which says how the worst of its chief figures stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboards import words
from dashboards.components.judgement import judgement
from dashboards.components.signal import SIGNALS, signal
from dashboards.overview.facts import SECTORS, WEEKLY, Overview, Sector
from dashboards.overview.standings import Standing

BADNESS = {"missed": 5, "watch": 4, "within": 1, "met": 0}
NOT_SENT, HIDDEN, UNKNOWN = 3, 2, (words.NO_DATA, words.TO_COME)


@dataclass(frozen=True)
class Cell:
    """How a subject stands in a unit: `judged` is a word with its sign; where there is none, `why_not` says why.

    `worst` is the chief figure that it is said of; None where none is known.
    """

    unit_code: str
    sector: Sector
    worst: Standing | None
    judged: html.Span | None
    why_not: str

    @property
    def said(self) -> Any:
        """The word, or the first words of why there is none, few enough for a wall."""
        brief = self.why_not.partition(" (")[0]
        return self.judged or words.BRIEFLY.get(brief, brief)

    @property
    def period(self) -> dict[str, str]:
        """What an address says to mean the period of the figure."""
        return {} if self.worst is None else {"grain": self.worst.period.grain, **self.worst.period.named}


@dataclass(frozen=True)
class Line:
    """A commune, or the one unit that there is, and a cell of each of `SECTORS`."""

    code: str
    name: str
    cells: tuple[Cell, ...]


def lines(overview: Overview) -> tuple[Line, ...]:
    """The communes of an area, the worst first; of one commune itself. None where nothing at all is known."""
    names = overview.parts or {overview.unit.code: overview.unit.short_name}
    found = [
        Line(code, name, tuple(_cell(overview, code, sector) for sector in SECTORS)) for code, name in names.items()
    ]
    if not any(cell.worst for line in found for cell in line.cells):
        return ()
    return tuple(sorted(found, key=lambda line: (*_badness(line.cells), line.code)))


def _cell(overview: Overview, code: str, sector: Sector) -> Cell:
    """The worst of a subject's chief indicators. What has not come, or is hidden, is worse than calm: it may be bad."""
    found = [each for name in sector.indicators if (each := overview.standings.get((name, code))) is not None]
    worst = max(found, key=_how_bad, default=None)
    if worst is None:
        return Cell(code, sector, None, None, words.NO_SOURCE if sector.source in overview.unsourced else words.NO_DATA)
    band = worst.reading.band
    is_signal = worst.reading.indicator in WEEKLY and band in SIGNALS
    return Cell(code, sector, worst, signal(band) if is_signal else judgement(band), worst.reading.text)


def _badness(cells: Iterable[Cell]) -> tuple[int, ...]:
    """How many cells are red, and how many amber, as a key that puts the most first."""
    bands = [each.worst.reading.band for each in cells if each.worst is not None]
    return -bands.count("missed"), -bands.count("watch")


def _how_bad(standing: Standing) -> int:
    reading = standing.reading
    if reading.text in UNKNOWN:
        return NOT_SENT
    return BADNESS.get(reading.band or "", HIDDEN if reading.text == words.SUPPRESSED else -1)
