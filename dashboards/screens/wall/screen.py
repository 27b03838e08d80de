"""The wall's scene: where is it stuck, and who holds it? One snapshot, one period, nine slots, and the frame."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.empty_state import empty_state
from dashboards.components.freshness import freshness
from dashboards.components.invented import invented_mark
from dashboards.messages import _
from dashboards.screens.wall.facts import Facts, read_facts
from dashboards.screens.wall.links import Links
from dashboards.screens.wall.room import Room
from dashboards.screens.wall.slots import slot
from warehouse.reader import Snapshot, State

TITLE = _("Resolving administrative procedures")
FIRST_STEP = _(
    "The server has not fetched any figures yet. The screen shows them by itself when the first snapshot is published."
)
FIRST_COMMAND = "ioc up --once"
WAITING = _("The snapshot cannot be read")
WAITING_STEP = _("The screen shows it again by itself as soon as it can be read. Administrator: run ioc doctor.")
NOTHING_TO_SHOW = _("The snapshot has no open report period for the unit {unit}.")


def scene(snapshot: Snapshot | None, state: State, version: str, pages: str, room: Room) -> html.Main:
    """Everything but clock and notice, read from `snapshot` alone; `pages` is the address of the pages' server."""
    body = _empty(room) if snapshot is None else _body(snapshot, state, pages, room)
    held = "" if snapshot is None else snapshot.known_at.isoformat()
    return html.Main(
        [*body, _foot(snapshot, state)],
        className="scene",
        **attributes(data_version=version, data_held=held, data_snapshot="" if snapshot is None else snapshot.id),
    )


def unreadable() -> html.Main:
    """What stands while no snapshot can be read and none was shown before."""
    return html.Main(empty_state(WAITING, WAITING_STEP), className="scene", **attributes(data_version=""))


def _empty(room: Room) -> list[Any]:
    return [_head("", "", room), empty_state(words.NO_DATA, FIRST_STEP, command=FIRST_COMMAND)]


def _body(snapshot: Snapshot, state: State, pages: str, room: Room) -> list[Any]:
    facts = read_facts(snapshot, room.display.scope)
    if facts is None:
        return [_head("", "", room), empty_state(words.NO_DATA, NOTHING_TO_SHOW.format(unit=room.display.scope))]
    links = Links.of(facts, pages)
    shown = [_page(index, page, facts, links, room) for index, page in enumerate(room.display.slots)]
    provisional = words.PROVISIONAL if facts.period.is_open else ""
    period = " · ".join(filter(None, (facts.period.title, provisional)))
    return [_head(facts.unit.name, period, room, state.held_back_vi), html.Div(shown, className="pages")]


def _page(index: int, page: tuple[int, ...], facts: Facts, links: Links, room: Room) -> html.Div:
    """One page of slots; wall.js turns from one to the next, and the first stands until it does."""
    return html.Div(
        [html.Div(slot(number, facts, links), className=room.place(i, page)) for i, number in enumerate(page)],
        className="page page-shown" if index == 0 else "page",
        style={"--columns": room.columns(page)},
    )


def _head(unit: str, period: str, room: Room, held_back: str = "") -> html.Header:
    """The period has a panel of its own where there are enough; below it, why the snapshot is not the newest."""
    about = unit if room.has_framed_panels else " · ".join(filter(None, (unit, period)))
    said = html.P(held_back, className="held-back") if held_back else None
    title = [html.H1(TITLE), html.P(about, className="about")]
    framed = html.Div([html.P(period, className="head-period"), said], className="head-middle")
    return html.Header([*title, framed if room.has_framed_panels else said])


def _foot(snapshot: Snapshot | None, state: State) -> html.Footer:
    known = [] if snapshot is None else [html.Span(_("Snapshot")), html.Span(snapshot.id)]
    is_invented = any(source.is_invented for source in state.sources)
    return html.Footer([freshness(state.sources), html.P(known, className="snapshot"), invented_mark(is_invented)])
