"""The mark of invented data. Commune names are real: a made-up number without this mark is false news."""

from dash import html

from dashboards.words import INVENTED


def invented_mark(is_invented: bool) -> html.Div | None:
    """The mark, or None where every source is the real one."""
    return html.Div(INVENTED, className="invented", role="note") if is_invented else None
