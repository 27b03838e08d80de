"""The term that a tile is about: its name and its addresses."""

from dashboards.screens.wall import tiles
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.scenes.education.facts import Told


def name(told: Told) -> str:
    """The term within a sentence: "giữa kỳ I 2026–2027"."""
    return tiles.lower(told.period.name)


def to(links: Links, told: Told, tab: str, **more: str) -> str:
    """A tab of the page in the term."""
    return links.to(tab=tab, grain=told.period.grain, **told.period.named, **more)


def rows(links: Links, told: Told, indicator: str, part: str) -> str:
    """The rows behind a number of the term."""
    return links.rows(indicator, part=part, grain=told.period.grain, **told.period.named)
