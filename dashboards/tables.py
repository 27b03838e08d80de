"""Tables that stand on the page and in its file alike: a cell says what is shown, and what the file holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from dashboards import words
from dashboards.components.attributes import attributes
from dashboards.components.card_table import card_table
from dashboards.components.data_table import data_table
from dashboards.components.judgement import judgement
from dashboards.components.measured import measured
from dashboards.export import Column, Sheet
from dashboards.messages import _
from dashboards.readings import Reading


@dataclass(frozen=True)
class Head:
    """A column: its title, and the columns of the file that it becomes (by default one of text)."""

    title: str
    kinds: tuple[tuple[str, Any], ...] = (("", "text"),)


@dataclass(frozen=True)
class Cell:
    """What stands on the page, and the values of the file's columns."""

    shown: Any
    filed: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """Rows under heads, the first cell of each naming it; `total` is the row that the others belong to."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()


SHARE = (("", "share"), (_("as shown"), "text"), (_("in all"), "count"))
INTERVAL = Head(_("Interval of 95%"), ((_("from"), "share"), (_("to"), "share")))
COUNT = (("", "count"),)


def text(said: str, href: str = "") -> Cell:
    """Words, leading somewhere where there is an address."""
    return Cell(dcc.Link(said, href=href) if href else said, (said,))


def count(number: int | None, href: str = "") -> Cell:
    """A count of rows, leading to them."""
    if number is None:
        return Cell("", (None,))
    said = words.number(number)
    shown = dcc.Link(said, href=href) if href else html.Span(said, className="count")
    return Cell(html.Span(shown, className="cell"), (number,))


def in_words(said: str) -> html.Span:
    """Words in place of a number: they may take several lines, where numbers may not."""
    return html.Span(said, className="in-words")


def value(reading: Reading, href: str = "") -> Cell:
    """A number with its judgement, leading to its rows; for the file also as shown, and the number of rows below."""
    number = measured(
        reading.text, indicator=reading.indicator, value=reading.value, unit=reading.unit_code, class_name=""
    )
    is_share = reading.indicator.endswith("_share")
    filed = (reading.value, reading.text, reading.denominator) if is_share else (reading.value,)
    if not reading.numerator and not reading.denominator and reading.value is None:
        return Cell(in_words(reading.text), filed)
    shown = dcc.Link(number, href=href) if href else html.Span(number, className="count")
    return Cell(html.Span([shown, judgement(reading.band)], className="cell"), filed)


def interval(reading: Reading) -> Cell:
    """Both ends of a share's interval; nothing where the sample is too small for a share."""
    if reading.value is None or reading.low is None or reading.high is None:
        return Cell("", (None, None))
    return Cell(words.interval(reading.low, reading.high), (reading.low, reading.high))


def drawn(table: Table, *, is_cards: bool = False) -> html.Div:
    """The table as it stands on the page; on a phone `is_cards` makes a card of each row."""
    rows = [[cell.shown for cell in row] for row in table.rows]
    total = [cell.shown for cell in table.total]
    heads = [head.title for head in table.heads]
    if is_cards:
        return card_table(table.caption, heads, rows, "figures", total=total)
    return data_table(table.caption, heads, rows, total=total)


def listed(table: Table) -> list[Any]:
    """How many rows a list has, and the list."""
    count = len(table.rows)
    strong = html.Strong(
        _("{count} rows", count=words.number(count)), id="row-count", **attributes(data_count=str(count))
    )
    return [html.P(strong, className="adds-up"), html.Section(drawn(table), className="rows")]


def sheet(table: Table) -> Sheet:
    """The table as it stands in the file."""
    columns = [column for at, head in enumerate(table.heads) for column in _columns(at, head)]
    rows = (*table.rows, *([table.total] if table.total else []))
    return Sheet(table.caption, columns, list(_filed(columns, rows)))


def _columns(at: int, head: Head) -> Iterator[Column]:
    for number, (title, kind) in enumerate(head.kinds):
        yield Column(f"{at}_{number}", f"{head.title}: {title}" if title else head.title, kind)


def _filed(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        values = [given for cell in row for given in cell.filed]
        yield {column.key: given for column, given in zip(columns, values, strict=True)}
