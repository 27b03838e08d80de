"""Addresses on the pages' server: from every tile and number of the wall to the rows behind it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dashboards.screens.wall.facts import BASIS, Facts


@dataclass(frozen=True)
class Links:
    """The address of the scene's unit and period, to which every link adds what it is about."""

    base: str

    @classmethod
    def of(cls, facts: Facts, pages: str) -> "Links":
        """`pages` is the address of the pages' server."""
        asked = {"unit": facts.unit.code, "basis": BASIS, "grain": facts.period.grain}
        return cls(f"{pages}/procedures?{urlencode(asked | {'start': facts.period.start.isoformat()})}")

    def to(self, **more: str) -> str:
        """The address with these values added."""
        return f"{self.base}&{urlencode(more)}" if more else self.base

    def rows(self, indicator: str, **narrowed: str) -> str:
        """The rows that an indicator counts, those of a part where it is named."""
        return self.to(measure=indicator, **narrowed)

    def unit(self, code: str) -> str:
        """The page of another unit in the same period."""
        head, tail = self.base.split("unit=", 1)
        return f"{head}unit={code}&{tail.split('&', 1)[1]}"
