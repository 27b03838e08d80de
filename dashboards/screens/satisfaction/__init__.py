"""Do people mean it when they press satisfied, and why are the others not: from five centres down to one press."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(
    path="/satisfaction",
    name=_("Satisfaction"),
    order=60,
    sources=("satisfaction", "one_stop"),
    subjects=("satisfaction",),
    marts=("marts.rating", "marts.dossier_rating"),
)
