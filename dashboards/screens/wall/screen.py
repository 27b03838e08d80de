"""The wall: scenes one after the other in one frame, all of them read from one snapshot."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from config.programmes import Programme
from dashboards import words
from dashboards.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.empty_state import empty_state
from dashboards.components.freshness import freshness
from dashboards.components.invented import invented_mark
from dashboards.components.qr import qr
from dashboards.messages import _
from dashboards.place import Place
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.room import Page, Room
from dashboards.screens.wall.scene import Scene, Told
from dashboards.screens.wall.stage import find_stage
from dashboards.screens.wall.tiles import tile
from dashboards.screens.wall.told import Figures
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
VISITORS_ALL = _("Visitors are shown the figures of the whole cluster only")
NOT_CONNECTED = "not_connected"


@dataclass(frozen=True)
class Frame:
    """What every scene of one drawing shares; `pages` is the address of the pages' server."""

    snapshot: Snapshot
    state: State
    room: Room
    programme: Programme
    pages: str

    @property
    def is_for_visitors(self) -> bool:
        """Whether nothing may be drawn but what anybody may see."""
        return self.programme.is_for_visitors


def wall(
    snapshot: Snapshot | None, state: State, version: str, pages: str, room: Room, programme: Programme
) -> html.Main:
    """The scenes of a programme, read from `snapshot` alone: everything but clock and notice.

    `pages` is the address of the pages' server.
    """
    shown = [_nothing_yet(state)] if snapshot is None else _parts(Frame(snapshot, state, room, programme, pages))
    held = "" if snapshot is None else snapshot.known_at.isoformat()
    said = attributes(
        data_version=version,
        data_held=held,
        data_snapshot="" if snapshot is None else snapshot.id,
        data_programme=programme.name,
    )
    return html.Main(shown, className="scene", **said)


def unreadable() -> html.Main:
    """What stands while no snapshot can be read and none was shown before."""
    return html.Main(empty_state(WAITING, WAITING_STEP), className="scene", **attributes(data_version=""))


def _nothing_yet(state: State) -> html.Section:
    said = empty_state(words.NO_DATA, FIRST_STEP, command=FIRST_COMMAND)
    return html.Section([_head(TITLE), said, _foot(None, (), state)], className="part")


def _parts(frame: Frame) -> list[html.Section]:
    """One part a scene; where the wall's unit is not in the snapshot, one that says so."""
    scope = frame.room.display.scope
    place = find_stage(frame.snapshot, scope)
    if place is not None:
        return [_part(frame, each.scene, place) for each in frame.programme.scenes]
    said = empty_state(words.NO_DATA, NOTHING_TO_SHOW.format(unit=scope))
    foot = _foot(frame.snapshot, (), frame.state)
    return [html.Section([_head(TITLE), said, foot], className="part")]


def _part(frame: Frame, name: str, place: Place[Address]) -> html.Section:
    """A scene's head, its pages and its foot; they are seen while one of the pages is."""
    scene = frame.room.scenes[name]
    sources = [source for source in frame.state.sources if source.id in scene.sources]
    told, why_not = _told(frame, scene, place, sources)
    about = place if told is None else told.place
    links = Links.of(about, frame.pages, scene.page)
    is_first = name == frame.programme.scenes[0].scene
    shown = [page for page in frame.room.pages(frame.programme) if page.scene == name]
    pages = [
        _page(about, frame.room, page, _tiles(page, scene, told, why_not, links), is_shown=is_first and at == 0)
        for at, page in enumerate(shown)
    ]
    return html.Section(
        [
            _head(scene.title, about, frame.state.held_back_vi, is_framed=frame.room.has_framed_panels),
            html.Div(pages, className="pages"),
            _foot(frame.snapshot, sources, frame.state, links.to() if frame.room.display.has_qr else ""),
        ],
        className=f"part scene-{name}",
        **attributes(aria_label=scene.question, data_page=scene.page),
    )


def _told(
    frame: Frame, scene: Scene[Any], place: Place[Address], sources: Sequence[SourceState]
) -> tuple[Told | None, str]:
    """What a scene has read, or why it has nothing: its source is not connected, or never came into this snapshot."""
    known = frame.snapshot.newest_event_at
    if sources and all(each.state == NOT_CONNECTED and each.id not in known for each in sources):
        return None, words.NO_SOURCE
    try:
        told = scene.read(place)
    except SnapshotOutdated as outdated:
        LOG.warning("the wall has nothing for “%s”: %s", scene.title, outdated)
        return None, words.NO_DATA
    if told is not None and frame.is_for_visitors and not scene.is_for_visitors:
        return _undivided(told)
    return told, words.NO_DATA


def _undivided(told: Told) -> tuple[Told | None, str]:
    """What visitors may be told of a scene that is not theirs: of the whole cluster, and of no part of it."""
    if isinstance(told, Figures) and told.is_area:
        return told.undivided(), words.NO_DATA
    return None, VISITORS_ALL


def _tiles(page: Page, scene: Scene[Any], told: Told | None, why_not: str, links: Links) -> list[html.Section]:
    """The tiles of a page; where nothing was read, each says why under its title."""
    slots = [(number, scene.slots[number]) for number in page.slots]
    if told is not None:
        return [slot.draw(told, links) for _number, slot in slots]
    return [tile(number, slot.title, links.to(), [], html.P(why_not, className="row")) for number, slot in slots]


def _page(about: Place[Address], room: Room, page: Page, tiles: list[html.Section], *, is_shown: bool) -> html.Div:
    """One page of tiles, each with the name of the snapshot that it was read from.

    wall.js turns from one page to the next, and the first of all stands until it does.
    """
    said = attributes(data_snapshot=about.snapshot.id)
    return html.Div(
        [html.Div(each, className=room.place(at, page), **said) for at, each in enumerate(tiles)],
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


def _foot(snapshot: Snapshot | None, sources: Sequence[SourceState], state: State, address: str = "") -> html.Footer:
    """Ages, mark and snapshot; with an address, the code that leads there. Without figures there is no age to tell."""
    known = [] if snapshot is None else [html.Span(_("Snapshot")), html.Span(snapshot.id)]
    is_invented = any(source.is_invented for source in state.sources)
    code = qr(address) if address else None
    return html.Footer([freshness(sources), html.P(known, className="snapshot"), invented_mark(is_invented), code])
