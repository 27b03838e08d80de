"""The invented district's one-stop system: a coherent world of dossiers behind the true system's protocol."""

from sandbox.one_stop.district import District
from sandbox.one_stop.events import events

__all__ = ["District", "events"]
