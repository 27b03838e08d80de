"""Which facilities have sent their files, as the page tells it: by name, beside each row, and in a table."""

from datetime import date

from dash import dcc, html

from dashboards import words
from dashboards.messages import _
from dashboards.place import Place
from dashboards.screens.health.address import View
from dashboards.senders import WINDOW, Sender, known_date, read_senders, stations_received
from dashboards.tables import COUNT, Cell, Head, Table, count, drawn, text

OWN_SOURCE = "/data-health?source=health_record"


def received(place: Place[View]) -> str:
    """ "Mới nhận 4/5 trạm"; nothing where all of them have sent."""
    return stations_received(read_senders(place))


def silent_notes(place: Place[View]) -> html.Ul | None:
    """Each facility that is silent, by name, since when; nothing where none is."""
    today = known_date(place)
    silent = [each for each in read_senders(place) if each.silent_from]
    if not silent:
        return None
    items = [html.Li(dcc.Link(f"{each.name}: {_small(each.said(today))}", href=OWN_SOURCE)) for each in silent]
    return html.Ul(items, className="remarks silent")


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]


def sent_cell(place: Place[View], among: tuple[Sender, ...], code: str, commune: str = "") -> Cell:
    """What a row of a breakdown rests on: the files of its own facility, or of the stations of a commune."""
    today = known_date(place)
    own = [each for each in among if each.code == code or (commune and each.commune == commune)]
    stations = [each for each in own if each.kind == "station"] or own
    if not stations:
        return text("–")
    worst = min(stations, key=lambda each: (each.silent_from is None, each.silent_from or today))
    said = words.capital(worst.said(today))
    shown = html.Span(said, className="late") if worst.silent_from else said
    return Cell(shown, (said,))


def senders_section(place: Place[View]) -> html.Section | None:
    """Who has sent the files of the last days, and who has not."""
    table = senders_table(place)
    return html.Section(drawn(table), className="breakdown") if table.rows else None


def senders_table(place: Place[View]) -> Table:
    """A row a facility that owes files, the silent ones first."""
    today = known_date(place)
    heads = (
        Head(_("Facility")), Head(_("Commune")), Head(_("Files")), Head(_("Days sent"), COUNT),
        Head(_("Days owed"), COUNT), Head(_("Last received"), (("", "instant"),)),
    )  # fmt: skip
    first = words.day(today - WINDOW)
    rows = tuple(_row(place, each, today) for each in read_senders(place))
    return Table(_("Who has sent their files, since {day}", day=first), heads, rows)


def _row(place: Place[View], each: Sender, today: date) -> tuple[Cell, ...]:
    said = words.capital(each.said(today))
    moment = each.received_at.to_pydatetime() if each.received_at is not None else None
    return (
        text(each.name, place.pinned.elsewhere(each.code)),
        text(words.capital(each.commune)),
        Cell(html.Span(said, className="late") if each.silent_from else said, (said,)),
        count(each.sent_days),
        count(each.expected_days),
        Cell(words.instant(moment) if moment else "–", (moment,)),
    )
