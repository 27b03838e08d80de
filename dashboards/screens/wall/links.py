"""Addresses on the pages' server: from every tile and number of the wall to the rows behind it."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from dashboards.screens.wall.facts import BASIS, Facts


@dataclass(frozen=True)
class Links:
    """Addresses about a unit in a period, `start` its first day; `pages` is the address of the pages' server."""

    pages: str
    unit_code: str
    grain: str
    start: date

    @classmethod
    def of(cls, facts: Facts, pages: str) -> "Links":
        """The addresses of a scene."""
        return cls(pages, facts.unit.code, facts.period.grain, facts.period.start)

    def to(self, **more: str) -> str:
        """The page of the scene's unit and period, with what it is about."""
        return self._page(self.unit_code, self.start, **more)

    def rows(self, indicator: str, **narrowed: str) -> str:
        """The rows that an indicator counts, those of a part where it is named."""
        return self.to(measure=indicator, **narrowed)

    def unit(self, code: str) -> str:
        """The page of another unit in the same period."""
        return self._page(code, self.start)

    def why(self, indicator: str, code: str, start: date) -> str:
        """Why an indicator of a unit changed, in the period of the same kind that began on `start`."""
        return self._page(code, start, measure=indicator, view="why")

    def _page(self, code: str, start: date, **more: str) -> str:
        asked = {"unit": code, "basis": BASIS, "grain": self.grain, "start": start.isoformat()}
        return f"{self.pages}/procedures?{urlencode(asked | more)}"
