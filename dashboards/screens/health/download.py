"""The page as a file."""

from dash import html
from flask import Flask, request

from dashboards.downloads import Content, download_links, register_downloads
from dashboards.place import Place
from dashboards.screens.health.address import View
from dashboards.screens.health.periods import find_health_place
from dashboards.screens.health.sheets import content_of, has_file


def downloads(place: Place[View]) -> html.P | None:
    """The links to the files of what is shown; None for a view that is made of sentences."""
    return download_links(place) if has_file(place.view) else None


def register(server: Flask) -> None:
    """Let the server of the pages answer `/health.xlsx` and `/health.csv`."""
    register_downloads(server, View.PATH, _content)


def _content() -> tuple[Place[View], Content]:
    place = find_health_place(View.read(request.args))
    return place, content_of(place)
