"""The wall: scenes one after the other in one frame, all of them read from one snapshot."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboards import words
from dashboards.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.empty_state import empty_state
from dashboards.components.freshness import freshness
from dashboards.components.invented import invented_mark
from dashboards.messages import _
from dashboards.place import Place
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.room import Page, Room
from dashboards.screens.wall.scene import Scene, Told
from dashboards.screens.wall.stage import find_stage
from dashboards.screens.wall.tiles import tile
from warehouse.reader import Snapshot, SnapshotOutdated, SourceState, State

LOG = logging.getLogger(__name__)
TITLE = _("Operations screen")
FIRST_STEP = _(
    "The server has not fetched any figures yet. The screen shows them by itself when the first snapshot is published."
)
FIRST_COMMAND = "ioc up --once"
WAITING = _("The snapshot cannot be read")
WAITING_STEP = _("The screen shows it again by itself as soon as it can be read. Administrator: run ioc doctor.")
NOTHING_TO_SHOW = _("The snapshot has no open report period for the unit {unit}.")
NOT_CONNECTED = "not_connected"


@dataclass(frozen=True)
class Frame:
    """What every scene of one drawing shares; `pages` is the address of the pages' server."""

    snapshot: Snapshot
    state: State
    room: Room
    pages: str


def wall(snapshot: Snapshot | None, state: State, version: str, pages: str, room: Room) -> html.Main:
    """Everything but clock and notice, read from `snapshot` alone; `pages` is the address of the pages' server."""
    shown = [_nothing_yet(state)] if snapshot is None else _parts(Frame(snapshot, state, room, pages))
    held = "" if snapshot is None else snapshot.known_at.isoformat()
    return html.Main(
        shown,
        className="scene",
        **attributes(data_version=version, data_held=held, data_snapshot="" if snapshot is None else snapshot.id),
    )


def unreadable() -> html.Main:
    """What stands while no snapshot can be read and none was shown before."""
    return html.Main(empty_state(WAITING, WAITING_STEP), className="scene", **attributes(data_version=""))


def _nothing_yet(state: State) -> html.Section:
    said = empty_state(words.NO_DATA, FIRST_STEP, command=FIRST_COMMAND)
    return html.Section([_head(TITLE), said, _foot(None, state.sources, state)], className="part")


def _parts(frame: Frame) -> list[html.Section]:
    """One part a scene; where the wall's unit is not in the snapshot, one that says so."""
    scope = frame.room.display.scope
    place = find_stage(frame.snapshot, scope)
    if place is not None:
        return [_part(frame, name, scene, place) for name, scene in frame.room.scenes.items()]
    said = empty_state(words.NO_DATA, NOTHING_TO_SHOW.format(unit=scope))
    foot = _foot(frame.snapshot, frame.state.sources, frame.state)
    return [html.Section([_head(TITLE), said, foot], className="part")]


def _part(frame: Frame, name: str, scene: Scene[Any], place: Place[Address]) -> html.Section:
    """A scene's head, its pages and its foot; they are seen while one of the pages is."""
    sources = [source for source in frame.state.sources if source.id in scene.sources]
    told, why_not = _told(scene, place, sources, frame.snapshot)
    about = place if told is None else told.place
    links = Links.of(about, frame.pages, scene.page)
    is_first = name == next(iter(frame.room.scenes))
    pages = [
        _page(frame.room, page, _tiles(page, scene, told, why_not, links), is_shown=is_first and at == 0)
        for at, page in enumerate(frame.room.pages(name))
    ]
    return html.Section(
        [
            _head(scene.title, about, frame.state.held_back_vi, is_framed=frame.room.has_framed_panels),
            html.Div(pages, className="pages"),
            _foot(frame.snapshot, sources, frame.state),
        ],
        className=f"part scene-{name}",
        **attributes(aria_label=scene.question),
    )


def _told(
    scene: Scene[Any], place: Place[Address], sources: Sequence[SourceState], snapshot: Snapshot
) -> tuple[Told | None, str]:
    """What a scene has read, or why it has nothing: its source is not connected, or never came into this snapshot."""
    if sources and all(each.state == NOT_CONNECTED and each.id not in snapshot.newest_event_at for each in sources):
        return None, words.NO_SOURCE
    try:
        return scene.read(place), words.NO_DATA
    except SnapshotOutdated as outdated:
        LOG.warning("the wall has nothing for “%s”: %s", scene.title, outdated)
        return None, words.NO_DATA


def _tiles(page: Page, scene: Scene[Any], told: Told | None, why_not: str, links: Links) -> list[html.Section]:
    """The tiles of a page; where nothing was read, each says why under its title."""
    slots = [(number, scene.slots[number]) for number in page.slots]
    if told is not None:
        return [slot.draw(told, links) for _number, slot in slots]
    return [tile(number, slot.title, links.to(), [], html.P(why_not, className="row")) for number, slot in slots]


def _page(room: Room, page: Page, tiles: list[html.Section], *, is_shown: bool) -> html.Div:
    """One page of tiles; wall.js turns from one to the next, and the first of all stands until it does."""
    return html.Div(
        [html.Div(each, className=room.place(at, page)) for at, each in enumerate(tiles)],
        className="page page-shown" if is_shown else "page",
        style={"--columns": room.columns(page)},
        **attributes(data_dwell=str(page.dwell_s)),
    )


def _head(
    title: str, about: Place[Address] | None = None, held_back: str = "", *, is_framed: bool = False
) -> html.Header:
    """The period has a panel of its own where there are enough; below it, why the snapshot is not the newest."""
    unit, period = ("", "") if about is None else (about.unit.name, _period(about))
    said = html.P(held_back, className="held-back") if held_back else None
    named = unit if is_framed else " · ".join(filter(None, (unit, period)))
    parts = [html.H1(title), html.P(named, className="about")]
    framed = html.Div([html.P(period, className="head-period"), said], className="head-middle")
    return html.Header([*parts, framed if is_framed else said])


def _period(about: Place[Address]) -> str:
    return " · ".join([about.period.title, *([words.PROVISIONAL] if about.period.is_open else [])])


def _foot(snapshot: Snapshot | None, sources: Sequence[SourceState], state: State) -> html.Footer:
    known = [] if snapshot is None else [html.Span(_("Snapshot")), html.Span(snapshot.id)]
    is_invented = any(source.is_invented for source in state.sources)
    return html.Footer([freshness(sources), html.P(known, className="snapshot"), invented_mark(is_invented)])
