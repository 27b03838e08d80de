"""The frame of a desk page: where one is, what the page is about, how old the data is, and that it is invented."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask import has_request_context, request

from config.settings import settings
from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.empty_state import empty_state
from dashboards.components.freshness import freshness
from dashboards.components.invented import invented_mark
from dashboards.messages import _
from dashboards.navigation import Screen, screens
from dashboards.refusal import Refusal
from dashboards.standing import standing
from warehouse.reader import Snapshot, SourceState

HOUSE = _("Intelligent Operations Center")
WALL = _("Wall")


def page(
    screen: Screen,
    title: str,
    about: str,
    crumbs: Sequence[tuple[str, str]],
    content: Sequence[Any],
    snapshot: Snapshot | None,
    *,
    is_past: bool = False,
    now: str = "",
) -> html.Div:
    """A page of a screen, from one snapshot; its foot says the age of the screen's own sources.

    `snapshot` is None where a page has its use before there is any.
    `crumbs` are (words, address), the widest first, the page itself last.
    `is_past` says that an earlier snapshot was asked for; `now` is the same view of today's.
    """
    known = standing(snapshot)
    is_invented = any(source.is_invented for source in known.sources)
    path = [html.Li(dcc.Link(name, href=address)) for name, address in crumbs[:-1]]
    held_back = html.P(known.held_back_vi, className="held-back", role="status") if known.held_back_vi else None
    foot = html.Footer([freshness(_own(known.sources, screen)), _of(snapshot)])
    trail = html.Nav(html.Ol(path), className="crumbs", **attributes(aria_label=_("Path"))) if path else None
    head = html.Div([trail, html.H1(title), html.P(about, className="about"), _actions()], className="page-head")
    past = _past(snapshot, now) if is_past and snapshot else None
    return html.Div([_top(is_invented), html.Main([held_back, past, head, *content]), foot], className="page")


def _of(snapshot: Snapshot | None) -> html.P | None:
    if snapshot is None:
        return None
    of = _("Snapshot {id} · known up to {at}", id=snapshot.id, at=words.instant(snapshot.known_at))
    return html.P(of, className="snapshot")


def _own(among: Sequence[SourceState], screen: Screen) -> list[SourceState]:
    return [source for source in among if screen.sources is None or source.id in screen.sources]


def _actions() -> html.Div:
    """What assets/pages/pages.js does when it is pressed."""
    copied = attributes(data_action="copy", data_done=_("Copied"))
    return html.Div(
        [
            html.Button(_("Copy the link"), type="button", className="button", **copied),
            html.Button(_("Print"), type="button", className="button", **attributes(data_action="print")),
        ],
        className="actions",
    )


def refused(refusal: Refusal, *, is_invented: bool = False) -> html.Div:
    """The page that stands in for one that cannot be shown."""
    way_on = dcc.Link(_("Go on"), href=refusal.link, className="button") if refusal.link else None
    said = empty_state(refusal.what, refusal.to_do, command=refusal.command)
    return html.Div([_top(is_invented), html.Main([said, way_on], className="refused")], className="page")


def _past(snapshot: Snapshot, now: str) -> html.P:
    """Says over all figures that they are not today's."""
    said = _("These are the figures as known at {at}.", at=words.instant(snapshot.known_at))
    return html.P([said, " ", dcc.Link(_("To today's figures"), href=now)], className="past", role="note")


def _top(is_invented: bool) -> html.Header:
    pages = [dcc.Link(screen.name, href=screen.path) for screen in screens()]
    links = html.Nav([*pages, html.A(WALL, href=_wall_address())], **attributes(aria_label=_("Pages")))
    return html.Header([html.Span(HOUSE, className="house"), links, invented_mark(is_invented)], className="top")


def _wall_address() -> str:
    """The wall is a server of its own, on the same machine."""
    host = request.host.rsplit(":", 1)[0] if has_request_context() else settings().host
    return f"http://{host}:{settings().ports.wall}/wall"
