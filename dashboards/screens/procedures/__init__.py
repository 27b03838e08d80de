"""From the numbers on the wall down to one dossier and the raw page it came from."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(
    path="/procedures",
    name=_("Administrative procedures"),
    order=20,
    sources=("one_stop", "national_portal"),
    subjects=("dossier",),
    marts=("marts.dossier",),
)
