"""Bringing files by hand: what is wrong in one is seen at once, and what is accepted lands as any pull does."""

from dashboards.messages import _
from dashboards.navigation import Screen

SCREEN = Screen(path="/upload", name=_("Bring files"), order=110)
