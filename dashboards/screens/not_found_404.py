"""The page for an address that no screen has."""

from dash import html, register_page

from dashboards.components.page import refused
from dashboards.messages import _
from dashboards.navigation import screens
from dashboards.refusal import Refusal

NOTHING = _("There is no such page")

register_page(__name__, title=f"{NOTHING} · IOC")  # type: ignore[no-untyped-call]


def layout(**_query: str) -> html.Div:
    """What is the matter and where to go on; Dash finds this page by the module's name."""
    return refused(Refusal(NOTHING, _("The address may have been mistyped."), link=screens()[0].path))
