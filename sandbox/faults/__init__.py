"""Faults on request: the place where a test makes a source behave as sources do on bad days.

A fault stands before the source for as many requests as were asked for. A new kind is one function and one more entry
in `FAULTS` (kinds.py); nothing else changes.
"""

from sandbox.faults.fault import Fault, FaultUnreadable
from sandbox.faults.kinds import FAULTS, mixed, read_faults
from sandbox.faults.queue import FaultMiddleware, Faults, Met
from sandbox.faults.visit import Backstage

__all__ = [
    "FAULTS",
    "Backstage",
    "Fault",
    "FaultMiddleware",
    "FaultUnreadable",
    "Faults",
    "Met",
    "mixed",
    "read_faults",
]
