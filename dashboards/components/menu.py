"""A menu of links: the address says what is chosen, and a menu works without a script."""

from collections.abc import Sequence

from dash import dcc, html

Option = tuple[str, str, bool]
"""Words, address, whether chosen."""


def menu(label: str, options: Sequence[Option]) -> html.Details:
    """The options under a label; its summary says what is chosen."""
    chosen = next((name for name, _address, is_chosen in options if is_chosen), "–")
    listed = [
        html.Li(dcc.Link(name, href=address, className="chosen" if is_chosen else ""))
        for name, address, is_chosen in options
    ]
    summary = html.Summary([html.Span(label, className="label"), html.Span(chosen, className="chosen-name")])
    # A new address draws a new menu, so that it is closed again after a choice.
    return html.Details([summary, html.Ul(listed)], className="menu", key=f"{label} {chosen}")
