"""Writes the facilities' files up to an instant: what `HealthFolder` leaves to a process of its own.

It ends with the process that began it.
"""

import os
import sys
from pathlib import Path

from sandbox.health.deliveries import Writer
from sandbox.health.folder import write

if __name__ == "__main__":
    seed, scale, folder, until = sys.argv[1:]
    began_by = os.getppid()
    write(Writer(int(seed), float(scale)), Path(folder), int(until), lambda: os.getppid() == began_by)
