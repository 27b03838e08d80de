"""The list of walls at /wall, for whoever chooses one at a desk: what each is hung for, and what it shows now."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from dash import html

from config.displays import Display
from config.programmes import Programme
from config.settings import settings
from config.units import unit_names
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.invented import invented_mark
from dashboards.markup import to_html
from dashboards.messages import _
from dashboards.screens.wall.preview import address
from dashboards.screens.wall.room import Room
from dashboards.theme import LIGHT

STYLE = Path(__file__).parents[2] / "assets" / "wall" / "list.css"
TITLE = _("Screens and walls")
HOW_TO_CHANGE = _("Walls are tables of config/displays.toml; a change is shown when the wall's server starts again.")
# Dash knows neither property.
ASIDE = '<iframe inert loading="lazy" '


def listing(rooms: Sequence[Room], now: datetime, fonts: str, *, is_invented: bool) -> str:
    """The page as text: one wall below the other, with its outline. `fonts` is the address of their style sheet."""
    said = _("{time} on {day}", time=f"{now:%H:%M}", day=words.day(now.date()))
    body = html.Main(
        [
            html.Header([html.H1(TITLE), html.P(_("At {moment}", moment=said)), invented_mark(is_invented)]),
            *(_wall(room, now) for room in rooms),
            html.P(HOW_TO_CHANGE),
        ]
    )
    return (
        f'<!DOCTYPE html><html lang="{settings().language}"><head><meta charset="utf-8"><title>{TITLE}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{fonts}">'
        f"<style>{LIGHT.css()}{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body>{to_html(body).replace('<iframe ', ASIDE)}</body></html>"
    )


def _wall(room: Room, now: datetime) -> html.Section:
    display, home, day = room.display, f"/wall/{room.display.name}/", now.date()
    stands = display.at(now)
    programmes = [_programme(room, each.on(day), is_now=each.name == stands.name) for each in display.possible]
    return html.Section(
        [
            _preview(room, home),
            html.Div(
                [
                    html.H2(html.A(home, href=home)),
                    html.P(_kind(display), className="kind"),
                    html.Dl([part for name, said in _facts(display) for part in (html.Dt(name), html.Dd(said))]),
                    html.Ul(programmes, className="programmes"),
                ]
            ),
        ],
        className="wall",
    )


def _kind(display: Display) -> str:
    across, down = display.panels
    inches = words.number(display.diagonal_inches)
    if across * down == 1:
        return _("One screen of {inches} inches", inches=inches)
    return _("{across} × {down} panels of {inches} inches", across=across, down=down, inches=inches)


def _facts(display: Display) -> list[tuple[str, str]]:
    across, down = display.pixels
    metres = words.number(display.distance_m, 0 if display.distance_m == int(display.distance_m) else 1)
    return [
        (_("Pixels"), f"{across} × {down}"),
        (_("Farthest reader"), f"{metres} m"),
        (_("Scope"), unit_names().get(display.scope, display.scope)),
    ]


def _programme(room: Room, of: Programme, *, is_now: bool) -> html.Li:
    """A programme's name and hours, and its scenes with the seconds for which all their pages stand."""
    hours = str(of.hours) if of.hours else ""
    name = of.title or (_("All other hours") if len(room.display.possible) > 1 else _("All day"))
    named = " ".join(filter(None, (name, hours)))
    shown = [_scene(room, of, each.scene) for each in of.scenes]
    marks = [
        html.Strong(_("shown now"), className="now") if is_now else None,
        html.Span(_("for visitors: no breakdown of health"), className="for-visitors") if of.is_for_visitors else None,
    ]
    return html.Li([html.Span(named, className="programme-name"), *marks, html.P(" · ".join(shown))])


def _scene(room: Room, of: Programme, scene: str) -> str:
    pages = [page for page in room.pages(of) if page.scene == scene]
    title, seconds = room.scenes[scene].title, pages[0].dwell_s
    if len(pages) == 1:
        return _("{scene} {seconds} s", scene=title, seconds=seconds)
    return _("{scene} {pages} × {seconds} s", scene=title, pages=len(pages), seconds=seconds)


def _preview(room: Room, home: str) -> html.Div:
    """What the wall shows now, drawn on its own canvas and made small; the whole of it leads to the wall."""
    width, height = room.display.canvas
    said = _("What {wall} shows now", wall=home)
    # A frame without a script of its own may load nothing as another origin's page: so it keeps ours.
    frame = html.Iframe(src=address(room), title=said, sandbox="allow-same-origin")
    style = {"aspect-ratio": f"{width:g} / {height:g}", "--canvas": f"{width:g}px", "--height": f"{height:g}px"}
    opens = html.A(className="preview-link", href=home, **attributes(aria_label=home))
    return html.Div([frame, opens], className="preview", style=style)
