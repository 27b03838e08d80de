"""The tabs that show one question each: why not, whether lateness explains it, who is heard, what is left out, when."""

from typing import Any

from dash import html

from dashboards import words
from dashboards.components.empty_state import empty_state
from dashboards.messages import _
from dashboards.place import SCOPE, Place
from dashboards.readings import Reading
from dashboards.screens.satisfaction.address import (
    DISSATISFIED,
    LATENESSES,
    RATED,
    REJECTED,
    REJECTIONS,
    SATISFIED,
    View,
)
from dashboards.screens.satisfaction.privacy import centres
from dashboards.screens.satisfaction.reported import is_reported
from dashboards.screens.satisfaction.shares import aims, shares, whole_of
from dashboards.screens.satisfaction.values import (
    Part,
    counted,
    divided,
    readings_of,
    span_in_words,
    whole,
)
from dashboards.tables import COUNT, SHARE, Cell, Head, Table, count, drawn, text, value
from warehouse.reader import judged, query

HELD_HEADS = (Head(_("Reason, for example")), Head(_("Mended by")), Head(_("Rows"), COUNT))


def _nothing(place: Place[View], indicator: str, otherwise: str) -> html.Div:
    """Nobody pressed, or nothing is known of it yet."""
    if is_reported(place, indicator):
        return empty_state(words.NO_EVENTS, otherwise)
    return empty_state(words.NO_DATA, _("The devices have reported nothing of these days yet."))


def reasons(place: Place[View]) -> list[Any]:
    """Why people were not satisfied, the most frequent reason first."""
    table = reasons_table(place)
    if not table.rows:
        return [html.Section(_nothing(place, DISSATISFIED, _("Nobody pressed not satisfied here.")))]
    note = _("One rating may name several reasons, so that reasons add up to more than the ratings.")
    return [html.Section([drawn(table, is_cards=True), html.P(note, className="note")])]


def reasons_table(place: Place[View]) -> Table:
    """Reasons with the ratings that name them; those without a reason last; below them all ratings of the kind."""
    asked = counted(place, DISSATISFIED)
    frame = query("satisfaction/reasons", asked, scope=SCOPE, snapshot=place.snapshot.id)
    rows = tuple(_reason(place, row) for row in frame.to_dict("records"))
    (reading,) = whole(place, [DISSATISFIED])
    total = (text(_("Ratings of not being satisfied")), value(reading, place.view.rows(DISSATISFIED, reason="")))
    heads = (Head(_("Reason")), Head(_("Ratings"), COUNT))
    return Table(_("Why people were not satisfied"), heads, rows, total)


def _reason(place: Place[View], row: Any) -> tuple[Cell, ...]:
    code = row["reason_code"] or "-"
    name = _("No reason told") if code == "-" else str(row["reason_name_vi"])
    return text(name), count(int(row["ratings"]), place.view.rows(DISSATISFIED, reason=code))


def lateness(place: Place[View]) -> list[Any]:
    """The share of those whose dossier came in time and of those whose did not, in the period and in a year."""
    note = _("Known from the dossier code that the device keeps; without one it is not known.")
    aimed = aims(place, (SATISFIED, DISSATISFIED))
    return [html.Section([drawn(lateness_table(place), is_cards=True), aimed, html.P(note, className="note")])]


def lateness_table(place: Place[View]) -> Table:
    """The period's rows, then those of the twelve months up to its end."""
    tables = [_lateness_of(place.on(span=span)) for span in dict.fromkeys((place.view.span, "year"))]
    rows = tuple(row for table in tables for row in table.rows)
    return Table(_("By how the dossier came"), tables[0].heads, rows)


def _lateness_of(place: Place[View]) -> Table:
    """Rows named with the days that count, each leading to its presses of those days."""
    by_key = {part.key: part for part in divided(place, "lateness", (SATISFIED, DISSATISFIED))}
    parts = [
        _named(place, by_key.get(key) or Part(key, said, {"lateness": key}, ())) for key, said in LATENESSES.items()
    ]
    return shares(place, "", _("Dossier and days"), parts, (SATISFIED, DISSATISFIED), None)


def _named(place: Place[View], part: Part) -> Part:
    return Part(part.key, f"{part.name} · {span_in_words(place)}", part.changes, part.readings)


def rated(place: Place[View]) -> list[Any]:
    """Of how many results handed out anything was said: whom the share of the satisfied speaks for."""
    note = _("Online results come without a device, so that only some of those served can press.")
    return [
        html.Section([drawn(rated_table(place), is_cards=True), aims(place, [RATED]), html.P(note, className="note")])
    ]


