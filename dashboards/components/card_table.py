"""Tables that become cards on a phone: each cell then says what it is."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.components.attributes import attributes


def card_table(
    caption: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], class_name: str = "", *, said: str = "",
    total: Sequence[Any] = (),
) -> html.Div:  # fmt: skip
    """`rows` of cells, the first of each naming the row; an empty cell is left out of a card. `said` sums them up;
    `total` is the row that the others add up to."""
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in heads]))
    body = [html.Tr(_cells(heads, row)) for row in rows]
    if total:
        body.append(html.Tr(_cells(heads, total), className="total"))
    # It scrolls where it is too wide, so the keyboard must reach it.
    caption_cell = html.Caption([caption, html.Span(said, className="said")] if said else caption)
    return html.Div(
        html.Table([caption_cell, head, html.Tbody(body)]),
        className=f"data-table cards {class_name}".strip(), tabIndex=0, role="region",
        **attributes(aria_label=caption),
    )  # fmt: skip


def _cells(heads: Sequence[str], row: Sequence[Any]) -> list[Any]:
    cells = [html.Td(cell, **attributes(data_label=head)) for head, cell in zip(heads[1:], row[1:], strict=True)]
    return [html.Th(row[0], scope="row"), *cells]
