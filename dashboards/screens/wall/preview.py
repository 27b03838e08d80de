"""What a wall shows now, as a picture of it in the list: a page without a script, which asks for nothing more."""

from collections.abc import Iterable
from html import escape

from config.settings import settings
from dashboards.messages import _
from dashboards.screens.wall.room import Room
from dashboards.theme import DARK


def address(room: Room) -> str:
    """Where the preview is: beside the walls, since a worker that keeps one has no part in it."""
    return f"/wall/preview/{room.display.name}"


def preview(room: Room, scenes: str, styles: Iterable[str]) -> str:
    """The page as text: `scenes` as the wall is given them, and the addresses of its style sheets."""
    linked = "".join(f'<link rel="stylesheet" href="{escape(each)}">' for each in styles)
    # Where no script turns pages, the one that is shown stands as it is.
    drawn = scenes.replace("<noscript>", "").replace("</noscript>", "")
    title = _("What {wall} shows now", wall=f"/wall/{room.display.name}/")
    return (
        f'<!DOCTYPE html><html lang="{settings().language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{linked}<style>{DARK.css()}{room.css()}</style></head>"
        f'<body><div class="{room.class_name}"><div id="scene">{drawn}</div></div></body></html>'
    )
