"""The page as a file."""

from dash import html
from flask import Flask, request

from dashboards.downloads import Content, download_links, register_downloads
from dashboards.place import Place
from dashboards.screens.education.address import View
from dashboards.screens.education.sheets import content_of, has_file
from dashboards.screens.education.terms import find_term_place


def downloads(place: Place[View]) -> html.P | None:
    """The links to the files of what is shown; None for a view that is made of sentences."""
    return download_links(place) if has_file(place.view) else None


def register(server: Flask) -> None:
    """Let the server of the pages answer `/education.xlsx` and `/education.csv`."""
    register_downloads(server, View.PATH, _content)


def _content() -> tuple[Place[View], Content]:
    place = find_term_place(View.read(request.args))
    return place, content_of(place)
