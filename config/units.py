"""The names of today's units, from config/units.csv."""

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

UNITS_FILE = Path(__file__).with_name("units.csv")


@lru_cache(maxsize=1)
def unit_names() -> Mapping[str, str]:
    """{code: name} of the units that exist today."""
    with UNITS_FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: row["name_vi"] for row in csv.DictReader(file) if not row["valid_to"]})
