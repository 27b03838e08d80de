"""How something stands, in word, sign and colour at once."""

from dash import html

from dashboards.components.attributes import attributes
from dashboards.marks import Mark


def marked(mark: Mark) -> html.Span:
    """The word with its drawn sign, in its colour."""
    if not mark.sign:
        return html.Span(mark.word, className="quiet")
    sign = html.Span(className=f"sign sign-{mark.sign}", **attributes(aria_hidden="true"))
    return html.Span([sign, mark.word], className=f"judgement judgement-{mark.sign}")
