"""The pages: where a leader goes from a number to its rows. The URL is the only state."""

from typing import Any

from dash import dcc, html, page_container
from flask import redirect, request

from dashboards.headers import protect
from dashboards.shell import INDEX, Shell

START_PAGE = "/procedures"

app = Shell(
    __package__,
    use_pages=True,
    pages_folder="screens",
    serve_locally=True,
    assets_folder="assets",
    assets_path_ignore=["wall"],
    title="Trung tâm điều hành thông minh",
    update_title="",
    index_string=INDEX,
    # The table of dossiers stands only on pages that show one.
    suppress_callback_exceptions=True,
    enable_mcp=False,
)
server = app.server
app.layout = html.Div([dcc.Location(id="address", refresh="callback-nav"), page_container], className="pages")


@server.before_request
def to_first_page() -> Any:
    """The bare address leads to the one page there is."""
    return redirect(START_PAGE) if request.path == "/" else None


protect(server, app.csp_hashes())
