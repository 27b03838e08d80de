"""What stands where numbers cannot: what is the matter, and what to do about it."""

from dash import html


def empty_state(what: str, to_do: str, *, command: str | None = None) -> html.Div:
    """A sentence in large type, the way out below it, and the command to copy where there is one."""
    parts = [html.P(what, className="empty-what"), html.P(to_do, className="empty-to-do")]
    if command:
        parts.append(html.P(html.Code(command)))
    return html.Div(parts, className="empty-state", role="status")
