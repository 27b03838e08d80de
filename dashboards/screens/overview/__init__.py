"""What needs the head of a unit today, over all subjects."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(path="/", name=_("Overview"), order=10)
