"""Addresses on the pages' server: from every tile and number of a scene to the rows behind it."""

from dataclasses import dataclass, replace

from dashboards.address import Address
from dashboards.place import Place


@dataclass(frozen=True)
class Links:
    """Addresses of a scene's own page; `pages` is where the pages' server is, `view` the scene's unit and period."""

    pages: str
    path: str
    view: Address

    @classmethod
    def of(cls, place: Place[Address], pages: str, path: str) -> "Links":
        """The addresses about a place, on the page at `path`."""
        return cls(pages, path, replace(place.pinned, unit=place.unit.code, snapshot=""))

    def to(self, **more: str) -> str:
        """The page of the scene's unit and period, with what it is about; a name given again replaces."""
        return f"{self.pages}{self.view.at(self.path, **more)}"

    def rows(self, indicator: str, **narrowed: str) -> str:
        """The rows that an indicator counts, those of a part where it is named."""
        return self.to(measure=indicator, **narrowed)

    def unit(self, code: str, **more: str) -> str:
        """The page of another unit in the same period."""
        return self.to(unit=code, **more)

    def at(self, path: str, **more: str) -> str:
        """Another page than the scene's own, of the same unit and period."""
        return f"{self.pages}{self.view.at(path, **more)}"
