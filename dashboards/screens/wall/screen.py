"""The wall: scenes one after the other in one frame, all of them read from one snapshot."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from dashboards.open_period import NothingToShow
from dashboards.place import Place
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.room import Page, Room
from dashboards.screens.wall.scene import Scene, Slot, Told
from dashboards.screens.wall.stage import find_stage
from dashboards.screens.wall.tiles import tile
from dashboards.screens.wall.told import Figures
from dashboards.standing import unsourced
from warehouse.reader import Snapshot, SnapshotOutdated, SourceState, State

LOG = logging.getLogger(__name__)
TITLE = _("Operations screen")
FIRST_STEP = _(
    "The server has not fetched any figures yet. The screen shows them by itself when the first snapshot is published."
)
FIRST_COMMAND = "ioc up --once"
WAITING = _("The snapshot cannot be read")
WAITING_STEP = _("The screen shows it again by itself as soon as it can be read. Administrator: run ioc doctor.")
VISITORS_ALL = _("Visitors are shown the figures of the whole cluster only")
NOT_DRAWN = _("This tile cannot be shown; administrator: see the log of the wall")
FROZEN = _("Figures fixed at {time} for the briefing")
MOST_BESIDE = 2
"""So many sources the foot of one panel has room for side by side."""
BROKEN_ROWS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What comes of rows that a scene did not expect; that nothing can be read is the matter of the whole wall."""


@dataclass(frozen=True)
class Frame:
    """What every scene of one drawing shares; `pages` is the address of the pages' server.

    `frozen_at`: since when these figures stand for a meeting; None while they are the newest.
    """

    snapshot: Snapshot
    state: State
    room: Room
    programme: Programme
    pages: str
    frozen_at: datetime | None

    @property
    def why_not_newest(self) -> str:
        """Why the snapshot is not the newest possible: what went wrong with that, or a meeting; empty where it is."""
        meeting = FROZEN.format(time=f"{self.frozen_at:%H:%M}") if self.frozen_at else ""
        return self.state.held_back_brief_vi or meeting

    @property
    def is_for_visitors(self) -> bool:
        """Whether nothing may be drawn but what anybody may see."""
        return self.programme.is_for_visitors


def wall(
    snapshot: Snapshot | None, state: State, version: str, pages: str, room: Room, programme: Programme,
    frozen_at: datetime | None = None,
) -> html.Main:  # fmt: skip
    """The scenes of a programme, read from `snapshot` alone: everything but clock and notice.

    `pages` and `frozen_at` are those of `Frame`.
    """
    if snapshot is None:
        shown = [_nothing_yet(state)]
    else:
        shown = _parts(Frame(snapshot, state, room, programme, pages, frozen_at))
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
    """One part a scene; where the snapshot lacks the wall's unit or its period, one that says so."""
    try:
        place = find_stage(frame.snapshot, frame.room.display.scope)
    except NothingToShow as lacking:
        said = empty_state(words.NO_DATA, str(lacking))
        foot = _foot(frame.snapshot, (), frame.state)
        return [html.Section([_head(TITLE), said, foot], className="part")]
    return [_part(frame, each.scene, place) for each in frame.programme.scenes]


def _part(frame: Frame, name: str, place: Place[Address]) -> html.Section:
    """A scene's head and its pages, each with its foot; they are seen while one of the pages is."""
    scene = frame.room.scenes[name]
    told, why_not = _told(frame, scene, place)
    about = place if told is None else told.place
    links = Links.of(about, frame.pages, scene.page)
    is_first = name == frame.programme.scenes[0].scene
    address = links.to() if frame.room.display.has_qr else ""
    shown = [page for page in frame.room.pages(frame.programme) if page.scene == name]
    pages = [
        _page(
            about, frame.room, page, _tiles(frame, page, told, why_not, links), _foot_of(frame, page, address),
            is_shown=is_first and at == 0,
        )
        for at, page in enumerate(shown)
    ]  # fmt: skip
    return html.Section(
        [
            _head(scene.title, about, frame.why_not_newest, is_framed=frame.room.has_framed_panels),
            html.Div(pages, className="pages"),
        ],
        className=f"part scene-{name}",
        **attributes(aria_label=scene.question, data_page=scene.page),
    )


