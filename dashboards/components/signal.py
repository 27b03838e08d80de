"""What a week's number of persons with a diagnosis means, in word, sign and colour: a signal, and no aim that is met.

The bands are those of an indicator that is judged by its earlier years: they signal, and declare nothing.
"""

from collections.abc import Iterable, Mapping
from itertools import takewhile
from types import MappingProxyType

from dash import html

from dashboards.components.attributes import attributes
from dashboards.messages import _
from dashboards.words import Judgement

SIGNALS: Mapping[str, Judgement] = MappingProxyType(
    {
        "met": Judgement(_("Within the threshold"), "met"),
        "within": Judgement(_("Within the threshold"), "met"),
        "watch": Judgement(_("To be watched"), "watch"),
        "missed": Judgement(_("Above the threshold"), "missed"),
        "no_baseline": Judgement(_("Too few earlier years"), "within"),
    }
)
ALERTING = ("watch", "missed")


def signal(band: str | None) -> html.Span | None:
    """The word of a week's band with its drawn sign; None where nothing is judged."""
    if band is None or band not in SIGNALS:
        return None
    words = SIGNALS[band]
    sign = html.Span(className=f"sign sign-{words.sign}", **attributes(aria_hidden="true"))
    return html.Span([sign, words.word], className=f"judgement judgement-{words.sign}")


def weeks_in_a_row(bands: Iterable[str | None]) -> int:
    """For how many weeks it has signalled without a break; `bands` are those of the weeks, the newest first."""
    return len(list(takewhile(lambda band: band in ALERTING, bands)))
