"""Which school, which subject: from the cluster down to one class in one subject, and to the book behind it."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(
    path="/education",
    name=_("Education"),
    order=50,
    sources=("smas",),
    subjects=("education",),
    marts=("marts.delivery", "marts.class_term"),
)
