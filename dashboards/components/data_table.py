"""A plain table that a screen reader can read and a thumb can scroll."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.components.attributes import attributes


def data_table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, total: Sequence[Any] = ()
) -> html.Div:
    """`rows` of cells, the first of each naming the row; `total` is the row that the others add up to."""
    body = [html.Tr(_cells(row)) for row in rows]
    if total:
        body.append(html.Tr(_cells(total), className="total"))
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    # It scrolls where it is too wide, so the keyboard must reach it.
    table = html.Table([html.Caption(html.Span(caption)), head, html.Tbody(body)])
    return html.Div(table, className="data-table", tabIndex=0, role="region", **attributes(aria_label=caption))


def _cells(row: Sequence[Any]) -> list[Any]:
    return [html.Th(row[0], scope="row"), *(html.Td(cell) for cell in row[1:])]
