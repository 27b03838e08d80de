"""The desk pages: one Dash app over the screens' folders, each page drawn from its address alone."""

from dash import html, page_container

from dashboards.headers import protect
from dashboards.navigation import register_files
from dashboards.shell import Shell, index
from dashboards.theme import LIGHT

app = Shell(
    __package__,
    use_pages=True,
    pages_folder="screens",
    serve_locally=True,
    assets_folder="assets",
    assets_path_ignore=["wall"],
    title="IOC",
    update_title="",
    index_string=index(LIGHT),
    # The list of dossiers is not on every page, and its callback is.
    suppress_callback_exceptions=True,
    include_pages_meta=False,
    enable_mcp=False,
)
app.layout = html.Div(page_container)
server = app.server

register_files(server)
protect(server, app.csp_hashes)
app.make_ready()
