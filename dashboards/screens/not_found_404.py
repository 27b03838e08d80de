"""The page for an address that no screen has."""

from dash import html, register_page

from dashboards.components.page import refused
from dashboards.refusal import Refusal

register_page(__name__, title="Không có trang này · IOC")  # type: ignore[no-untyped-call]


def layout(**_query: str) -> html.Div:
    """What is the matter and where to go on; Dash finds this page by the module's name."""
    return refused(Refusal("Không có trang này", "Địa chỉ có thể đã gõ nhầm.", link="/procedures"))
