"""Is something spreading, who is not protected, who is not looked after: from the cluster down to one facility."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(
    path="/health",
    name=_("Health"),
    order=40,
    sources=("health_record",),
    subjects=("health",),
    marts=("marts.telehealth_day",),
)
