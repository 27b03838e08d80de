"""One press: what was pressed, whether it counts, of which dossier, and where the record came from."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html

from dashboards import words
from dashboards.components.data_table import data_table
from dashboards.messages import _
from dashboards.place import SCOPE
from dashboards.refusal import Refusal
from dashboards.screens.satisfaction.address import SCALES, View
from dashboards.screens.satisfaction.privacy import told_by_scale
from dashboards.screens.satisfaction.rows import DOSSIERS, at, came, verdict
from warehouse.reader import Snapshot, query

Row = Mapping[Any, Any]
LONGEST_NUMBER = 18


def read_rating(view: View, snapshot: Snapshot) -> Row:
    """The row of the address's press. Raises `Refusal` where the snapshot has none of that number."""
    number = int(view.rating) if view.rating.isdecimal() and len(view.rating) <= LONGEST_NUMBER else -1
    found = _records("rating", snapshot, rating=number, unit=view.unit)
    if not found:
        what = _("There is no rating {number} in this snapshot", number=view.rating)
        to_do = _("Check the number. A rating that is held until it is mended is not in the figures yet.")
        raise Refusal(what, to_do, link=view.link(rating=""))
    return found[0] if found[0]["agency_code"] == view.unit else _without_scale(found[0], snapshot)


def _without_scale(rating: Row, snapshot: Snapshot) -> Row:
    """Neither scale nor level where the scale would tell which counter it was."""
    if pd.isna(rating["agency_from"]) or not told_by_scale(snapshot, rating["agency_code"], rating["agency_from"]):
        return rating
    return {**rating, "scale": None, "level_name_vi": None}


def rating_page(view: View, snapshot: Snapshot, rating: Row) -> list[Any]:
    """The content of the page below its title."""
    findings = _records("findings", snapshot, rating=str(rating["rating_id"]))
    source = _records("provenance", snapshot, batch=rating["batch"])
    back = dcc.Link(_("Back to the list"), href=view.link(rating=""), className="button")
    counts = _("This rating counts.") if rating["is_valid"] else _("Not counted: {reason}", reason=verdict(rating))
    return [
        html.P(back),
        html.P(counts, className="verdict"),
        html.Div([_facts(view, rating), _provenance(rating, source, snapshot)], className="columns"),
        _findings(findings),
    ]


def _facts(view: View, rating: Row) -> html.Section:
    code = rating["dossier_code"]
    dossier: Any = (
        _("the device kept no code")
        if pd.isna(code)
        else dcc.Link(str(code), href=view.at(DOSSIERS, dossier=str(code)))
    )
    facts = [
        (_("Pressed at"), at(rating)),
        (_("Level"), _or_inside(rating["level_name_vi"])),
        (words.capital(_("scale of the device")), _or_inside(_scale(rating["scale"]))),
        (words.capital(_("centre")), rating["agency_name_vi"]),
        (words.capital(_("counter")), _or_inside(rating["counter_code"])),
        (_("Device"), _or_inside(rating["device_code"])),
        (_("Dossier"), dossier),
        (_("Procedure"), rating["procedure_name_vi"]),
        (_("Dossier came"), came(rating)),
        (_("Reason"), rating["reason_names_vi"]),
    ]
    listed = [part for name, said in facts if _is_told(said) for part in (html.Dt(name), html.Dd(said))]
    return html.Section([html.H2(_("Rating")), html.Dl(listed)])


def _scale(value: Any) -> Any:
    return value if pd.isna(value) else words.capital(SCALES[str(value)])


def _or_inside(value: Any) -> Any:
    return _("shown on the page of its centre only") if pd.isna(value) else value


def _is_told(said: Any) -> bool:
    return not (isinstance(said, float) or said is None or said is pd.NA or said == "")


def _findings(findings: list[Row]) -> html.Section:
    title = html.H2(_("To be looked at"))
    if not findings:
        return html.Section([title, html.P(_("Nothing wrong was found in the record."))])
    rows = [[row["message_vi"], row["mended_by"]] for row in findings]
    return html.Section([title, data_table(_("What was found"), (_("Finding"), _("Mended by")), rows)])


def _provenance(rating: Row, source: list[Row], snapshot: Snapshot) -> html.Section:
    command = f"ioc raw {rating['batch']} {rating['page']} {rating['row']}"
    facts: list[tuple[str, Any]] = [
        (_("Number at the source"), str(rating["rating_id"])),
        (_("Came"), words.instant(pd.Timestamp(rating["landed_at"]).to_pydatetime())),
        (_("Delivery"), str(rating["batch"])),
        (_("Page and row"), f"{rating['page']} · {rating['row']}"),
        (_("As the source sent it"), html.Code(command)),
        (_("Snapshot"), f"{snapshot.id} · {words.instant(snapshot.known_at)}"),
    ]
    if source and source[0]["invented"]:
        facts.insert(0, (_("Kind of data"), words.INVENTED))
    listed = [part for name, said in facts for part in (html.Dt(name), html.Dd(said))]
    return html.Section([html.H2(_("Where it comes from")), html.Dl(listed)])


def _records(name: str, snapshot: Snapshot, **given: Any) -> list[Row]:
    frame = query(f"satisfaction/{name}", scope=SCOPE, snapshot=snapshot.id, **given)
    return list(frame.to_dict("records"))