def _told(frame: Frame, scene: Scene[Any], place: Place[Address]) -> tuple[Told | None, str]:
    """What a scene has read, or why it has nothing."""
    try:
        told = scene.read(place)
    except SnapshotOutdated as outdated:
        LOG.warning("the wall has nothing for “%s”: %s", scene.title, outdated)
        return None, words.NO_DATA
    except BROKEN_ROWS:
        LOG.exception("the wall cannot read “%s”", scene.title)
        return None, NOT_DRAWN
    if told is not None and frame.is_for_visitors and not scene.is_for_visitors:
        return _undivided(told)
    return told, words.NO_DATA


def _undivided(told: Told) -> tuple[Told | None, str]:
    """What visitors may be told of a scene that is not theirs: of the whole cluster, and of no part of it."""
    if isinstance(told, Figures) and told.is_area:
        return told.undivided(), words.NO_DATA
    return None, VISITORS_ALL


def _tiles(frame: Frame, page: Page, told: Told | None, why_not: str, links: Links) -> list[html.Section]:
    """The tiles of a page; one that has no source, or for which nothing was read, says so under its title."""
    scene, lacking = frame.room.scenes[page.scene], unsourced(frame.snapshot, frame.state)
    return [
        _in_words(number, scene.slots[number], links, words.NO_SOURCE)
        if scene.lacks_source(number, lacking)
        else _drawn(number, scene.slots[number], told, why_not, links)
        for number in page.slots
    ]


def _drawn(number: int, slot: Slot[Any], told: Told | None, why_not: str, links: Links) -> html.Section:
    """A tile; one that breaks over what was read says so, and leaves all others standing."""
    if told is None:
        return _in_words(number, slot, links, why_not)
    try:
        return slot.draw(told, links)
    except Exception:  # whatever broke, the log gets the reason
        LOG.exception("the wall cannot draw slot %s, “%s”", number, slot.title)
        return _in_words(number, slot, links, NOT_DRAWN)


def _in_words(number: int, slot: Slot[Any], links: Links, said: str) -> html.Section:
    return tile(number, slot.title, links.to(), [], html.P(said, className="row"))


def _page(
    about: Place[Address], room: Room, page: Page, tiles: list[html.Section], foot: html.Footer, *, is_shown: bool
) -> html.Div:
    """One page of tiles, each with the name of the snapshot that it was read from.

    The first of all is shown. A wall takes each as text, until it turns to it (assets/wall/pages.js).
    """
    said, grown = attributes(data_snapshot=about.snapshot.id), room.grown(page)
    cells = [
        html.Div(each, className=room.place(at, page), style=grown or None, **said) for at, each in enumerate(tiles)
    ]
    return html.Div(
        html.Noscript([*cells, foot]),
        className="page page-shown" if is_shown else "page",
        style={"--columns": room.columns(page)},
        **attributes(data_dwell=str(page.dwell_s)),
    )


def _head(
    title: str, about: Place[Address] | None = None, why_not_newest: str = "", *, is_framed: bool = False
) -> html.Header:
    """Title, unit, why the snapshot is not the newest, and the period, which has a panel of its own where it can."""
    unit, period = ("", "") if about is None else (about.unit.name, _period(about))
    named = unit if is_framed else " · ".join(filter(None, (unit, period)))
    said = html.P(why_not_newest, className="held-back") if why_not_newest else None
    framed = html.P(period, className="head-period") if is_framed else None
    return html.Header([html.H1(title), html.P(named, className="about"), said, framed])


def _period(about: Place[Address]) -> str:
    return " · ".join([about.period.title, *([words.PROVISIONAL] if about.period.is_open else [])])


def _foot_of(frame: Frame, page: Page, address: str) -> html.Footer:
    """The foot beneath a page: no figure stands without the age of what it was drawn from."""
    drawn_on = frame.room.scenes[page.scene].sources_of(page.slots)
    sources = [source for source in frame.state.sources if source.id in drawn_on]
    return _foot(frame.snapshot, sources, frame.state, address, frame.room.beside(len(sources)))


def _foot(
    snapshot: Snapshot | None, sources: Sequence[SourceState], state: State, address: str = "", beside: int = 1
) -> html.Footer:
    """Ages, mark and snapshot; with an address, the code that leads there. Without figures there is no age to tell."""
    known = [] if snapshot is None else [html.Span(_("Snapshot")), html.Span(snapshot.id)]
    is_invented = any(source.is_invented for source in state.sources)
    code = qr(address) if address else None
    # A code takes the room of one that would stand beside another.
    ages = freshness(sources, is_far=True, is_brief=beside > MOST_BESIDE - bool(address))
    parts = [ages, html.P(known, className="snapshot"), invented_mark(is_invented), code]
    return html.Footer(parts, style={"--beside": beside})
