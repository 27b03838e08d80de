"""The HTML page around both apps: in Vietnamese, and with no more JavaScript than the app is made of."""

from typing import Any

from dash import Dash

from config.settings import settings
from dashboards.messages import _
from dashboards.theme import Palette

_INDEX = """<!DOCTYPE html>
<html lang="{language}">
    <head>
        {%metas%}
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
        <style>{palette}</style>
    </head>
    <body>
        {%app_entry%}
        <footer hidden>
            {%config%}
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""
SUITES = "_dash-component-suites/"


def index(palette: Palette) -> str:
    """The index page of an app in these colours."""
    return _INDEX.replace("{palette}", palette.css()).replace("{language}", settings().language)


class Shell(Dash):
    """A Dash app with our index page.

    `suites` names the component suites to send ("dash/html"); None sends all. Dash itself sends every suite that the
    process ever imported, tables and figures included, and some of them write style elements that the wall's policy
    refuses.
    """

    suites: tuple[str, ...] | None = None

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """The index page; Dash's hook for changing it."""
        if self.suites is not None:
            parts["scripts"] = "\n".join(line for line in parts["scripts"].splitlines() if self._is_sent(line))
        parts["app_entry"] = parts["app_entry"].replace("Loading...", _("Opening…"))
        return str(super().interpolate_index(**parts))  # type: ignore[no-untyped-call]

    def make_ready(self) -> None:
        """Answer one request before any is served, at the end of the app's module: Dash puts its callbacks together
        while answering the first, and a second thread would meet them half done."""
        self.server.test_client().get(self.config.requests_pathname_prefix)

    def _is_sent(self, line: str) -> bool:
        return SUITES not in line or any(f"{SUITES}{suite}/" in line for suite in self.suites or ())
