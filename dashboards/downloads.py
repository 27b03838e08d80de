"""A page as a file: the links to it, and the answer to them, from the snapshot and the period that the page shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from dash import html
from flask import Flask, Response, request

from dashboards import words
from dashboards.address import Address
from dashboards.export import CSV_TYPE, WORKBOOK_TYPE, Cover, Definition, Sheet, to_csv, to_xlsx
from dashboards.file_answer import File, answer
from dashboards.messages import _
from dashboards.place import Place
from dashboards.published import dictionary
from dashboards.standing import standing
from warehouse.reader import mark_used

KINDS = {"xlsx": WORKBOOK_TYPE, "csv": CSV_TYPE}


@dataclass(frozen=True)
class Content:
    """The sheet of a view: what it is called, what leaves only a part of the unit, the indicators it is made of.

    `filtered` says in words what the table of the page leaves out, and is empty where that is nothing. `name` is what
    the file is called after: letters, digits, "-" and "_" alone, and never a text of the address as it came.
    """

    title: str
    sheet: Sheet
    measures: tuple[str, ...]
    name: str
    about: tuple[str, ...] = ()
    filtered: str = ""


def download_links(place: Place[Address]) -> html.P:
    """The links to the files of what is shown."""
    view = place.pinned
    links = [
        html.A(
            said, href=file_address(view, place.snapshot.id, kind), id=f"download-{kind}", className="button",
            download="",
        )
        for kind, said in (("xlsx", _("Download (.xlsx)")), ("csv", _("Download (.csv)")))
    ]  # fmt: skip
    return html.P(links, className="downloads")


def file_address(view: Address, snapshot_id: str, kind: str) -> str:
    """Where the file of a page is: `view` names its period, `snapshot_id` is the snapshot that it was drawn from."""
    return f"{view.PATH}.{kind}?{view.search(snapshot=snapshot_id)}"


def register_downloads(server: Flask, path: str, content: Callable[[], tuple[Place[Address], Content]]) -> None:
    """Let a server answer `<path>.xlsx` and `<path>.csv`; call before its first request.

    `content` reads the request's address. The answer keeps the snapshot from now on, or is a sentence where there is
    no file.
    """

    def send(kind: str) -> Response:
        return answer(lambda: _file(kind, *content()))

    for kind in KINDS:
        server.add_url_rule(f"{path}.{kind}", f"{path} {kind}", send, defaults={"kind": kind})


def _file(kind: str, place: Place[Address], content: Content) -> File:
    page = place.pinned.link(snapshot=place.snapshot.id)
    cover = _cover(place, content, request.host_url.rstrip("/") + page)
    made = to_xlsx([content.sheet], cover) if kind == "xlsx" else to_csv(content.sheet, cover)
    mark_used(place.snapshot.id, f"export {page}")
    # Each part of it was found in the snapshot, so that nothing of the address goes into a header as it came.
    name = f"{content.name}-{place.unit.code}-{place.period.start}-{place.snapshot.id}.{kind}"
    return File(name, made, KINDS[kind])


def _cover(place: Place[Address], content: Content, page: str) -> Cover:
    told = dictionary(place)
    return Cover(
        title=content.title,
        about=[place.unit.name, place.period.title, *content.about],
        definitions=[definition(told[each]) for each in content.measures],
        snapshot_id=place.snapshot.id,
        known_at=place.snapshot.known_at,
        is_invented=any(source.is_invented for source in standing(place.snapshot).sources),
        address=page,
        filtered=content.filtered,
    )


def definition(told: Mapping[str, Any]) -> Definition:
    """How a number is counted, and what is aimed at; `told` is its row of the dictionary."""
    counted = words.definition(told["definition_vi"], told["definition_certainty"])
    if pd.isna(told["target"]):
        return Definition(told["name_vi"], counted)
    return Definition(
        told["name_vi"],
        counted,
        words.target(told["target"], told["unit_vi"] == "%"),
        f"{told['target_basis']} ({words.certainty(told['target_certainty'])})",
    )
