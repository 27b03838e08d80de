"""Writes the facilities' files up to an instant: what `HealthFolder` leaves to a process of its own."""

import sys
from pathlib import Path

from sandbox.health.deliveries import Writer
from sandbox.health.folder import write

if __name__ == "__main__":
    seed, scale, folder, until = sys.argv[1:]
    write(Writer(int(seed), float(scale)), Path(folder), int(until))
