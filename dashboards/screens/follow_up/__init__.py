"""Who holds what is overdue or falls due, agency by agency, on the screen and as a file to send along."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(path="/follow-up", name=_("Follow-up of dossiers"), order=30, sources=("one_stop",))
