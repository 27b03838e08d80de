"""A band in word, sign and colour at once: colour alone says nothing to one viewer in twelve."""

from dash import html

from dashboards.components.attributes import attributes
from dashboards.words import JUDGEMENTS


def judgement(band: str | None) -> html.Span | None:
    """The word of a band ("met", "within", "watch", "missed") with its drawn sign; None where nothing is judged."""
    if band is None or band not in JUDGEMENTS:
        return None
    words = JUDGEMENTS[band]
    sign = html.Span(className=f"sign sign-{words.sign}", **attributes(aria_hidden="true"))
    return html.Span([sign, words.word], className=f"judgement judgement-{words.sign}")
