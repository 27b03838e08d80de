"""The term that a tile is about: its name, its addresses, and how many of its books came."""

from dash import html

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


def note(told: Told, *before: str) -> html.P | None:
    """A footnote that says how many books came where not all did, behind other words where there are any."""
    return tiles.footnote(" · ".join(each for each in (*before, told.books.words) if each))
