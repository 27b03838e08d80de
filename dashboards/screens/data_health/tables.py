"""Tables that become cards on a phone: each cell then says what it is."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.components.attributes import attributes


def card_table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], class_name: str = "", *, said: str = ""
) -> html.Div:
    """`rows` of cells, the first of each naming the row; an empty cell is left out of a card. `said` sums them up."""
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    body = html.Tbody([_row(heads, row) for row in rows])
    # It scrolls where it is too wide, so the keyboard must reach it.
    return html.Div(
        html.Table([html.Caption([caption, html.Span(said, className="said")] if said else caption), head, body]),
        className=f"data-table cards {class_name}".strip(), tabIndex=0, role="region",
        **attributes(aria_label=caption),
    )  # fmt: skip


def _row(heads: Sequence[str], row: Sequence[Any]) -> html.Tr:
    cells = [html.Td(cell, **attributes(data_label=head)) for head, cell in zip(heads[1:], row[1:], strict=True)]
    return html.Tr([html.Th(row[0], scope="row"), *cells])
