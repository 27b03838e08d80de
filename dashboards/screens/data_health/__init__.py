"""What is known and what is not: how the sources stand, who has not sent, what is held, and whose work it is."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(path="/data-health", name=_("State of the data"), order=100, subjects=("quality",))