def rated_table(place: Place[View]) -> Table:
    """By commune, then by the agency that handed out."""
    group = {"area": "unit", "commune": "agency"}.get(place.unit.kind, "procedure")
    first = {"unit": _("commune"), "agency": _("agency"), "procedure": _("procedure")}[group]
    parts = divided(place, group, [RATED])
    total = whole_of(place, whole(place, [RATED]))
    return shares(place, _("Results handed out that were rated"), words.capital(first), parts, [RATED], total)


def rejected(place: Place[View], remark: str) -> list[Any]:
    """What was pressed and does not count, by device and reason; then what is held until it is mended."""
    parts = [
        drawn(rejected_table(place), is_cards=True),
        aims(place, [REJECTED]),
        html.P(remark, className="note") if remark else None,
    ]
    held = query("satisfaction/held_kinds", scope=SCOPE, snapshot=place.snapshot.id)
    rows = tuple(
        (text(row["example_vi"]), text(row["mended_by"]), count(int(row["held"]))) for row in held.to_dict("records")
    )
    if rows:
        note = _("Held rows are no part of these numbers; they are counted for all units together.")
        parts += [drawn(Table(_("Held rows, not counted anywhere"), HELD_HEADS, rows)), html.P(note, className="note")]
    return [html.Section(parts)]


def rejected_table(place: Place[View]) -> Table:
    """A row a device, the one with the most rejected presses first."""
    lone = sorted(centres(place).lone)
    frame = judged("satisfaction/devices", counted(place, REJECTED), scope=SCOPE, snapshot=place.snapshot.id, lone=lone)
    frame = frame.sort_values(["numerator", "denominator", "device_code"], ascending=[False, False, True])
    keys = {at: row["device_code"] or row["agency_code"] for at, row in enumerate(frame.to_dict("records"))}
    devices = zip(frame.to_dict("records"), readings_of(frame, REJECTED, place, keys), strict=True)
    rows = tuple(_device(place, row, reading) for row, reading in devices)
    kinds = [Head(words.capital(said), COUNT) for said in REJECTIONS.values()]
    heads = (Head(_("Device")), Head(words.capital(_("centre"))), Head(_("Presses"), COUNT), Head(_("Rejected"), SHARE))
    sums = {kind: int(frame[kind].sum()) for kind in REJECTIONS}
    unit = text(_("Sum: {unit}", unit=place.unit.short_name)), text("")
    (whole_of_unit,) = whole(place, [REJECTED])
    below = count(whole_of_unit.denominator, place.view.rows(REJECTED, "denominator"))
    total = (*unit, below, *_rejected_cells(place, whole_of_unit, sums, {}))
    return Table(_("Rejected presses by device"), (*heads, *kinds), rows, total)


def _device(place: Place[View], row: Any, reading: Reading) -> tuple[Cell, ...]:
    code = str(row["device_code"])
    told = (text(code or _("all devices")), text(str(row["agency_name_vi"])), count(int(row["denominator"])))
    return (*told, *_rejected_cells(place, reading, row, {"device": code} if code else {"unit": row["agency_code"]}))


def _rejected_cells(place: Place[View], reading: Reading, kinds: Any, narrowed: dict[str, str]) -> list[Cell]:
    """The share, and the presses rejected for each reason; what is nothing leads nowhere."""
    rows = place.view.rows
    cells = [value(reading, rows(REJECTED, **narrowed) if reading.numerator else "")]
    for kind in REJECTIONS:
        found = int(kinds[kind])
        link = rows(REJECTED, **narrowed, rejection=kind) if found else ""
        cells.append(count(None if reading.text == words.NO_DATA else found, link))
    return cells


def hours(place: Place[View]) -> list[Any]:
    """When people press, and whether they are less satisfied at some hours."""
    table = hours_table(place)
    if not table.rows:
        return [html.Section(_nothing(place, SATISFIED, _("Nobody pressed a device here.")))]
    return [html.Section([drawn(table, is_cards=True), aims(place, (SATISFIED, DISSATISFIED))])]


def hours_table(place: Place[View]) -> Table:
    """A row an hour of the day, in their order, the whole below."""
    parts = sorted(divided(place, "hour", (SATISFIED, DISSATISFIED)), key=lambda part: int(part.key))
    total = whole_of(place, whole(place, (SATISFIED, DISSATISFIED)))
    return shares(place, _("By hour of the day"), _("Hour"), parts, (SATISFIED, DISSATISFIED), total)
