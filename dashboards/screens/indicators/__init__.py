"""What every number of the screens means: the declarations of a snapshot, to be read and searched."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(path="/indicators", name=_("List of indicators"), order=90)
